#include "resources/mirror/expected.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "resources/mirror/test_world.h"

namespace mirror {
namespace {

using ::mirror::testing::At;
using ::mirror::testing::Entries;
using ::mirror::testing::LaneOf;
using ::mirror::testing::World;
using ::testing::ElementsAre;

// "09:00 PA of A,B", and "by override" where one is the reason.
std::vector<std::string> Timetable(const std::string& entries, const Replica& replica) {
  const Interval window{At("02T09:00"), At("03T09:00")};
  const auto id = [](std::string* out, const auto& user) { out->append(user.value()); };
  std::vector<std::string> lines;
  for (const auto& [span, state] : ExpectedIn(window, Entries(entries), replica)) {
    lines.push_back(absl::StrCat(absl::FormatTime("%H:%M", span.start, absl::UTCTimeZone()), " ",
                                 state.want ? state.want->value() : "unknown", " of ",
                                 absl::StrJoin(state.on_call, ",", id),
                                 state.by_override ? " by override" : ""));
  }
  return lines;
}

Replica TwoLanes() {
  Replica replica = World().replica;
  replica.sources = {LaneOf("L2"), LaneOf("L1")};
  return replica;
}

TEST(ExpectedIn, IsTheFallbackWithoutEntries) {
  EXPECT_THAT(Timetable("", World().replica), ElementsAre("09:00 PF of "));
}

TEST(ExpectedIn, PrefersTheOrderOfTheSources) {
  EXPECT_THAT(Timetable("A 02T09:00 to 03T09:00; L2: B 02T12:00 to 02T14:00", TwoLanes()),
              ElementsAre("09:00 PA of A", "12:00 PB of B,A", "14:00 PA of A"));
}

TEST(ExpectedIn, PrefersWhoHasACounterpart) {
  EXPECT_THAT(Timetable("A 02T09:00 to 03T09:00; L2: M 02T12:00 to 02T14:00", TwoLanes()),
              ElementsAre("09:00 PA of A", "12:00 PA of M,A", "14:00 PA of A"));
}

TEST(ExpectedIn, IsUnknownWhenNobodyHasACounterpart) {
  EXPECT_THAT(Timetable("M 02T09:00 to 03T09:00", World().replica),
              ElementsAre("09:00 unknown of M"));
  Replica blank = World().replica;
  blank.users[ids::UserId("A")] = ids::ExternalUserId("");
  EXPECT_THAT(Timetable("A 02T09:00 to 03T09:00", blank), ElementsAre("09:00 unknown of A"));
}

TEST(ExpectedIn, LetsAnOverrideHoldOverAShiftOfTheSameLane) {
  EXPECT_THAT(Timetable("B* 02T10:00 to 02T12:00; A 02T09:00 to 03T09:00", World().replica),
              ElementsAre("09:00 PA of A", "10:00 PB of B by override", "12:00 PA of A"));
}

TEST(ExpectedIn, LetsTheLaterStartHoldBetweenTwoShiftsOfOneLane) {
  EXPECT_THAT(Timetable("B 02T11:00 to 02T13:00; A 02T09:00 to 03T09:00", World().replica),
              ElementsAre("09:00 PA of A", "11:00 PB of B", "13:00 PA of A"));
}

TEST(ExpectedIn, LetsAnOverrideHoldOverAShiftThatStartsLater) {
  EXPECT_THAT(Timetable("B* 02T09:00 to 02T12:00; A 02T10:00 to 03T09:00", World().replica),
              ElementsAre("09:00 PB of B by override", "12:00 PA of A"));
}

TEST(ExpectedIn, ComesOutTheSameInWhateverOrderTwoShiftsOfOneLaneWithOneStartAreListed) {
  for (const char* entries : {"A 02T09:00 to 02T12:00; A 02T09:00 to 03T09:00",
                              "A 02T09:00 to 03T09:00; A 02T09:00 to 02T12:00"}) {
    EXPECT_THAT(Timetable(entries, World().replica), ElementsAre("09:00 PA of A"));
  }
  for (const char* entries : {"A 02T09:00 to 03T09:00; B 02T09:00 to 02T12:00",
                              "B 02T09:00 to 02T12:00; A 02T09:00 to 03T09:00"}) {
    EXPECT_THAT(Timetable(entries, World().replica), ElementsAre("09:00 PB of B", "12:00 PA of A"));
  }
  for (const char* entries : {"A 02T09:00 to 03T09:00; B 02T09:00 to 03T09:00",
                              "B 02T09:00 to 03T09:00; A 02T09:00 to 03T09:00"}) {
    EXPECT_THAT(Timetable(entries, World().replica), ElementsAre("09:00 PA of A"));
  }
}

TEST(ExpectedIn, TakesABlankUserForNobody) {
  const Interval window{At("02T09:00"), At("03T09:00")};
  std::vector<Entry> entries = Entries("A 02T09:00 to 03T09:00");
  entries[0].user = ids::UserId("");
  const auto expected = ExpectedIn(window, entries, World().replica);
  ASSERT_EQ(expected.size(), 1u);
  EXPECT_TRUE(expected[0].state.is_gap());
  EXPECT_EQ(expected[0].state.want, ids::ExternalUserId("PF"));
}

TEST(ExpectedIn, NamesAPersonOnceWhoIsOnCallInTwoLanes) {
  EXPECT_THAT(Timetable("M 02T09:00 to 03T09:00; L2: M 02T12:00 to 02T14:00", TwoLanes()),
              ElementsAre("09:00 unknown of M"));
}

TEST(ExpectedIn, MarksTheOverrideOfThePersonWantedAndOfNobodyElse) {
  EXPECT_THAT(Timetable("A 02T09:00 to 03T09:00; L2: B* 02T12:00 to 02T14:00", TwoLanes()),
              ElementsAre("09:00 PA of A", "12:00 PB of B,A by override", "14:00 PA of A"));
  EXPECT_THAT(Timetable("A* 02T09:00 to 03T09:00; L2: B 02T09:00 to 03T09:00", TwoLanes()),
              ElementsAre("09:00 PB of B,A"));
}

TEST(ExpectedIn, MarksAGapThatAnOverrideOfOneLaneMade) {
  EXPECT_THAT(
      Timetable("nobody 02T09:00 to 03T09:00; L2: nobody* 02T09:00 to 03T09:00", TwoLanes()),
      ElementsAre("09:00 PF of  by override"));
}

TEST(ExpectedIn, MarksAGapThatAnOverrideMade) {
  EXPECT_THAT(Timetable("A 02T09:00 to 02T12:00; nobody* 02T12:00 to 03T09:00", World().replica),
              ElementsAre("09:00 PA of A", "12:00 PF of  by override"));
}

TEST(FallbackShifts, JoinsGapsThatTouch) {
  const Interval window{At("02T09:00"), At("03T09:00")};
  const auto expected = ExpectedIn(
      window, Entries("A 02T09:00 to 02T12:00; nobody* 02T13:00 to 02T14:00"), World().replica);
  EXPECT_EQ(FallbackShifts(expected), (std::vector<Interval>{{At("02T12:00"), At("03T09:00")}}));
}

TEST(CountWithoutLane, CountsOnlyWhatIsInTheWindow) {
  const Interval window{At("02T09:00"), At("03T09:00")};
  EXPECT_EQ(CountWithoutLane(window, Entries("none: A 02T09:00 to 02T10:00; "
                                             "none: A 01T09:00 to 02T09:00; "
                                             "A 02T09:00 to 02T10:00")),
            1);
}

TEST(CountWithoutLane, CountsWhatNamesOnlyARotationOrOnlyALayer) {
  const Interval window{At("02T09:00"), At("03T09:00")};
  std::vector<Entry> entries =
      Entries("A 02T09:00 to 02T10:00; A 02T10:00 to 02T11:00; A 02T11:00 to 02T12:00");
  entries[0].rotation.reset();
  entries[1].layer.reset();
  EXPECT_EQ(CountWithoutLane(window, entries), 2);
}

TEST(InScheduleOrder, FollowsTheScheduleAndPutsStrangersLast) {
  EXPECT_THAT(InScheduleOrder({LaneOf("L9"), LaneOf("L1"), LaneOf("R2/L1"), LaneOf("L2")},
                              {LaneOf("R2/L1"), LaneOf("L2"), LaneOf("L1")}),
              ElementsAre(LaneOf("R2/L1"), LaneOf("L2"), LaneOf("L1"), LaneOf("L9")));
}

TEST(InScheduleOrder, PutsStrangersInAnOrderOfTheirOwn) {
  EXPECT_THAT(InScheduleOrder({LaneOf("L9"), LaneOf("L8"), LaneOf("R0/L9")}, {}),
              ElementsAre(LaneOf("R0/L9"), LaneOf("L8"), LaneOf("L9")));
}

}  // namespace
}  // namespace mirror
