#include "sandbox/services/ops_codec.h"

#include <gtest/gtest.h>

#include "nlohmann/json.hpp"
#include "sandbox/services/test_world.h"
#include "sandbox/world/calendar.h"

namespace sandbox {
namespace {

using nlohmann::json;

std::string RangeText(const char* query, bool from_instant = false) {
  const auto range =
      TimelineRangeOf(Ask("GET", std::string("/x") + query, ""), world::ZoneOf("Europe/London"),
                      At("2026-03-23T10:30:00Z"), from_instant);
  if (!range) return range.error();
  return base::FormatInstant(range->from) + " " + base::FormatInstant(range->until);
}

TEST(TimelineRangeOf, StartsWithTheLocalDayAndStepsInLocalDays) {
  EXPECT_EQ(RangeText(""), "2026-03-23T00:00:00Z 2026-03-29T23:00:00Z");
  EXPECT_EQ(RangeText("?interval=15&intervalUnit=days&date=2026-04-01T10:00:00Z"),
            "2026-03-31T23:00:00Z 2026-04-15T23:00:00Z");
  EXPECT_EQ(RangeText("?intervalUnit=months"), "2026-03-23T00:00:00Z 2026-04-22T23:00:00Z");
}

TEST(TimelineRangeOf, StartsAtTheInstantWhenTold) {
  EXPECT_EQ(RangeText("?interval=1&intervalUnit=days&date=2026-03-28T12:00:00Z", true),
            "2026-03-28T12:00:00Z 2026-03-29T11:00:00Z");
}

TEST(TimelineRangeOf, RefusesWhatIsNoRange) {
  EXPECT_EQ(RangeText("?interval=0"), "Interval is not valid.");
  EXPECT_EQ(RangeText("?intervalUnit=years"), "Interval unit is not valid.");
  EXPECT_EQ(RangeText("?date=today"), "Date is not valid.");
}

TEST(TimelineJson, SplitsAtNowAndNamesThePersonAsTheVendorDoes) {
  TestWorld at;
  const TimelineRange range{At("2026-03-23T09:00:00Z"), At("2026-03-23T12:00:00Z")};
  const json opsgenie = TimelineJson(OpsVendor::kOpsgenie, *at.world.opsgenie().FindSchedule("OS1"),
                                     at.world.opsgenie(), range, at.world.now(), false);
  EXPECT_EQ(opsgenie["finalTimeline"]["rotations"][0]["periods"], json::parse(R"([
      {"startDate":"2026-03-23T09:00:00Z","endDate":"2026-03-23T10:30:00Z","type":"historical",
       "recipient":{"type":"user","id":"og-bot","name":"bot@example.com"}},
      {"startDate":"2026-03-23T10:30:00Z","endDate":"2026-03-23T12:00:00Z","type":"default",
       "recipient":{"type":"user","id":"og-bot","name":"bot@example.com"}}])"));
  const json jsm = TimelineJson(OpsVendor::kJsm, *at.world.jsm().FindSchedule("JS1"),
                                at.world.jsm(), range, at.world.now(), true);
  EXPECT_EQ(jsm["finalTimeline"]["rotations"][0]["periods"][0]["responder"],
            json::parse(R"({"type":"user","id":"jsm-bot"})"));
  EXPECT_EQ(jsm["baseTimeline"]["rotations"].size(), 1U);
}

TEST(OpsOverride, ReadsPeopleAndRotationsAsTheVendorDoes) {
  TestWorld at;
  const auto& schedule = *at.world.opsgenie().FindSchedule("OS1");
  const json body = json::parse(R"({"alias":"a","startDate":"2026-03-24T00:00:00Z",
      "endDate":"2026-03-25T00:00:00Z","user":{"type":"user","username":"Bob@example.com"},
      "rotations":[{"name":"Base"}]})");
  Fields fields(body, "");
  const auto value = ReadOverride(OpsVendor::kOpsgenie, fields, schedule, at.world.opsgenie());
  EXPECT_EQ(fields.Problem(), std::nullopt);
  EXPECT_EQ(value.responder, (world::Responder{"user", "og-BOB"}));
  EXPECT_EQ(value.rotation_ids, std::vector<std::string>{"OS1-R"});
}

TEST(OpsOverride, NeedsAPersonAndBothDates) {
  TestWorld at;
  const json body = json::object();
  Fields fields(body, "");
  ReadOverride(OpsVendor::kJsm, fields, *at.world.jsm().FindSchedule("JS1"), at.world.jsm());
  EXPECT_EQ(fields.KnownProblem(), "responder is required.");
}

}  // namespace
}  // namespace sandbox
