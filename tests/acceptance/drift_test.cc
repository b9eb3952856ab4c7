// What a plan says when an external schedule does not show who is on call in incident.io, for each
// system that schedules are mirrored into.
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/scenario.h"
#include "tests/acceptance/systems.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kRotation[] = "01SANDB0XR0TATI0NPRIMARY00";
constexpr char kLayer[] = "01SANDB0XLAYERPRIMARY00000";
constexpr char kNobody[] = "";

class Drift : public Scenario {
 protected:
  Drift() { AddOpsgenieCarol(world); }

  void WriteReplica(const System& system, const std::string& more = "") {
    GiveAccessToEverySystem(sandbox(), terraform);
    const auto quoted = [](const std::string& text) { return absl::StrCat("\"", text, "\""); };
    Write(ScheduleBlock() + ReplicaBlock("primary",
                                         {{"replica_provider", quoted(system.provider)},
                                          {"replica_provider_id", quoted(system.schedule)},
                                          {"replica_fallback_user_id", quoted(system.bot)}},
                                         more));
  }
  void Apply(const System& system, const std::string& more = "") {
    WriteReplica(system, more);
    ApplyOk();
  }

  // Somebody gives the bot two hours of tomorrow in the external schedule.
  void EditByHand(const System& system) {
    sandbox().Post(Overrides(system),
                   {{"user_id", system.bot}, {"start", "+26h"}, {"end", "+28h"}});
  }
  static std::string Overrides(const System& system) { return system.ControlPath("overrides"); }
  json OverrideAtTheSource(const std::string& user) {
    json override{
        {"rotation_id", kRotation}, {"layer_id", kLayer}, {"start_at", "+26h"}, {"end_at", "+28h"}};
    if (user != kNobody) override["user_id"] = user;
    return sandbox()
        .Post(absl::StrCat("/schedules/", ScheduleId(), "/overrides"), override)
        .at("override");
  }

  std::vector<std::string> Warnings(std::vector<std::string> options = {}) {
    const Plan plan = PlanOk(std::move(options));
    EXPECT_EQ(plan.Action(kPrimary), "no-op");
    return plan.warnings;
  }
};

class DriftOfEverySystem : public Drift, public ::testing::WithParamInterface<System> {};

INSTANTIATE_TEST_SUITE_P(Drift, DriftOfEverySystem, ::testing::Values(kPagerDuty, kOpsgenie, kJsm),
                         [](const auto& system) { return system.param.provider; });

TEST_P(DriftOfEverySystem, IsPreviewedOnceAndThenSilent) {
  WriteReplica(GetParam());
  const Plan create = PlanOk();
  if (GetParam().provider == "jsm") {
    // Its API tells nobody's address, so that nobody knows who would be shown.
    EXPECT_THAT(create.warnings, IsEmpty());
  } else {
    EXPECT_THAT(create.warnings,
                ElementsAre(AllOf(StartsWith(absl::StrCat(GetParam().name, " \"Primary\": ")),
                                  HasSubstr(" would change hands\n"))));
  }
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
  EXPECT_THAT(Warnings(), IsEmpty());
  EXPECT_THAT(Warnings(), IsEmpty());
  ExpectSettled();
}

TEST_P(DriftOfEverySystem, ShowsAnEditByHand) {
  Apply(GetParam());
  EditByHand(GetParam());
  const auto first = Warnings();
  EXPECT_THAT(first, ElementsAre(HasSubstr("differs from incident.io: 1 shift, 2 h\n")));
  EXPECT_EQ(Warnings({"-refresh=false"}), first);
  ExpectSettled();
}

TEST_P(DriftOfEverySystem, ShowsThatTheMirrorIsGone) {
  Apply(GetParam());
  const json listed = sandbox().Get(Overrides(GetParam()));
  for (const json& override : listed.at("overrides")) {
    const std::string id = override.at("id");
    sandbox().Delete(absl::StrCat(Overrides(GetParam()), "/", id));
  }
  EXPECT_THAT(Warnings(), ElementsAre(AllOf(HasSubstr("\"Primary\" differs"),
                                            HasSubstr("Nothing of the mirror is left in"))));
}

TEST_P(DriftOfEverySystem, ShowsWhoCannotBeMirrored) {
  Apply(GetParam());
  sandbox().Post("/links",
                 {{"provider", GetParam().provider}, {"external_user_id", GetParam().carol}});
  sandbox().Post("/sync");
  EXPECT_THAT(Warnings(), ElementsAre(AllOf(HasSubstr("Failed to find external user"),
                                            HasSubstr("Carol Chen has no "))));
}

TEST_P(DriftOfEverySystem, IsNoneWhereTheFallbackFillsAGap) {
  Apply(GetParam());
  OverrideAtTheSource(kNobody);
  EXPECT_THAT(Warnings(), IsEmpty());
}

TEST_P(DriftOfEverySystem, ShowsAnOverrideThatIsNotMirroredAndOneThatIsStale) {
  Apply(GetParam());
  const json mirrored = OverrideAtTheSource(kNobody);
  EXPECT_THAT(Warnings(), IsEmpty());

  sandbox().Post("/switches", {{"sync_delay", "never"}});
  sandbox().Delete(absl::StrCat("/schedules/", ScheduleId(), "/overrides/",
                                mirrored.at("id").get<std::string>()));
  EXPECT_THAT(Warnings(), ElementsAre(HasSubstr("differs from incident.io: 1 shift, 2 h\n")));

  sandbox().Post("/sync");
  EXPECT_THAT(Warnings(), IsEmpty());
  OverrideAtTheSource(kNobody);
  EXPECT_THAT(Warnings(), ElementsAre(HasSubstr("differs from incident.io: 1 shift, 2 h\n")));
}

TEST_P(DriftOfEverySystem, IsNoReasonNotToApply) {
  Apply(GetParam());
  EditByHand(GetParam());
  WriteReplica(GetParam(), "  mirror_window_days = 13\n");
  const Plan plan = PlanOk();
  EXPECT_EQ(plan.Action(kPrimary), "update");
  EXPECT_THAT(plan.warnings, ElementsAre(HasSubstr("differs from incident.io: 1 shift, 2 h\n")));
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
}

TEST_P(DriftOfEverySystem, CannotBeSeenWhereTheScheduleIsGone) {
  Apply(GetParam());
  sandbox().Delete(
      absl::StrCat("/external/", GetParam().provider, "/schedules/", GetParam().schedule));
  EXPECT_THAT(Warnings(),
              ElementsAre(AllOf(StartsWith("Cannot check mirror: "), HasSubstr(" answered 404: "),
                                HasSubstr("Check replica_provider_id, and that"))));
}

TEST_P(DriftOfEverySystem, IsRepairedByAForcedSync) {
  Apply(GetParam());
  EditByHand(GetParam());
  const json id = StateOf(kPrimary).at("id");
  sandbox().ForgetRequests();
  terraform.environment["INCIDENT_DRIFT_CHECK"] = "resync";
  const Plan plan = PlanOk();
  EXPECT_EQ(plan.Action(kPrimary), "update");
  EXPECT_THAT(plan.warnings,
              ElementsAre(AllOf(HasSubstr("differs from incident.io: 1 shift, 2 h\n"),
                                HasSubstr("Apply forces a sync"))));
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
  EXPECT_EQ(StateOf(kPrimary).at("id"), id);
  EXPECT_NE(StateOf(kPrimary).at("resynced_at"), nullptr);
  EXPECT_THAT(Writes(sandbox().Requests()),
              ElementsAre(Posted(), StartsWith("DELETE /v2/schedules/")));
  EXPECT_THAT(sandbox().Replicas(), SizeIs(1));
  ExpectSettled();
  EXPECT_THAT(Warnings(), IsEmpty());
}

TEST_F(Drift, FailsThePlanOnlyWhereThatIsAskedFor) {
  Apply(kPagerDuty);
  EditByHand(kPagerDuty);
  terraform.environment["INCIDENT_DRIFT_CHECK"] = "error";
  const Told failed = Run({"plan"});
  EXPECT_EQ(failed.run.exit_code, 1);
  EXPECT_THAT(failed.errors, ElementsAre(AllOf(HasSubstr("differs from incident.io: 1 shift"),
                                               HasSubstr("add -refresh=false"))));
  EXPECT_EQ(Run({"destroy", "-auto-approve"}).run.exit_code, 1);

  // A change is never held up.
  WriteReplica(kPagerDuty, "  drift_check = \"error\"\n");
  const Plan change = PlanOk();
  EXPECT_THAT(change.warnings, SizeIs(1));
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
  EXPECT_EQ(Run({"plan"}).run.exit_code, 1);

  WriteReplica(kPagerDuty, "  drift_check = \"off\"\n");
  ApplyOk();
  EXPECT_THAT(Warnings(), IsEmpty());
  terraform.environment.erase("INCIDENT_DRIFT_CHECK");
  WriteReplica(kPagerDuty, "  drift_check = \"error\"\n");
  ApplyOk();
  EXPECT_EQ(Run({"destroy", "-auto-approve", "-refresh=false"}).run.exit_code, 0);
}

TEST_F(Drift, ASavedPlanAppliesAlthoughTheMirrorHasDriftedSince) {
  Apply(kPagerDuty, "  drift_check = \"error\"\n");
  WriteReplica(kPagerDuty, "  drift_check = \"error\"\n  mirror_window_days = 13\n");
  PlanOk();
  EditByHand(kPagerDuty);
  ApplySavedOk();
}

TEST_F(Drift, AFailedSyncIsQuoted) {
  Apply(kPagerDuty);
  sandbox().Post("/switches", {{"sync_fails_with", "Failed to reach the account"}});
  sandbox().Post("/sync");
  EXPECT_THAT(Warnings(),
              ElementsAre(AllOf(StartsWith("PagerDuty \"Primary\": the last sync failed"),
                                HasSubstr("Failed to reach the account"))));
}

TEST_F(Drift, WithoutACredentialIsNotLookedFor) {
  Apply(kPagerDuty);
  EditByHand(kPagerDuty);
  terraform.environment.erase("PAGERDUTY_TOKEN");
  EXPECT_THAT(Warnings(), IsEmpty());
  terraform.environment["INCIDENT_DRIFT_CHECK"] = "error";
  const Told failed = Run({"plan"});
  EXPECT_EQ(failed.run.exit_code, 1);
  EXPECT_THAT(failed.errors, ElementsAre(HasSubstr("needs access to PagerDuty. Set pagerduty.token "
                                                   "in the provider block, or the environment "
                                                   "variable PAGERDUTY_TOKEN")));
  terraform.environment.erase("INCIDENT_DRIFT_CHECK");
}

TEST_F(Drift, IsWhatTheDataSourceShows) {
  WriteReplica(kPagerDuty, R"(}

data "incident_schedule_mirror" "primary" {
  schedule_id = data.incident_schedule.primary.id
  replica_id  = incident_schedule_replica.primary.id
)");
  ApplyOk();
  EditByHand(kPagerDuty);
  PlanOk({"-refresh-only"});
  ApplyOk({"-refresh-only"});
  const json mirror = StateOf("data.incident_schedule_mirror.primary");
  EXPECT_EQ(mirror.at("status"), "drifted");
  EXPECT_EQ(mirror.at("in_sync"), false);
  EXPECT_EQ(mirror.at("drift_seconds"), 7200);
  ASSERT_THAT(mirror.at("differences"), SizeIs(1));
  EXPECT_EQ(mirror.at("differences").at(0).at("kind"), "wrong_user");
  EXPECT_EQ(mirror.at("differences").at(0).at("actual_user_ids"), json::array({"PBOT001"}));
  EXPECT_THAT(mirror.at("report").get<std::string>(),
              StartsWith("PagerDuty \"Primary\" differs from incident.io: 1 shift, 2 h\n\n"));
}

TEST_F(Drift, IsAGateForContinuousIntegration) {
  WriteReplica(kPagerDuty);
  std::ifstream example(PROJECT_FOLDER "/examples/terraform/scenarios/ci_gate/main.tf");
  std::ostringstream text;
  text << example.rdbuf();
  terraform.Write("main.tf", text.str());
  ApplyAndProve();
  EditByHand(kPagerDuty);
  const Told failed = Run({"plan"});
  EXPECT_EQ(failed.run.exit_code, 1);
  EXPECT_THAT(failed.errors, ElementsAre(HasSubstr("differs from incident.io: 1 shift, 2 h\n")));
  EXPECT_EQ(Run({"destroy", "-auto-approve", "-refresh=false"}).run.exit_code, 0);
}

TEST_F(Drift, CostsOneRequestForEachExternalSchedule) {
  Apply(kPagerDuty);
  sandbox().ForgetRequests();
  EXPECT_THAT(Warnings(), IsEmpty());
  std::vector<std::string> external;
  for (const LoggedRequest& request : sandbox().Requests()) {
    if (request.path.starts_with("/pagerduty/")) external.push_back(request.path);
  }
  EXPECT_THAT(external, ElementsAre("/pagerduty/schedules/PPRIMRY"));
}

}  // namespace
}  // namespace acceptance
