#include "tests/acceptance/systems.h"

#include "absl/strings/str_cat.h"

namespace acceptance {

std::string System::ControlPath(const std::string& what) const {
  return absl::StrCat("/external/", provider, "/schedules/", schedule, "/", what);
}

void PrintTo(const System& system, std::ostream* out) { *out << system.provider; }

void AddOpsgenieCarol(nlohmann::json& world) {
  world["opsgenie"]["users"].push_back(
      {{"id", kOpsgenie.carol}, {"username", "carol@example.com"}, {"full_name", "Carol Chen"}});
  world["links"].push_back({{"provider", "opsgenie"},
                            {"external_user_id", kOpsgenie.carol},
                            {"user_id", "01SANDB0XCAR0L000000000000"}});
}

void GiveAccessToEverySystem(const Sandbox& sandbox, Terraform& terraform) {
  auto& environment = terraform.environment;
  environment["PAGERDUTY_TOKEN"] = "sandbox-pagerduty-token";
  environment["PAGERDUTY_ENDPOINT"] = sandbox.Endpoint("pagerduty");
  environment["OPSGENIE_API_KEY"] = "sandbox-opsgenie-key";
  environment["OPSGENIE_ENDPOINT"] = sandbox.Endpoint("opsgenie");
  environment["ATLASSIAN_OPS_CLOUD_ID"] = "sandbox-cloud";
  environment["ATLASSIAN_OPS_API_EMAIL_ADDRESS"] = "sandbox@example.com";
  environment["ATLASSIAN_OPS_API_TOKEN"] = "sandbox-jsm-token";
  environment["ATLASSIAN_OPS_ENDPOINT"] = sandbox.Endpoint("jsm");
}

}  // namespace acceptance
