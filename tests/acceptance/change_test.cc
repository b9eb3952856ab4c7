// A change of a replica in place: the new one is made before the old one is deleted, on-call never
// lapses, and what goes wrong on the way leaves the old one.
#include <ostream>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Ne;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

constexpr char kSchedule[] = "01SANDB0XPRIMARY0000000000";
constexpr char kSecondSchedule[] = "01SANDB0XSEC0NDARY00000000";

json SecondSchedule() {
  json schedule = DemoWorld().at("schedules").at(0);
  schedule["id"] = kSecondSchedule;
  schedule["name"] = "Secondary on-call";
  schedule["rotations"].erase(1);
  schedule["rotations"][0]["id"] = "01SANDB0XR0TATI0NSEC0ND000";
  schedule["rotations"][0]["layers"][0]["id"] = "01SANDB0XLAYERSEC0ND000000";
  return schedule;
}

class ChangeBase : public Scenario {
 protected:
  ChangeBase() { world["schedules"].push_back(SecondSchedule()); }

  // Applies the demo's replica; its id.
  std::string MakeOld() {
    Write(PrimaryReplica());
    ApplyOk();
    sandbox().ForgetRequests();
    last_state_ = States().back().at("sequence");
    return StateOf(kPrimary).at("id");
  }

  // PagerDuty's "Primary" has shown people of the rotation, never its own bot, at every moment of
  // its next days since MakeOld.
  void ExpectNobodyWasLost() {
    for (const json& state : States()) {
      if (state.at("sequence") < last_state_) continue;
      for (const json& shift : state.at("on_call")) {
        EXPECT_NE(shift.at("users"), json{"PBOT001"}) << state.dump(2);
      }
    }
  }

  json States() {
    return sandbox().Get("/external/pagerduty/schedules/PPRIMRY/states?until=%2B6d").at("states");
  }

 private:
  int last_state_ = 0;
};

// ---- Every argument

struct ChangeCase {
  const char* name;
  Arguments different;
  const char* schedule = kSchedule;
  bool keeps_the_target = true;
};

void PrintTo(const ChangeCase& change, std::ostream* out) { *out << change.name; }

class EveryArgument : public ChangeBase, public ::testing::WithParamInterface<ChangeCase> {};

TEST_P(EveryArgument, ChangesInPlaceWithoutAGap) {
  const std::string old = MakeOld();

  Write(ScheduleBlock() + ReplicaBlock("primary", GetParam().different));
  const Plan plan = PlanOk();
  EXPECT_EQ(plan.Action(kPrimary), "update");
  EXPECT_THAT(plan.warnings, IsEmpty());
  ApplyAndProve();
  ExpectWrites({Posted(GetParam().schedule), Deleted(old)});

  const json replicas = Replicas();
  ASSERT_EQ(replicas.size(), 1U);
  const json state = StateOf(kPrimary);
  EXPECT_NE(state.at("id"), old);
  for (const char* same :
       {"id", "schedule_id", "replica_provider", "replica_provider_id", "replica_fallback_user_id",
        "sources", "mirror_window_days", "created_at"}) {
    EXPECT_EQ(state.at(same), replicas.at(0).at(same)) << same;
  }
  if (GetParam().keeps_the_target) ExpectNobodyWasLost();
}

INSTANTIATE_TEST_SUITE_P(
    Change, EveryArgument,
    ::testing::Values(
        ChangeCase{
            "ScheduleId",
            {{"schedule_id", "\"01SANDB0XSEC0NDARY00000000\""},
             {"sources",
              R"([{ rotation_id = "01SANDB0XR0TATI0NSEC0ND000", layer_id = "01SANDB0XLAYERSEC0ND000000" }])"}},
            kSecondSchedule},
        ChangeCase{"Provider",
                   {{"replica_provider", "\"opsgenie\""},
                    {"replica_provider_id", "\"5c4ed001-0000-4000-8000-000000000001\""},
                    {"replica_fallback_user_id", "\"0b070000-0000-4000-8000-000000000009\""}},
                   kSchedule,
                   false},
        ChangeCase{"ProviderId", {{"replica_provider_id", "\"PSHADOW\""}}, kSchedule, false},
        ChangeCase{"FallbackUser", {{"replica_fallback_user_id", "\"PALICE1\""}}},
        ChangeCase{"Sources", {{"sources", "data.incident_schedule.primary.sources"}}},
        ChangeCase{"Window", {{"mirror_window_days", "90"}}}),
    [](const auto& param) { return param.param.name; });

// ---- The provider's name

class Change : public ChangeBase {
 protected:
  static Arguments Jsm(const std::string& provider) {
    return {{"replica_provider", absl::StrCat("\"", provider, "\"")},
            {"replica_provider_id", "\"5c4ed002-0000-4000-8000-000000000001\""},
            {"replica_fallback_user_id", "\"557058:b07\""}};
  }
};

TEST_F(Change, JiraAndJsmAreTheSame) {
  Write(ScheduleBlock() + ReplicaBlock("primary", Jsm("jira")));
  ApplyAndProve();
  EXPECT_EQ(StateOf(kPrimary).at("replica_provider"), "jira");
  ExpectWrites({Posted()});

  Write(ScheduleBlock() + ReplicaBlock("primary", Jsm("jsm")));
  EXPECT_EQ(PlanOk().Action(kPrimary), "no-op");
  ApplyAndProve();
  ExpectWrites({});
}

TEST_F(Change, AnUnknownProviderIsPassedToTheApiWithAWarning) {
  Arguments unknown = Jsm("opsgenie_v2");
  Write(ScheduleBlock() + ReplicaBlock("primary", unknown));
  // Terraform validates in more than one walk.
  EXPECT_THAT(PlanOk().warnings,
              AllOf(Not(IsEmpty()),
                    Each("Unusual value for replica_provider\n"
                         "The attribute replica_provider usually must be \"pagerduty\", "
                         "\"opsgenie\", \"jsm\", \"jira\" or \"native\", not \"opsgenie_v2\". The "
                         "value is passed on as it is.")));
  EXPECT_THAT(Run({"apply", "-auto-approve"}).errors,
              ElementsAre(StartsWith(R"(Cannot create replica: 5c4ed002-0000-4000-8000-000000000001
POST /v2/schedules/01SANDB0XPRIMARY0000000000/replicas answered 422: Not a known provider: opsgenie_v2.

Correct replica_provider: Not a known provider: opsgenie_v2.

Request id: )")));
}

// ---- An API that refuses a second replica on the target

class RefusedTwin : public ChangeBase, public ::testing::WithParamInterface<const char*> {
 protected:
  std::string MakeOldAndRefuse() {
    std::string old = MakeOld();
    sandbox().Post("/switches", {{"refuse_second_replica", GetParam()}});
    return old;
  }
  // Only a conflict says plainly what it is about.
  static bool AsksTwice() { return std::string_view(GetParam()) == "invalid"; }
};

TEST_P(RefusedTwin, TheOldOneIsDeletedFirstWithAWarning) {
  const std::string old = MakeOldAndRefuse();

  Write(PrimaryReplica("  mirror_window_days = 7\n"));
  EXPECT_EQ(PlanOk().Action(kPrimary), "update");
  EXPECT_THAT(ApplySavedOk().warnings,
              ElementsAre(absl::StrCat(
                  R"(Mirroring interrupted: PagerDuty PPRIMRY
The API refuses a second replica on one external schedule, so the old replica was deleted before the new one was created. Until the first sync of the new one the external schedule shows its own rotation: check who is on call there.

POST /v2/schedules/01SANDB0XPRIMARY0000000000/replicas answered )",
                  std::string_view(GetParam()) == "conflict" ? "409" : "422",
                  ": Another replica mirrors to this schedule.")));
  std::vector<std::string> writes = {Posted(), Deleted(old), Posted()};
  if (AsksTwice()) writes.insert(writes.begin(), Posted());
  ExpectWrites(writes);
  ExpectSettled();
  EXPECT_EQ(Replicas().size(), 1U);
  EXPECT_EQ(StateOf(kPrimary).at("id"), Replicas().at(0).at("id"));
  EXPECT_EQ(StateOf(kPrimary).at("mirror_window_days"), 7);
}

TEST_P(RefusedTwin, TheOldOneIsPutBackWhenTheCreateFails) {
  const std::string old = MakeOldAndRefuse();
  sandbox().Post(
      "/faults",
      {{"method", "POST"},
       {"path", "/incident"},
       {"skip", AsksTwice() ? 2 : 1},
       {"status", 422},
       {"body",
        R"({"type":"validation_error","status":422,"request_id":"req-1","errors":[{"code":"invalid_value","message":"The window is too short","source":{"field":"mirror_window_days"}}]})"}});

  Write(PrimaryReplica("  mirror_window_days = 7\n"));
  EXPECT_THAT(Run({"apply", "-auto-approve"}).errors,
              ElementsAre(R"(Cannot change replica: PagerDuty PPRIMRY
POST /v2/schedules/01SANDB0XPRIMARY0000000000/replicas answered 422: The window is too short.

The old replica was deleted before, since the API refuses a second one on the target, and has been put back. Correct mirror_window_days: The window is too short.

Request id: req-1)"));
  std::vector<std::string> writes = {Posted(), Deleted(old), Posted(), Posted()};
  if (AsksTwice()) writes.insert(writes.begin(), Posted());
  ExpectWrites(writes);
  EXPECT_EQ(Replicas().size(), 1U);
  EXPECT_EQ(StateOf(kPrimary).at("id"), Replicas().at(0).at("id"));
  EXPECT_EQ(StateOf(kPrimary).at("mirror_window_days"), 14);

  Write(PrimaryReplica());
  ExpectSettled();
}

INSTANTIATE_TEST_SUITE_P(As, RefusedTwin, ::testing::Values("invalid", "conflict"),
                         [](const auto& param) { return std::string(param.param); });

// ---- Waiting for the first sync

TEST_F(Change, ACreateWaitsForItsFirstSync) {
  world["switches"] = {{"sync_delay", "1s"}};
  Write(PrimaryReplica("  wait_for_sync = true\n"));
  EXPECT_THAT(ApplyOk().warnings, IsEmpty());
  EXPECT_TRUE(Replicas().at(0).contains("last_synced_at"));
  ExpectSettled();
}

TEST_F(Change, ACreateThatDoesNotSyncWarnsAndKeepsTheReplica) {
  world["switches"] = {{"sync_fails_with", "PagerDuty token is invalid"}};
  Write(PrimaryReplica("  wait_for_sync = true\n"));
  EXPECT_THAT(ApplyOk().warnings, ElementsAre(R"(First sync failed: PagerDuty PPRIMRY
The replica exists, but it does not mirror yet. incident.io keeps trying; correct what keeps it from syncing.

incident.io says: PagerDuty token is invalid)"));
  ExpectWrites({Posted()});
  EXPECT_EQ(StateOf(kPrimary).at("last_sync_error"), "PagerDuty token is invalid");
  ExpectSettled();
}

TEST_F(Change, AChangeThatDoesNotSyncFailsAndLeavesTheOldReplica) {
  const std::string old = MakeOld();
  sandbox().Post("/switches", {{"sync_fails_with", "PagerDuty token is invalid"}});

  Write(PrimaryReplica("  mirror_window_days = 7\n  wait_for_sync = true\n"));
  EXPECT_EQ(PlanOk().Action(kPrimary), "update");
  EXPECT_THAT(Run({"apply", "-auto-approve"}).errors,
              ElementsAre(R"(Change did not sync: PagerDuty PPRIMRY
The new replica was deleted again and the old one stays as it was. Correct what keeps it from syncing, and apply again.

incident.io says: PagerDuty token is invalid)"));
  const std::vector<std::string> writes = Writes(sandbox().Requests());
  ASSERT_EQ(writes.size(), 2U);
  EXPECT_EQ(writes.front(), Posted());
  EXPECT_THAT(writes.back(), AllOf(StartsWith("DELETE "), Ne(Deleted(old))));
  EXPECT_EQ(Replicas().size(), 1U);
  EXPECT_EQ(Replicas().at(0).at("id"), old);
  EXPECT_EQ(StateOf(kPrimary).at("id"), old);
  EXPECT_EQ(StateOf(kPrimary).at("mirror_window_days"), 14);
  ExpectNobodyWasLost();

  sandbox().Post("/switches", {{"sync_fails_with", ""}});
  ApplyAndProve();
  EXPECT_EQ(StateOf(kPrimary).at("mirror_window_days"), 7);
}

// ---- Replacing with create_before_destroy

class CreateFirst : public Scenario {
 protected:
  // Applies a replica and lets `age` pass; its id.
  std::string MakeOld(const char* age) {
    Write(PrimaryReplica("  lifecycle { create_before_destroy = true }\n"));
    ApplyOk();
    sandbox().ForgetRequests();
    sandbox().Post("/clock", {{"advance", age}});
    return StateOf(kPrimary).at("id");
  }
  // Applies the plan with `options`: the old replica stays until the new one is there.
  void ExpectSwap(const std::string& old, std::vector<std::string> options) {
    const Plan plan = PlanOk(std::move(options));
    EXPECT_EQ(plan.Action(kPrimary), "create,delete");
    EXPECT_THAT(plan.warnings, IsEmpty());
    EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
    ExpectWrites({Posted(), Deleted(old)});
    ASSERT_EQ(Replicas().size(), 1U);
    EXPECT_EQ(StateOf(kPrimary).at("id"), Replicas().at(0).at("id"));
    ExpectSettled();
  }
};

TEST_F(CreateFirst, ReplaceMakesANewReplicaFirst) {
  const std::string old = MakeOld("2h");
  ExpectSwap(old, {absl::StrCat("-replace=", kPrimary)});
}

TEST_F(CreateFirst, ATaintedReplicaStaysUntilTheNewOneIsMade) {
  const std::string old = MakeOld("2h");
  EXPECT_EQ(terraform.Run({"taint", kPrimary}).exit_code, 0);
  ExpectSwap(old, {});
}

// Terraform before 1.16 tells the provider of the old replica only after it has created the new
// one, so a young old one looks like what an interrupted run left.
TEST_F(CreateFirst, ReplaceKeepsAYoungReplicaAndSaysSo) {
  const std::string old = MakeOld("1m");
  EXPECT_EQ(PlanOk({absl::StrCat("-replace=", kPrimary)}).Action(kPrimary), "create,delete");
  EXPECT_THAT(
      ApplySavedOk().warnings,
      UnorderedElementsAre(
          StartsWith("Replica adopted: PagerDuty PPRIMRY\n"),
          absl::StrCat(
              "Replica ", old,
              " was not deleted\nThis run was also to create a replica with the same ",
              "arguments. It has adopted replica ", old,
              " for that instead of making a second one, so the replica stays. Nothing has to be "
              "done.")));
  ExpectWrites({});
  EXPECT_EQ(StateOf(kPrimary).at("id"), old);
  EXPECT_EQ(Replicas().size(), 1U);
  ExpectSettled();
}

}  // namespace
}  // namespace acceptance
