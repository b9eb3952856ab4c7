#include "resources/schedule_replica/resync.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "resources/schedule_replica/testing/replica_test.h"

namespace schedule_replica {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kPost[] = "POST /v2/schedules/S1/replicas";

// PagerDuty shows Dave until a sync puts Ann in his place.
class ResyncTest : public ReplicaTest {
 protected:
  ResyncTest() {
    oncall_ = world_.WithPagerDuty();
    incident().AnswerOthers([this](const http::Request&) {
      const std::string user = *repaired_ ? "PU1" : shown_;
      return http::Response{
          200,
          {{"Content-Type", "application/json"}},
          absl::StrCat(R"({"schedule":{"id":"P1","type":"schedule","name":"Primary",)",
                       R"("final_schedule":{"rendered_schedule_entries":[)",
                       R"({"start":"2026-03-02T09:00:00Z","end":"2027-03-02T09:00:00Z",)",
                       R"("user":{"id":")", user, R"(","summary":"Dave"}}]}}})")};
    });
    SyncsWhenLookedAt(true);
  }

  // The first sync of the twin is done when it is looked at, and helps or does not.
  void SyncsWhenLookedAt(bool helps) {
    incident().OnShow([this, helps](incident::Replica& replica, int) {
      replica.last_synced_at = world_.clock->Now();
      *repaired_ = helps;
    });
  }

  ReplicaModel Managed() {
    ReplicaModel config = ConfigFor("P1");
    config.drift_check = "resync";
    return Existing(config);
  }
  void NextCommand() { oncall_ = world_.WithPagerDuty(); }
  // What the resource does when its plan has marked resynced_at unknown.
  Outcome Apply(const ReplicaModel& state, const tf::PrivateData& data = {}) {
    NextCommand();
    return UpdateToResync(state, data);
  }

  std::shared_ptr<bool> repaired_ = std::make_shared<bool>(false);
  std::string shown_ = "PDAVE";
};

constexpr char kHopeless[] =
    "PagerDuty \"Primary\" differs from incident.io: 1 shift, 14 d\n\n"
    "Where PagerDuty differs in the next 14 days (times of Europe/London):\n"
    "\n"
    "  When                  Length  Should be  Is    Why\n"
    "  now to end of window    14 d  Ann        Dave  edited by hand\n"
    "\n"
    "A forced sync has not changed these differences, so no other one is planned\n"
    "until they change. Look in PagerDuty for whoever else writes overrides\n"
    "there; if there is nobody, ask the support of incident.io why its sync\n"
    "leaves this.\n";

TEST_F(ResyncTest, PlansAnUpdateWhereTheMirrorIsWrong) {
  const ReplicaModel state = Managed();
  const Outcome plan = PlanUnchanged(state);
  EXPECT_TRUE(plan.state->resynced_at.is_unknown());
  EXPECT_EQ(plan.said,
            "warning: PagerDuty \"Primary\" differs from incident.io: 1 shift, 14 d\n"
            "Where PagerDuty differs in the next 14 days (times of Europe/London):\n"
            "\n"
            "  When                  Length  Should be  Is    Why\n"
            "  now to end of window    14 d  Ann        Dave  edited by hand\n"
            "\n"
            "Apply forces a sync: it creates a second replica with the same arguments,\n"
            "waits for its first sync, and deletes it again. A sync overwrites what was\n"
            "edited in PagerDuty; to keep such a change, make it in incident.io.\n");
  const Outcome repeated = PlanUnchanged(state, {}, {.deferral_allowed = true});
  EXPECT_TRUE(repeated.state->resynced_at.is_unknown());
  EXPECT_EQ(repeated.said, "");
}

TEST_F(ResyncTest, PlansNothingWhereTheMirrorIsRight) {
  *repaired_ = true;
  const Outcome plan = PlanUnchanged(Managed());
  EXPECT_TRUE(plan.state->resynced_at.is_null());
  EXPECT_EQ(plan.said, "");
}

TEST_F(ResyncTest, RepairsThroughATwinAndKeepsTheReplica) {
  const ReplicaModel state = Managed();
  const Outcome outcome = Apply(state);
  EXPECT_EQ(outcome.said, "");
  EXPECT_EQ(outcome.state->id, state.id);
  EXPECT_EQ(outcome.state->resynced_at, "2026-03-02T09:00:01Z");
  EXPECT_THAT(outcome.requests, Contains(kPost).Times(1));
  EXPECT_THAT(outcome.requests, Contains("DELETE /v2/schedules/S1/replicas/rep2"));
  EXPECT_EQ(incident().ids(), "rep1");
}

TEST_F(ResyncTest, NeedsNoTwinForWhatIsInSyncByThen) {
  const ReplicaModel state = Managed();
  *repaired_ = true;
  const Outcome outcome = Apply(state);
  EXPECT_THAT(outcome.requests, Not(Contains(kPost)));
  EXPECT_TRUE(outcome.state->resynced_at.is_null());
}

TEST_F(ResyncTest, DoesNotPlanForEverWhatASyncDoesNotRepair) {
  SyncsWhenLookedAt(false);
  const ReplicaModel state = Managed();
  const Outcome outcome = Apply(state);
  EXPECT_EQ(outcome.said, absl::StrCat("warning: Sync did not help: PagerDuty P1\n"
                                       "incident.io has synced, and this is still different:\n\n",
                                       kHopeless));
  EXPECT_EQ(incident().ids(), "rep1");

  NextCommand();
  const Outcome plan = PlanUnchanged(*outcome.state, outcome.private_data);
  EXPECT_FALSE(plan.state->resynced_at.is_unknown());
  EXPECT_EQ(plan.said,
            absl::StrReplaceAll(absl::StrCat("warning: ", kHopeless), {{"14 d\n\nW", "14 d\nW"}}));

  world_.clock->Advance(absl::Hours(24));
  NextCommand();
  EXPECT_FALSE(PlanUnchanged(*outcome.state, outcome.private_data).state->resynced_at.is_unknown());
}

// The sync brings a new account of Ann's, which only the replica itself tells.
TEST_F(ResyncTest, LooksAgainWithWhatTheSyncHasChanged) {
  const ReplicaModel state = Managed();
  incident().OnShow([this](incident::Replica& replica, int) {
    replica.last_synced_at = world_.clock->Now();
    replica.user_statuses = {{ids::UserId("U1"), ids::ExternalUserId("PDAVE")}};
  });
  EXPECT_EQ(Apply(state).said, "");
}

TEST_F(ResyncTest, DoesNotForceASyncAgainThatHasNotHelped) {
  SyncsWhenLookedAt(false);
  const Outcome hopeless = Apply(Managed());
  const Outcome again = Apply(*hopeless.state, hopeless.private_data);
  EXPECT_THAT(again.requests, Not(Contains(kPost)));
  EXPECT_EQ(again.said, "");
}

TEST_F(ResyncTest, ForcesASyncAgainForDriftThatCameBack) {
  SyncsWhenLookedAt(false);
  const Outcome hopeless = Apply(Managed());
  *repaired_ = true;
  const Outcome right = Apply(*hopeless.state, hopeless.private_data);
  EXPECT_EQ(HopelessDrift(right.private_data), "");
  *repaired_ = false;
  EXPECT_THAT(Apply(*right.state, right.private_data).requests, Contains(kPost));
}

TEST_F(ResyncTest, ForcesASyncAgainWhereSomebodyElseIsShown) {
  SyncsWhenLookedAt(false);
  const Outcome hopeless = Apply(Managed());
  shown_ = "PEVE";
  NextCommand();
  EXPECT_TRUE(
      PlanUnchanged(*hopeless.state, hopeless.private_data).state->resynced_at.is_unknown());
}

TEST_F(ResyncTest, ForcesASyncAgainWhereSomebodyElseIsWanted) {
  SyncsWhenLookedAt(false);
  const Outcome hopeless = Apply(Managed());
  incident().Change(ids::ReplicaId("rep1"), [](incident::Replica& replica) {
    replica.user_statuses = {{ids::UserId("U1"), ids::ExternalUserId("PU7")}};
  });
  NextCommand();
  EXPECT_TRUE(
      PlanUnchanged(*hopeless.state, hopeless.private_data).state->resynced_at.is_unknown());
}

TEST_F(ResyncTest, KnowsDriftAgainThatReachesTheEndOfWhatALaterSyncLookedAt) {
  SyncsWhenLookedAt(false);
  const Outcome hopeless = Apply(Managed());
  world_.clock->Advance(absl::Hours(24));
  incident().Change(ids::ReplicaId("rep1"), [this](incident::Replica& replica) {
    replica.last_synced_at = world_.clock->Now() - absl::Hours(1);
  });
  NextCommand();
  EXPECT_FALSE(
      PlanUnchanged(*hopeless.state, hopeless.private_data).state->resynced_at.is_unknown());
}

TEST_F(ResyncTest, LooksAgainAsFarAsTheForcedSyncCould) {
  const ReplicaModel state = Managed();
  const auto last_sync = world_.clock->Now() - absl::Hours(5);
  incident().Change(ids::ReplicaId("rep1"),
                    [=](incident::Replica& replica) { replica.last_synced_at = last_sync; });
  incident().OnShow([this](incident::Replica& replica, int) {
    if (replica.id.value() != "rep1") replica.last_synced_at = world_.clock->Now();
  });
  EXPECT_EQ(Apply(state).said,
            absl::StrCat("warning: Sync did not help: PagerDuty P1\n"
                         "incident.io has synced, and this is still different:\n\n",
                         kHopeless));
}

TEST_F(ResyncTest, DoesNotCallASyncUselessThatLeavesOnlyWhatNoSyncCanHelp) {
  const ReplicaModel state = Managed();
  incident().OnShow([this](incident::Replica& replica, int) {
    replica.last_synced_at = world_.clock->Now();
    replica.user_statuses.push_back({ids::UserId("U9"), std::nullopt});
    *repaired_ = true;
  });
  EXPECT_EQ(Apply(state).said, "");
}

TEST_F(ResyncTest, WithoutACredentialSaysNothingThatThePlanHasNotSaid) {
  const ReplicaModel state = Managed();
  Reconfigure();
  const Outcome outcome = UpdateToResync(state);
  EXPECT_EQ(outcome.said, "");
  EXPECT_THAT(outcome.requests, Not(Contains(kPost)));
}

TEST_F(ResyncTest, SaysWhenItCannotLookAgain) {
  const ReplicaModel state = Managed();
  // After the list, the schedule, its entries and the twin.
  incident().Expect({.method = http::Method::kGet,
                     .status = 403,
                     .body = oncall::ErrorBody("not allowed"),
                     .skip = 4});
  const Outcome outcome = Apply(state);
  EXPECT_THAT(outcome.said, StartsWith("warning: Cannot check mirror: PagerDuty P1\n"
                                       "GET /v2/schedules/S1/replicas/rep1 answered 403"));
  EXPECT_EQ(outcome.state->resynced_at, "2026-03-02T09:00:01Z");
  EXPECT_EQ(incident().ids(), "rep1");
}

TEST_F(ResyncTest, ForgetsNothingAndSaysSoWhenTheMirrorCannotBeReadAtApply) {
  SyncsWhenLookedAt(false);
  const Outcome hopeless = Apply(Managed());
  incident().AnswerOthers([](const http::Request&) {
    return http::Response{
        403, {{"Content-Type", "application/json"}}, R"({"error":{"message":"Access denied"}})"};
  });
  const Outcome outcome = Apply(*hopeless.state, hopeless.private_data);
  EXPECT_THAT(outcome.said, StartsWith("warning: Cannot check mirror: PagerDuty P1\n"));
  EXPECT_THAT(outcome.requests, Not(Contains(kPost)));
  EXPECT_EQ(outcome.private_data, hopeless.private_data);
}

TEST_F(ResyncTest, RemovesATwinThatACrashLeft) {
  *repaired_ = true;
  const ReplicaModel state = Managed();
  incident().AddReplica(ToNewReplica(state), absl::Minutes(3));
  const Outcome plan = PlanUnchanged(state);
  EXPECT_TRUE(plan.state->resynced_at.is_unknown());
  EXPECT_EQ(plan.said,
            "warning: PagerDuty \"Primary\" (replica rep1) has more than one replica\n"
            "Replica rep2 has the same arguments and is in no state, as one that an\n"
            "interrupted forced sync left. Apply deletes it.\n");
  const Outcome outcome = Apply(state);
  EXPECT_EQ(incident().ids(), "rep1");
  EXPECT_EQ(outcome.said, "");
  NextCommand();
  EXPECT_EQ(PlanUnchanged(*outcome.state, outcome.private_data).said, "");
}

TEST_F(ResyncTest, ForcesNothingWhileAnOldTwinCannotBeRemoved) {
  const ReplicaModel state = Managed();
  incident().AddReplica(ToNewReplica(state), absl::Minutes(3));
  incident().Expect({.method = http::Method::kDelete,
                     .status = 403,
                     .body = oncall::ErrorBody("not allowed"),
                     .times = oncall::kForEver});
  const Outcome outcome = Apply(state);
  EXPECT_THAT(outcome.said, StartsWith("error: Temporary replica is left: PagerDuty P1\n"));
  EXPECT_THAT(outcome.requests, Not(Contains(kPost)));
}

TEST_F(ResyncTest, NobodyAdoptsATwinThatIsBeingRemoved) {
  *repaired_ = true;
  const ReplicaModel state = Managed();
  const ids::ReplicaId twin = incident().AddReplica(ToNewReplica(state), absl::Minutes(3));
  Apply(state);
  EXPECT_FALSE(oncall_->claims().MayAdopt(twin));
}

TEST_F(ResyncTest, LeavesAloneAFreshEqualThatAnotherResourceHolds) {
  *repaired_ = true;
  const ReplicaModel state = Managed();
  const ids::ReplicaId other = incident().AddReplica(ToNewReplica(state), absl::Minutes(3));
  NextCommand();
  oncall_->claims().Hold(other);
  UpdateToResync(state);
  EXPECT_EQ(incident().ids(), "rep1 rep2");
}

TEST_F(ResyncTest, NeverRemovesTheReplicaOfTheStateHoweverYoungItIs) {
  *repaired_ = true;
  const ReplicaModel state = Managed();
  incident().Change(ids::ReplicaId("rep1"), [this](incident::Replica& replica) {
    replica.created_at = world_.clock->Now() - absl::Minutes(3);
  });
  EXPECT_EQ(Apply(state).said, "");
  EXPECT_EQ(incident().ids(), "rep1");
}

TEST_F(ResyncTest, LeavesAloneAFreshReplicaOfOtherArguments) {
  *repaired_ = true;
  const ReplicaModel state = Managed();
  incident::NewReplica other = ToNewReplica(state);
  other.mirror_window_days = 30;
  incident().AddReplica(other, absl::Minutes(3));
  Apply(state);
  EXPECT_EQ(incident().ids(), "rep1 rep2");
}

TEST_F(ResyncTest, RemovesNothingForAProviderThatNobodyCanCheck) {
  ReplicaModel config = ConfigFor("N1");
  config.replica_provider = "native";
  config.drift_check = "resync";
  const ReplicaModel state = Existing(config);
  incident().AddReplica(ToNewReplica(state), absl::Minutes(3));
  const Outcome outcome = Apply(state);
  EXPECT_EQ(incident().ids(), "rep1 rep2");
  EXPECT_EQ(outcome.said, "");
}

TEST_F(ResyncTest, RemovesTheTwinThoughTheWaitForItIsInterrupted) {
  const ReplicaModel state = Managed();
  incident().OnShow([this](incident::Replica&, int) { stop_.request_stop(); });
  Apply(state);
  EXPECT_EQ(incident().ids(), "rep1");
}

// It is rather that of another resource, which an apply may not have seen.
TEST_F(ResyncTest, AnEqualReplicaThatIsAnHourOldIsNamedAndStays) {
  *repaired_ = true;
  const ReplicaModel state = Managed();
  incident().AddReplica(ToNewReplica(state), absl::Hours(1));
  const Outcome plan = PlanUnchanged(state);
  EXPECT_FALSE(plan.state->resynced_at.is_unknown());
  EXPECT_THAT(plan.said, HasSubstr("replica rep2 mirrors to the same PagerDuty schedule."));
  Apply(state);
  EXPECT_EQ(incident().ids(), "rep1 rep2");
}

TEST_F(ResyncTest, DoesNotPromiseASyncThatHasNotHelpedForTheSakeOfATwin) {
  SyncsWhenLookedAt(false);
  const Outcome applied = Apply(Managed());
  incident().AddReplica(ToNewReplica(*applied.state), absl::Minutes(3));
  NextCommand();
  const Outcome plan = PlanUnchanged(*applied.state, applied.private_data);
  EXPECT_TRUE(plan.state->resynced_at.is_unknown());
  EXPECT_THAT(plan.said, HasSubstr(" left. Apply deletes it.\n\nA forced sync has not changed"));
}

TEST_F(ResyncTest, AChangeInPlaceIsNoForcedSync) {
  ReplicaModel state = Managed();
  ReplicaModel config = ConfigFor("P1");
  config.drift_check = "resync";
  config.mirror_window_days = 7;
  const Outcome plan = PlanUpdate(state, config);
  EXPECT_TRUE(plan.state->resynced_at.is_unknown());
  EXPECT_THAT(plan.said, HasSubstr("\n\nApply puts a new replica in place of this one, which"));
  // As the plan leaves it to apply in this mode.
  config.resynced_at = tf::Attr<std::string>::Unknown();
  const ReplicaModel made = *Update(state, config).state;
  EXPECT_EQ(incident().ids(), "rep2");
  EXPECT_TRUE(made.resynced_at.is_null());

  state = made;
  state.resynced_at = "2026-03-02T08:00:00Z";
  config.mirror_window_days = 14;
  const Outcome again = Update(state, config);
  EXPECT_EQ(again.state->id, "rep3");
  EXPECT_EQ(again.state->resynced_at, "2026-03-02T08:00:00Z");
}

TEST_F(ResyncTest, OtherModesOnlyNameATwin) {
  *repaired_ = true;
  ReplicaModel state = Managed();
  state.drift_check = "warn";
  incident().AddReplica(ToNewReplica(state), absl::Minutes(3));
  const Outcome plan = PlanUnchanged(state);
  EXPECT_FALSE(plan.state->resynced_at.is_unknown());
  EXPECT_THAT(plan.said, HasSubstr("replica rep2 mirrors to the same PagerDuty schedule."));
}

TEST_F(ResyncTest, ARefusedTwinTouchesNothing) {
  const ReplicaModel state = Managed();
  incident().RefuseTwins();
  const Outcome outcome = Apply(state);
  EXPECT_EQ(
      outcome.said,
      "error: Cannot force a sync: PagerDuty P1\n"
      "POST /v2/schedules/S1/replicas answered 409: this external schedule has a replica "
      "already.\n\n"
      "A sync is forced with a temporary second replica, and the API refuses a second one on one "
      "external schedule. Nothing was changed: the replica stays as it was. Correct the mirror in "
      "incident.io: it syncs whenever its schedule changes, so add an override there and delete "
      "it. Then set drift_check to \"warn\" or \"error\", which force nothing.\n\n"
      "Request id: req-1\n");
  EXPECT_EQ(incident().ids(), "rep1");
  EXPECT_EQ(outcome.state->id, state.id);
}

TEST_F(ResyncTest, AFailedSyncRemovesTheTwin) {
  const ReplicaModel state = Managed();
  incident().OnShow(
      [](incident::Replica& replica, int) { replica.last_sync_error = "no such user"; });
  const Outcome outcome = Apply(state);
  EXPECT_THAT(outcome.said, StartsWith("error: Forced sync failed: PagerDuty P1\n"));
  EXPECT_THAT(outcome.said, HasSubstr("incident.io says: no such user"));
  EXPECT_THAT(outcome.said,
              HasSubstr("\nThe replica stays as it was. Correct what keeps incident.io from "
                        "syncing, and apply again.\n\n"));
  EXPECT_EQ(incident().ids(), "rep1");
  EXPECT_TRUE(outcome.state->resynced_at.is_null());
}

TEST_F(ResyncTest, ATwinThatCannotBeDeletedIsNamed) {
  const ReplicaModel state = Managed();
  incident().Expect({.method = http::Method::kDelete,
                     .status = 403,
                     .body = oncall::ErrorBody("not allowed"),
                     .times = oncall::kForEver});
  const Outcome outcome = Apply(state);
  EXPECT_THAT(outcome.said, StartsWith("error: Temporary replica is left: PagerDuty P1\n"));
  EXPECT_THAT(outcome.said, HasSubstr("Replica rep2, made to force a sync, could not be deleted."));
  EXPECT_TRUE(outcome.state->resynced_at.is_null());
  EXPECT_EQ(incident().ids(), "rep1 rep2");
}

TEST_F(ResyncTest, EveryChangeInThisModeLetsApplyDecide) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  ReplicaModel plan = state;
  plan.drift_check = "resync";
  EXPECT_TRUE(PlanSettings(state, plan).state->resynced_at.is_unknown());
  EXPECT_TRUE(
      PlanSettings(state, plan, {.deferral_allowed = true}).state->resynced_at.is_unknown());
}

}  // namespace
}  // namespace schedule_replica
