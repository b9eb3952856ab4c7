#include "resources/schedule_replica/plan.h"

#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "resources/schedule_replica/testing/replica_test.h"

namespace schedule_replica {
namespace {

using http::Method;
using oncall::ErrorBody;
using oncall::WantedOn;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr char kList[] = "GET /v2/schedules/S1/replicas";
constexpr char kSchedule[] = "GET /v2/schedules/S1";
constexpr char kEntries[] = "GET /v2/schedule_entries";

// Alice is shown by an override; the layer has Bob.
constexpr char kBobUntilMonday[] = R"({"schedule": {"id": "P1", "time_zone": "America/New_York",
  "final_schedule": {"rendered_schedule_entries": [
    {"start": "2026-03-02T09:00:00Z", "end": "2026-03-16T09:00:00Z", "user": {"id": "PALICE"}}]},
  "schedule_layers": [{"rendered_schedule_entries": [
    {"start": "2026-03-02T09:00:00Z", "end": "2026-03-09T09:00:00Z",
     "user": {"id": "PB", "summary": "Bob"}}]}]}})";

class PlanTest : public ReplicaTest {
 protected:
  void ConfigureWithout(oncall::NoAccess::Reason reason) {
    oncall_ = std::make_shared<oncall::OnCall>(
        oncall::Settings{.incident = oncall::NoAccess{.reason = reason}},
        http::Platform{world_.incident, world_.clock, [] { return 0.5; }});
  }
};

// ---- Creates

TEST_F(PlanTest, AnOrdinaryCreateIsSilent) {
  const Outcome outcome = PlanCreate(ConfigFor("P1"));
  EXPECT_EQ(outcome.said, "");
  EXPECT_TRUE(outcome.state->resynced_at.is_null());
  EXPECT_TRUE(outcome.private_data.empty());
  EXPECT_THAT(outcome.requests, ElementsAre(kList, kSchedule, kEntries, "GET /v3/catalog_types",
                                            "GET /v3/catalog_entries"));
}

TEST_F(PlanTest, AnnouncesThatApplyAdoptsWhatACrashLeft) {
  incident().AddReplica(WantedOn("P1"), absl::Minutes(12));
  const Outcome outcome = PlanCreate(ConfigFor("P1"));
  EXPECT_EQ(outcome.said,
            "warning: Apply adopts a replica: PagerDuty P1\n"
            "Schedule S1 already has replica rep1 with exactly these arguments, created 12 minutes "
            "ago. It is in no state that was read here, so it is most likely what a run left that "
            "ended before its state was stored. Apply takes it into the state instead of creating "
            "a second one.\n");
  EXPECT_EQ(AnnouncedReplica(outcome.private_data), Announced{ids::ReplicaId("rep1")});
}

TEST_F(PlanTest, NamesAnOldTwinAndTheBlocksToWrite) {
  incident().AddReplica(WantedOn("P1"), absl::Hours(1));
  const Outcome outcome = PlanCreate(ConfigFor("P1"));
  EXPECT_EQ(outcome.said,
            "warning: Replica exists already: PagerDuty P1\n"
            "Schedule S1 already has a replica on PagerDuty P1:\n\n"
            "  rep1, created 1 hour ago, with exactly these arguments\n\n"
            "Apply creates another one, and then all of them write to the same external schedule. "
            "To manage the one that is there, write this block, with the name of your resource in "
            "place of NAME:\n\n"
            "import {\n  to = incident_schedule_replica.NAME\n  id = \"S1:rep1\"\n}\n\n"
            "If it was managed under another name until now, write this one instead:\n\n"
            "moved {\n  from = incident_schedule_replica.OLD_NAME\n"
            "  to   = incident_schedule_replica.NAME\n}\n");
  EXPECT_EQ(AnnouncedReplica(outcome.private_data), std::nullopt);
}

TEST_F(PlanTest, NamesTheDifferencesOfAnotherReplicaOnTheTarget) {
  incident::NewReplica other = WantedOn("P1");
  other.mirror_window_days = 30;
  other.fallback_user_id = ids::ExternalUserId("PELSE");
  incident().AddReplica(other, absl::Minutes(1));
  EXPECT_THAT(PlanCreate(ConfigFor("P1")).said,
              HasSubstr("created 1 minute ago, differs in replica_fallback_user_id, "
                        "mirror_window_days\n\nApply creates another one"));
}

TEST_F(PlanTest, SaysNothingOfReplicasOnOtherTargets) {
  incident().AddReplica(WantedOn("P2"), absl::Minutes(1));
  EXPECT_EQ(PlanCreate(ConfigFor("P1")).said, "");
}

// A tainted object is replaced without being planned itself.
TEST_F(PlanTest, NeverSpeaksOfATaintedReplica) {
  const ReplicaModel tainted = Existing(ConfigFor("P1"));
  Read(tainted);
  EXPECT_EQ(PlanCreate(ConfigFor("P1")).said, "");
}

constexpr char kInUse[] =
    "warning: Target is in use: PagerDuty P1\n"
    "This plan creates a replica on PagerDuty P1, where replica rep1 of this state writes already. "
    "Two replicas on one external schedule overwrite each other's overrides. Give each its own "
    "external schedule, or join their sources in one resource.\n";

TEST_F(PlanTest, ACreateOnTheTargetOfAnotherResourceIsWarnedAbout) {
  EXPECT_EQ(PlanUnchanged(Existing(ConfigFor("P1"))).said, "");
  EXPECT_EQ(PlanCreate(ConfigFor("P1")).said, kInUse);
}

TEST_F(PlanTest, ACreateOnTheTargetOfAnotherResourceIsSeenInEitherOrder) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  Read(state);
  EXPECT_EQ(PlanCreate(ConfigFor("P1")).said, "");
  EXPECT_EQ(PlanUnchanged(state).said, kInUse);
}

TEST_F(PlanTest, ACreateOnATargetThatAnotherResourceLeavesIsFine) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  PlanUpdate(state, ConfigFor("P2"));
  EXPECT_EQ(PlanCreate(ConfigFor("P1")).said, "");
}

TEST_F(PlanTest, ARenamedResourceIsToldHowToKeepItsReplica) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  PlanDestroy(state);
  EXPECT_EQ(PlanCreate(ConfigFor("P1")).said,
            "warning: Target is in use: PagerDuty P1\n"
            "This plan deletes replica rep1, which writes to PagerDuty P1, and creates another one "
            "there, in no certain order. If the old one goes first, nothing is mirrored until the "
            "first sync of the new one. If the resource was only renamed, write this block, and "
            "the replica stays:\n\n"
            "moved {\n  from = incident_schedule_replica.OLD_NAME\n"
            "  to   = incident_schedule_replica.NAME\n}\n");
}

TEST_F(PlanTest, ARenamedResourceIsSeenInEitherOrder) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  Read(state);
  EXPECT_EQ(PlanCreate(ConfigFor("P1")).said, "");
  EXPECT_THAT(PlanDestroy(state).said, StartsWith("warning: Target is in use: PagerDuty P1\n"));
}

TEST_F(PlanTest, NeverAdoptsWhatItReplaces) {
  ReplicaModel replaced = ConfigFor("P1");
  replaced.id = incident().AddReplica(WantedOn("P1"), absl::Minutes(1)).value();
  const Outcome first = PlanUnchanged(replaced);
  EXPECT_EQ(HeldReplica(first.private_data), ids::ReplicaId("rep1"));
  const Outcome second = PlanCreate(ConfigFor("P1"), {}, first.private_data);
  EXPECT_EQ(second.said, "");
  EXPECT_EQ(AnnouncedReplica(second.private_data), std::nullopt);
  // Also when another process plans the second half.
  Reconfigure();
  const Outcome elsewhere = PlanCreate(ConfigFor("P1"), {}, first.private_data);
  EXPECT_EQ(elsewhere.said, "");
  EXPECT_EQ(AnnouncedReplica(elsewhere.private_data), std::nullopt);
  EXPECT_THAT(elsewhere.requests, ElementsAre(kList));
}

TEST_F(PlanTest, TwoCreatesNeverAnnounceTheSameReplica) {
  incident().AddReplica(WantedOn("P1"), absl::Minutes(1));
  const Outcome first = PlanCreate(ConfigFor("P1"));
  const Outcome second = PlanCreate(ConfigFor("P1"));
  EXPECT_EQ(AnnouncedReplica(first.private_data), Announced{ids::ReplicaId("rep1")});
  EXPECT_EQ(AnnouncedReplica(second.private_data), std::nullopt);
  EXPECT_EQ(second.said,
            "warning: Two replicas planned: PagerDuty P1\n"
            "Another resource of this plan creates a replica on PagerDuty P1 too. Two replicas on "
            "one external schedule overwrite each other's overrides. Give each its own external "
            "schedule, or join their sources in one resource.\n");
}

TEST_F(PlanTest, AScheduleThatDoesNotExistFailsThePlan) {
  ReplicaModel config = ConfigFor("P1");
  config.schedule_id = "S9";
  EXPECT_EQ(PlanCreate(config).said,
            "error: Schedule not found: S9 [schedule_id]\n"
            "GET /v2/schedules/S9/replicas answered 404: no such schedule.\n\n"
            "Check the id, and that the API key belongs to the organisation that has it.\n\n"
            "Request id: req-1\n");
}

TEST_F(PlanTest, AKeyThatIsNotAcceptedFailsThePlan) {
  incident().Expect({.method = Method::kGet, .status = 401, .body = ErrorBody("who are you")});
  EXPECT_EQ(PlanCreate(ConfigFor("P1")).said,
            "error: Cannot plan replica: PagerDuty P1\n"
            "GET /v2/schedules/S1/replicas answered 401: who are you.\n\n"
            "The API key is not accepted: check api_key in the provider block, or the environment "
            "variable INCIDENT_API_KEY.\n\n"
            "Request id: req-1\n");
}

TEST_F(PlanTest, AnOutageDoesNotKeepFromPlanning) {
  incident().Expect({.method = Method::kGet, .status = 503, .times = oncall::kForEver});
  const std::string said = PlanCreate(ConfigFor("P1")).said;
  EXPECT_THAT(said, StartsWith("warning: Cannot check replica: PagerDuty P1\n"));
  EXPECT_THAT(said, HasSubstr("So it is not known whether the schedule has the sources, whether "
                              "another replica already writes to the same external schedule, and "
                              "what the mirror changes there."));
  EXPECT_THAT(said, Not(HasSubstr("\nwarning: ")));
}

TEST_F(PlanTest, WaitsWithUnknownArguments) {
  ReplicaModel config = ConfigFor("P1");
  config.replica_provider_id = tf::Attr<std::string>::Unknown();
  const Outcome outcome = PlanCreate(config);
  EXPECT_EQ(outcome.said, "");
  EXPECT_THAT(outcome.requests, IsEmpty());
}

// ---- The repetition at apply

TEST_F(PlanTest, TheRepetitionAtApplyIsQuietAndStillAdopts) {
  incident().AddReplica(WantedOn("P1"), absl::Minutes(12));
  const Outcome outcome = PlanCreate(ConfigFor("P1"), {.deferral_allowed = true});
  EXPECT_EQ(outcome.said, "");
  EXPECT_EQ(AnnouncedReplica(outcome.private_data), (Announced{ids::ReplicaId("rep1"), false}));
  EXPECT_THAT(outcome.requests, ElementsAre(kList));
}

TEST_F(PlanTest, AppliesOnlyWhatWasPlannedWhereTerraformHandsItBack) {
  incident().AddReplica(WantedOn("P1"), absl::Minutes(12));
  const Outcome nothing = PlanCreate(ConfigFor("P1"), {.planned_before = tf::PrivateData{}});
  EXPECT_EQ(nothing.said, "");
  EXPECT_EQ(AnnouncedReplica(nothing.private_data), std::nullopt);
  EXPECT_THAT(nothing.requests, IsEmpty());

  tf::PrivateData planned;
  SetAnnouncedReplica(planned, {ids::ReplicaId("rep1")});
  const Outcome announced = PlanCreate(ConfigFor("P1"), {.planned_before = planned});
  EXPECT_EQ(AnnouncedReplica(announced.private_data), Announced{ids::ReplicaId("rep1")});
}

// ---- Changes

TEST_F(PlanTest, AChangeOnItsOwnTargetDoesNotAnnounceWhomItSharesThatWith) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  incident().AddReplica(WantedOn("P1"), absl::Hours(9));
  ReplicaModel config = ConfigFor("P1");
  config.mirror_window_days = 30;
  EXPECT_EQ(PlanUpdate(state, config).said,
            "warning: PagerDuty P1 (replica rep1) has more than one replica\n"
            "This is replica rep1; replica rep2 mirrors to the same PagerDuty schedule.\n"
            "Where they disagree, what satisfies one of them counts as right. Remove all\n"
            "but one, or give each a schedule of its own.\n");
}

TEST_F(PlanTest, AChangeOntoAnothersTargetIsWarnedAbout) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  incident().AddReplica(WantedOn("P2"), absl::Hours(50));
  EXPECT_THAT(PlanUpdate(state, ConfigFor("P2")).said,
              HasSubstr("warning: Replica exists already: PagerDuty P2\n"
                        "Schedule S1 already has a replica on PagerDuty P2:\n\n"
                        "  rep2, created 2 days ago, with exactly these arguments\n\n"
                        "Apply creates another one, and then all of them write to the same "
                        "external schedule. Delete in incident.io what nobody needs there, or give "
                        "this resource an external schedule of its own.\n"));
}

TEST_F(PlanTest, AChangeOntoATargetOfTheSameStateIsWarnedAboutInEitherOrder) {
  const ReplicaModel moves = Existing(ConfigFor("P1"));
  const ReplicaModel stays = Existing(ConfigFor("P2"));
  const std::string said =
      "warning: Target is in use: PagerDuty P2\n"
      "This plan creates a replica on PagerDuty P2, where replica rep2 of this state writes "
      "already. ";
  EXPECT_THAT(PlanUnchanged(stays).said, Not(HasSubstr("Target is in use")));
  EXPECT_THAT(PlanUpdate(moves, ConfigFor("P2")).said, HasSubstr(said));
  Reconfigure();
  PlanUpdate(moves, ConfigFor("P2"));
  EXPECT_THAT(PlanUnchanged(stays).said, HasSubstr(said));
}

TEST_F(PlanTest, ReplicasBesideTheAdoptedOneAreNamedAsSuch) {
  incident().AddReplica(WantedOn("P1"), absl::Minutes(3));
  incident().AddReplica(WantedOn("P1"), absl::Minutes(2));
  const std::string said = PlanCreate(ConfigFor("P1")).said;
  EXPECT_THAT(said, HasSubstr("warning: Apply adopts a replica: PagerDuty P1\n"));
  EXPECT_THAT(said, HasSubstr("  rep2, created 2 minutes ago, with exactly these arguments\n\n"
                              "Apply adopts another one, and then all of them write to the same "
                              "external schedule."));
}

// ---- What a killed change has put back

class PutBackTest : public PlanTest {
 protected:
  PutBackTest() {
    incident().Remove(ids::ReplicaId("rep1"));
    incident().AddReplica(WantedOn("P1"), absl::Minutes(5));
    SetPutBackReplica(noted_, ids::ReplicaId("rep2"));
  }

  const ReplicaModel state_ = Existing(ConfigFor("P1"));
  tf::PrivateData noted_;
};

TEST_F(PutBackTest, IsTakenForTheSameReplicaByAnUpdate) {
  const Outcome plan = PlanUnchanged(state_, noted_);
  EXPECT_EQ(plan.said,
            "warning: Replica recognised: PagerDuty P1\n"
            "Replica rep1, which the state names, is gone. Replica rep2 of the same schedule has "
            "exactly its arguments, as when a change was ended while it put the old replica back. "
            "Apply takes it for the same one.\n");
  EXPECT_TRUE(plan.state->id.is_unknown());

  Reconfigure();
  EXPECT_EQ(PlanUnchanged(state_, noted_, {.deferral_allowed = true}).said, "");
  const Outcome outcome = UpdateToResync(state_, plan.private_data);
  EXPECT_EQ(*outcome.state->id, "rep2");
  EXPECT_EQ(PutBackReplica(outcome.private_data), std::nullopt);
  EXPECT_EQ(incident().ids(), "rep2");
}

TEST_F(PutBackTest, IsNotTakenForWhatAStateWithoutAnIdWouldName) {
  ReplicaModel edited = state_;
  edited.id = tf::Attr<std::string>::Null();
  EXPECT_THAT(PlanUnchanged(edited, noted_).said, Not(HasSubstr("Replica recognised")));
}

TEST_F(PutBackTest, StaysNotedWhileItCannotBeRead) {
  const Outcome plan = PlanUnchanged(state_, noted_);
  Reconfigure();
  incident().Expect({.status = 503, .times = oncall::kForEver});
  const Outcome outcome = UpdateToResync(state_, plan.private_data);
  EXPECT_EQ(*outcome.state->id, "rep1");
  EXPECT_EQ(PutBackReplica(outcome.private_data), ids::ReplicaId("rep2"));
}

TEST_F(PutBackTest, GoesWhenTheChangeIsMadeAfterAll) {
  incident().RefuseTwins();
  ReplicaModel config = ConfigFor("P1");
  config.mirror_window_days = 30;
  const Outcome plan = PlanUpdate(state_, config, {}, noted_);
  EXPECT_THAT(plan.said, HasSubstr("Replica recognised"));
  const Outcome outcome = Update(state_, config, plan.private_data);
  EXPECT_EQ(*outcome.state->id, "rep3");
  EXPECT_EQ(incident().ids(), "rep3");
}

TEST_F(PutBackTest, IsLeftToAnotherResourceThatHoldsIt) {
  oncall_->claims().Hold(ids::ReplicaId("rep2"));
  const Outcome plan = PlanUnchanged(state_, noted_);
  EXPECT_THAT(plan.said, Not(HasSubstr("Replica recognised")));
  EXPECT_EQ(PutBackReplica(plan.private_data), std::nullopt);
}

// A deposed or orphaned object may name what its successor's equal has followed.
TEST_F(PutBackTest, StaysWhenTheResourceIsDestroyed) {
  EXPECT_THAT(PlanDestroy(state_, {}, noted_).said,
              HasSubstr("warning: Replica may be left: PagerDuty P1\n"
                        "Replica rep1, which the state names, is gone. Replica rep2 of the same "
                        "schedule has exactly its arguments and stays. If no other resource "
                        "manages it, a change that was ended has put it back: delete it in "
                        "incident.io.\n"));
  EXPECT_EQ(Delete(state_, noted_).said, "");
  EXPECT_EQ(incident().ids(), "rep2");
}

// ---- Plans that change nothing

TEST_F(PlanTest, SaysWhichSourcesDoNotExist) {
  ReplicaModel config = ConfigFor("P1");
  const ReplicaModel state = Existing(config);
  config.sources = tf::Set<SourceModel>{{"R1", "L1"}, {"R1", "L9"}, {"R8", "L1"}};
  const Outcome outcome = PlanUpdate(state, config);
  EXPECT_EQ(outcome.said,
            "warning: Sources do not exist: PagerDuty P1 [sources]\n"
            "Schedule \"Primary\" (S1) does not have:\n\n"
            "  layer L9 of rotation \"Weekly\" (R1)\n"
            "  rotation R8\n\n"
            "Nobody is mirrored from there. Correct sources; the schedule has:\n\n"
            "  layer \"A\" (L1) of rotation \"Weekly\" (R1)\n"
            "  layer \"B\" (L2) of rotation \"Weekly\" (R1)\n");
  EXPECT_THAT(outcome.requests, ElementsAre(kList, kSchedule, kEntries));
}

TEST_F(PlanTest, LeavesVanishedSourcesOfAnUnchangedReplicaToItsCheck) {
  ReplicaModel config = ConfigFor("P1");
  config.sources = tf::Set<SourceModel>{{"R1", "L1"}, {"R1", "L9"}};
  EXPECT_EQ(PlanUnchanged(Existing(config)).said,
            "warning: PagerDuty P1 mirrors a layer that is gone\n"
            "Rotation \"Weekly\" has no layer L9. Nothing is mirrored from there: take it\n"
            "out of `sources`.\n");
}

TEST_F(PlanTest, AsksForNothingWhenTheDriftCheckIsOff) {
  ReplicaModel config = ConfigFor("P1");
  config.drift_check = "off";
  const Outcome outcome = PlanUnchanged(Existing(config));
  EXPECT_EQ(outcome.said, "");
  EXPECT_THAT(outcome.requests, IsEmpty());
}

TEST_F(PlanTest, LeftoversOfAFailedChangeShowAsAnUpdate) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  tf::PrivateData data;
  SetPendingReplicas(data, {{ids::ScheduleId("S1"), ids::ReplicaId("rep2")}});
  const Outcome outcome = PlanUnchanged(state, data);
  EXPECT_TRUE(outcome.state->last_sync_error.is_unknown());
  EXPECT_EQ(outcome.said,
            "warning: Two replicas are left: PagerDuty P1\n"
            "An earlier apply could not be finished: besides the replica in the state there is "
            "also rep2, made by that apply. On-call is covered meanwhile. Apply keeps the one that "
            "fits the configuration and deletes the rest.\n");
  EXPECT_EQ(PendingReplicas(outcome.private_data).size(), 1U);

  const Outcome repeated = PlanUnchanged(state, data, {.deferral_allowed = true});
  EXPECT_TRUE(repeated.state->last_sync_error.is_unknown());
  EXPECT_EQ(repeated.said, "");
}

TEST_F(PlanTest, ALeftoverIsNotNamedASecondTimeAsSharingTheTarget) {
  const ReplicaModel state = Existing(ConfigFor("P1"));
  Existing(ConfigFor("P1"));
  tf::PrivateData data;
  SetPendingReplicas(data, {{ids::ScheduleId("S1"), ids::ReplicaId("rep2")}});
  const std::string said = PlanUnchanged(state, data).said;
  EXPECT_THAT(said, HasSubstr("warning: Two replicas are left: PagerDuty P1\n"));
  EXPECT_THAT(said, Not(HasSubstr("more than one replica")));
}

TEST_F(PlanTest, APlanThatChangesNothingAlwaysSpeaks) {
  ReplicaModel config = ConfigFor("P1");
  config.sources = tf::Set<SourceModel>{{"R8", "L1"}};
  EXPECT_THAT(PlanUnchanged(Existing(config), {}, {.deferral_allowed = true}).said,
              HasSubstr("warning: PagerDuty P1 mirrors a layer that is gone\n"));
}

TEST_F(PlanTest, ReadsTwiceAndTheEntriesForAnyNumberOfReplicas) {
  constexpr int kReplicas = 50;
  std::vector<ReplicaModel> states;
  for (int i = 0; i < kReplicas; ++i) {
    states.push_back(Existing(ConfigFor("P" + std::to_string(i))));
  }
  {
    std::vector<std::jthread> walks;
    for (const ReplicaModel& state : states) {
      walks.emplace_back([&] {
        tf::CallData read_data, plan_data;
        read_data.configured = plan_data.configured = tf::Configured(oncall_);
        tf::ReadCall<ReplicaModel> read(read_data, ReplicaShape(), state);
        resource_.Read(read);
        tf::PlanCall<ReplicaModel> plan(plan_data, state, &state, state);
        resource_.Plan(plan);
        EXPECT_TRUE(read_data.kept && plan_data.diagnostics.empty());
      });
    }
  }
  EXPECT_THAT(incident().TakeLog(), testing::UnorderedElementsAre(kList, kSchedule, kEntries));
}

// ---- Without access

TEST_F(PlanTest, APlanThatNeedsNothingNeedsNoKey) {
  ConfigureWithout(oncall::NoAccess::Reason::kMissing);
  EXPECT_EQ(PlanUnchanged(Existing(ConfigFor("P1"))).said, "");
}

TEST_F(PlanTest, ACreateNeedsAKey) {
  ConfigureWithout(oncall::NoAccess::Reason::kMissing);
  EXPECT_EQ(PlanCreate(ConfigFor("P1")).said,
            "error: Cannot create replica: PagerDuty P1\n"
            "incident.io cannot be asked without an API key. Set api_key in the provider block, or "
            "the environment variable INCIDENT_API_KEY.\n");
}

TEST_F(PlanTest, ACreateWaitsForAKeyThatIsNotKnownYet) {
  ConfigureWithout(oncall::NoAccess::Reason::kUnknown);
  const Outcome outcome = PlanCreate(ConfigFor("P1"));
  EXPECT_EQ(outcome.said, "");
  EXPECT_TRUE(outcome.state->id.is_unknown());
}

// ---- Destroying

TEST_F(PlanTest, DestroyingSaysWhoTakesOver) {
  EXPECT_EQ(PlanDestroy(Existing(ConfigFor("P1"))).said,
            "warning: Mirroring ends: PagerDuty P1\n"
            "When replica rep1 is deleted, incident.io removes the overrides that it made in "
            "PagerDuty P1, unless another replica writes there too. That schedule's own rotation "
            "then decides at once who is paged: check there who is on call before you approve.\n");
}

TEST_F(PlanTest, DestroyingSaysWhoIsOnCallThen) {
  incident().AnswerOthers([](const http::Request&) {
    return http::Response{200, {{"Content-Type", "application/json"}}, kBobUntilMonday};
  });
  oncall_ = world_.WithPagerDuty();
  const Outcome outcome = PlanDestroy(Existing(ConfigFor("P1")));
  EXPECT_EQ(outcome.said,
            "warning: Mirroring ends: PagerDuty P1\n"
            "When replica rep1 is deleted, incident.io removes the overrides that it made in "
            "PagerDuty P1, unless another replica writes there too. That schedule's own rotation "
            "then decides at once who is paged: now that is Bob, until Mon 9 Mar 05:00 (EDT). "
            "Overrides made by hand stay.\n");
  EXPECT_THAT(outcome.requests, ElementsAre("pagerduty: GET /schedules/P1"));
  EXPECT_THAT(PlanDestroy(Existing(ConfigFor("P1"))).requests, IsEmpty());
}

TEST_F(PlanTest, DestroyingAsksNobodyWhereTheCheckIsOff) {
  oncall_ = world_.WithPagerDuty(oncall::DriftCheck::kOff);
  const Outcome outcome = PlanDestroy(Existing(ConfigFor("P1")));
  EXPECT_THAT(outcome.said, HasSubstr("check there who is on call before you approve.\n"));
  EXPECT_THAT(outcome.requests, IsEmpty());
}

TEST_F(PlanTest, DestroyingIsNotSpokenOfAgainAtApply) {
  EXPECT_EQ(PlanDestroy(Existing(ConfigFor("P1")), {.deferral_allowed = true}).said, "");
}

TEST_F(PlanTest, DestroyingSaysThatOpsgenieKeepsItsOverrides) {
  ReplicaModel config = ConfigFor("3a1f6d0e-5b1c-4d8e-9f0a-2b7c6d5e4f30");
  config.replica_provider = "opsgenie";
  EXPECT_EQ(PlanDestroy(Existing(config)).said,
            "warning: Overrides stay behind: 3a1f6d0e-5b1c-4d8e-9f0a-2b7c6d5e4f30\n"
            "When replica rep1 is deleted, incident.io stops mirroring but does not remove the "
            "overrides that it made in Opsgenie 3a1f6d0e-5b1c-4d8e-9f0a-2b7c6d5e4f30. They stay in "
            "force until they end: remove them there by hand afterwards.\n");
}

}  // namespace
}  // namespace schedule_replica
