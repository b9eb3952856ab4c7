#include "resources/mirror/words.h"

#include <gtest/gtest.h>

#include <string>

#include "base/text.h"
#include "resources/mirror/test_world.h"

namespace mirror {
namespace {

using ::mirror::testing::At;

absl::TimeZone Zone(const char* name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

const Interval kWindow{At("01T00:00"), At("2026-04-15T00:00")};

std::string InLondon(const char* start, const char* end) {
  return When({At(start), At(end)}, kWindow, Zone("Europe/London"));
}

TEST(When, NamesTheDayOnceIfItIsTheSame) {
  EXPECT_EQ(InLondon("02T18:00", "02T22:00"), "Mon 2 Mar 18:00 to 22:00 (GMT)");
  EXPECT_EQ(InLondon("02T18:00", "03T00:00"), "Mon 2 Mar 18:00 to 00:00 (GMT)");
}

TEST(When, ShowsTheMinuteThatAClockShows) {
  EXPECT_EQ(InLondon("02T18:00:05", "02T22:00:59"), "Mon 2 Mar 18:00 to 22:00 (GMT)");
  EXPECT_EQ(InLondon("02T18:00:05", "03T00:00:59"), "Mon 2 Mar 18:00 to 00:00 (GMT)");
  EXPECT_EQ(InLondon("01T00:00", "02T18:00:07"), "now to Mon 2 Mar 18:00 (GMT)");
  EXPECT_EQ(Moment(At("02T18:00:59"), Zone("Asia/Kathmandu")), "Mon 2 Mar 23:45 (+0545)");
}

TEST(When, NamesTheWeekdayWithinAWeekAndTheDateBeyond) {
  EXPECT_EQ(InLondon("02T18:00", "03T02:00"), "Mon 2 Mar 18:00 to Tue 02:00 (GMT)");
  EXPECT_EQ(InLondon("02T18:00", "08T18:00"), "Mon 2 Mar 18:00 to Sun 18:00 (GMT)");
  EXPECT_EQ(InLondon("02T09:00", "09T09:00"), "Mon 2 Mar 09:00 to Mon 9 Mar 09:00 (GMT)");
}

TEST(When, NamesBothOffsetsOverTheChangeToSummerTime) {
  EXPECT_EQ(InLondon("28T18:00", "29T08:00"), "Sat 28 Mar 18:00 (GMT) to Sun 09:00 (BST)");
}

TEST(When, SaysNowAndEndOfWindowAtItsEnds) {
  EXPECT_EQ(InLondon("01T00:00", "02T18:00"), "now to Mon 2 Mar 18:00 (GMT)");
  EXPECT_EQ(InLondon("02T18:00", "2026-04-15T00:00"), "Mon 2 Mar 18:00 (GMT) to end of window");
  EXPECT_EQ(InLondon("01T00:00", "2026-04-15T00:00"), "now to end of window");
}

TEST(When, UsesTheLocalDayAndTheOffsetOfZonesWithoutAName) {
  EXPECT_EQ(When({At("02T20:00"), At("02T23:30")}, kWindow, Zone("Asia/Kathmandu")),
            "Tue 3 Mar 01:45 to 05:15 (+0545)");
  EXPECT_EQ(Moment(At("02T20:00"), absl::UTCTimeZone()), "Mon 2 Mar 20:00 (UTC)");
}

TEST(ShownLength, IsInWholeHoursAtOneEndOfTheWindow) {
  EXPECT_EQ(ShownLength({At("01T00:00"), At("01T02:59")}, kWindow), absl::Hours(2));
  EXPECT_EQ(ShownLength({At("2026-04-14T21:01"), kWindow.end}, kWindow), absl::Hours(2));
  EXPECT_EQ(ShownLength({At("02T00:00"), At("02T02:59")}, kWindow), absl::Minutes(179));
  EXPECT_EQ(ShownLength(kWindow, kWindow), kWindow.length());
}

TEST(ShownLength, IsWhatTheShownTimesAreApart) {
  EXPECT_EQ(ShownLength({At("02T18:00:30"), At("02T19:01:10")}, kWindow), absl::Minutes(61));
  EXPECT_EQ(ShownLength({At("02T18:00:50"), At("02T18:01:50")}, kWindow), absl::Minutes(1));
  EXPECT_EQ(ShownLength({At("02T18:00:10"), At("02T18:00:50")}, kWindow), absl::Minutes(1));
}

TEST(Length, GrowsCoarserWithLength) {
  EXPECT_EQ(Length(absl::ZeroDuration()), "under 1 h");
  EXPECT_EQ(Length(absl::Minutes(1)), "1 min");
  EXPECT_EQ(Length(absl::Minutes(45) + absl::Seconds(59)), "45 min");
  EXPECT_EQ(Length(absl::Hours(6)), "6 h");
  EXPECT_EQ(Length(absl::Minutes(65)), "1 h 05");
  EXPECT_EQ(Length(absl::Hours(47) + absl::Minutes(59)), "47 h 59");
  EXPECT_EQ(Length(absl::Hours(48)), "2 d");
  EXPECT_EQ(Length(absl::Hours(51) + absl::Minutes(30)), "2 d 3 h");
}

TEST(Count, AddsAnSForAllButOne) {
  EXPECT_EQ(Count(1, "shift"), "1 shift");
  EXPECT_EQ(Count(3, "shift"), "3 shifts");
}

TEST(NextDays, LeavesOutTheNumberOne) {
  EXPECT_EQ(NextDays(1), "day");
  EXPECT_EQ(NextDays(14), "14 days");
}

TEST(Enumerate, NamesFiveAtMost) {
  EXPECT_EQ(Enumerate({}), "");
  EXPECT_EQ(Enumerate({"Ann"}), "Ann");
  EXPECT_EQ(Enumerate({"Ann", "Bob"}), "Ann and Bob");
  EXPECT_EQ(Enumerate({"Ann", "Bob", "Cy"}), "Ann, Bob and Cy");
  EXPECT_EQ(Enumerate({"1", "2", "3", "4", "5"}), "1, 2, 3, 4 and 5");
  EXPECT_EQ(Enumerate({"1", "2", "3", "4", "5", "6"}), "1, 2, 3, 4, 5 and 1 more");
  EXPECT_EQ(Enumerate({"1", "2", "3", "4", "5", "6", "7"}), "1, 2, 3, 4, 5 and 2 more");
}

TEST(Sentence, EndsInOneMark) {
  EXPECT_EQ(Sentence("Failed to find\nMilly"), "Failed to find Milly.");
  EXPECT_EQ(Sentence("Failed."), "Failed.");
  EXPECT_EQ(Sentence("Who is Milly?"), "Who is Milly?");
  EXPECT_EQ(Sentence("Slow down!"), "Slow down!");
}

TEST(Shorten, CutsWholeCharactersToTheWidth) {
  EXPECT_EQ(Shorten("Alice", 5), "Alice");
  EXPECT_EQ(Shorten("Alice", 4), "Ali…");
  EXPECT_EQ(Shorten("Alice Ito", 7), "Alice…");
  EXPECT_EQ(Shorten("山田太郎", 7), "山田太…");
  EXPECT_EQ(Shorten("山田太郎", 6), "山田…");
}

TEST(ShortenName, KeepsTheIdThatTellsNamesakesApart) {
  EXPECT_EQ(ShortenName("José Ñandú (PD)", 12), "José Ñ… (PD)");
  EXPECT_EQ(ShortenName("José (PD)", 12), "José (PD)");
  EXPECT_EQ(ShortenName("Sam (0123456789012345)", 12), "Sam (012345…");
}

TEST(ShortenName, KeepsTheIdWhereTwoColumnsAreLeftOfTheName) {
  EXPECT_EQ(ShortenName("Samuel (0123456)", 12), "S… (0123456)");
  EXPECT_EQ(ShortenName("Samuel (0123456)", 11), "Samuel (01…");
}

TEST(ShortenName, TakesOnlyTheLastParenthesesForTheId) {
  EXPECT_EQ(ShortenName("Bartholomew (Bo) Ito", 12), "Bartholomew…");
  EXPECT_EQ(ShortenName("Samuel (Sam) (PD)", 12), "Samuel… (PD)");
}

TEST(Pad, CountsColumnsRatherThanBytes) {
  EXPECT_EQ(PadRight("Zoë", 5), "Zoë  ");
  EXPECT_EQ(PadLeft("山", 5), "   山");
  EXPECT_EQ(PadLeft("long", 2), "long");
}

TEST(Wrap, BreaksAtBlanks) {
  const std::string word(40, 'x');
  EXPECT_EQ(Wrap(word + " " + word), word + "\n" + word);
  EXPECT_EQ(Wrap("short text"), "short text");
  EXPECT_EQ(Wrap(std::string(100, 'x') + " y"), std::string(100, 'x') + "\ny");
  EXPECT_EQ(Wrap(""), "");
}

}  // namespace
}  // namespace mirror
