#include "sandbox/world/world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox/world/testing.h"

namespace sandbox::world {
namespace {

using ::testing::ElementsAre;

// A weekly rotation of Alice, Bob and Carol over the start of summer time in London, with two
// overrides, mirrored into a PagerDuty schedule whose own layer knows Alice and Bob only. The
// replica is made at 09:05.
class WeekInLondon : public ::testing::Test {
 protected:
  WeekInLondon() {
    for (const auto& [id, name] : {std::pair{"01ALICE", "Alice"}, std::pair{"01BOB", "Bob"},
                                   std::pair{"01CAROL", "Carol"}}) {
      world_.incident().PutUser({id, name, std::string(name) + "@example.com"});
    }
    world_.pagerduty().PutUser({"PALICE1", "Alice", "alice@example.com"});
    world_.pagerduty().PutUser({"PBOB002", "Bob", "bob@example.com"});
    world_.pagerduty().PutUser({"PCAROL3", "Carol", "carol@example.com"});
    world_.pagerduty().PutUser({"PDAVE04", "Dave", "dave@example.com"});
    world_.pagerduty().PutUser({"PFALLBK", "Fallback", "fallback@example.com"});

    PagerDutyLayer layer;
    layer.start = layer.rotation_virtual_start = T("2026-03-23T09:00");
    layer.users = {"PALICE1", "PBOB002"};
    world_.pagerduty().PutSchedule({"PO8107X", "On-call", "Europe/London", {layer}});

    Rotation rotation;
    rotation.id = "R1";
    rotation.name = "Primary";
    rotation.handover_start_at = T("2026-03-23T09:00");
    rotation.handovers = {{Handover::Unit::kWeekly, 1}};
    rotation.layers = {{"L1", "Layer 1"}};
    rotation.users = {"01ALICE", "01BOB", "01CAROL"};
    world_.incident().CreateSchedule({"S1", "On-call", "Europe/London", {}, {}, {rotation}});
    world_.incident().CreateOverride(
        {"", "S1", {"R1", "L1"}, T("2026-03-25T18:00"), T("2026-03-26T00:00"), "01CAROL"});
    world_.incident().CreateOverride(
        {"", "S1", {"R1", "L1"}, T("2026-04-01T12:00"), T("2026-04-01T14:00"), kNobody});
    world_.AdvanceTo(T("2026-03-23T09:05"));
    world_.mirroring().Create({"S1", {{"R1", "L1"}}, "pagerduty", "PO8107X", "PFALLBK", 14});
  }

  std::vector<std::string> PagerDutyShows() const {
    return Lines(world_.history()
                     .OnCallStates({Provider::kPagerDuty, "PO8107X"}, kStart, kEnd)
                     .back()
                     .shows);
  }

  // Removes the override that starts then.
  void RemoveByHand(absl::Time start) {
    for (const PagerDutyOverride& one : world_.pagerduty().FindSchedule("PO8107X")->overrides) {
      if (one.start != start) continue;
      ASSERT_TRUE(world_.pagerduty().DeleteOverride("PO8107X", one.id));
      return;
    }
    FAIL() << "no override starts at " << absl::FormatTime(start);
  }

  const absl::Time kStart = T("2026-03-23T10:30");
  const absl::Time kEnd = T("2026-04-06T10:30");
  World world_{T("2026-03-23T09:00")};
};

TEST_F(WeekInLondon, HasTheEntriesOfTheWorkedExample) {
  const auto entries = world_.incident().EntriesBetween("S1", kStart, kEnd);
  ASSERT_TRUE(entries);
  EXPECT_THAT(Lines(entries->final), ElementsAre("2026-03-23T09:00 2026-03-25T18:00 01ALICE",
                                                 "2026-03-25T18:00 2026-03-26T00:00 01CAROL",
                                                 "2026-03-26T00:00 2026-03-30T08:00 01ALICE",
                                                 "2026-03-30T08:00 2026-04-01T12:00 01BOB",
                                                 "2026-04-01T12:00 2026-04-01T14:00 -",
                                                 "2026-04-01T14:00 2026-04-06T08:00 01BOB",
                                                 "2026-04-06T08:00 2026-04-13T08:00 01CAROL"));
}

TEST_F(WeekInLondon, IsMirroredWithThreeOverrides) {
  world_.AdvanceTo(T("2026-03-23T10:30:00.412Z"));
  world_.mirroring().SyncNow();
  EXPECT_THAT(PagerDutyShows(), ElementsAre("2026-03-23T10:30 2026-03-25T18:00 PALICE1",
                                            "2026-03-25T18:00 2026-03-26T00:00 PCAROL3",
                                            "2026-03-26T00:00 2026-03-30T08:00 PALICE1",
                                            "2026-03-30T08:00 2026-04-01T12:00 PBOB002",
                                            "2026-04-01T12:00 2026-04-01T14:00 PFALLBK",
                                            "2026-04-01T14:00 2026-04-06T08:00 PBOB002",
                                            "2026-04-06T08:00 2026-04-06T10:30 PCAROL3"));
}

TEST_F(WeekInLondon, RepairsManualEditsWithFiveOverrides) {
  world_.AdvanceTo(T("2026-03-23T10:00"));
  RemoveByHand(T("2026-03-25T18:00"));
  RemoveByHand(T("2026-04-01T12:00"));
  world_.pagerduty().CreateOverrides(
      "PO8107X", {{"", T("2026-04-06T04:00"), T("2026-04-06T12:00"), "PDAVE04"}});
  EXPECT_THAT(PagerDutyShows(), ElementsAre("2026-03-23T10:30 2026-03-30T08:00 PALICE1",
                                            "2026-03-30T08:00 2026-04-06T04:00 PBOB002",
                                            "2026-04-06T04:00 2026-04-06T10:30 PDAVE04"));
  const std::size_t before = world_.pagerduty().FindSchedule("PO8107X")->overrides.size();

  world_.AdvanceTo(T("2026-03-23T10:30:00.412Z"));
  world_.mirroring().SyncNow();
  std::vector<std::string> written;
  const auto& overrides = world_.pagerduty().FindSchedule("PO8107X")->overrides;
  for (std::size_t i = before; i < overrides.size(); ++i) {
    written.push_back(Line(overrides[i].start, overrides[i].end, overrides[i].user));
  }
  EXPECT_THAT(written, ElementsAre("2026-03-25T18:00 2026-03-26T00:00 PCAROL3",
                                   "2026-04-01T12:00 2026-04-01T14:00 PFALLBK",
                                   "2026-04-06T04:00 2026-04-06T08:00 PBOB002",
                                   "2026-04-06T08:00 2026-04-06T09:05 PCAROL3",
                                   "2026-04-06T09:05 2026-04-06T10:30 PCAROL3"));
  EXPECT_EQ(world_.mirroring().replicas()[0].last_synced_at, T("2026-03-23T10:30:00.412Z"));
}

TEST_F(WeekInLondon, RemembersWhoWasReallyOnCall) {
  const std::string replica = world_.mirroring().replicas()[0].id;
  world_.AdvanceTo(T("2026-03-25T20:00"));  // Carol's override runs
  world_.mirroring().Delete("S1", replica);
  world_.AdvanceTo(T("2026-03-25T22:00"));
  world_.mirroring().Create({"S1", {{"R1", "L1"}}, "pagerduty", "PO8107X", "PFALLBK", 14});
  EXPECT_THAT(Lines(world_.history().OnCallHistory({Provider::kPagerDuty, "PO8107X"},
                                                   T("2026-03-25T12:00"), T("2026-03-26T06:00"))),
              ElementsAre("2026-03-25T12:00 2026-03-25T18:00 PALICE1",
                          "2026-03-25T18:00 2026-03-25T20:00 PCAROL3",
                          "2026-03-25T20:00 2026-03-25T22:00 PALICE1",
                          "2026-03-25T22:00 2026-03-26T00:00 PCAROL3",
                          "2026-03-26T00:00 2026-03-26T06:00 PALICE1"));
}

TEST(World, RefusesToGoBack) {
  World world(T("2026-03-02T09:00"));
  EXPECT_FALSE(world.AdvanceTo(T("2026-03-02T08:59")));
  EXPECT_EQ(world.now(), T("2026-03-02T09:00"));
  EXPECT_TRUE(world.AdvanceTo(T("2026-03-02T09:00")));
}

// 2160 hourly shifts, the longest mirror there is.
TEST(World, MirrorsNinetyDaysOfHourlyShifts) {
  World world(T("2026-03-02T09:00"));
  for (const char* id : {"A", "B"}) {
    world.incident().PutUser({id, id, std::string(id) + "@example.com"});
    world.pagerduty().PutUser({std::string("P") + id, id, std::string(id) + "@example.com"});
  }
  world.pagerduty().PutSchedule({"X", "Empty"});
  Rotation rotation;
  rotation.id = "R1";
  rotation.name = "Hourly";
  rotation.handover_start_at = T("2026-03-02T09:00");
  rotation.handovers = {{Handover::Unit::kHourly, 1}};
  rotation.layers = {{"L1", "Layer 1"}};
  rotation.users = {"A", "B"};
  world.incident().CreateSchedule({"S1", "On-call", "UTC", {}, {}, {rotation}});
  world.mirroring().Create({"S1", {{"R1", "L1"}}, "pagerduty", "X", "PA", 90});
  EXPECT_EQ(world.pagerduty().FindSchedule("X")->overrides.size(), 2160U);
}

}  // namespace
}  // namespace sandbox::world
