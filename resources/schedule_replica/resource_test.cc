#include "resources/schedule_replica/resource.h"

#include <string>

#include "gmock/gmock.h"
#include "resources/schedule_replica/testing/replica_test.h"

namespace schedule_replica {
namespace {

using http::Method;
using oncall::ErrorBody;
using oncall::kForEver;
using oncall::WantedOn;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr char kList[] = "GET /v2/schedules/S1/replicas";
constexpr char kPost[] = "POST /v2/schedules/S1/replicas";

// ---- Create

constexpr char kAdopted[] =
    "warning: Replica adopted: PagerDuty P1\n"
    "Replica rep1 of schedule S1 existed with exactly these arguments and was taken into the "
    "state; no second one was made. If another resource of this configuration manages it already, "
    "the state now holds it twice, and destroying either ends the mirror of both. Then write this "
    "in place of one of the two resource blocks, with its name in place of NAME:\n\n"
    "removed {\n  from = incident_schedule_replica.NAME\n\n"
    "  lifecycle {\n    destroy = false\n  }\n}\n\n"
    "Before Terraform 1.7, delete the block and run:\n\n"
    "terraform state rm incident_schedule_replica.NAME\n";

using CreateTest = ReplicaTest;

TEST_F(CreateTest, ListsThenCreates) {
  const Outcome outcome = Create(ConfigFor("P1"));
  EXPECT_EQ(outcome.said, "");
  ASSERT_TRUE(outcome.state);
  EXPECT_EQ(*outcome.state->id, "rep1");
  EXPECT_EQ(*outcome.state->replica_provider_id, "P1");
  EXPECT_TRUE(outcome.state->last_sync_error.is_null());
  EXPECT_TRUE(outcome.state->resynced_at.is_null());
  EXPECT_THAT(outcome.requests, ElementsAre(kList, kPost));
}

TEST_F(CreateTest, KeepsTheSpellingOfTheConfiguration) {
  ReplicaModel config = ConfigFor("J1");
  config.replica_provider = "jira";
  EXPECT_EQ(*Create(config).state->replica_provider, "jira");
  EXPECT_EQ(incident().replicas().front().provider, "jsm");
}

TEST_F(CreateTest, AFieldErrorLandsOnItsAttribute) {
  incident().Expect(
      {.method = Method::kPost,
       .status = 422,
       .body = ErrorBody("no such user", "schedule_replica.replica_fallback_user_id")});
  const Outcome outcome = Create(ConfigFor("P1"));
  EXPECT_EQ(outcome.said,
            "error: Cannot create replica: PagerDuty P1 [replica_fallback_user_id]\n"
            "POST /v2/schedules/S1/replicas answered 422: no such user.\n\n"
            "Correct replica_fallback_user_id: no such user.\n\n"
            "Request id: req-1\n");
  EXPECT_FALSE(outcome.state);
}

TEST_F(CreateTest, ALostAnswerIsNotALostReplica) {
  incident().Expect({.method = Method::kPost, .status = 502, .after_effect = true});
  const Outcome outcome = Create(ConfigFor("P1"));
  EXPECT_EQ(outcome.said, "");
  EXPECT_EQ(*outcome.state->id, "rep1");
  EXPECT_THAT(outcome.requests, ElementsAre(kList, kPost, kList));
}

TEST_F(CreateTest, ALostRequestIsAnErrorThatSaysSo) {
  incident().Expect({.method = Method::kPost});
  const Outcome outcome = Create(ConfigFor("P1"));
  EXPECT_EQ(outcome.said,
            "error: Cannot create replica: PagerDuty P1\n"
            "POST /v2/schedules/S1/replicas brought no answer: the connection ended before the "
            "answer.\n\n"
            "The schedule has no such replica now, but the request may still take effect, so it "
            "was not sent again. Apply again in a minute: a replica that is there by then is "
            "adopted instead of created a second time.\n");
  EXPECT_FALSE(outcome.state);
  EXPECT_THAT(outcome.requests, ElementsAre(kList, kPost, kList));
}

TEST_F(CreateTest, AnInterruptLosesNoReplica) {
  incident().Expect(
      {.method = Method::kPost, .after_effect = true, .also = [&] { stop_.request_stop(); }});
  const Outcome outcome = Create(ConfigFor("P1"));
  EXPECT_EQ(outcome.said, "");
  EXPECT_EQ(*outcome.state->id, "rep1");
}

TEST_F(CreateTest, AnInterruptWhileItWaitsForTheSyncIsNoFailedSync) {
  ReplicaModel config = ConfigFor("P1");
  config.wait_for_sync = true;
  incident().OnShow([this](incident::Replica&, int) { stop_.request_stop(); });
  const Outcome outcome = Create(config);
  EXPECT_EQ(outcome.said,
            "warning: First sync not seen: PagerDuty P1\n"
            "The replica was created, but whether it has synced is not known; the next plan says "
            "how it went.\n\n"
            "The run was interrupted.\n");
  EXPECT_EQ(*outcome.state->id, "rep1");
}

TEST_F(CreateTest, AReplicaThatCannotBeReadAnyMoreHasNotFailedToSync) {
  ReplicaModel config = ConfigFor("P1");
  config.wait_for_sync = true;
  incident().Expect({.status = 403, .body = ErrorBody("not yours"), .times = kForEver, .skip = 1});
  const Outcome outcome = Create(config);
  EXPECT_THAT(outcome.said, StartsWith("warning: First sync not seen: PagerDuty P1\n"));
  EXPECT_THAT(outcome.said, HasSubstr("answered 403: not yours"));
  EXPECT_EQ(*outcome.state->id, "rep1");
}

TEST_F(CreateTest, ATimeoutLosesNoReplica) {
  ReplicaModel config = ConfigFor("P1");
  config.timeouts = TimeoutsModel{.create = "1m"};
  incident().Expect({.method = Method::kPost, .after_effect = true, .also = [&] {
                       world_.clock->Advance(absl::Minutes(2));
                     }});
  EXPECT_EQ(*Create(config).state->id, "rep1");
}

TEST_F(CreateTest, AdoptsWhatThePlanAnnounced) {
  incident().AddReplica(WantedOn("P1"), absl::Minutes(5));
  const Outcome plan = PlanCreate(ConfigFor("P1"));
  Reconfigure();
  const Outcome outcome = Create(ConfigFor("P1"), plan.private_data);
  EXPECT_EQ(*outcome.state->id, "rep1");
  EXPECT_TRUE(outcome.private_data.empty());
  EXPECT_THAT(outcome.requests, ElementsAre(kList));
}

TEST_F(CreateTest, SaysWhatItAdoptedWhenNoPlanHasSaidSo) {
  incident().AddReplica(WantedOn("P1"), absl::Minutes(5));
  const Outcome plan = PlanCreate(ConfigFor("P1"), {.deferral_allowed = true});
  const Outcome outcome = Create(ConfigFor("P1"), plan.private_data);
  EXPECT_EQ(outcome.said, kAdopted);
  EXPECT_EQ(*outcome.state->id, "rep1");
  EXPECT_TRUE(outcome.private_data.empty());
}

TEST_F(CreateTest, SaysNothingOfAdoptionWhenTheReplicaHasGone) {
  tf::PrivateData planned;
  SetAnnouncedReplica(planned, {ids::ReplicaId("rep7"), false});
  EXPECT_EQ(Create(ConfigFor("P1"), planned).said, "");
}

TEST_F(CreateTest, CreatesWhenTheAnnouncedOneHasGone) {
  tf::PrivateData planned;
  SetAnnouncedReplica(planned, {ids::ReplicaId("rep7")});
  const Outcome outcome = Create(ConfigFor("P1"), planned);
  EXPECT_EQ(*outcome.state->id, "rep1");
}

TEST_F(CreateTest, ACreateBeforeDestroyNeverLosesTheOneItAdopted) {
  const ReplicaModel deposed = Existing(ConfigFor("P1"));
  tf::PrivateData planned;
  SetAnnouncedReplica(planned, {ids::ReplicaId("rep1")});
  EXPECT_EQ(*Create(ConfigFor("P1"), planned).state->id, "rep1");
  const Outcome outcome = Delete(deposed);
  EXPECT_EQ(outcome.said,
            "warning: Replica rep1 was not deleted\n"
            "This run was also to create a replica with the same arguments. It has adopted replica "
            "rep1 for that instead of making a second one, so the replica stays. Nothing has to be "
            "done.\n");
  EXPECT_EQ(incident().ids(), "rep1");
}

// Terraform before 1.9 and OpenTofu do not say that a plan is the repetition at apply.
TEST_F(CreateTest, ACreateBeforeDestroyIsNotTakenForARenamedResource) {
  const ReplicaModel deposed = Existing(ConfigFor("P1"));
  Read(deposed);
  const Outcome plan = PlanCreate(ConfigFor("P1"));
  EXPECT_EQ(plan.said, "");
  EXPECT_EQ(Create(ConfigFor("P1"), plan.private_data).said, "");
  EXPECT_THAT(PlanDestroy(deposed).said, StartsWith("warning: Mirroring ends: PagerDuty P1\n"));
}

TEST_F(CreateTest, WaitsForTheFirstSync) {
  incident().OnShow([this](incident::Replica& replica, int times) {
    if (times < 3) return;
    replica.last_synced_at = world_.clock->Now();
    replica.user_statuses = {{ids::UserId("U1"), ids::ExternalUserId("PU1")},
                             {ids::UserId("U2"), std::nullopt}};
  });
  ReplicaModel config = ConfigFor("P1");
  config.wait_for_sync = true;
  const Outcome outcome = Create(config);
  EXPECT_EQ(outcome.said, "");
  EXPECT_EQ(*outcome.state->user_statuses,
            (tf::Set<UserStatusModel>{{"U1", "PU1"}, {"U2", tf::Attr<std::string>::Null()}}));
}

TEST_F(CreateTest, AFailedFirstSyncIsAWarning) {
  incident().OnShow([](incident::Replica& replica, int) {
    replica.last_sync_error = "Failed to find external user for Milly";
  });
  ReplicaModel config = ConfigFor("P1");
  config.wait_for_sync = true;
  const Outcome outcome = Create(config);
  EXPECT_EQ(outcome.said,
            "warning: First sync failed: PagerDuty P1\n"
            "The replica exists, but it does not mirror yet. incident.io keeps trying; correct "
            "what keeps it from syncing.\n\n"
            "incident.io says: Failed to find external user for Milly\n");
  EXPECT_EQ(*outcome.state->last_sync_error, "Failed to find external user for Milly");
}

// ---- Read

using ReadTest = ReplicaTest;

TEST_F(ReadTest, ShowsWhatHasChanged) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  incident().Change(ids::ReplicaId("rep1"),
                    [](incident::Replica& replica) { replica.last_sync_error = "it broke"; });
  const Outcome outcome = Read(state);
  EXPECT_EQ(*outcome.state->last_sync_error, "it broke");
  EXPECT_EQ(outcome.state->sources, state.sources);
}

TEST_F(ReadTest, KeepsTheSettingsThatTheApiDoesNotKnow) {
  ReplicaModel config = ConfigFor("P1");
  config.drift_check = "error";
  config.wait_for_sync = true;
  config.timeouts = TimeoutsModel{.create = "5m"};
  config.resynced_at = "2026-03-02T09:00:00Z";
  EXPECT_EQ(Read(Existing(config)).state->timeouts, config.timeouts);
  EXPECT_EQ(Read(Existing(config)).state->drift_check, config.drift_check);
  EXPECT_EQ(Read(Existing(config)).state->resynced_at, config.resynced_at);
}

TEST_F(ReadTest, AReplicaThatOnlyTheListLacksIsThere) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  incident().HideFromLists(ids::ReplicaId("rep1"));
  const Outcome outcome = Read(state);
  EXPECT_FALSE(outcome.gone);
  EXPECT_EQ(*outcome.state->id, "rep1");
}

TEST_F(ReadTest, ADeletedReplicaIsGoneWithoutAWord) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  incident().Remove(ids::ReplicaId("rep1"));
  const Outcome outcome = Read(state);
  EXPECT_TRUE(outcome.gone);
  EXPECT_EQ(outcome.said, "");
}

TEST_F(ReadTest, AWholeScheduleThatIsGoneIsWarnedAbout) {
  ReplicaModel state = Existing(ConfigFor("P1"));
  state.schedule_id = "S9";
  const Outcome outcome = Read(state);
  EXPECT_TRUE(outcome.gone);
  EXPECT_EQ(outcome.said,
            "warning: Schedule not found: S9\n"
            "GET /v2/schedules/S9 answered 404: no such schedule.\n\n"
            "The schedule and its replicas are gone, or the API key belongs to another "
            "organisation. In the second case do not apply: the replicas still exist and would be "
            "created again. Check the key first.\n\n"
            "Request id: req-1\n");
}

TEST_F(ReadTest, AnOutageIsAnErrorAndNeverGone) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  incident().Expect({.method = Method::kGet, .status = 503, .times = kForEver});
  const Outcome outcome = Read(state);
  EXPECT_FALSE(outcome.gone);
  EXPECT_FALSE(outcome.state);
  EXPECT_THAT(outcome.said, HasSubstr("error: Cannot read replica: PagerDuty P1\n"));
}

TEST_F(ReadTest, AGarbledAnswerIsAnErrorAndNeverGone) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  incident().Expect({.method = Method::kGet, .status = 200, .body = "{}"});
  const Outcome outcome = Read(state);
  EXPECT_FALSE(outcome.gone);
  EXPECT_THAT(outcome.said, HasSubstr("schedule_replicas"));
}

TEST_F(ReadTest, WhatAFailedChangeLeftTakesThePlaceOfAReplicaThatIsGone) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  ReplicaModel changed = ConfigFor("P1");
  changed.mirror_window_days = 30;
  Existing(changed);
  incident().Remove(ids::ReplicaId("rep1"));
  tf::PrivateData data;
  SetPendingReplicas(data, {{ids::ScheduleId("S1"), ids::ReplicaId("rep2")}});
  const Outcome outcome = Read(state, data);
  EXPECT_EQ(*outcome.state->id, "rep2");
  EXPECT_EQ(*outcome.state->mirror_window_days, 30);
  EXPECT_TRUE(outcome.private_data.empty());
}

TEST_F(ReadTest, WhatAFailedChangeLeftIsForgottenOnceSomebodyHasDeletedIt) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  Existing(ConfigFor("P1"));
  tf::PrivateData data;
  SetPendingReplicas(data, {{ids::ScheduleId("S1"), ids::ReplicaId("rep2")},
                            {ids::ScheduleId("S1"), ids::ReplicaId("rep3")}});
  const Outcome outcome = Read(state, data);
  EXPECT_THAT(PendingReplicas(outcome.private_data),
              ElementsAre(ReplicaAddress{ids::ScheduleId("S1"), ids::ReplicaId("rep2")}));
  EXPECT_THAT(outcome.requests, ElementsAre(kList, "GET /v2/schedules/S1/replicas/rep3"));
}

// It may be that of another resource, which is not known yet, so the state does not name it.
TEST_F(ReadTest, WhatAKilledChangePutBackIsNotedForThePlan) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  incident().Remove(ids::ReplicaId("rep1"));
  incident().AddReplica(WantedOn("P1"), absl::Minutes(5));
  const Outcome outcome = Read(state);
  EXPECT_EQ(outcome.said, "");
  ASSERT_TRUE(outcome.state);
  EXPECT_EQ(*outcome.state->id, "rep1");
  EXPECT_EQ(PutBackReplica(outcome.private_data), ids::ReplicaId("rep2"));
  EXPECT_THAT(outcome.requests, ElementsAre(kList, "GET /v2/schedules/S1/replicas/rep1"));

  // Nobody has applied for an hour.
  Reconfigure();
  world_.clock->Advance(absl::Hours(1));
  EXPECT_EQ(PutBackReplica(Read(state, outcome.private_data).private_data), ids::ReplicaId("rep2"));
}

TEST_F(ReadTest, NoReplicaIsRecognisedThatSomebodyElseMayHaveMade) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  incident().Remove(ids::ReplicaId("rep1"));
  incident().AddReplica(WantedOn("P1"), absl::Hours(1));
  incident().AddReplica(WantedOn("P2"), absl::Minutes(5));
  oncall_->claims().Hold(incident().AddReplica(WantedOn("P1"), absl::Minutes(5)));
  const Outcome outcome = Read(state);
  EXPECT_TRUE(outcome.gone);
  EXPECT_EQ(outcome.said, "");
}

TEST_F(ReadTest, KeepsTheStateWhileTheProviderIsNotKnown) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  oncall_ = std::make_shared<oncall::OnCall>(
      oncall::Settings{.incident = oncall::NoAccess{.reason = oncall::NoAccess::Reason::kUnknown}},
      http::Platform{world_.incident, world_.clock, [] { return 0.5; }});
  const Outcome outcome = Read(state);
  EXPECT_EQ(outcome.said, "");
  EXPECT_EQ(*outcome.state->id, "rep1");
}

TEST_F(ReadTest, NeedsAKey) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  oncall_ = std::make_shared<oncall::OnCall>(
      oncall::Settings{.incident = oncall::NoAccess{}},
      http::Platform{world_.incident, world_.clock, [] { return 0.5; }});
  EXPECT_EQ(Read(state).said,
            "error: Cannot read replica: PagerDuty P1\n"
            "incident.io cannot be asked without an API key. Set api_key in the provider block, or "
            "the environment variable INCIDENT_API_KEY.\n");
}

TEST_F(ReadTest, AStateWithoutIdsIsAnError) {
  ReplicaModel state = ConfigFor("P1");
  EXPECT_THAT(Read(state).said, HasSubstr("error: The state names no replica\n"));
  EXPECT_THAT(Delete(state).said, HasSubstr("error: The state names no replica\n"));
  EXPECT_THAT(Update(state, state).said, HasSubstr("error: The state names no replica\n"));
}

// ---- Delete

using DeleteTest = ReplicaTest;

TEST_F(DeleteTest, DeletesWithOneRequest) {
  const Outcome outcome = Delete(Existing(ConfigFor("P1")));
  EXPECT_EQ(outcome.said, "");
  EXPECT_EQ(incident().ids(), "");
  EXPECT_THAT(outcome.requests, ElementsAre("DELETE /v2/schedules/S1/replicas/rep1"));
}

TEST_F(DeleteTest, WhatIsGoneAlreadyIsASuccess) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  incident().Remove(ids::ReplicaId("rep1"));
  EXPECT_EQ(Delete(state).said, "");
}

TEST_F(DeleteTest, TakesTheLeftoversOfAFailedChangeToo) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  Existing(ConfigFor("P1"));
  tf::PrivateData data;
  SetPendingReplicas(data, {{ids::ScheduleId("S1"), ids::ReplicaId("rep2")}});
  EXPECT_EQ(Delete(state, data).said, "");
  EXPECT_EQ(incident().ids(), "");
}

TEST_F(DeleteTest, AFailureSaysThatTheReplicaStays) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  incident().Expect({.method = Method::kDelete, .status = 409, .body = ErrorBody("it is busy")});
  EXPECT_EQ(Delete(state).said,
            "error: Cannot delete replica: PagerDuty P1\n"
            "DELETE /v2/schedules/S1/replicas/rep1 answered 409: it is busy.\n\n"
            "Replica rep1 stays in the state and may still mirror. Something else has changed it "
            "at the same time. Plan and apply again.\n\n"
            "Request id: req-1\n");
}

TEST_F(DeleteTest, EndsWhenItsTimeoutIsOver) {
  ReplicaModel config = ConfigFor("P1");
  config.timeouts = TimeoutsModel{.destroy = "5s"};
  const ReplicaModel state = Existing(config);
  incident().Expect({.method = Method::kDelete, .status = 503, .times = kForEver});
  const absl::Time started = world_.clock->Steady();
  EXPECT_THAT(Delete(state).said, HasSubstr("error: Cannot delete replica: PagerDuty P1\n"));
  EXPECT_LE(world_.clock->Steady() - started, absl::Seconds(5));
}

// ---- Import

using ImportTest = ReplicaTest;

TEST_F(ImportTest, TakesAReplicaByItsId) {
  Existing(ConfigFor("P1"));
  const Outcome outcome = Import("S1:rep1");
  EXPECT_EQ(outcome.said, "");
  EXPECT_EQ(*outcome.state->id, "rep1");
  EXPECT_TRUE(outcome.state->timeouts.is_null());
}

TEST_F(ImportTest, TakesAReplicaByItsTarget) {
  Existing(ConfigFor("P1"));
  Existing(ConfigFor("P2"));
  EXPECT_EQ(*Import("S1:pagerduty:P2").state->id, "rep2");
}

TEST_F(ImportTest, TakesJiraForJsm) {
  ReplicaModel config = ConfigFor("J1");
  config.replica_provider = "jsm";
  Existing(config);
  EXPECT_EQ(*Import("S1:jira:J1").state->id, "rep1");
}

TEST_F(ImportTest, ListsTheReplicasThatShareATarget) {
  Existing(ConfigFor("P1"));
  Existing(ConfigFor("P1"));
  EXPECT_EQ(Import("S1:pagerduty:P1").said,
            "error: Cannot import replica: PagerDuty P1\n"
            "Schedule S1 has several replicas on PagerDuty P1. Import one of them by its own "
            "id:\n\n  S1:rep1\n  S1:rep2\n");
}

TEST_F(ImportTest, SaysThatNothingWritesToTheTarget) {
  EXPECT_EQ(Import("S1:pagerduty:P1").said,
            "error: Cannot import replica: PagerDuty P1\n"
            "Schedule S1 has no replica on PagerDuty P1. Check the ids.\n");
}

TEST_F(ImportTest, SaysThatTheReplicaDoesNotExist) {
  EXPECT_EQ(Import("S1:rep9").said,
            "error: Cannot import replica: rep9\n"
            "GET /v2/schedules/S1/replicas/rep9 answered 404: no such replica.\n\n"
            "Check the id, and that the API key belongs to the organisation that has it.\n\n"
            "Request id: req-1\n");
}

TEST_F(ImportTest, ExplainsTheFormsOfAnIdThatItDoesNotUnderstand) {
  const Outcome outcome = Import("rep1");
  EXPECT_EQ(outcome.said,
            "error: Import id is not understood\n"
            "\"rep1\" does not name a replica. The id has one of two forms:\n\n"
            "  schedule_id:replica_id\n"
            "  schedule_id:replica_provider:replica_provider_id\n\n"
            "For example 01FDAG4SAP5TYPT98WGR2N7W91:01G0J1EXE7AXZ2C93K61WBPYEH or "
            "01FDAG4SAP5TYPT98WGR2N7W91:pagerduty:PO8107X.\n");
  EXPECT_THAT(outcome.requests, IsEmpty());
}

}  // namespace
}  // namespace schedule_replica
