#include "resources/environment.h"

#include <cstdlib>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "provider/sdk/checks.h"
#include "resources/http/url.h"

namespace incident_provider {
namespace {

using Text = tf::Attr<std::string>;

class Filler {
 public:
  Filler(const Environment& environment, tf::Diagnostics& diagnostics)
      : environment_(environment), diagnostics_(diagnostics) {}

  template <class Check>
  void Fill(Text& attribute, const char* variable, Check check) {
    if (!attribute.is_null()) return;
    const std::optional<std::string> value = environment_(variable);
    if (!value || value->empty()) return;
    if (const std::optional<std::string> wrong = check(*value)) {
      // The value is not repeated: it may be a secret, also where none belongs.
      return diagnostics_.AddError(
          absl::StrCat("Invalid value in ", variable),
          absl::StrCat("The environment variable ", variable, " ", *wrong, "."));
    }
    attribute = *value;
  }

 private:
  const Environment& environment_;
  tf::Diagnostics& diagnostics_;
};

std::optional<std::string> CheckEndpoint(const std::string& endpoint) {
  const auto parsed = http::ParseEndpoint(endpoint);
  if (parsed) return std::nullopt;
  return "cannot be used: " + parsed.error();
}

void FillPagerDuty(PagerDutyModel& pagerduty, Filler& filler) {
  filler.Fill(pagerduty.token, "PAGERDUTY_TOKEN", CheckSecret);
  filler.Fill(pagerduty.region, "PAGERDUTY_SERVICE_REGION", CheckRegion);
  filler.Fill(pagerduty.endpoint, "PAGERDUTY_ENDPOINT", CheckEndpoint);
}

void FillOpsgenie(OpsgenieModel& opsgenie, Filler& filler) {
  filler.Fill(opsgenie.api_key, "OPSGENIE_API_KEY", CheckSecret);
  filler.Fill(opsgenie.region, "OPSGENIE_REGION", CheckRegion);
  filler.Fill(opsgenie.endpoint, "OPSGENIE_ENDPOINT", CheckEndpoint);
}

void FillJsm(JsmModel& jsm, Filler& filler) {
  filler.Fill(jsm.cloud_id, "ATLASSIAN_OPS_CLOUD_ID", tf::NotBlank());
  filler.Fill(jsm.email, "ATLASSIAN_OPS_API_EMAIL_ADDRESS", tf::NotBlank());
  filler.Fill(jsm.api_token, "ATLASSIAN_OPS_API_TOKEN", CheckSecret);
  filler.Fill(jsm.endpoint, "ATLASSIAN_OPS_ENDPOINT", CheckEndpoint);
}

template <class Object>
void FillObject(tf::Attr<Object>& object, void (*fill)(Object&, Filler&), Filler& filler) {
  if (object.is_null()) object = Object{};
  if (object.is_known()) fill(*object, filler);
}

}  // namespace

Environment ProcessEnvironment() {
  return [](const char* variable) -> std::optional<std::string> {
    const char* value = std::getenv(variable);
    if (value == nullptr) return std::nullopt;
    return value;
  };
}

ProviderModel FillFromEnvironment(ProviderModel config, const Environment& environment,
                                  tf::Diagnostics& diagnostics) {
  Filler filler(environment, diagnostics);
  filler.Fill(config.api_key, "INCIDENT_API_KEY", CheckSecret);
  filler.Fill(config.endpoint, "INCIDENT_ENDPOINT", CheckEndpoint);
  filler.Fill(config.drift_check, "INCIDENT_DRIFT_CHECK", CheckDriftMode);
  FillObject(config.pagerduty, FillPagerDuty, filler);
  FillObject(config.opsgenie, FillOpsgenie, filler);
  FillObject(config.jsm, FillJsm, filler);
  return config;
}

}  // namespace incident_provider
