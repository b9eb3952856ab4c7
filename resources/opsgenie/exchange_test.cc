#include "resources/opsgenie/exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time.h"
#include "resources/http/fakes.h"

namespace opsgenie {
namespace {

using http::ApiErrorKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const ids::ExternalScheduleId kSchedule("S1");

absl::Time At(std::string_view text) { return *base::ParseInstant(text); }

const absl::Time kFrom = At("2026-03-02T09:00:00Z");
const absl::Time kUntil = At("2026-03-16T09:00:00Z");

std::string Answer(const std::string& end, const std::string& user = "A") {
  return R"({"endDate": ")" + end + R"(", "finalTimeline": {"rotations": [{"periods": [
    {"startDate": "2026-03-02T09:00:00Z", "endDate": "2026-03-03T09:00:00Z",
     "recipient": {"type": "user", "id": ")" +
         user + R"(", "name": "Name of )" + user + R"("}}]}]}})";
}

class ExchangeTest : public ::testing::Test {
 protected:
  http::FakeTransport& transport() { return *fake_.transport; }
  tl::expected<Timeline, http::ApiError> Read(absl::Time from = kFrom, absl::Time until = kUntil) {
    return ReadTimeline(http_, {http::Method::kGet, "/t"}, kSchedule, from, until, {});
  }
  static http::ClientOptions TestOptions() {
    http::ClientOptions options;
    options.endpoint = {"https", "host", "", ""};
    return options;
  }

  http::FakePlatform fake_;
  http::Client http_{TestOptions(), fake_.platform()};
};

std::string Url(const std::string& interval, const std::string& date) {
  return "GET https://host/t?interval=" + interval + "&intervalUnit=days&date=" + date;
}

TEST_F(ExchangeTest, AsksForWholeDaysThatCoverTheWindowEitherWay) {
  transport().Reply(200, Answer("2026-03-18T00:00:00Z"));
  ASSERT_TRUE(Read());
  transport().Reply(200, Answer("2026-03-18T00:00:00Z"));
  ASSERT_TRUE(Read(kFrom + absl::Milliseconds(999), kFrom + absl::Hours(1)));
  EXPECT_THAT(transport().log(), ElementsAre(Url("16", "2026-03-02T09%3A00%3A00Z"),
                                             Url("2", "2026-03-02T09%3A00%3A00Z")));
}

TEST_F(ExchangeTest, AsksForTheRestWhereTheAnswerEndsEarly) {
  transport().Reply(200, Answer("2026-03-09T00:00:00Z", "A"));
  transport().Reply(200, Answer("2026-03-16T09:00:00Z", "B"));
  const auto timeline = Read();
  ASSERT_TRUE(timeline);
  EXPECT_THAT(timeline->periods, SizeIs(2));
  EXPECT_THAT(timeline->names, SizeIs(2));
  EXPECT_THAT(transport().log(), ElementsAre(Url("16", "2026-03-02T09%3A00%3A00Z"),
                                             Url("9", "2026-03-09T00%3A00%3A00Z")));
}

TEST_F(ExchangeTest, IsAnErrorWhereTheTimelineDoesNotReachTheEnd) {
  transport().Reply(200, Answer("2026-03-09T00:00:00Z"));
  transport().Reply(200, Answer("2026-03-09T00:00:00Z"));
  const auto timeline = Read();
  ASSERT_FALSE(timeline);
  EXPECT_EQ(timeline.error().kind, ApiErrorKind::kGarbled);
  EXPECT_EQ(timeline.error().message, "the timeline ends before 2026-03-16T09:00:00Z");
}

TEST_F(ExchangeTest, EndsWhenTheAnswersComeInCrumbs) {
  for (int second = 1; second <= 101; ++second) {
    transport().Reply(200, Answer(base::FormatInstant(kFrom + absl::Seconds(second))));
  }
  const auto timeline = Read();
  ASSERT_FALSE(timeline);
  EXPECT_EQ(timeline.error().kind, ApiErrorKind::kGarbled);
  EXPECT_THAT(transport().requests(), SizeIs(100));
}

TEST_F(ExchangeTest, RefusesTheTimelineOfAnotherSchedule) {
  transport().Reply(200,
                    R"({"data": {"_parent": {"id": "S2"}, "finalTimeline": {"rotations": []}}})");
  const auto timeline = Read();
  ASSERT_FALSE(timeline);
  EXPECT_EQ(timeline.error().message, R"(_parent.id is "S2", not "S1" as asked for)");
}

TEST_F(ExchangeTest, SaysWhatTheAnswerIsInstead) {
  const struct {
    std::string body;
    std::string message;
  } kCases[] = {
      {"", "the answer is empty"},
      {"<html>", "the answer is not JSON but text/html"},
      {"{}", "finalTimeline is missing"},
      {R"({"data": {}})", "data.finalTimeline is missing"},
  };
  for (const auto& c : kCases) {
    transport().Reply(200, c.body, {{"Content-Type", "text/html"}});
    const auto timeline = Read();
    ASSERT_FALSE(timeline);
    EXPECT_EQ(timeline.error().kind, ApiErrorKind::kGarbled);
    EXPECT_EQ(timeline.error().message, c.message);
  }
}

TEST_F(ExchangeTest, SendsNothingWithoutAnId) {
  for (const char* path : {"/v2/schedules//timeline", "/v2/users/"}) {
    http::ListBudget budget;
    const auto exchange = Send(http_, {http::Method::kGet, path}, {}, budget);
    ASSERT_FALSE(exchange);
    EXPECT_EQ(exchange.error().kind, ApiErrorKind::kInvalid);
    EXPECT_EQ(exchange.error().message, "the id is empty");
  }
  EXPECT_THAT(transport().log(), IsEmpty());
}

}  // namespace
}  // namespace opsgenie
