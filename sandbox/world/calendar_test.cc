#include "sandbox/world/calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox/world/testing.h"

namespace sandbox::world {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::int64_t kHour = 3600;
constexpr auto kDays = TurnLength::Unit::kDays;
constexpr auto kSeconds = TurnLength::Unit::kSeconds;

std::vector<std::string> Lines(const std::vector<Turn>& turns) {
  std::vector<std::string> lines;
  lines.reserve(turns.size());
  for (const Turn& turn : turns) {
    lines.push_back(Line(turn.start, turn.end, std::to_string(turn.index)));
  }
  return lines;
}

std::vector<std::string> Lines(const std::vector<Span>& spans) {
  std::vector<std::string> lines;
  lines.reserve(spans.size());
  for (const Span& span : spans) lines.push_back(Line(span.start, span.end, ""));
  return lines;
}

TEST(IsZone, TakesNamesOfTheDatabaseOnly) {
  EXPECT_TRUE(IsZone("Europe/London"));
  EXPECT_TRUE(IsZone("UTC"));
  EXPECT_TRUE(IsZone("Etc/GMT+5"));
  EXPECT_FALSE(IsZone(""));
  EXPECT_FALSE(IsZone("Mars/Olympus"));
  EXPECT_FALSE(IsZone("/etc/localtime"));
  EXPECT_FALSE(IsZone("../../etc/passwd"));
  EXPECT_FALSE(IsZone("localtime"));
}

TEST(FromLocal, MovesAMissingTimeForwardByTheGap) {
  EXPECT_EQ(FromLocal(absl::CivilSecond(2026, 3, 29, 1, 30, 0), ZoneOf("Europe/London")),
            T("2026-03-29T01:30"));  // 02:30 summer time
}

TEST(FromLocal, TakesTheFirstOfTwo) {
  EXPECT_EQ(FromLocal(absl::CivilSecond(2026, 10, 25, 1, 30, 0), ZoneOf("Europe/London")),
            T("2026-10-25T00:30"));
}

TEST(FromLocal, CountsAnUnknownZoneAsUtc) {
  EXPECT_EQ(FromLocal(absl::CivilSecond(2026, 7, 1, 9, 0, 0), ZoneOf("Mars/Olympus")),
            T("2026-07-01T09:00"));
}

TEST(TurnsBetween, KeepsTheLocalHourWhenSummerStarts) {
  EXPECT_THAT(
      Lines(TurnsBetween(T("2026-03-23T09:00"), {{kDays, 7}}, ZoneOf("Europe/London"),
                         T("2026-03-24T00:00"), T("2026-04-07T00:00"))),
      ElementsAre("2026-03-23T09:00 2026-03-30T08:00 0", "2026-03-30T08:00 2026-04-06T08:00 1",
                  "2026-04-06T08:00 2026-04-13T08:00 2"));
}

TEST(TurnsBetween, KeepsTheLocalHourInNewYorkToo) {
  EXPECT_THAT(
      Lines(TurnsBetween(T("2026-03-01T14:00"), {{kDays, 1}}, ZoneOf("America/New_York"),
                         T("2026-03-07T14:00"), T("2026-03-09T13:00"))),
      ElementsAre("2026-03-07T14:00 2026-03-08T13:00 6", "2026-03-08T13:00 2026-03-09T13:00 7"));
}

TEST(TurnsBetween, ComesBackToItsHourAfterAMissingOne) {
  EXPECT_THAT(Lines(TurnsBetween(T("2026-03-27T01:30"), {{kDays, 1}}, ZoneOf("Europe/London"),
                                 T("2026-03-28T01:30"), T("2026-03-30T00:30"))),
              ElementsAre("2026-03-28T01:30 2026-03-29T01:30 1",    // 02:30 local
                          "2026-03-29T01:30 2026-03-30T00:30 2"));  // 01:30 local again
}

TEST(TurnsBetween, CountsHoursAbsolutely) {
  EXPECT_THAT(
      Lines(TurnsBetween(T("2026-03-28T12:00"), {{kSeconds, 12 * kHour}}, ZoneOf("Europe/London"),
                         T("2026-03-28T12:00"), T("2026-03-29T13:00"))),
      ElementsAre("2026-03-28T12:00 2026-03-29T00:00 0", "2026-03-29T00:00 2026-03-29T12:00 1",
                  "2026-03-29T12:00 2026-03-30T00:00 2"));
}

TEST(TurnsBetween, AlternatesLengths) {
  // Four weekdays, then three days of weekend.
  EXPECT_THAT(
      Lines(TurnsBetween(T("2026-03-02T09:00"), {{kDays, 4}, {kDays, 3}}, ZoneOf("UTC"),
                         T("2026-03-02T09:00"), T("2026-03-14T00:00"))),
      ElementsAre("2026-03-02T09:00 2026-03-06T09:00 0", "2026-03-06T09:00 2026-03-09T09:00 1",
                  "2026-03-09T09:00 2026-03-13T09:00 2", "2026-03-13T09:00 2026-03-16T09:00 3"));
}

TEST(TurnsBetween, MixesHoursAndDays) {
  EXPECT_THAT(
      Lines(TurnsBetween(T("2026-03-28T09:00"), {{kSeconds, 12 * kHour}, {kDays, 1}},
                         ZoneOf("Europe/London"), T("2026-03-28T09:00"), T("2026-03-30T00:00"))),
      ElementsAre("2026-03-28T09:00 2026-03-28T21:00 0", "2026-03-28T21:00 2026-03-29T20:00 1",
                  "2026-03-29T20:00 2026-03-30T08:00 2"));
}

TEST(TurnsBetween, SkipsYearsWithoutLosingCount) {
  const std::vector<TurnLength> lengths = {{kDays, 5}, {kDays, 2}};
  const absl::TimeZone zone = ZoneOf("Europe/London");
  const auto all = TurnsBetween(T("2020-01-06T09:00"), lengths, zone, T("2020-01-06T09:00"),
                                T("2026-03-12T00:00"));
  const auto late = TurnsBetween(T("2020-01-06T09:00"), lengths, zone, T("2026-03-03T00:00"),
                                 T("2026-03-12T00:00"));
  ASSERT_EQ(late.size(), 3U);
  for (std::size_t i = 0; i < late.size(); ++i) {
    const Turn& same = all[all.size() - late.size() + i];
    EXPECT_EQ(Lines(std::vector<Turn>{late[i]}), Lines(std::vector<Turn>{same}));
  }
}

TEST(TurnsBetween, HasNothingBeforeTheAnchor) {
  EXPECT_THAT(Lines(TurnsBetween(T("2026-03-02T09:00"), {{kDays, 1}}, ZoneOf("UTC"),
                                 T("2026-02-01T00:00"), T("2026-03-03T00:00"))),
              ElementsAre("2026-03-02T09:00 2026-03-03T09:00 0"));
}

TEST(TurnsBetween, HasNothingWithoutAUsableLength) {
  const auto turns = [](const std::vector<TurnLength>& lengths) {
    return TurnsBetween(T("2026-03-02T09:00"), lengths, ZoneOf("UTC"), T("2026-03-02T09:00"),
                        T("2026-03-03T00:00"));
  };
  EXPECT_THAT(turns({}), IsEmpty());
  EXPECT_THAT(turns({{kDays, 1}, {kSeconds, 0}}), IsEmpty());
}

TEST(WithinHours, KeepsWeekdaysAndTheLocalHour) {
  // 27 March 2026 is a Friday; summer time starts on the Sunday.
  const std::vector<Hours> office = {{absl::Weekday::friday, 9 * kHour, 8 * kHour},
                                     {absl::Weekday::monday, 9 * kHour, 8 * kHour}};
  EXPECT_THAT(
      Lines(WithinHours({T("2026-03-27T12:00"), T("2026-03-31T00:00")}, office,
                        ZoneOf("Europe/London"))),
      ElementsAre("2026-03-27T12:00 2026-03-27T17:00 -", "2026-03-30T08:00 2026-03-30T16:00 -"));
}

TEST(WithinHours, ReachesPastMidnightAndMergesWhatTouches) {
  const std::vector<Hours> nights = {{std::nullopt, 22 * kHour, 4 * kHour},
                                     {std::nullopt, 2 * kHour, kHour}};
  EXPECT_THAT(
      Lines(WithinHours({T("2026-03-02T00:00"), T("2026-03-03T00:00")}, nights, ZoneOf("UTC"))),
      ElementsAre("2026-03-02T00:00 2026-03-02T03:00 -", "2026-03-02T22:00 2026-03-03T00:00 -"));
}

TEST(WithinHours, TakesAWholeWeek) {
  const std::vector<Hours> week = {{absl::Weekday::wednesday, 0, std::int64_t{7} * 24 * kHour}};
  EXPECT_THAT(
      Lines(WithinHours({T("2026-03-02T00:00"), T("2026-03-20T00:00")}, week, ZoneOf("UTC"))),
      ElementsAre("2026-03-02T00:00 2026-03-20T00:00 -"));
}

TEST(WithinHours, IsTheWholeSpanWithoutHours) {
  EXPECT_THAT(Lines(WithinHours({T("2026-03-02T00:00"), T("2026-03-03T00:00")}, {}, ZoneOf("UTC"))),
              ElementsAre("2026-03-02T00:00 2026-03-03T00:00 -"));
}

}  // namespace
}  // namespace sandbox::world
