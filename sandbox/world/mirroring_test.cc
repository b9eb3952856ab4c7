#include "sandbox/world/mirroring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox/world/testing.h"
#include "sandbox/world/world.h"

namespace sandbox::world {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// One incident.io schedule with A and B in turn, a day each, and in every external system a
// schedule "X" on which "PD" is on call all the time. A and B have counterparts, M has none.
class MirroringTest : public ::testing::Test {
 protected:
  MirroringTest() {
    for (const char* id : {"A", "B", "M"}) {
      world_.incident().PutUser({id, std::string("User ") + id, std::string(id) + "@example.com"});
    }
    for (const char* id : {"A", "B", "D", "F"}) AddExternalUser(id);
    AddExternalSchedules();
    Rotation rotation;
    rotation.id = "R1";
    rotation.name = "Primary";
    rotation.handover_start_at = T("2026-03-02T09:00");
    rotation.handovers = {{Handover::Unit::kDaily, 1}};
    rotation.layers = {{"L1", "Layer 1"}};
    rotation.users = {"A", "B"};
    world_.incident().CreateSchedule({"S1", "On-call", "UTC", {}, {}, {rotation}});
  }

  void AddExternalUser(const std::string& id) {
    world_.pagerduty().PutUser({"P" + id, "P" + id, id + "@EXAMPLE.com"});
    world_.opsgenie().PutUser({"P" + id, id + "@example.com", "P" + id});
    world_.jsm().PutUser({"P" + id, id + "@example.com", "P" + id});
    if (id == "D" || id == "F") return;
    world_.mirroring().Link(Provider::kOpsgenie, "P" + id, id);
    world_.mirroring().Link(Provider::kJsm, "P" + id, id);
  }

  void AddExternalSchedules() {
    PagerDutyLayer layer;
    layer.start = layer.rotation_virtual_start = T("2026-03-01T00:00");
    layer.users = {"PD"};
    world_.pagerduty().PutSchedule({"X", "Layered", "UTC", {layer}});
    OpsRotation rotation;
    rotation.start = T("2026-03-01T00:00");
    rotation.participants = {{"user", "PD"}};
    OpsSchedule schedule;
    schedule.id = "X";
    schedule.rotations = {rotation};
    world_.opsgenie().PutSchedule(schedule);
    world_.jsm().PutSchedule(schedule);
  }

  static NewReplica To(const std::string& provider) {
    return {"S1", {{"R1", "L1"}}, provider, "X", "PF", 2};
  }

  static Override On(const char* start, const char* end, const char* user) {
    return {"", "S1", {"R1", "L1"}, T(start), T(end), user};
  }

  const Replica& Only() { return world_.mirroring().replicas().at(0); }

  // What the target shows for the two days of the window.
  std::vector<std::string> Shows(Provider provider) {
    const auto states = world_.history().OnCallStates({provider, "X"}, T("2026-03-02T09:00"),
                                                      T("2026-03-04T09:00"));
    return Lines(states.back().shows);
  }

  std::vector<std::string> PagerDutyOverrides() {
    std::vector<std::string> lines;
    for (const PagerDutyOverride& one : world_.pagerduty().FindSchedule("X")->overrides) {
      lines.push_back(Line(one.start, one.end, one.user));
    }
    return lines;
  }

  std::vector<std::string> OpsOverrides(const OpsAccount& account) {
    std::vector<std::string> lines;
    for (const OpsOverride& one : account.FindSchedule("X")->overrides) {
      lines.push_back(Line(one.start, one.end, ToTimelineUser(one.responder)));
    }
    return lines;
  }

  // The field and message of a refused replica.
  std::string Refused(const NewReplica& wanted) {
    const auto created = world_.mirroring().Create(wanted);
    return created ? "accepted" : created.error().field + ": " + created.error().message;
  }

  World world_{T("2026-03-02T09:00")};
};

TEST_F(MirroringTest, ANewReplicaIsSyncedAtOnce) {
  const auto created = world_.mirroring().Create(To("pagerduty"));
  ASSERT_TRUE(created);
  EXPECT_EQ(created->last_synced_at, T("2026-03-02T09:00"));
  EXPECT_EQ(created->last_sync_error, std::nullopt);
  ASSERT_EQ(created->user_statuses.size(), 2U);
  EXPECT_EQ(created->user_statuses[1].user_id, "B");
  EXPECT_EQ(created->user_statuses[1].external_user_id, "PB");
  EXPECT_THAT(Shows(Provider::kPagerDuty), ElementsAre("2026-03-02T09:00 2026-03-03T09:00 PA",
                                                       "2026-03-03T09:00 2026-03-04T09:00 PB"));
}

TEST_F(MirroringTest, RefusesReplicasThatCannotBe) {
  NewReplica wanted = To("pagerduty");
  wanted.schedule_id = "S9";
  EXPECT_EQ(world_.mirroring().Create(wanted).error().kind, Refusal::Kind::kNotFound);
  EXPECT_EQ(Refused(To("opsgenie_v2")), "replica_provider: Not a known provider: opsgenie_v2");
  wanted = To("pagerduty");
  wanted.sources.clear();
  EXPECT_EQ(Refused(wanted), "sources: At least one source is required");
  wanted.sources = {{"R1", "L9"}};
  EXPECT_EQ(Refused(wanted), "sources: The schedule has no rotation R1 with a layer L9");
  wanted = To("pagerduty");
  wanted.mirror_window_days = 91;
  EXPECT_EQ(Refused(wanted), "mirror_window_days: Must be between 1 and 90");
  wanted = To("jsm");
  wanted.provider_id = "Y";
  EXPECT_EQ(Refused(wanted), "replica_provider_id: External schedule not found: Y");
  wanted = To("opsgenie");
  wanted.fallback_user_id = "PZ";
  EXPECT_EQ(Refused(wanted), "replica_fallback_user_id: External user not found: PZ");
  EXPECT_THAT(world_.mirroring().replicas(), IsEmpty());
}

TEST_F(MirroringTest, ASecondReplicaOfATargetIsAllowedUnlessSwitchedOff) {
  EXPECT_EQ(Refused(To("jira")), "accepted");
  EXPECT_EQ(Refused(To("jsm")), "accepted");
  world_.mirroring().switches().refuse_second_replica = true;
  world_.mirroring().switches().second_refused_as = Refusal::Kind::kConflict;
  const auto third = world_.mirroring().Create(To("jsm"));
  EXPECT_EQ(third.error().kind, Refusal::Kind::kConflict);
  EXPECT_EQ(third.error().message, "Another replica mirrors to this schedule");
  EXPECT_EQ(Refused(To("pagerduty")), "accepted");
}

TEST_F(MirroringTest, EveryChangeOfTheScheduleIsFollowed) {
  world_.mirroring().Create(To("pagerduty"));
  world_.AdvanceTo(T("2026-03-02T10:00"));
  const auto added =
      world_.incident().CreateOverride(On("2026-03-02T12:00", "2026-03-02T14:00", kNobody));
  EXPECT_THAT(
      Shows(Provider::kPagerDuty),
      ElementsAre("2026-03-02T09:00 2026-03-02T12:00 PA", "2026-03-02T12:00 2026-03-02T14:00 PF",
                  "2026-03-02T14:00 2026-03-03T09:00 PA", "2026-03-03T09:00 2026-03-04T09:00 PB"));
  world_.incident().DeleteOverride(added->id);
  EXPECT_THAT(Shows(Provider::kPagerDuty), ElementsAre("2026-03-02T09:00 2026-03-03T09:00 PA",
                                                       "2026-03-03T09:00 2026-03-04T09:00 PB"));
  EXPECT_EQ(Only().last_synced_at, T("2026-03-02T10:00"));
  EXPECT_EQ(Only().updated_at, T("2026-03-02T10:00"));
}

TEST_F(MirroringTest, ASyncThatFindsNoDifferenceWritesNothing) {
  world_.mirroring().Create(To("pagerduty"));
  const auto before = PagerDutyOverrides();
  world_.mirroring().SyncNow();
  EXPECT_EQ(PagerDutyOverrides(), before);
}

TEST_F(MirroringTest, ADelayedSyncRunsWhenTheClockGetsThere) {
  world_.mirroring().switches().sync_delay = absl::Minutes(5);
  world_.mirroring().Create(To("pagerduty"));
  EXPECT_EQ(Only().last_synced_at, std::nullopt);
  EXPECT_EQ(Only().user_statuses.size(), 2U);
  world_.AdvanceTo(T("2026-03-02T09:03"));
  world_.incident().CreateOverride(On("2026-03-02T12:00", "2026-03-02T14:00", "B"));
  EXPECT_EQ(Only().sync_due, T("2026-03-02T09:05"));
  world_.AdvanceTo(T("2026-03-02T10:00"));
  EXPECT_EQ(Only().last_synced_at, T("2026-03-02T09:05"));
  EXPECT_EQ(world_.mirroring().NextDue(), absl::InfiniteFuture());
  EXPECT_THAT(
      Lines(world_.history().OnCallHistory({Provider::kPagerDuty, "X"}, T("2026-03-02T09:00"),
                                           T("2026-03-02T10:00"))),
      ElementsAre("2026-03-02T09:00 2026-03-02T09:05 PD", "2026-03-02T09:05 2026-03-02T10:00 PA"));
}

TEST_F(MirroringTest, AnInfiniteDelayLeavesOnlySyncNow) {
  world_.mirroring().switches().sync_delay = absl::InfiniteDuration();
  world_.mirroring().Create(To("pagerduty"));
  world_.AdvanceTo(T("2026-03-03T09:00"));
  EXPECT_EQ(Only().last_synced_at, std::nullopt);
  world_.mirroring().SyncNow("S2");
  EXPECT_EQ(Only().last_synced_at, std::nullopt);
  world_.mirroring().SyncNow("S1");
  EXPECT_EQ(Only().last_synced_at, T("2026-03-03T09:00"));
}

TEST_F(MirroringTest, AFailingSyncSaysSoAndWritesNothing) {
  world_.mirroring().Create(To("pagerduty"));
  const auto before = PagerDutyOverrides();
  world_.mirroring().switches().sync_fails_with = "PagerDuty is unreachable";
  world_.AdvanceTo(T("2026-03-02T10:00"));
  world_.incident().CreateOverride(On("2026-03-02T12:00", "2026-03-02T14:00", "B"));
  EXPECT_EQ(Only().last_sync_error, "PagerDuty is unreachable");
  EXPECT_EQ(Only().last_synced_at, T("2026-03-02T09:00"));
  EXPECT_EQ(PagerDutyOverrides(), before);
  world_.mirroring().switches().sync_fails_with.clear();
  world_.mirroring().SyncNow();
  EXPECT_EQ(Only().last_sync_error, std::nullopt);
  EXPECT_EQ(Only().last_synced_at, T("2026-03-02T10:00"));
}

TEST_F(MirroringTest, ASyncThatWritesNothingSucceedsAllTheSame) {
  world_.mirroring().switches().sync_writes = false;
  world_.mirroring().Create(To("pagerduty"));
  EXPECT_EQ(Only().last_synced_at, T("2026-03-02T09:00"));
  EXPECT_EQ(Only().last_sync_error, std::nullopt);
  EXPECT_THAT(PagerDutyOverrides(), IsEmpty());
}

TEST_F(MirroringTest, AnUnmappedUserFailsTheSyncButNotTheOthersShifts) {
  world_.incident().CreateOverride(On("2026-03-02T12:00", "2026-03-02T14:00", "M"));
  world_.mirroring().Create(To("pagerduty"));
  EXPECT_EQ(Only().last_sync_error, "Failed to find external user for User M");
  EXPECT_EQ(Only().last_synced_at, std::nullopt);
  EXPECT_THAT(PagerDutyOverrides(), ElementsAre("2026-03-02T09:00 2026-03-02T12:00 PA",
                                                "2026-03-02T14:00 2026-03-03T09:00 PA",
                                                "2026-03-03T09:00 2026-03-04T09:00 PB"));
  world_.mirroring().Link(Provider::kPagerDuty, "PD", "M");
  world_.mirroring().SyncNow();
  EXPECT_EQ(Only().last_sync_error, std::nullopt);
}

TEST_F(MirroringTest, AVanishedTargetFailsTheSync) {
  world_.mirroring().Create(To("pagerduty"));
  world_.pagerduty().RemoveSchedule("X");
  world_.mirroring().SyncNow();
  EXPECT_EQ(Only().last_sync_error, "Failed to find external schedule X");
}

TEST_F(MirroringTest, ManualEditsStayUntilTheNextSync) {
  world_.mirroring().Create(To("pagerduty"));
  world_.pagerduty().CreateOverrides("X",
                                     {{"", T("2026-03-02T18:00"), T("2026-03-02T20:00"), "PD"}});
  EXPECT_THAT(Shows(Provider::kPagerDuty)[1], "2026-03-02T18:00 2026-03-02T20:00 PD");
  world_.mirroring().SyncNow();
  EXPECT_THAT(Shows(Provider::kPagerDuty), ElementsAre("2026-03-02T09:00 2026-03-03T09:00 PA",
                                                       "2026-03-03T09:00 2026-03-04T09:00 PB"));
}

TEST_F(MirroringTest, DeletionGivesBackTheBaseAndKeepsWhatPeopleMade) {
  const auto created = world_.mirroring().Create(To("pagerduty"));
  world_.pagerduty().CreateOverrides("X",
                                     {{"", T("2026-03-02T18:00"), T("2026-03-02T20:00"), "PF"}});
  world_.AdvanceTo(T("2026-03-02T12:00:00.5Z"));
  EXPECT_EQ(world_.incident().DeleteSchedule("S1").error().message,
            "The schedule has 1 active replicas: delete them first");
  ASSERT_TRUE(world_.mirroring().Delete("S1", created->id));
  EXPECT_THAT(PagerDutyOverrides(), ElementsAre("2026-03-02T09:00 2026-03-02T12:00 PA",
                                                "2026-03-02T18:00 2026-03-02T20:00 PF"));
  EXPECT_EQ(world_.mirroring().Delete("S1", created->id).error().kind, Refusal::Kind::kNotFound);
  EXPECT_TRUE(world_.incident().DeleteSchedule("S1"));
}

TEST_F(MirroringTest, OnlyTheLastReplicaOfATargetCleansUp) {
  const auto first = world_.mirroring().Create(To("jsm"));
  const auto second = world_.mirroring().Create(To("jsm"));
  world_.mirroring().Delete("S1", first->id);
  EXPECT_THAT(Shows(Provider::kJsm), ElementsAre("2026-03-02T09:00 2026-03-03T09:00 PA",
                                                 "2026-03-03T09:00 2026-03-04T09:00 PB"));
  world_.mirroring().Delete("S1", second->id);
  EXPECT_THAT(Shows(Provider::kJsm), ElementsAre("2026-03-02T09:00 2026-03-04T09:00 PD"));
}

TEST_F(MirroringTest, NothingIsCleanedUpOnOpsgenie) {
  const auto created = world_.mirroring().Create(To("opsgenie"));
  world_.mirroring().Delete("S1", created->id);
  EXPECT_THAT(OpsOverrides(world_.opsgenie()), ElementsAre("2026-03-02T09:00 2026-03-03T09:00 PA",
                                                           "2026-03-03T09:00 2026-03-04T09:00 PB"));
  EXPECT_THAT(Shows(Provider::kOpsgenie), ElementsAre("2026-03-02T09:00 2026-03-03T09:00 PA",
                                                      "2026-03-03T09:00 2026-03-04T09:00 PB"));
}

TEST_F(MirroringTest, OpsgenieLeftoversAreCoveredByNewerOverrides) {
  const auto created = world_.mirroring().Create(To("opsgenie"));
  world_.mirroring().Delete("S1", created->id);
  world_.incident().CreateOverride(On("2026-03-02T09:00", "2026-03-02T12:00", "B"));
  world_.mirroring().Create(To("opsgenie"));
  EXPECT_THAT(OpsOverrides(world_.opsgenie()), ElementsAre("2026-03-02T09:00 2026-03-03T09:00 PA",
                                                           "2026-03-03T09:00 2026-03-04T09:00 PB",
                                                           "2026-03-02T09:00 2026-03-02T12:00 PB"));
}

TEST_F(MirroringTest, StaleOverridesAreRemovedInJsmAndCoveredInPagerDuty) {
  world_.mirroring().Create(To("jsm"));
  world_.mirroring().Create(To("pagerduty"));
  world_.AdvanceTo(T("2026-03-02T10:00"));
  world_.incident().CreateOverride(On("2026-03-03T12:00", "2026-03-03T14:00", "A"));
  EXPECT_THAT(
      OpsOverrides(world_.jsm()),
      ElementsAre("2026-03-02T09:00 2026-03-03T09:00 PA", "2026-03-03T09:00 2026-03-03T12:00 PB",
                  "2026-03-03T12:00 2026-03-03T14:00 PA", "2026-03-03T14:00 2026-03-04T09:00 PB",
                  "2026-03-04T09:00 2026-03-04T10:00 PA"));
  EXPECT_THAT(
      PagerDutyOverrides(),
      ElementsAre("2026-03-02T09:00 2026-03-03T09:00 PA", "2026-03-03T09:00 2026-03-04T09:00 PB",
                  "2026-03-03T12:00 2026-03-03T14:00 PA", "2026-03-04T09:00 2026-03-04T10:00 PA"));
}

TEST_F(MirroringTest, ReplacingCreateFirstLeavesNoGapAndDeleteFirstDoes) {
  const Target target{Provider::kPagerDuty, "X"};
  const auto states = [&] {
    std::vector<std::string> first_users;
    for (const OnCallState& state :
         world_.history().OnCallStates(target, T("2026-03-02T10:00"), T("2026-03-02T11:00"))) {
      first_users.push_back(state.shows[0].users[0]);
    }
    return first_users;
  };
  const auto first = world_.mirroring().Create(To("pagerduty"));
  const auto second = world_.mirroring().Create(To("pagerduty"));
  world_.mirroring().Delete("S1", first->id);
  EXPECT_THAT(states(), ElementsAre("PD", "PA"));
  world_.mirroring().Delete("S1", second->id);
  world_.mirroring().Create(To("pagerduty"));
  EXPECT_THAT(states(), ElementsAre("PD", "PA", "PD", "PA"));
}

TEST_F(MirroringTest, ANativeReplicaIsKeptAndWritesNothing) {
  const auto created = world_.mirroring().Create(To("native"));
  ASSERT_TRUE(created);
  EXPECT_EQ(created->last_synced_at, T("2026-03-02T09:00"));
  EXPECT_TRUE(world_.mirroring().Delete("S1", created->id));
}

TEST_F(MirroringTest, ASeededReplicaIsKeptAsItIs) {
  Replica seeded;
  seeded.id = "01GSEEDED";
  seeded.schedule_id = "S1";
  seeded.target = {Provider::kPagerDuty, "X"};
  seeded.last_sync_error = "from long ago";
  world_.mirroring().Put(seeded);
  EXPECT_EQ(world_.mirroring().Find("S1", "01GSEEDED")->last_sync_error, "from long ago");
  EXPECT_EQ(world_.mirroring().Find("S2", "01GSEEDED"), nullptr);
  EXPECT_THAT(PagerDutyOverrides(), IsEmpty());
}

TEST_F(MirroringTest, TheCatalogLinksByAddressUnlessLinkedByHand) {
  world_.mirroring().Link(Provider::kPagerDuty, "PB", "");
  world_.mirroring().Link(Provider::kPagerDuty, "PD", "M");
  const auto catalog = world_.mirroring().PagerDutyCatalog();
  ASSERT_EQ(catalog.size(), 4U);
  EXPECT_EQ(catalog[0].external_id, "PA");
  EXPECT_EQ(catalog[0].user_id, "A");
  EXPECT_EQ(catalog[1].user_id, "");
  EXPECT_EQ(catalog[2].user_id, "M");
  EXPECT_EQ(catalog[3].user_id, "");
  EXPECT_EQ(world_.mirroring().ExternalUser(Provider::kPagerDuty, "A"), "PA");
  EXPECT_EQ(world_.mirroring().ExternalUser(Provider::kPagerDuty, "B"), "");
  EXPECT_EQ(world_.mirroring().ExternalUser(Provider::kJsm, "B"), "PB");
  EXPECT_EQ(world_.mirroring().ExternalUser(Provider::kJsm, "M"), "");
}

}  // namespace
}  // namespace sandbox::world
