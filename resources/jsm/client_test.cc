#include "resources/jsm/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time.h"
#include "resources/http/fakes.h"

namespace jsm {
namespace {

using http::ApiErrorKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const ids::ExternalScheduleId kSchedule("S1");

const absl::Time kFrom = *base::ParseInstant("2026-03-02T09:00:00Z");
const absl::Time kUntil = *base::ParseInstant("2026-03-16T09:00:00Z");

const char* const kTimeline = R"({"startDate": "2026-03-02T00:00:00Z",
  "endDate": "2026-03-18T00:00:00Z", "finalTimeline": {"rotations": [{"periods": [
    {"startDate": "2026-03-02T09:00:00Z", "endDate": "2026-03-03T09:00:00Z",
     "responder": {"type": "user", "id": "557058:aa"}},
    {"startDate": "2026-03-03T09:00:00Z", "endDate": "2026-03-04T09:00:00Z"},
    {"startDate": "2026-03-04T09:00:00Z", "endDate": "2026-03-05T09:00:00Z",
     "responder": {"type": "escalation", "id": "E1"}}]}]}})";

class ClientTest : public ::testing::Test {
 protected:
  static Options TestOptions() {
    Options options;
    options.endpoint = DefaultEndpoint();
    options.cloud_id = "cloud";
    options.email = "me@example.com";
    options.api_token = "secret";
    options.user_agent = "terraform-provider-incident/1.0";
    return options;
  }
  http::FakeTransport& transport() { return *fake_.transport; }

  template <typename T>
  static http::ApiError ErrorOf(const Result<T>& result) {
    EXPECT_FALSE(result);
    return result ? http::ApiError{} : result.error();
  }

  http::FakePlatform fake_;
  Client client_{TestOptions(), fake_.platform()};
};

TEST_F(ClientTest, ReadsATimelineWithOrWithoutItsWrapping) {
  transport().Reply(200, kTimeline);
  transport().Reply(200, R"({"data": )" + std::string(kTimeline) + "}");
  for (int i = 0; i < 2; ++i) {
    const auto timeline = client_.ReadTimeline(kSchedule, kFrom, kUntil, {});
    ASSERT_TRUE(timeline);
    ASSERT_THAT(timeline->periods, SizeIs(3));
    EXPECT_EQ(timeline->periods[0].user, ids::ExternalUserId("557058:aa"));
    EXPECT_EQ(timeline->periods[1].user, std::nullopt);
    EXPECT_EQ(timeline->periods[2].user, ids::ExternalUserId("escalation:E1"));
    EXPECT_THAT(timeline->names, IsEmpty());
  }
  const std::string url =
      "GET https://api.atlassian.com/jsm/ops/api/cloud/v1/schedules/S1/timeline"
      "?interval=16&intervalUnit=days&date=2026-03-02T09%3A00%3A00Z";
  EXPECT_THAT(transport().log(), ElementsAre(url, url));
}

TEST_F(ClientTest, AsksForTheBaseTimelineOnlyWhereItIsWanted) {
  transport().Reply(200, kTimeline);
  EXPECT_TRUE(client_.ReadTimelineWithBase(kSchedule, kFrom, kUntil, {}));
  EXPECT_THAT(transport().log(),
              ElementsAre("GET https://api.atlassian.com/jsm/ops/api/cloud/v1/schedules/S1/timeline"
                          "?expand=base&interval=16&intervalUnit=days"
                          "&date=2026-03-02T09%3A00%3A00Z"));
}

TEST_F(ClientTest, WaitsUntilTheMomentThatA429Names) {
  transport().Reply(429, "", {{"X-RateLimit-Reset", "2026-03-02T09:01Z"}});
  transport().Reply(200, kTimeline);
  EXPECT_TRUE(client_.ReadTimeline(kSchedule, kFrom, kUntil, {}));
  EXPECT_THAT(fake_.clock->sleeps(), ElementsAre(absl::Seconds(60)));
}

TEST_F(ClientTest, SendsTheAddressAndTheToken) {
  transport().Reply(200, kTimeline);
  ASSERT_TRUE(client_.ReadTimeline(kSchedule, kFrom, kUntil, {}));
  std::string headers;
  const http::Request request = transport().requests()[0];
  for (const auto& header : request.headers) headers += header.name + ": " + header.value + "\n";
  EXPECT_EQ(headers,
            "Authorization: Basic bWVAZXhhbXBsZS5jb206c2VjcmV0\nAccept: application/json\n"
            "User-Agent: terraform-provider-incident/1.0\n");
}

TEST_F(ClientTest, ShowsASchedule) {
  transport().Reply(200, R"({"id": "S1", "name": "Primary", "timezone": "Europe/London"})");
  const auto schedule = client_.ShowSchedule(kSchedule, {});
  ASSERT_TRUE(schedule);
  EXPECT_EQ(schedule->name, "Primary");
  EXPECT_THAT(transport().log(),
              ElementsAre("GET https://api.atlassian.com/jsm/ops/api/cloud/v1/schedules/S1"));
}

TEST_F(ClientTest, SaysWhatIsWrongWithAnAnswerThatIsNotTheSchedule) {
  const struct {
    const char* body;
    const char* message;
  } kCases[] = {
      {"{}", "id is missing"},
      {R"({"id": "S1"})", "name is missing"},
      {R"({"id": "S2", "name": "n"})", R"(id is "S2", not "S1" as asked for)"},
      {"[]", "it is not an object"},
      {"<html>", "the answer is not valid JSON"},
  };
  for (const auto& c : kCases) {
    transport().Reply(200, c.body);
    const http::ApiError error = ErrorOf(client_.ShowSchedule(kSchedule, {}));
    EXPECT_EQ(error.kind, ApiErrorKind::kGarbled);
    EXPECT_EQ(error.message, c.message);
  }
}

TEST_F(ClientTest, KeepsTheApisWordsAndKindOfAnError) {
  transport().Reply(401, R"({"code": 401, "message": "Unauthorized; scope does not match"})");
  http::ApiError error = ErrorOf(client_.ReadTimeline(kSchedule, kFrom, kUntil, {}));
  EXPECT_EQ(error.kind, ApiErrorKind::kDenied);
  EXPECT_EQ(error.message, "Unauthorized; scope does not match");
  transport().Reply(404, R"({"errors": [{"title": "Schedule does not exist"}]})");
  error = ErrorOf(client_.ReadTimeline(kSchedule, kFrom, kUntil, {}));
  EXPECT_EQ(error.kind, ApiErrorKind::kNotFound);
  EXPECT_EQ(error.message, "Schedule does not exist");
  EXPECT_EQ(error.tried, "GET /jsm/ops/api/cloud/v1/schedules/S1/timeline");
}

TEST_F(ClientTest, WaitsAsRetryAfterSays) {
  transport().Reply(429, "", {{"Retry-After", "9"}});
  transport().Reply(200, kTimeline);
  EXPECT_TRUE(client_.ReadTimeline(kSchedule, kFrom, kUntil, {}));
  EXPECT_THAT(fake_.clock->sleeps(), ElementsAre(absl::Seconds(9)));
}

TEST_F(ClientTest, AnIdNeverReachesAnotherResource) {
  Options options = TestOptions();
  options.cloud_id = "../cloud";
  Client client(options, fake_.platform());
  transport().Reply(404);
  transport().Reply(404);
  ErrorOf(client.ReadTimeline(ids::ExternalScheduleId("../users?x#%y"), kFrom, kUntil, {}));
  ErrorOf(client.ShowSchedule(ids::ExternalScheduleId(".."), {}));
  const std::string base = "GET https://api.atlassian.com/jsm/ops/api/..%2Fcloud/v1/schedules/";
  ASSERT_THAT(transport().log(), SizeIs(2));
  EXPECT_THAT(transport().log()[0],
              ::testing::StartsWith(base + "..%2Fusers%3Fx%23%25y/timeline?interval="));
  EXPECT_EQ(transport().log()[1], base + "%2E%2E");
}

TEST_F(ClientTest, SendsNothingWithoutAnId) {
  EXPECT_EQ(ErrorOf(client_.ShowSchedule(ids::ExternalScheduleId(), {})).message,
            "the id is empty");
  Options options = TestOptions();
  options.cloud_id = "";
  Client nowhere(options, fake_.platform());
  EXPECT_EQ(ErrorOf(nowhere.ShowSchedule(kSchedule, {})).message, "the id is empty");
  EXPECT_THAT(transport().log(), IsEmpty());
}

}  // namespace
}  // namespace jsm
