#include "sandbox/services/pagerduty_codec.h"

#include <gtest/gtest.h>

#include "nlohmann/json.hpp"
#include "sandbox/services/test_world.h"
#include "sandbox/world/calendar.h"

namespace sandbox {
namespace {

using nlohmann::json;

TEST(ParsePagerDutyTime, LetsTheTimeOfDayAndTheOffsetBeMissing) {
  EXPECT_EQ(ParsePagerDutyTime("2026-03-23"), At("2026-03-23T00:00:00Z"));
  EXPECT_EQ(ParsePagerDutyTime("2026-03-23T10:30:00"), At("2026-03-23T10:30:00Z"));
  EXPECT_EQ(ParsePagerDutyTime("2026-03-23T10:30:00-04:00"), At("2026-03-23T14:30:00Z"));
  EXPECT_EQ(ParsePagerDutyTime("today"), std::nullopt);
  EXPECT_EQ(ParsePagerDutyTime(""), std::nullopt);
}

TEST(PagerDutyTime, CarriesTheOffsetOfTheZone) {
  const auto time = At("2026-03-29T00:30:00.9Z");
  EXPECT_EQ(PagerDutyTime(time, absl::UTCTimeZone()), "2026-03-29T00:30:00Z");
  EXPECT_EQ(PagerDutyTime(time, world::ZoneOf("America/New_York")), "2026-03-28T20:30:00-04:00");
}

TEST(PagerDutyError, HasMessageCodeAndErrors) {
  EXPECT_EQ(BodyOf(PagerDutyError(400, 2001, "Invalid Input Provided", {"why"})),
            json::parse(R"({"error":{"message":"Invalid Input Provided","code":2001,
                            "errors":["why"]}})"));
}

TEST(PagerDutySchedule, ShowsRestrictionsOfTheDayAndOfTheWeek) {
  TestWorld at;
  auto schedule = *at.world.pagerduty().FindSchedule("PO8107X");
  schedule.layers[0].restrictions = {{std::nullopt, 32'400, 28'800},
                                     {absl::Weekday::sunday, 0, 86'400}};
  const json written = ToJson(schedule, at.world.pagerduty(), absl::UTCTimeZone(), std::nullopt);
  EXPECT_EQ(written["schedule_layers"][0]["restrictions"],
            json::parse(R"([{"type":"daily_restriction","start_time_of_day":"09:00:00",
                             "duration_seconds":28800},
                            {"type":"weekly_restriction","start_time_of_day":"00:00:00",
                             "duration_seconds":86400,"start_day_of_week":7}])"));
}

}  // namespace
}  // namespace sandbox
