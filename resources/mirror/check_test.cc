#include "resources/mirror/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "resources/mirror/test_world.h"

namespace mirror {
namespace {

using ::mirror::testing::At;
using ::mirror::testing::FullA;
using ::mirror::testing::LaneOf;
using ::mirror::testing::World;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CheckReplica, IsInSyncWhenNothingDiffers) {
  const Check check = FullA().Run();
  EXPECT_EQ(check.status(), Status::kInSync);
  EXPECT_FALSE(check.is_failure());
  EXPECT_FALSE(check.fell_behind());
}

TEST(CheckReplica, MissesNoSourceWhereTheLanesAreNotKnown) {
  World world = FullA();
  world.schedule.lanes.clear();
  EXPECT_THAT(world.Run().vanished, ElementsAre(VanishedSource{LaneOf("L1"), true}));
  world.schedule.lanes_are_known = false;
  EXPECT_THAT(world.Run().vanished, IsEmpty());
}

TEST(CheckReplica, StaysInSyncInTheLastHoursOfAHealthyMirror) {
  World world = FullA();
  world.Mirrored("PA 02T09:00 to 03T08:00").replica.last_synced_at = At("02T08:00");
  const Check check = world.Run();
  EXPECT_TRUE(world.Compare().Has(Kind::kPending));
  EXPECT_EQ(check.status(), Status::kInSync);
  EXPECT_FALSE(check.is_failure());
}

TEST(CheckReplica, TakesAForcedSyncForASync) {
  World world = FullA();
  world.Mirrored("PA 02T09:00 to 03T08:00").replica.last_synced_at.reset();
  world.replica.resynced_at = At("02T08:00");
  EXPECT_EQ(world.Run().status(), Status::kInSync);
  EXPECT_FALSE(world.Run().fell_behind());
}

TEST(CheckReplica, IsPendingWhenItNeverSyncedAndFailsOnlyOnceItIsOverdue) {
  World world = FullA();
  world.Mirrored("").replica.last_synced_at.reset();
  world.replica.created_at = At("02T08:55");
  EXPECT_EQ(world.Run().status(), Status::kPending);
  EXPECT_FALSE(world.Run().is_failure());
  world.replica.created_at = At("02T08:00");
  EXPECT_EQ(world.Run().status(), Status::kPending);
  EXPECT_TRUE(world.Run().is_failure());
}

TEST(CheckReplica, FailsForASyncErrorOnlyWithPendingDifferences) {
  World world = FullA();
  world.replica.last_sync_error = "unreachable";
  EXPECT_EQ(world.Run().status(), Status::kInSync);
  EXPECT_FALSE(world.Run().is_failure());
  world.Mirrored("PA 02T09:00 to 03T08:00").replica.last_synced_at = At("02T08:00");
  EXPECT_EQ(world.Run().status(), Status::kPending);
  EXPECT_TRUE(world.Run().is_failure());
}

TEST(CheckReplica, IsDriftedWhateverElseIsWrong) {
  World world = FullA();
  world.Mirrored("PB 02T09:00 to 03T09:00").replica.last_sync_error = "unreachable";
  EXPECT_EQ(world.Run().status(), Status::kDrifted);
  EXPECT_TRUE(world.Run().is_failure());
}

TEST(CheckReplica, IsInSyncWithUnmappedPeople) {
  World world;
  world.Of("M 02T09:00 to 03T09:00");
  EXPECT_EQ(world.Run().status(), Status::kInSync);
  EXPECT_FALSE(world.Run().is_failure());
}

TEST(CheckReplica, ListsUnmappedPeopleOfTheMappingAndOfTheWindow) {
  World world = FullA();
  world.replica.sources.push_back(LaneOf("L2"));
  world.replica.users[ids::UserId("Z")] = std::nullopt;
  world.schedule.entries.push_back(testing::Entries("L2: M 02T09:00 to 02T10:00")[0]);
  world.schedule.entries.push_back(testing::Entries("L2: N 04T09:00 to 04T10:00")[0]);
  EXPECT_THAT(world.Run().unmapped, ElementsAre(ids::UserId("M"), ids::UserId("Z")));
}

TEST(CheckReplica, TellsAVanishedLayerFromAVanishedRotation) {
  World world = FullA();
  world.replica.sources = {LaneOf("L1"), LaneOf("L7"), LaneOf("R3/L1")};
  EXPECT_THAT(world.Run().vanished, ElementsAre(VanishedSource{LaneOf("L7"), false},
                                                VanishedSource{LaneOf("R3/L1"), true}));
}

TEST(CheckReplica, FindsTheSchedulesOwnTroublesWithoutTheExternalSide) {
  World world = FullA();
  world.replica.last_synced_at = At("2026-02-20T00:00");
  const Check check = CheckReplica(world.now, world.schedule, world.replica, {}, std::nullopt);
  EXPECT_EQ(check.status(), Status::kUnchecked);
  EXPECT_TRUE(check.stale);
  EXPECT_TRUE(check.is_failure());
  EXPECT_THAT(check.unmapped, IsEmpty());
}

}  // namespace
}  // namespace mirror
