#include "resources/mirror/interval.h"

#include <gtest/gtest.h>

#include "resources/mirror/test_world.h"

namespace mirror {
namespace {

using ::mirror::testing::At;

const Interval kWindow{At("02T09:00"), At("03T09:00")};

TEST(Clip, KeepsThePartInsideTheWindow) {
  EXPECT_EQ(Clip({At("01T00:00"), At("02T12:00")}, kWindow),
            (Interval{At("02T09:00"), At("02T12:00")}));
  EXPECT_EQ(Clip({absl::InfinitePast(), absl::InfiniteFuture()}, kWindow), kWindow);
}

TEST(Clip, IsEmptyForWhatOnlyTouchesTheWindow) {
  EXPECT_TRUE(Clip({At("01T00:00"), At("02T09:00")}, kWindow).empty());
  EXPECT_TRUE(Clip({At("03T09:00"), At("04T09:00")}, kWindow).empty());
}

TEST(Clip, CutsFractionsOfASecond) {
  EXPECT_EQ(Clip({At("02T10:00:00.801578"), At("02T11:00:00.999")}, kWindow),
            (Interval{At("02T10:00"), At("02T11:00")}));
  EXPECT_TRUE(Clip({At("02T10:00:00.1"), At("02T10:00:00.9")}, kWindow).empty());
}

TEST(Interval, HasNoLengthWhenItRunsBackwards) {
  EXPECT_EQ((Interval{At("03T09:00"), At("02T09:00")}).length(), absl::ZeroDuration());
}

TEST(FloorToSecond, RoundsDownBeforeTheEpochToo) {
  EXPECT_EQ(FloorToSecond(absl::FromUnixMillis(-1)), absl::FromUnixSeconds(-1));
}

}  // namespace
}  // namespace mirror
