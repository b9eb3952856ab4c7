// The drift check where nobody reads a plan: in CI, in `check` blocks and in `terraform test`.
#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/drift_scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

class Gate : public DriftScenario {
 protected:
  // The example as it stands, in place of the configuration.
  void UseExample() {
    GiveAccess();
    for (const char* file : {"main.tf", "mirror.tftest.hcl"}) {
      std::ifstream example(
          absl::StrCat(PROJECT_FOLDER "/examples/terraform/scenarios/ci_gate/", file));
      std::ostringstream text;
      text << example.rdbuf();
      terraform.Write(file, text.str());
    }
  }
};

TEST_F(Gate, OfTheExampleIsShutWhileThereIsDrift) {
  UseExample();
  ApplyAndProve();
  EditByHand(PagerDuty());
  EXPECT_THAT(Errors(), ElementsAre(HasSubstr("differs from incident.io: 1 shift, 2 h\n")));
  sandbox().Post("/sync");
  EXPECT_THAT(Warnings(), IsEmpty());
}

TEST_F(Gate, OfTheEnvironmentNeedsNothingInTheConfiguration) {
  Apply(PagerDuty());
  UseMode("error");
  EXPECT_THAT(Warnings(), IsEmpty());
  EditByHand(PagerDuty());
  EXPECT_THAT(Errors(), ElementsAre(HasSubstr("differs from incident.io: 1 shift, 2 h\n")));
}

TEST_F(Gate, OfTerraformTestIsOpenWhereTheMirrorIsRight) {
  UseExample();
  const auto passed = terraform.Run({"test"});
  EXPECT_EQ(passed.exit_code, 0) << passed.out << passed.err;
  EXPECT_THAT(passed.out, EndsWith("\nSuccess! 1 passed, 0 failed.\n"));
  EXPECT_THAT(sandbox().Replicas(), IsEmpty());

  sandbox().Post("/switches", {{"sync_fails_with", "Failed to reach the account"}});
  const auto failed = terraform.Run({"test"});
  EXPECT_EQ(failed.exit_code, 1) << failed.out << failed.err;
  EXPECT_THAT(Plain(failed.err), EndsWith("\n\nThe mirror is pending.\n"));
  EXPECT_THAT(failed.out, EndsWith("\nFailure! 0 passed, 1 failed.\n"));
  EXPECT_THAT(sandbox().Replicas(), IsEmpty());
}

class CheckBlock : public DriftScenario {
 protected:
  void WriteCheck() {
    WriteImpatient(PagerDuty(), absl::StrCat(R"(data "incident_schedule_mirror" "primary" {
  schedule_id = ")",
                                             ScheduleId(), R"("
  replica_id  = incident_schedule_replica.primary.id
}

check "mirror" {
  assert {
    condition     = data.incident_schedule_mirror.primary.in_sync
    error_message = "The mirror is ${data.incident_schedule_mirror.primary.status}."
  }
}
)"));
  }
};

TEST_F(CheckBlock, SaysThatTheMirrorIsUncheckedWhileTheServicesAreDown) {
  WriteCheck();
  ApplyOk();
  EXPECT_THAT(Warnings(), IsEmpty());
  const std::string unchecked = "Check block assertion failed\nThe mirror is unchecked.";
  sandbox().Post("/faults", {{"path", "/pagerduty"}, {"status", 503}, {"times", 0}});
  EXPECT_THAT(Warnings(), UnorderedElementsAre(
                              unchecked, StartsWith("Cannot check mirror: PagerDuty PPRIMRY\nGET "
                                                    "/schedules/PPRIMRY answered 503.")));
  sandbox().Post("/faults", {{"path", "/incident"}, {"status", 503}, {"times", 0}});
  EXPECT_THAT(Warnings({"-refresh=false"}),
              UnorderedElementsAre(
                  unchecked, StartsWith(absl::StrCat("Cannot check mirror: PagerDuty PPRIMRY\nGET ",
                                                     "/v2/schedules/", ScheduleId(),
                                                     "/replicas answered 503."))));
}

TEST_F(CheckBlock, SaysThatTheMirrorHasDrifted) {
  WriteCheck();
  ApplyOk();
  EditByHand(PagerDuty());
  EXPECT_THAT(Warnings(),
              UnorderedElementsAre("Check block assertion failed\nThe mirror is drifted.",
                                   HasSubstr("differs from incident.io: 1 shift, 2 h\n")));
  ApplyOk({"-refresh-only"});
  const json mirror = StateOf("data.incident_schedule_mirror.primary");
  EXPECT_EQ(mirror.at("status"), "drifted");
  EXPECT_EQ(mirror.at("in_sync"), false);
  EXPECT_EQ(mirror.at("drift_seconds"), 7200);
  ASSERT_THAT(mirror.at("differences"), SizeIs(1));
  EXPECT_EQ(mirror.at("differences").at(0).at("kind"), "wrong_user");
  EXPECT_EQ(mirror.at("differences").at(0).at("actual_user_ids"), json::array({"PCAROL3"}));
  EXPECT_THAT(mirror.at("report").get<std::string>(),
              StartsWith("PagerDuty \"Primary\" differs from incident.io: 1 shift, 2 h\n\n"));
}

}  // namespace
}  // namespace acceptance
