#include "sandbox/world/timeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox/world/testing.h"

namespace sandbox::world {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Timeline Day() {
  return {{T("2026-03-02T00:00"), T("2026-03-02T12:00"), "A", ""},
          {T("2026-03-02T12:00"), T("2026-03-03T00:00"), "B", ""}};
}

TEST(Paint, LeavesTheInterruptedShiftInTwoParts) {
  Timeline timeline = Day();
  Paint(timeline, {T("2026-03-02T03:00"), T("2026-03-02T05:00"), "C", "o1"});
  EXPECT_THAT(
      Lines(timeline),
      ElementsAre("2026-03-02T00:00 2026-03-02T03:00 A", "2026-03-02T03:00 2026-03-02T05:00 C",
                  "2026-03-02T05:00 2026-03-02T12:00 A", "2026-03-02T12:00 2026-03-03T00:00 B"));
}

TEST(Paint, CutsBothNeighboursAndSwallowsWhatItCovers) {
  Timeline timeline = Day();
  Paint(timeline, {T("2026-03-02T11:00"), T("2026-03-02T13:00"), "C", ""});
  Paint(timeline, {T("2026-03-02T10:00"), T("2026-03-02T14:00"), "", ""});
  EXPECT_THAT(Lines(timeline), ElementsAre("2026-03-02T00:00 2026-03-02T10:00 A",
                                           "2026-03-02T10:00 2026-03-02T14:00 -",
                                           "2026-03-02T14:00 2026-03-03T00:00 B"));
}

TEST(Paint, FillsAGapAndExtendsTheEnds) {
  Timeline timeline;
  Paint(timeline, {T("2026-03-02T06:00"), T("2026-03-02T07:00"), "B", ""});
  Paint(timeline, {T("2026-03-02T08:00"), T("2026-03-02T09:00"), "C", ""});
  Paint(timeline, {T("2026-03-02T04:00"), T("2026-03-02T05:00"), "A", ""});
  EXPECT_THAT(Lines(timeline), ElementsAre("2026-03-02T04:00 2026-03-02T05:00 A",
                                           "2026-03-02T06:00 2026-03-02T07:00 B",
                                           "2026-03-02T08:00 2026-03-02T09:00 C"));
}

TEST(Paint, IgnoresAnEmptyShift) {
  Timeline timeline = Day();
  Paint(timeline, {T("2026-03-02T03:00"), T("2026-03-02T03:00"), "C", ""});
  EXPECT_EQ(timeline, Day());
}

TEST(Clip, CutsAtBothEdges) {
  EXPECT_THAT(
      Lines(Clip(Day(), T("2026-03-02T11:00"), T("2026-03-02T12:30"))),
      ElementsAre("2026-03-02T11:00 2026-03-02T12:00 A", "2026-03-02T12:00 2026-03-02T12:30 B"));
}

TEST(Clip, OfABackwardRangeIsEmpty) {
  EXPECT_THAT(Clip(Day(), T("2026-03-02T11:00"), T("2026-03-02T10:00")), IsEmpty());
}

TEST(Overlapping, KeepsShiftsWholeAndLeavesOutThoseThatOnlyTouch) {
  EXPECT_THAT(Lines(Overlapping(Day(), T("2026-03-02T11:00"), T("2026-03-02T12:00"))),
              ElementsAre("2026-03-02T00:00 2026-03-02T12:00 A"));
}

TEST(At, IsHalfOpen) {
  const Timeline timeline = Day();
  EXPECT_EQ(At(timeline, T("2026-03-02T00:00"))->user, "A");
  EXPECT_EQ(At(timeline, T("2026-03-02T12:00"))->user, "B");
  EXPECT_EQ(At(timeline, T("2026-03-03T00:00")), nullptr);
  EXPECT_EQ(At(timeline, T("2026-03-01T23:00")), nullptr);
}

TEST(Together, ShowsEverybodyAndTheGaps) {
  const Timeline evening = {{T("2026-03-02T18:00"), T("2026-03-03T02:00"), "A", ""}};
  EXPECT_THAT(
      Lines(Together({Day(), evening}, T("2026-03-01T22:00"), T("2026-03-03T04:00"))),
      ElementsAre("2026-03-01T22:00 2026-03-02T00:00 -", "2026-03-02T00:00 2026-03-02T12:00 A",
                  "2026-03-02T12:00 2026-03-02T18:00 B", "2026-03-02T18:00 2026-03-03T00:00 A+B",
                  "2026-03-03T00:00 2026-03-03T02:00 A", "2026-03-03T02:00 2026-03-03T04:00 -"));
}

TEST(Together, OfAnEmptyRangeIsEmpty) {
  EXPECT_THAT(Together({Day()}, T("2026-03-02T00:00"), T("2026-03-02T00:00")), IsEmpty());
}

}  // namespace
}  // namespace sandbox::world
