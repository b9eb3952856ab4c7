// What is in incident.io already, or not any more: replicas that no state holds, and those that
// somebody removed behind Terraform's back.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

constexpr char kForeign[] = "01K5F0RE1GN000000000000000";

// ---- A double is seen before it is made

class Double : public Scenario {
 protected:
  // Somebody has made a replica on PagerDuty's "Primary" this long ago.
  void Foreign(const char* age, int days = 14) {
    json replica = {{"id", kForeign},
                    {"schedule_id", ScheduleId()},
                    {"replica_provider", "pagerduty"},
                    {"replica_provider_id", "PPRIMRY"},
                    {"replica_fallback_user_id", "PBOT001"},
                    {"mirror_window_days", days},
                    {"created_at", age}};
    replica["sources"] = json::array({{{"rotation_id", "01SANDB0XR0TATI0NPRIMARY00"},
                                       {"layer_id", "01SANDB0XLAYERPRIMARY00000"}}});
    world["replicas"] = json::array({replica});
  }

  static std::string Text(const std::string& age, const std::string& likeness) {
    return absl::StrCat(
        R"(Replica exists already: PagerDuty PPRIMRY
Schedule 01SANDB0XPRIMARY0000000000 already has a replica on PagerDuty PPRIMRY:

  01K5F0RE1GN000000000000000, created )",
        age, " ago, ", likeness,
        R"(

Apply creates another one, and then all of them write to the same external schedule. To manage the one that is there, write this block, with the name of your resource in place of NAME:

import {
  to = incident_schedule_replica.NAME
  id = "01SANDB0XPRIMARY0000000000:01K5F0RE1GN000000000000000"
}

If it was managed under another name until now, write this one instead:

moved {
  from = incident_schedule_replica.OLD_NAME
  to   = incident_schedule_replica.NAME
})");
  }

  static std::string InUse(const std::string& id) {
    return absl::StrCat(
        "Target is in use: PagerDuty PPRIMRY\nThis plan creates a replica on PagerDuty PPRIMRY, "
        "where replica ",
        id,
        " of this state writes already. Two replicas on one external schedule overwrite each "
        "other's overrides. Give each its own external schedule, or join their sources in one "
        "resource.");
  }

  // What an apply says that has adopted `id`: before 1.16 it does not know what the plan has said.
  static std::string Adopted(const std::string& id) {
    return absl::StrCat(
        "Replica adopted: PagerDuty PPRIMRY\nReplica ", id,
        R"( of schedule 01SANDB0XPRIMARY0000000000 existed with exactly these arguments and was taken into the state; no second one was made. If another resource of this configuration manages it already, the state now holds it twice, and destroying either ends the mirror of both. Then write this in place of one of the two resource blocks, with its name in place of NAME:

removed {
  from = incident_schedule_replica.NAME

  lifecycle {
    destroy = false
  }
}

Before Terraform 1.7, delete the block and run:

terraform state rm incident_schedule_replica.NAME)");
  }

  // Both are there afterwards; the foreign one is then taken away.
  void ExpectASecondReplica() {
    EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
    ExpectWrites({Posted()});
    EXPECT_NE(StateOf(kPrimary).at("id"), kForeign);
    EXPECT_EQ(Replicas().size(), 2U);
    ExpectSettled();
    sandbox().Delete(absl::StrCat("/schedules/", ScheduleId(), "/replicas/", kForeign));
  }
};

TEST_F(Double, AYoungEqualReplicaIsAnnouncedAndAdopted) {
  Foreign("-330s");
  Write(PrimaryReplica());
  const Plan plan = PlanOk();
  EXPECT_EQ(plan.Action(kPrimary), "create");
  EXPECT_THAT(plan.warnings, ElementsAre(R"(Apply adopts a replica: PagerDuty PPRIMRY
Schedule 01SANDB0XPRIMARY0000000000 already has replica 01K5F0RE1GN000000000000000 with exactly these arguments, created 5 minutes ago. It is in no state that was read here, so it is most likely what a run left that ended before its state was stored. Apply takes it into the state instead of creating a second one.)"));
  EXPECT_THAT(ApplySavedOk().warnings, ElementsAre(Adopted(kForeign)));
  ExpectWrites({});
  EXPECT_EQ(StateOf(kPrimary).at("id"), kForeign);
  ExpectSettled();
}

TEST_F(Double, AnOldEqualReplicaIsNamedAndLeftAlone) {
  Foreign("-190m");
  Write(PrimaryReplica());
  EXPECT_THAT(PlanOk().warnings, ElementsAre(Text("3 hours", "with exactly these arguments")));
  ExpectASecondReplica();
}

TEST_F(Double, ADifferentReplicaIsNamedAndLeftAlone) {
  Foreign("-330s", 7);
  Write(PrimaryReplica());
  EXPECT_THAT(PlanOk().warnings, ElementsAre(Text("5 minutes", "differs in mirror_window_days")));
  ExpectASecondReplica();
}

TEST_F(Double, TwoPlannedCreatesOnOneTargetAreSaid) {
  Write(PrimaryReplica() + ReplicaBlock("twin", {{"mirror_window_days", "7"}}));
  EXPECT_THAT(
      PlanOk().warnings,
      ElementsAre("Two replicas planned: PagerDuty PPRIMRY\n"
                  "Another resource of this plan creates a replica on PagerDuty PPRIMRY too. Two "
                  "replicas on one external schedule overwrite each other's overrides. Give each "
                  "its own external schedule, or join their sources in one resource."));
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
  ExpectWrites({Posted(), Posted()});
  EXPECT_EQ(Replicas().size(), 2U);
  ExpectSettled();
}

TEST_F(Double, ATargetThatAnotherResourceHasIsSaid) {
  Write(PrimaryReplica());
  ApplyOk();
  const std::string id = StateOf(kPrimary).at("id");
  // Terraform plans the twin last, so that the replica in the state is not taken for a foreign one.
  Write(PrimaryReplica() + ReplicaBlock("twin", {{"mirror_window_days", "7"}},
                                        "  depends_on = [incident_schedule_replica.primary]\n"));
  EXPECT_THAT(PlanOk().warnings, ElementsAre(InUse(id)));
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
  ExpectWrites({Posted(), Posted()});
}

// Apply hears nothing of the twin, which it does not change.
TEST_F(Double, AChangeInModeResyncLeavesTheEqualReplicaOfAnotherResource) {
  constexpr char kTwin[] = "incident_schedule_replica.twin";
  Write(PrimaryReplica() + ReplicaBlock("twin"));
  ApplyOk();
  const std::string twin = StateOf(kTwin).at("id");
  Write(PrimaryReplica("  mirror_window_days = 7\n  drift_check = \"resync\"\n") +
        ReplicaBlock("twin"));
  EXPECT_THAT(ApplyOk().warnings,
              Contains(StartsWith(absl::StrCat("Replica may be left: PagerDuty PPRIMRY\nReplica ",
                                               twin, " of schedule "))));
  EXPECT_EQ(StateOf(kTwin).at("id"), twin);
  EXPECT_TRUE(
      std::ranges::any_of(Replicas(), [&](const json& one) { return one.at("id") == twin; }));

  Write(PrimaryReplica("  mirror_window_days = 7\n") + ReplicaBlock("twin"));
  ApplyOk();
}

TEST_F(Double, AReplicaThatTwoResourcesHaveIsSaidAndLeftToOneOfThem) {
  constexpr char kTwin[] = "incident_schedule_replica.twin";
  Write(PrimaryReplica());
  ApplyOk();
  const std::string id = StateOf(kPrimary).at("id");
  Write(PrimaryReplica() + ReplicaBlock("twin"));
  // Besides, when the twin is planned first, that apply adopts.
  EXPECT_THAT(PlanOk().warnings, Contains(InUse(id)));
  EXPECT_THAT(ApplySavedOk().warnings, ElementsAre(Adopted(id)));
  ExpectWrites({Posted()});
  EXPECT_EQ(StateOf(kTwin).at("id"), id);

  Write(PrimaryReplica() +
        "removed {\n  from = incident_schedule_replica.twin\n\n"
        "  lifecycle {\n    destroy = false\n  }\n}\n");
  PlanOk();
  ApplySavedOk();
  Write(PrimaryReplica());
  ExpectSettled();
  ExpectWrites({});
  EXPECT_EQ(StateOf(kPrimary).at("id"), id);
}

TEST_F(Double, ARenamedResourceKeepsItsReplicaWithTheBlockThatThePlanShows) {
  Write(PrimaryReplica());
  ApplyOk();
  const std::string id = StateOf(kPrimary).at("id");
  const std::string renamed = ScheduleBlock() + ReplicaBlock("renamed");
  Write(renamed);
  EXPECT_THAT(
      PlanOk().warnings,
      UnorderedElementsAre(
          StartsWith("Mirroring ends: PagerDuty PPRIMRY\n"),
          absl::StrCat(
              "Target is in use: PagerDuty PPRIMRY\nThis plan deletes replica ", id,
              R"(, which writes to PagerDuty PPRIMRY, and creates another one there, in no certain order. If the old one goes first, nothing is mirrored until the first sync of the new one. If the resource was only renamed, write this block, and the replica stays:

moved {
  from = incident_schedule_replica.OLD_NAME
  to   = incident_schedule_replica.NAME
})")));

  Write(renamed +
        "moved {\n  from = incident_schedule_replica.primary\n"
        "  to   = incident_schedule_replica.renamed\n}\n");
  EXPECT_THAT(PlanOk().warnings, IsEmpty());
  ApplySavedOk();
  ExpectWrites({Posted()});
  EXPECT_EQ(StateOf("incident_schedule_replica.renamed").at("id"), id);
}

TEST_F(Double, TwoResourcesNeverAdoptTheSameReplica) {
  Foreign("-330s");
  Write(PrimaryReplica() + ReplicaBlock("twin"));
  ApplyOk();
  ExpectWrites({Posted()});
  const std::string primary = StateOf(kPrimary).at("id");
  const std::string twin = StateOf("incident_schedule_replica.twin").at("id");
  EXPECT_NE(primary, twin);
  EXPECT_EQ(Replicas().size(), 2U);
  ExpectSettled();
}

// ---- Gone is fine

class Gone : public Scenario {
 protected:
  std::string MakeReplica() {
    Write(PrimaryReplica());
    ApplyOk();
    sandbox().ForgetRequests();
    return StateOf(kPrimary).at("id");
  }
};

TEST_F(Gone, AReplicaRemovedOutsideIsCreatedAgain) {
  const std::string old = MakeReplica();
  sandbox().Delete(absl::StrCat("/schedules/", ScheduleId(), "/replicas/", old));

  const Plan plan = PlanOk();
  EXPECT_EQ(plan.Action(kPrimary), "create");
  EXPECT_THAT(plan.warnings, IsEmpty());
  ApplyAndProve();
  ExpectWrites({Posted()});
  EXPECT_EQ(StateOf(kPrimary).at("id"), Replicas().at(0).at("id"));
}

TEST_F(Gone, DestroyingAReplicaRemovedOutsideSucceeds) {
  const std::string old = MakeReplica();
  sandbox().Delete(absl::StrCat("/schedules/", ScheduleId(), "/replicas/", old));
  EXPECT_EQ(Run({"destroy", "-auto-approve", "-refresh=false"}).run.exit_code, 0);
  ExpectWrites({Deleted(old)});
}

TEST_F(Gone, AListThatLacksTheReplicaChangesNothing) {
  const std::string id = MakeReplica();
  sandbox().Post("/switches", {{"hidden_replicas", json::array({"*"})}});
  ExpectSettled();
  ApplyAndProve();
  ExpectWrites({});
  EXPECT_EQ(StateOf(kPrimary).at("id"), id);
}

TEST_F(Gone, ADeletedScheduleIsAWarningBeforeTheError) {
  MakeReplica();
  Write(ReplicaBlock(
      "primary",
      {{"schedule_id", "\"01SANDB0XPRIMARY0000000000\""},
       {"sources",
        R"([{ rotation_id = "01SANDB0XR0TATI0NPRIMARY00", layer_id = "01SANDB0XLAYERPRIMARY00000" }])"}}));
  sandbox().Delete("/schedules/01SANDB0XPRIMARY0000000000");

  const Told told = Run({"plan"});
  EXPECT_THAT(told.warnings,
              ElementsAre(StartsWith(R"(Schedule not found: 01SANDB0XPRIMARY0000000000
GET /v2/schedules/01SANDB0XPRIMARY0000000000 answered 404: Schedule not found.

The schedule and its replicas are gone, or the API key belongs to another organisation. In the second case do not apply: the replicas still exist and would be created again. Check the key first.

Request id: )")));
  EXPECT_THAT(told.errors, ElementsAre(StartsWith(R"(Schedule not found: 01SANDB0XPRIMARY0000000000
GET /v2/schedules/01SANDB0XPRIMARY0000000000/replicas answered 404: Schedule not found.

Check the id, and that the API key belongs to the organisation that has it.

Request id: )")));

  // Without the resource there is nothing left to do.
  Write("");
  EXPECT_EQ(PlanOk().Action(kPrimary), "");
}

// ---- Destroying speaks before approval

class Destroying : public Scenario {
 protected:
  // Plans to destroy and does; apply says nothing more.
  std::string WarningOf(const std::string& resources) {
    Write(resources);
    ApplyOk();
    ExpectWrites({Posted()});
    id_ = StateOf(kPrimary).at("id");
    const Plan plan = PlanOk({"-destroy"});
    EXPECT_EQ(plan.Action(kPrimary), "delete");
    EXPECT_EQ(plan.warnings.size(), 1U);
    EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
    ExpectWrites({Deleted(id_)});
    return plan.warnings.empty() ? "" : plan.warnings.front();
  }

  std::string id_;
};

TEST_F(Destroying, SaysThatTheBaseScheduleTakesOver) {
  const std::string warning = WarningOf(PrimaryReplica());
  EXPECT_EQ(warning,
            absl::StrCat("Mirroring ends: PagerDuty PPRIMRY\nWhen replica ", id_,
                         " is deleted, incident.io removes the overrides that it made in PagerDuty "
                         "PPRIMRY, unless another replica writes there too. That schedule's own "
                         "rotation then decides at once who is paged: check there who is on call "
                         "before you approve."));
}

TEST_F(Destroying, SaysThatOpsgenieKeepsItsOverrides) {
  const std::string warning = WarningOf(
      ScheduleBlock() +
      ReplicaBlock("primary",
                   {{"replica_provider", "\"opsgenie\""},
                    {"replica_provider_id", "\"5c4ed001-0000-4000-8000-000000000001\""},
                    {"replica_fallback_user_id", "\"0b070000-0000-4000-8000-000000000009\""}}));
  EXPECT_EQ(warning,
            absl::StrCat(
                "Overrides stay behind: 5c4ed001-0000-4000-8000-000000000001\nWhen replica ", id_,
                " is deleted, incident.io stops mirroring but does not remove the "
                "overrides that it made in Opsgenie 5c4ed001-0000-4000-8000-000000000001. "
                "They stay in force until they end: remove them there by hand afterwards."));
}

}  // namespace
}  // namespace acceptance
