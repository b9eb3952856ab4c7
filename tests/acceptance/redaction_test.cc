// Keys that escaping and base64 change, at the highest log level of Terraform and of the provider,
// through everything that a run does: none may show in an output, a log, a state or a saved plan.
// The class Terraform looks through all of them; this makes sure that there is something to see.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/debugged.h"
#include "tests/acceptance/scenario.h"
#include "tests/acceptance/secrets.h"
#include "tests/acceptance/systems.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kIncidentKey[] = "inc_s3cret/key+of=Jeanne&?~";
constexpr char kPagerDutyToken[] = "pd+s3cret/of=Jos\"e\\";
constexpr char kOpsgenieKey[] = "og/s3cret+of=Ann<b>&amp;";
constexpr char kJsmToken[] = "ATATT3x/s3cret+of:Zoe=D7>>??";

class Redaction : public Scenario {
 protected:
  Redaction() {
    AddOpsgenieCarol(world);
    world["keys"] = {
        {"incident", json::array({{{"key", kIncidentKey}}})},
        {"pagerduty", json::array({{{"token", kPagerDutyToken}}})},
        {"opsgenie", json::array({{{"api_key", kOpsgenieKey}}})},
        {"jsm", json::array({{{"email", "sandbox@example.com"}, {"api_token", kJsmToken}}})}};
    GiveAccessToEverySystem(sandbox(), terraform);
    terraform.environment["INCIDENT_API_KEY"] = kIncidentKey;
    terraform.environment["PAGERDUTY_TOKEN"] = kPagerDutyToken;
    terraform.environment["OPSGENIE_API_KEY"] = kOpsgenieKey;
    terraform.environment["ATLASSIAN_OPS_API_TOKEN"] = kJsmToken;
    terraform.environment.erase("TF_LOG_PROVIDER");
    terraform.environment["TF_LOG"] = "trace";
  }

  static std::string Replica(const System& system, const std::string& more = "") {
    const auto quoted = [](const std::string& text) { return absl::StrCat("\"", text, "\""); };
    return ReplicaBlock(system.provider,
                        {{"replica_provider", quoted(system.provider)},
                         {"replica_provider_id", quoted(system.schedule)},
                         {"replica_fallback_user_id", quoted(system.bot)}},
                        more);
  }
  void WriteReplicas(const std::string& more = "") {
    Write(absl::StrCat(ScheduleBlock(), Replica(kPagerDuty, more), Replica(kOpsgenie, more),
                       Replica(kJsm, more)));
  }
  void DamageEveryMirror() {
    for (const System& system : {kPagerDuty, kOpsgenie, kJsm}) {
      sandbox().Post(system.ControlPath("overrides"),
                     {{"user_id", system.bot}, {"start", "+26h"}, {"end", "+28h"}});
    }
  }
  std::string FileOf(const std::string& name) const {
    std::ifstream file(terraform.folder() + "/" + name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
};

TEST_F(Redaction, NoKeyShowsInAnythingThatARunLeaves) {
  WriteReplicas();
  PlanOk();
  ApplySavedOk();
  DamageEveryMirror();
  EXPECT_THAT(PlanOk().warnings, Contains(HasSubstr("differs from incident.io")));
  // What an unfinished change leaves in private data.
  WriteReplicas("  mirror_window_days = 7\n");
  sandbox().Post("/faults", {{"method", "DELETE"}, {"status", 403}});
  EXPECT_EQ(Run({"apply", "-auto-approve"}).run.exit_code, 1);
  EXPECT_THAT(FileOf("terraform.tfstate"), HasSubstr("\"private\""));
  ApplyOk();
  // A key that is not accepted.
  sandbox().Post("/faults", {{"path", "/incident"}, {"status", 401}, {"times", 0}});
  EXPECT_EQ(Run({"plan"}).run.exit_code, 1);
  sandbox().Delete("/faults");

  const std::string log = FileOf("provider.log");
  EXPECT_THAT(log, AllOf(HasSubstr("[TRACE]"), HasSubstr("provider.terraform-provider-incident"),
                         HasSubstr("/v2/schedules")));
}

TEST_F(Redaction, NoKeyShowsInWhatTheDebuggedProviderWrites) {
  Debugged provider(PROVIDER_PROGRAM, terraform, terraform.environment);
  terraform.environment["TF_REATTACH_PROVIDERS"] = provider.variable();
  WriteReplicas();
  ApplyOk();
  for (const char* key : {kIncidentKey, kPagerDutyToken, kOpsgenieKey, kJsmToken}) {
    EXPECT_THAT(FormsIn(provider.printed(), key), IsEmpty());
  }
  EXPECT_THAT(FileOf("debugged.log"), HasSubstr("/v2/schedules"));
  terraform.Run({"destroy", "-auto-approve"});
  terraform.environment.erase("TF_REATTACH_PROVIDERS");
}

}  // namespace
}  // namespace acceptance
