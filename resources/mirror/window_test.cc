#include "resources/mirror/window.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <optional>

#include "resources/mirror/test_world.h"

namespace mirror {
namespace {

using ::mirror::testing::At;
using ::mirror::testing::World;

TEST(WindowAt, StartsOnTheSecondAndCountsDaysOf24Hours) {
  World world;
  world.replica.window_days = 14;
  const Window window = WindowAt(At("23T10:30:00.412"), world.replica);
  EXPECT_EQ(window.span, (Interval{At("23T10:30"), At("2026-04-06T10:30")}));
}

TEST(WindowAt, SettlesWhatTheLastSyncCouldReach) {
  World world;
  world.replica.last_synced_at = At("02T03:00:00.9");
  EXPECT_EQ(WindowAt(world.now, world.replica).settled_end, At("03T03:00"));
}

TEST(WindowAt, SettlesNothingWithoutASyncOrAfterAVeryOldOne) {
  World world;
  world.replica.last_synced_at.reset();
  EXPECT_EQ(WindowAt(world.now, world.replica).settled_end, world.now);
  world.replica.last_synced_at = At("2026-02-20T00:00");
  EXPECT_EQ(WindowAt(world.now, world.replica).settled_end, world.now);
}

TEST(WindowAt, CountsFromAForcedSyncWhenThatIsLater) {
  World world;
  world.replica.last_synced_at = At("02T03:00");
  world.replica.resynced_at = At("02T08:00");
  EXPECT_EQ(WindowAt(world.now, world.replica).settled_end, At("03T08:00"));
  world.replica.resynced_at = At("01T08:00");
  EXPECT_EQ(WindowAt(world.now, world.replica).settled_end, At("03T03:00"));
}

TEST(WindowAt, LeavesOutAForcedSyncOfTheReplicaThatThisOneReplaced) {
  World world;
  world.replica.last_synced_at.reset();
  world.replica.created_at = At("02T08:55");
  world.replica.resynced_at = At("02T08:00");
  EXPECT_EQ(WindowAt(world.now, world.replica).settled_end, world.now);
  EXPECT_EQ(LastSync(world.replica), std::nullopt);
}

TEST(BoundedDays, KeepsWhatAWindowCanBeAndBoundsTheRest) {
  EXPECT_EQ(BoundedDays(1), 1);
  EXPECT_EQ(BoundedDays(90), 90);
  EXPECT_EQ(BoundedDays(366), 366);
  EXPECT_EQ(BoundedDays(0), 1);
  EXPECT_EQ(BoundedDays(-5), 1);
  EXPECT_EQ(BoundedDays(1'000'000), 366);
  EXPECT_EQ(BoundedDays(std::numeric_limits<std::int64_t>::max()), 366);
  EXPECT_EQ(BoundedDays(std::numeric_limits<std::int64_t>::min()), 1);
}

TEST(IsStale, NeedsMoreThanHalfTheWindowSinceTheLastSync) {
  World world;
  world.replica.last_synced_at = At("01T21:00");
  EXPECT_FALSE(IsStale(world.now, world.replica));
  world.replica.last_synced_at = At("01T20:59:59");
  EXPECT_TRUE(IsStale(world.now, world.replica));
  world.replica.last_synced_at.reset();
  EXPECT_FALSE(IsStale(world.now, world.replica));
}

TEST(IsOverdue, NeedsMoreThanTenMinutesWithoutASync) {
  World world;
  world.replica.last_synced_at.reset();
  world.replica.created_at = At("02T08:50");
  EXPECT_FALSE(IsOverdue(world.now, world.replica));
  world.replica.created_at = At("02T08:49:59");
  EXPECT_TRUE(IsOverdue(world.now, world.replica));
  world.replica.resynced_at = At("02T08:55");
  EXPECT_FALSE(IsOverdue(world.now, world.replica));
}

}  // namespace
}  // namespace mirror
