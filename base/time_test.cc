#include "base/time.h"

#include <gtest/gtest.h>

namespace base {
namespace {

absl::Time Utc(int year, int month, int day, int hour, int minute, int second) {
  return absl::FromCivil(absl::CivilSecond(year, month, day, hour, minute, second),
                         absl::UTCTimeZone());
}

TEST(ParseInstant, ReadsUtc) {
  EXPECT_EQ(ParseInstant("2026-03-02T09:00:00Z"), Utc(2026, 3, 2, 9, 0, 0));
}

TEST(ParseInstant, ReadsAnyOffset) {
  EXPECT_EQ(ParseInstant("2026-03-02T09:00:00+00:00"), Utc(2026, 3, 2, 9, 0, 0));
  EXPECT_EQ(ParseInstant("2026-03-02T09:00:00+05:45"), Utc(2026, 3, 2, 3, 15, 0));
  EXPECT_EQ(ParseInstant("2026-03-02T23:30:00-08:00"), Utc(2026, 3, 3, 7, 30, 0));
}

TEST(ParseInstant, ReadsAFractionOfOneToNineDigits) {
  const absl::Time second = Utc(2026, 3, 2, 9, 0, 0);
  EXPECT_EQ(ParseInstant("2026-03-02T09:00:00.5Z"), second + absl::Milliseconds(500));
  EXPECT_EQ(ParseInstant("2026-03-02T09:00:00.123456Z"), second + absl::Microseconds(123456));
  EXPECT_EQ(ParseInstant("2026-03-02T09:00:00.000000001Z"), second + absl::Nanoseconds(1));
  EXPECT_EQ(ParseInstant("2026-03-02T09:00:00.0000000001Z"), std::nullopt);
  EXPECT_EQ(ParseInstant("2026-03-02T09:00:00.Z"), std::nullopt);
}

TEST(ParseInstant, ReadsALeapSecondAsTheNextOne) {
  EXPECT_EQ(ParseInstant("2016-12-31T23:59:60Z"), Utc(2017, 1, 1, 0, 0, 0));
}

TEST(ParseInstant, ReadsTheLastDayOfFebruary) {
  EXPECT_TRUE(ParseInstant("2028-02-29T00:00:00Z"));
  EXPECT_FALSE(ParseInstant("2026-02-29T00:00:00Z"));
}

TEST(ParseInstant, RefusesWhatIsNotAMoment) {
  for (const char* text : {"",
                           "2026-03-02",
                           "2026-03-02T09:00Z",
                           "2026-03-02T09:00:00",
                           " 2026-03-02T09:00:00Z",
                           "2026-03-02T09:00:00Z ",
                           "2026-03-02 09:00:00Z",
                           "2026-03-02T09:00:00+0100",
                           "2026-03-02T09:00:00+01",
                           "2026-3-2T09:00:00Z",
                           "26-03-02T09:00:00Z",
                           "infinite-future",
                           "infinite-past",
                           "2026-13-02T09:00:00Z",
                           "2026-00-02T09:00:00Z",
                           "2026-03-00T09:00:00Z",
                           "2026-03-02T24:00:00Z",
                           "2026-03-02T09:60:00Z",
                           "2026-03-02T09:00:61Z",
                           "2026-03-02T09:00:00+24:00",
                           "2026-03-02T09:00:00+01:60",
                           "+2026-03-02T09:00:00Z",
                           "2026-03-02T09:00:00ZZ"}) {
    EXPECT_EQ(ParseInstant(text), std::nullopt) << text;
  }
}

TEST(FormatInstant, WritesUtcAndAFractionOnlyWhenThereIsOne) {
  const absl::Time instant = Utc(2026, 3, 2, 9, 0, 0);
  EXPECT_EQ(FormatInstant(instant), "2026-03-02T09:00:00Z");
  EXPECT_EQ(FormatInstant(instant + absl::Milliseconds(250)), "2026-03-02T09:00:00.25Z");
}

TEST(FormatInstant, IsReadBackAsTheSameInstant) {
  const absl::Time instant = Utc(2026, 12, 31, 23, 59, 59) + absl::Nanoseconds(123456789);
  EXPECT_EQ(ParseInstant(FormatInstant(instant)), instant);
}

TEST(ParseDuration, ReadsNumbersWithUnits) {
  EXPECT_EQ(ParseDuration("90s"), absl::Seconds(90));
  EXPECT_EQ(ParseDuration("1h30m"), absl::Minutes(90));
  EXPECT_EQ(ParseDuration("1.5h"), absl::Minutes(90));
  EXPECT_EQ(ParseDuration("500ms"), absl::Milliseconds(500));
  EXPECT_EQ(ParseDuration("24h"), absl::Hours(24));
}

TEST(ParseDuration, RefusesABareNumber) {
  EXPECT_EQ(ParseDuration("90"), std::nullopt);
  EXPECT_EQ(ParseDuration("1h30"), std::nullopt);
}

TEST(ParseDuration, RefusesZeroSignsInfinityAndMoreThanADay) {
  for (const char* text :
       {"", "0", "0s", "-1s", "+1s", "inf", "24h1ms", "25h", "99999999999999999999h", "1d", "1us",
        "1ns", " 1s", "1s ", "1 s", "s", ".s", "1e3s", "1H"}) {
    EXPECT_EQ(ParseDuration(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace base
