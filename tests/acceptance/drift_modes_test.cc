// What drift_check makes of drift: when it is silent, warns, fails a plan or repairs the mirror,
// and that it never stands in the way of a change.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/drift_scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kErrorMode[] = "  drift_check = \"error\"\n";

// A long name of the system leaves less room in the summary.
auto Differs() {
  return AnyOf(HasSubstr(" differs from incident.io: 1 shift, 2 h\n"),
               HasSubstr(" differs: 1 shift, 2 h\n"));
}

class EveryMode : public DriftScenario, public ::testing::WithParamInterface<DriftSystem> {};

INSTANTIATE_TEST_SUITE_P(DriftModes, EveryMode, ::testing::ValuesIn(EverySystem()),
                         [](const auto& system) { return system.param.provider; });

TEST_P(EveryMode, SaysTheSameInItsOwnWay) {
  Apply(GetParam());
  EditByHand(GetParam());
  UseMode("warn");
  const auto warnings = Warnings();
  ASSERT_THAT(warnings, ElementsAre(Differs()));
  UseMode("error");
  EXPECT_THAT(Errors(), ElementsAre(warnings[0] + kFails));
  EXPECT_THAT(Errors({"-refresh=false"}), ElementsAre(warnings[0] + kFails));
  UseMode("off");
  EXPECT_THAT(Warnings(), IsEmpty());

  UseMode("resync");
  const json id = StateOf(kPrimary).at("id");
  sandbox().ForgetRequests();
  const Plan plan = PlanOk();
  EXPECT_EQ(plan.Action(kPrimary), "update");
  EXPECT_THAT(Steady(plan.warnings),
              ElementsAre(AllOf(
                  Differs(), HasSubstr("\n\nApply forces a sync: it creates a second replica with "
                                       "the same arguments, waits for its first sync, and deletes "
                                       "it again. "))));
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
  EXPECT_EQ(StateOf(kPrimary).at("id"), id);
  EXPECT_NE(StateOf(kPrimary).at("resynced_at"), nullptr);
  EXPECT_THAT(Writes(sandbox().Requests()),
              ElementsAre(Posted(), StartsWith("DELETE /v2/schedules/")));
  EXPECT_THAT(sandbox().Replicas(), SizeIs(1));
  EXPECT_THAT(Warnings(), IsEmpty());
  ExpectSettled();
}

TEST_P(EveryMode, NeverHoldsUpACreateOrAChange) {
  UseMode("error");
  WriteReplica(GetParam());
  EXPECT_EQ(PlanOk().Action(kPrimary), "create");
  // Whatever becomes of the external schedule before the plan is applied.
  EditByHand(GetParam());
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
  EditByHand(GetParam());

  WriteReplica(GetParam(), "  mirror_window_days = 13\n");
  const Plan change = PlanOk();
  EXPECT_EQ(change.Action(kPrimary), "update");
  EXPECT_THAT(Steady(change.warnings), ElementsAre(AllOf(Differs(), Not(HasSubstr(kFails)))));
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
}

// ---- What does not depend on the system

class DriftModes : public DriftScenario {};

TEST_F(DriftModes, WarnOncePerCommand) {
  Apply(PagerDuty());
  EditByHand(PagerDuty());
  EXPECT_THAT(ApplyOk().warnings, ElementsAre(Differs()));
  WriteReplica(PagerDuty(), "  mirror_window_days = 13\n");
  EXPECT_THAT(ApplyOk().warnings, ElementsAre(Differs()));
  EditByHand(PagerDuty());
  WriteReplica(PagerDuty(), "  mirror_window_days = 13\n  wait_for_sync = true\n");
  EXPECT_THAT(ApplyOk().warnings, ElementsAre(Differs()));
}

TEST_F(DriftModes, OfTheReplicaGoBeforeTheProviders) {
  Apply(PagerDuty());
  EditByHand(PagerDuty());
  WriteReplica(PagerDuty(), kErrorMode);
  const Plan setting = PlanOk();
  EXPECT_THAT(setting.warnings, ElementsAre(Differs()));
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
  EXPECT_THAT(Errors(), ElementsAre(Differs()));

  UseMode("error");
  WriteReplica(PagerDuty(), "  drift_check = \"off\"\n");
  ApplyOk();
  EXPECT_THAT(Warnings(), IsEmpty());
}

TEST_F(DriftModes, ErrorLetsASavedPlanBeAppliedAlthoughTheMirrorHasDriftedSince) {
  UseMode("error");
  Apply(PagerDuty());
  WriteReplica(PagerDuty(), "  mirror_window_days = 13\n");
  PlanOk();
  EditByHand(PagerDuty());
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
  // One that has nothing to do for the replica.
  PlanOk();
  EditByHand(PagerDuty());
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
}

TEST_F(DriftModes, ErrorHoldsUpADestroyThatDoesNotSkipTheRefresh) {
  Apply(PagerDuty(), kErrorMode);
  EditByHand(PagerDuty());
  const Told destroy = Run({"destroy", "-auto-approve"});
  EXPECT_EQ(destroy.run.exit_code, 1);
  EXPECT_THAT(Steady(destroy.errors), ElementsAre(AllOf(Differs(), EndsWith(kFails))));
  EXPECT_THAT(sandbox().Replicas(), SizeIs(1));
  EXPECT_EQ(Run({"destroy", "-auto-approve", "-refresh=false"}).run.exit_code, 0);
  EXPECT_THAT(sandbox().Replicas(), IsEmpty());
}

TEST_F(DriftModes, ErrorLetsATaintedReplicaBeReplaced) {
  Apply(PagerDuty(), kErrorMode);
  EditByHand(PagerDuty());
  EXPECT_EQ(terraform.Run({"taint", kPrimary}).exit_code, 0);
  EXPECT_EQ(PlanOk().Action(kPrimary), "delete,create");
  ApplySavedOk();
}

// Terraform plans the replica as it is before it heeds the option.
TEST_F(DriftModes, ErrorHoldsUpAReplaceByOption) {
  Apply(PagerDuty());
  EditByHand(PagerDuty());
  const std::string replace = absl::StrCat("-replace=", kPrimary);
  UseMode("error");
  EXPECT_THAT(Errors({replace}), ElementsAre(Differs()));
  UseMode("off");
  EXPECT_EQ(PlanOk({replace}).Action(kPrimary), "delete,create");
}

TEST_F(DriftModes, ResyncThatDoesNotHelpIsNotPlannedAgain) {
  UseMode("resync");
  Apply(PagerDuty());
  EditByHand(PagerDuty());
  // incident.io says that it has synced, and has not.
  StopSyncs();
  sandbox().Post("/faults",
                 {{"method", "POST"},
                  {"path", "/incident"},
                  {"times", 0},
                  {"patch", {{"schedule_replica", {{"last_synced_at", "2026-01-05T09:00:00Z"}}}}}});
  EXPECT_EQ(PlanOk().Action(kPrimary), "update");
  EXPECT_THAT(Steady(ApplySavedOk().warnings),
              ElementsAre(StartsWith("Sync did not help: PagerDuty PPRIMRY\n")));
  EXPECT_THAT(sandbox().Replicas(), SizeIs(1));
  EXPECT_THAT(
      Warnings(),
      ElementsAre(AllOf(
          Differs(),
          EndsWith("\n\nA forced sync has not changed these differences, so no other one is "
                   "planned until they change. Look in PagerDuty for whoever else writes overrides "
                   "there; if there is nobody, ask the support of incident.io why its sync leaves "
                   "this."))));
  // Another difference is worth another sync.
  EditByHand(PagerDuty(), PagerDuty().carol, 30);
  EXPECT_EQ(PlanOk().Action(kPrimary), "update");
}

// ---- Mirrors that nobody can check

TEST_F(DriftModes, SayNothingOfProvidersThatNobodyCanCheck) {
  const Arguments native = {{"replica_provider", "\"native\""}};
  for (const char* mode : {"warn", "error", "resync"}) {
    UseMode(mode);
    WriteReplica(PagerDuty(), "", native);
    EXPECT_THAT(ApplyOk().warnings, IsEmpty());
    EXPECT_THAT(Warnings(), IsEmpty());
  }
  // Only what the replica itself asks for is worth a word.
  const std::string unchecked =
      "Mirror is not checked: native PPRIMRY\ndrift_check asks to compare this mirror with "
      "incident.io, which is possible for the providers pagerduty, opsgenie and jsm only. Leave "
      "drift_check out here, or set it to \"off\".";
  for (const char* mode : {"error", "resync"}) {
    WriteReplica(PagerDuty(), absl::StrCat("  drift_check = \"", mode, "\"\n"), native);
    EXPECT_THAT(Steady(ApplyOk().warnings), ElementsAre(unchecked));
    EXPECT_THAT(Warnings(), ElementsAre(unchecked));
  }
}

TEST_F(DriftModes, SayNothingOfProvidersThatAreNotKnownYet) {
  Apply(PagerDuty());
  EditByHand(PagerDuty());
  sandbox().Post("/switches", {{"provider_spelling", {{"pagerduty", "pagerduty_v9"}}}});
  UseMode("error");
  WriteReplica(PagerDuty(), "", {{"replica_provider", "\"pagerduty_v9\""}});
  EXPECT_THAT(Warnings(), Each(StartsWith("Unusual value for replica_provider\n")));
  WriteReplica(PagerDuty(), kErrorMode, {{"replica_provider", "\"pagerduty_v9\""}});
  EXPECT_THAT(ApplyOk().warnings,
              Contains(StartsWith("Mirror is not checked: pagerduty_v9 PPRIMRY\n")).Times(1));
}

TEST_F(DriftModes, WithoutACredentialPromiseNothing) {
  Apply(PagerDuty());
  EditByHand(PagerDuty());
  terraform.environment.erase("PAGERDUTY_TOKEN");
  EXPECT_THAT(Warnings(), IsEmpty());
  for (const std::string mode : {"error", "resync"}) {
    UseMode(mode);
    EXPECT_THAT(Errors(),
                ElementsAre(StartsWith(absl::StrCat(
                    "Cannot check mirror: PagerDuty PPRIMRY\ndrift_check = \"", mode,
                    "\" needs access to PagerDuty. Set pagerduty.token in the provider block, or "
                    "the environment variable PAGERDUTY_TOKEN; or set drift_check to \"warn\"."))));
  }
}

}  // namespace
}  // namespace acceptance
