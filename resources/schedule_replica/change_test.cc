#include "resources/schedule_replica/change.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "resources/schedule_replica/testing/replica_test.h"

namespace schedule_replica {
namespace {

using http::Method;
using oncall::ErrorBody;
using oncall::Fault;
using oncall::kForEver;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr char kList[] = "GET /v2/schedules/S1/replicas";
constexpr char kPost[] = "POST /v2/schedules/S1/replicas";
constexpr char kShowNew[] = "GET /v2/schedules/S1/replicas/rep2";
constexpr char kDeleteOld[] = "DELETE /v2/schedules/S1/replicas/rep1";
constexpr char kDeleteNew[] = "DELETE /v2/schedules/S1/replicas/rep2";

// rep1 mirrors 14 days, 30 are wanted.
class ChangeTest : public ReplicaTest {
 protected:
  ChangeTest() { wanted_.mirror_window_days = 30; }

  std::vector<std::string> Pending(const Outcome& outcome) {
    std::vector<std::string> ids;
    for (const auto& address : PendingReplicas(outcome.private_data)) {
      ids.push_back(address.id.value());
    }
    return ids;
  }
  void ExpectOld(const Outcome& outcome) {
    if (!outcome.state) return;  // then the engine keeps the prior state
    EXPECT_EQ(*outcome.state->id, "rep1");
    EXPECT_EQ(*outcome.state->mirror_window_days, 14);
  }
  void ExpectNew(const Outcome& outcome, const std::string& id = "rep2") {
    ASSERT_TRUE(outcome.state);
    EXPECT_EQ(*outcome.state->id, id);
    EXPECT_EQ(*outcome.state->mirror_window_days, 30);
    EXPECT_THAT(Pending(outcome), IsEmpty());
  }

  ReplicaModel old_ = Existing(ConfigFor("P1"));
  ReplicaModel wanted_ = ConfigFor("P1");
};

TEST_F(ChangeTest, MakesTheNewReplicaBeforeItDeletesTheOldOne) {
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_EQ(outcome.said, "");
  ExpectNew(outcome);
  EXPECT_EQ(incident().ids(), "rep2");
  EXPECT_THAT(outcome.requests, ElementsAre(kList, kPost, kDeleteOld));
}

TEST_F(ChangeTest, AsksForNothingWhenTheArgumentsTurnOutEqual) {
  ReplicaModel same = ConfigFor("P1");
  same.drift_check = "error";
  const Outcome outcome = Update(old_, same);
  ASSERT_TRUE(outcome.state);
  EXPECT_EQ(*outcome.state->id, "rep1");
  EXPECT_EQ(*outcome.state->drift_check, "error");
  EXPECT_EQ(outcome.state->created_at, old_.created_at);
  EXPECT_THAT(outcome.requests, IsEmpty());
}

TEST_F(ChangeTest, SaysWhatItAdoptedWhenNoPlanHasSaidSo) {
  const auto id = incident().AddReplica(ToNewReplica(wanted_), absl::Minutes(5));
  tf::PrivateData planned;
  SetAnnouncedReplica(planned, {id, false});
  const Outcome outcome = Update(old_, wanted_, planned);
  EXPECT_THAT(outcome.said, StartsWith("warning: Replica adopted: PagerDuty P1\n"
                                       "Replica rep2 of schedule S1 existed with exactly these "
                                       "arguments and was taken into the state;"));
  ExpectNew(outcome);
  EXPECT_EQ(incident().ids(), "rep2");
}

TEST_F(ChangeTest, MovesToAnotherSchedule) {
  incident().AddSchedule("S2", "Secondary");
  wanted_.schedule_id = "S2";
  const Outcome outcome = Update(old_, wanted_);
  ExpectNew(outcome);
  EXPECT_THAT(outcome.requests, ElementsAre("GET /v2/schedules/S2/replicas",
                                            "POST /v2/schedules/S2/replicas", kDeleteOld));
}

TEST_F(ChangeTest, TouchesNothingWhenTheListCannotBeRead) {
  incident().Expect({.method = Method::kGet, .status = 403, .body = ErrorBody("not yours")});
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_EQ(outcome.said,
            "error: Cannot change replica: PagerDuty P1\n"
            "GET /v2/schedules/S1/replicas answered 403: not yours.\n\n"
            "The replica stays as it was. The API key may not read this. It needs "
            "schedules_reader for schedules and replicas, viewer for users and catalog_viewer "
            "for the catalog. Give it that role, or use another key (api_key in the provider "
            "block, or the environment variable INCIDENT_API_KEY).\n\n"
            "Request id: req-1\n");
  ExpectOld(outcome);
  EXPECT_EQ(incident().ids(), "rep1");
}

TEST_F(ChangeTest, TouchesNothingWhenTheCreateIsRefused) {
  incident().Expect({.method = Method::kPost,
                     .status = 422,
                     .body = ErrorBody("too far ahead", "mirror_window_days")});
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_EQ(outcome.said,
            "error: Cannot change replica: PagerDuty P1 [mirror_window_days]\n"
            "POST /v2/schedules/S1/replicas answered 422: too far ahead.\n\n"
            "The replica stays as it was. Correct mirror_window_days: too far ahead.\n\n"
            "Request id: req-1\n");
  ExpectOld(outcome);
  EXPECT_EQ(incident().ids(), "rep1");
  EXPECT_THAT(outcome.requests, ElementsAre(kList, kPost));
}

TEST_F(ChangeTest, CarriesOnWhenOnlyTheAnswerOfTheCreateWasLost) {
  incident().Expect({.method = Method::kPost, .after_effect = true});
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_EQ(outcome.said, "");
  ExpectNew(outcome);
  EXPECT_EQ(incident().ids(), "rep2");
  EXPECT_THAT(outcome.requests, ElementsAre(kList, kPost, kList, kDeleteOld));
}

TEST_F(ChangeTest, KeepsTheOldOneWhenTheCreateWasLost) {
  incident().Expect({.method = Method::kPost});
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_EQ(outcome.said,
            "error: Cannot change replica: PagerDuty P1\n"
            "POST /v2/schedules/S1/replicas brought no answer: the connection ended before the "
            "answer.\n\n"
            "The replica stays as it was. The schedule has no such replica now, but the request "
            "may still take effect, so it was not sent again. Apply again in a minute: a replica "
            "that is there by then is adopted instead of created a second time.\n");
  ExpectOld(outcome);
  EXPECT_EQ(incident().ids(), "rep1");
  EXPECT_THAT(outcome.requests, ElementsAre(kList, kPost, kList));
}

TEST_F(ChangeTest, TheNextApplyAdoptsWhatLandedLate) {
  incident().AddReplica(ToNewReplica(wanted_), absl::Minutes(2));
  const Outcome plan = PlanUpdate(old_, wanted_);
  EXPECT_THAT(plan.said, HasSubstr("warning: Apply adopts a replica: PagerDuty P1\n"));
  Reconfigure();
  const Outcome outcome = Update(old_, wanted_, plan.private_data);
  ExpectNew(outcome);
  EXPECT_EQ(incident().ids(), "rep2");
  EXPECT_TRUE(outcome.private_data.empty());
  EXPECT_THAT(outcome.requests, ElementsAre(kList, kDeleteOld));
}

TEST_F(ChangeTest, NamesTheNewReplicaWhenTheOldOneCannotBeDeleted) {
  incident().Expect({.method = Method::kDelete, .status = 403, .body = ErrorBody("not yours")});
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_EQ(outcome.said,
            "error: Two replicas are left: PagerDuty P1\n"
            "DELETE /v2/schedules/S1/replicas/rep1 answered 403: not yours.\n\n"
            "Replica rep1 could not be deleted. Until the next apply deletes it, both exist, "
            "and on-call stays covered. The API key may not change this. Give it the role "
            "schedules_editor, or use another key (api_key in the provider block, or the "
            "environment variable INCIDENT_API_KEY).\n\n"
            "Request id: req-1\n");
  ASSERT_TRUE(outcome.state);
  ExpectOld(outcome);
  EXPECT_THAT(Pending(outcome), ElementsAre("rep2"));
  EXPECT_EQ(incident().ids(), "rep1 rep2");
}

TEST_F(ChangeTest, ADeleteWhoseAnswersAreLostIsDone) {
  incident().Expect(
      {.method = Method::kDelete, .status = 500, .after_effect = true, .times = kForEver});
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_EQ(outcome.said, "");
  ExpectNew(outcome);
  EXPECT_EQ(incident().ids(), "rep2");
}

TEST_F(ChangeTest, DoesNotDeleteWhatAnotherResourceHasAdopted) {
  oncall_->claims().Adopt(ids::ReplicaId("rep1"));
  const Outcome outcome = Update(old_, wanted_);
  ExpectNew(outcome);
  EXPECT_EQ(outcome.said,
            "warning: Replica rep1 was not deleted\n"
            "This run was also to create a replica with the same arguments. It has adopted replica "
            "rep1 for that instead of making a second one, so the replica stays. Nothing has to be "
            "done.\n");
  EXPECT_EQ(incident().ids(), "rep1 rep2");
}

// ---- What an earlier change left is finished

class LeftoverTest : public ChangeTest {
 protected:
  LeftoverTest() {
    incident().AddReplica(ToNewReplica(wanted_), absl::Hours(2));
    SetPendingReplicas(pending_, {{ids::ScheduleId("S1"), ids::ReplicaId("rep2")}});
  }
  tf::PrivateData pending_;
};

TEST_F(LeftoverTest, TheOldOneGoesWhenTheNewOneIsStillWanted) {
  const Outcome outcome = Update(old_, wanted_, pending_);
  ExpectNew(outcome);
  EXPECT_EQ(incident().ids(), "rep2");
  EXPECT_THAT(outcome.requests, ElementsAre(kList, kDeleteOld));
}

TEST_F(LeftoverTest, TheNewOneGoesWhenTheOldOneIsWantedAgain) {
  const Outcome outcome = Update(old_, ConfigFor("P1"), pending_);
  ASSERT_TRUE(outcome.state);
  ExpectOld(outcome);
  EXPECT_THAT(Pending(outcome), IsEmpty());
  EXPECT_EQ(incident().ids(), "rep1");
  EXPECT_THAT(outcome.requests, ElementsAre(kDeleteNew));
}

TEST_F(LeftoverTest, BothGoWhenAThirdOneIsWanted) {
  wanted_.mirror_window_days = 60;
  const Outcome outcome = Update(old_, wanted_, pending_);
  ASSERT_TRUE(outcome.state);
  EXPECT_EQ(*outcome.state->id, "rep3");
  EXPECT_EQ(incident().ids(), "rep3");
  EXPECT_THAT(outcome.requests, ElementsAre(kList, kPost, kDeleteNew, kDeleteOld));
}

TEST_F(LeftoverTest, EveryReplicaStaysNamedWhenDeletingFailsAgain) {
  wanted_.mirror_window_days = 60;
  incident().Expect({.method = Method::kDelete, .status = 403, .times = kForEver});
  const Outcome outcome = Update(old_, wanted_, pending_);
  ExpectOld(outcome);
  EXPECT_THAT(Pending(outcome), ElementsAre("rep2", "rep3"));
  EXPECT_EQ(incident().ids(), "rep1 rep2 rep3");
}

TEST_F(LeftoverTest, ALeftoverThatSomebodyDeletedIsMadeAgain) {
  incident().Remove(ids::ReplicaId("rep2"));
  const Outcome outcome = Update(old_, wanted_, pending_);
  ExpectNew(outcome, "rep3");
  EXPECT_EQ(incident().ids(), "rep3");
}

TEST_F(LeftoverTest, NothingIsTouchedWhenTheLeftoverCannotBeRead) {
  incident().Expect({.method = Method::kGet, .status = 401, .body = ErrorBody("who are you")});
  const Outcome outcome = Update(old_, wanted_, pending_);
  EXPECT_THAT(outcome.said, HasSubstr("The replica stays as it was. The API key is not accepted"));
  EXPECT_THAT(Pending(outcome), ElementsAre("rep2"));
  EXPECT_EQ(incident().ids(), "rep1 rep2");
}

// An equal replica may be that of another resource, which this run does not change.
TEST_F(ChangeTest, WhatEqualsTheOldReplicaIsNamedAndStays) {
  incident().AddReplica(ToNewReplica(old_), absl::Minutes(3));
  wanted_.drift_check = "resync";
  wanted_.resynced_at = tf::Attr<std::string>::Unknown();
  const Outcome outcome = Update(old_, wanted_);
  ExpectNew(outcome, "rep3");
  EXPECT_EQ(outcome.said,
            "warning: Replica may be left: PagerDuty P1\n"
            "Replica rep2 of schedule S1 has the arguments that this resource had until now, as "
            "one has that an interrupted forced sync left. If no other resource manages it, "
            "delete it in incident.io: it goes on mirroring.\n");
  EXPECT_EQ(incident().ids(), "rep2 rep3");
}

TEST_F(ChangeTest, OtherModesLeaveATwinAlone) {
  incident().AddReplica(ToNewReplica(old_), absl::Minutes(3));
  const Outcome outcome = Update(old_, wanted_);
  ExpectNew(outcome, "rep3");
  EXPECT_EQ(incident().ids(), "rep2 rep3");
}

// ---- With wait_for_sync

class WaitingChangeTest : public ChangeTest {
 protected:
  WaitingChangeTest() { wanted_.wait_for_sync = true; }

  void FailTheSync() {
    incident().OnShow([](incident::Replica& replica, int) {
      replica.last_sync_error = "Failed to find external user for Milly";
    });
  }
};

TEST_F(WaitingChangeTest, DeletesTheOldOneAfterTheFirstSync) {
  incident().OnShow([this](incident::Replica& replica, int times) {
    if (times == 2) replica.last_synced_at = world_.clock->Now();
  });
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_EQ(outcome.said, "");
  ExpectNew(outcome);
  EXPECT_THAT(outcome.requests, ElementsAre(kList, kPost, kShowNew, kShowNew, kDeleteOld));
}

TEST_F(WaitingChangeTest, TakesTheNewOneBackWhenItDoesNotSync) {
  FailTheSync();
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_EQ(outcome.said,
            "error: Change did not sync: PagerDuty P1\n"
            "The new replica was deleted again and the old one stays as it was. Correct what keeps "
            "it from syncing, and apply again.\n\n"
            "incident.io says: Failed to find external user for Milly\n");
  ASSERT_TRUE(outcome.state);
  ExpectOld(outcome);
  EXPECT_THAT(Pending(outcome), IsEmpty());
  EXPECT_EQ(incident().ids(), "rep1");
  EXPECT_THAT(outcome.requests, ElementsAre(kList, kPost, kShowNew, kDeleteNew));
}

TEST_F(WaitingChangeTest, TakesTheNewOneBackAlsoWhenItsAnswerWasLost) {
  FailTheSync();
  incident().Expect({.method = Method::kPost, .after_effect = true});
  const Outcome outcome = Update(old_, wanted_);
  ExpectOld(outcome);
  EXPECT_EQ(incident().ids(), "rep1");
}

TEST_F(WaitingChangeTest, NamesTheNewOneWhenItCannotBeTakenBack) {
  FailTheSync();
  incident().Expect({.method = Method::kDelete, .status = 403, .body = ErrorBody("not yours")});
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_EQ(outcome.said,
            "error: Change did not sync: PagerDuty P1\n"
            "The old replica stays as it was, but the new one, rep2, could not be deleted: DELETE "
            "/v2/schedules/S1/replicas/rep2 answered 403: not yours. The next apply deletes one of "
            "them. Correct what keeps it from syncing, and apply again.\n\n"
            "incident.io says: Failed to find external user for Milly\n");
  ExpectOld(outcome);
  EXPECT_THAT(Pending(outcome), ElementsAre("rep2"));
  EXPECT_EQ(incident().ids(), "rep1 rep2");
}

TEST_F(WaitingChangeTest, TakesTheNewOneBackWhenTheTimeIsOver) {
  wanted_.timeouts = TimeoutsModel{.update = "1m"};
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_THAT(outcome.said,
              HasSubstr("incident.io has reported neither a sync nor an error in 1m."));
  ExpectOld(outcome);
  EXPECT_EQ(incident().ids(), "rep1");
}

TEST_F(WaitingChangeTest, AnInterruptLeavesBothAndNamesTheNewOne) {
  incident().OnShow([this](incident::Replica&, int) { stop_.request_stop(); });
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_EQ(outcome.said,
            "error: Change did not sync: PagerDuty P1\n"
            "Both replicas are there; the next apply deletes one of them. Apply again.\n\n"
            "The run was interrupted.\n");
  ExpectOld(outcome);
  EXPECT_THAT(Pending(outcome), ElementsAre("rep2"));
}

// ---- Where the API refuses a second replica on the target

class RefusedTwinTest : public ChangeTest {
 protected:
  RefusedTwinTest() { incident().RefuseTwins(); }
};

TEST_F(RefusedTwinTest, DeletesFirstAndSaysSo) {
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_EQ(outcome.said,
            "warning: Mirroring interrupted: PagerDuty P1\n"
            "The API refuses a second replica on one external schedule, so the old replica was "
            "deleted before the new one was created. Until the first sync of the new one the "
            "external schedule shows its own rotation: check who is on call there.\n\n"
            "POST /v2/schedules/S1/replicas answered 409: this external schedule has a replica "
            "already.\n");
  ExpectNew(outcome);
  EXPECT_EQ(incident().ids(), "rep2");
  EXPECT_THAT(outcome.requests, ElementsAre(kList, kPost, kDeleteOld, kPost));
}

TEST_F(RefusedTwinTest, KeepsTheOldOneWhenItCannotBeDeleted) {
  incident().Expect({.method = Method::kDelete, .status = 403, .body = ErrorBody("not yours")});
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_THAT(outcome.said,
              HasSubstr("The API refuses a second replica on the target, and the old one could "
                        "not be deleted. It stays as it was."));
  ExpectOld(outcome);
  EXPECT_THAT(Pending(outcome), IsEmpty());
  EXPECT_EQ(incident().ids(), "rep1");
}

TEST_F(RefusedTwinTest, PutsTheOldOneBackWhenTheCreateFails) {
  incident().Expect({.method = Method::kPost,
                     .status = 422,
                     .body = ErrorBody("too far ahead", "mirror_window_days"),
                     .skip = 1});
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_EQ(outcome.said,
            "error: Cannot change replica: PagerDuty P1 [mirror_window_days]\n"
            "POST /v2/schedules/S1/replicas answered 422: too far ahead.\n\n"
            "The old replica was deleted before, since the API refuses a second one on the target, "
            "and has been put back. Correct mirror_window_days: too far ahead.\n\n"
            "Request id: req-1\n");
  ASSERT_TRUE(outcome.state);
  EXPECT_EQ(*outcome.state->id, "rep2");
  EXPECT_EQ(*outcome.state->mirror_window_days, 14);
  EXPECT_EQ(incident().ids(), "rep2");
}

TEST_F(RefusedTwinTest, SaysWhenTheOldOneCannotBePutBack) {
  incident().Expect({.method = Method::kPost,
                     .status = 403,
                     .body = ErrorBody("not yours"),
                     .times = kForEver,
                     .skip = 1});
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_THAT(outcome.said, HasSubstr("error: No replica is left: PagerDuty P1\n"));
  EXPECT_THAT(outcome.said, HasSubstr("The next apply creates the replica."));
  EXPECT_EQ(incident().ids(), "");

  // The next refresh tells the truth.
  Reconfigure();
  EXPECT_TRUE(Read(old_).gone);
}

// What an earlier run put back is not the replica that an unrefreshed state names.
TEST_F(RefusedTwinTest, SaysThatAnotherOneIsThereInPlaceOfTheOldOne) {
  incident().AddReplica(ToNewReplica(old_), absl::Minutes(5));
  incident().Remove(ids::ReplicaId("rep1"));
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_EQ(outcome.said,
            "error: Cannot change replica: PagerDuty P1\n"
            "POST /v2/schedules/S1/replicas answered 409: this external schedule has a replica "
            "already.\n\n"
            "The replica in the state is gone, and another one writes to the target already, of "
            "which the API allows one alone. Plan again without -refresh=false: it takes what an "
            "earlier run has put back for the same replica, and names any other.\n\n"
            "Request id: req-1\n");
  ExpectOld(outcome);
  EXPECT_EQ(incident().ids(), "rep2");
}

TEST_F(RefusedTwinTest, CarriesOnWhenOnlyTheSecondAnswerWasLost) {
  incident().Expect({.method = Method::kPost, .after_effect = true, .skip = 1});
  const Outcome outcome = Update(old_, wanted_);
  ExpectNew(outcome);
  EXPECT_EQ(incident().ids(), "rep2");
}

TEST_F(RefusedTwinTest, KeepsTheNewOneWhenItDoesNotSync) {
  wanted_.wait_for_sync = true;
  incident().OnShow(
      [](incident::Replica& replica, int) { replica.last_sync_error = "PagerDuty is away"; });
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_THAT(outcome.said, HasSubstr("error: Change did not sync: PagerDuty P1\n"
                                      "The old replica is deleted already, so the new one stays."));
  ExpectNew(outcome);
  EXPECT_EQ(*outcome.state->last_sync_error, "PagerDuty is away");
}

Fault RefusedPost(int times) {
  return {.method = Method::kPost,
          .status = 422,
          .body = ErrorBody("cannot be mirrored to", "replica_provider_id"),
          .times = times};
}

TEST_F(ChangeTest, DeletesNothingForARefusalThatATwinDoesNotMeet) {
  incident().Expect(RefusedPost(1));
  const Outcome outcome = Update(old_, wanted_);
  EXPECT_EQ(outcome.said,
            "error: Cannot change replica: PagerDuty P1 [replica_provider_id]\n"
            "POST /v2/schedules/S1/replicas answered 422: cannot be mirrored to.\n\n"
            "The replica stays as it was. Correct replica_provider_id: cannot be mirrored to.\n\n"
            "Request id: req-1\n");
  EXPECT_THAT(outcome.requests, ElementsAre(kList, kPost, kPost, kDeleteNew));
  EXPECT_EQ(incident().ids(), "rep1");
}

TEST_F(ChangeTest, NamesATwinThatCannotBeDeletedAgain) {
  incident().Expect(RefusedPost(1));
  incident().Expect({.method = Method::kDelete, .status = 403, .body = ErrorBody("not yours")});
  const Outcome outcome = Update(old_, wanted_);
  ExpectOld(outcome);
  EXPECT_THAT(Pending(outcome), ElementsAre("rep2"));
  EXPECT_THAT(outcome.said,
              HasSubstr("The replica stays as it was. Replica rep2, which equals it and was made "
                        "to see why, could not be deleted; the next apply deletes it."));
  EXPECT_EQ(incident().ids(), "rep1 rep2");
}

TEST_F(ChangeTest, SaysThatATwinWithALostAnswerMayAppear) {
  incident().Expect(RefusedPost(1));
  incident().Expect({.method = Method::kPost, .status = 500});
  const Outcome outcome = Update(old_, wanted_);
  ExpectOld(outcome);
  EXPECT_THAT(outcome.said, HasSubstr("A replica that equals it was asked for to see why, and the "
                                      "answer is lost"));
}

TEST_F(ChangeTest, DeletesFirstWhereATwinIsRefusedAsWell) {
  incident().Expect(RefusedPost(2));
  const Outcome outcome = Update(old_, wanted_);
  ExpectNew(outcome);
  EXPECT_THAT(outcome.requests, ElementsAre(kList, kPost, kPost, kDeleteOld, kPost));
  EXPECT_EQ(incident().ids(), "rep2");
}

TEST(IsRefusedTwin, IsAConflictOnTheSameTarget) {
  http::ApiError error{.kind = http::ApiErrorKind::kConflict, .status = 409};
  EXPECT_TRUE(IsRefusedTwin(error, oncall::WantedOn("P1"), oncall::WantedOn("P1")));
  EXPECT_FALSE(IsRefusedTwin(error, oncall::WantedOn("P1"), oncall::WantedOn("P2")));
}

TEST(IsRefusedTwin, IsARefusalThatBlamesTheTargetOrNothing) {
  http::ApiError error{.kind = http::ApiErrorKind::kInvalid, .status = 422};
  EXPECT_TRUE(IsRefusedTwin(error, oncall::WantedOn("P1"), oncall::WantedOn("P1")));
  error.fields = {{"schedule_replica.replica_provider_id", "is taken"}};
  EXPECT_TRUE(IsRefusedTwin(error, oncall::WantedOn("P1"), oncall::WantedOn("P1")));
  error.fields.push_back({"sources", "no such layer"});
  EXPECT_FALSE(IsRefusedTwin(error, oncall::WantedOn("P1"), oncall::WantedOn("P1")));
}

}  // namespace
}  // namespace schedule_replica
