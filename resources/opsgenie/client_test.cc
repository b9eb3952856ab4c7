#include "resources/opsgenie/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time.h"
#include "resources/http/fakes.h"

namespace opsgenie {
namespace {

using http::ApiErrorKind;
using ::testing::ElementsAre;
using ::testing::SizeIs;
using ::testing::StartsWith;

const ids::ExternalScheduleId kSchedule("S1");
const ids::ExternalUserId kUser("U1");

const absl::Time kFrom = *base::ParseInstant("2026-03-02T09:00:00Z");
const absl::Time kUntil = *base::ParseInstant("2026-03-16T09:00:00Z");

const char* const kTimeline = R"({"data": {"_parent": {"id": "S1", "name": "Primary"},
  "startDate": "2026-03-02T00:00:00Z", "endDate": "2026-03-18T00:00:00Z",
  "finalTimeline": {"rotations": [{"periods": [
    {"startDate": "2026-03-02T09:00:00Z", "endDate": "2026-03-03T09:00:00Z",
     "recipient": {"type": "user", "id": "U1", "name": "lisa@example.com"}}]}]}}})";

std::string UserJson(const std::string& id) {
  return R"({"id": ")" + id + R"(", "username": "Lisa@example.com", "fullName": "Lisa Karlin"})";
}

std::string Page(const std::string& users, bool more) {
  return R"({"data": [)" + users + R"(], "totalCount": 3, "paging": {"first": "f")" +
         (more ? R"(, "next": "https://api.opsgenie.com/v2/users?offset=100")" : "") + "}}";
}

class ClientTest : public ::testing::Test {
 protected:
  static Options TestOptions() {
    Options options;
    options.endpoint = *DefaultEndpoint("us");
    options.api_key = "secret";
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

TEST(DefaultEndpoint, KnowsTheRegions) {
  EXPECT_EQ(DefaultEndpoint("us")->Origin(), "https://api.opsgenie.com");
  EXPECT_EQ(DefaultEndpoint("eu")->Origin(), "https://api.eu.opsgenie.com");
  EXPECT_FALSE(DefaultEndpoint(""));
}

TEST_F(ClientTest, ReadsATimeline) {
  transport().Reply(200, kTimeline);
  const auto timeline = client_.ReadTimeline(kSchedule, kFrom, kUntil, {});
  ASSERT_TRUE(timeline);
  EXPECT_EQ(timeline->schedule_name, "Primary");
  ASSERT_THAT(timeline->periods, SizeIs(1));
  EXPECT_EQ(timeline->periods[0].user, kUser);
  EXPECT_EQ(timeline->names.at(kUser), "lisa@example.com");
  EXPECT_THAT(transport().log(),
              ElementsAre("GET https://api.opsgenie.com/v2/schedules/S1/timeline?identifierType=id"
                          "&interval=16&intervalUnit=days&date=2026-03-02T09%3A00%3A00Z"));
}

TEST_F(ClientTest, AsksForTheBaseTimelineOnlyWhereItIsWanted) {
  transport().Reply(200, kTimeline);
  const auto timeline = client_.ReadTimelineWithBase(kSchedule, kFrom, kUntil, {});
  ASSERT_TRUE(timeline);
  EXPECT_FALSE(timeline->base);
  EXPECT_THAT(transport().log(),
              ElementsAre("GET https://api.opsgenie.com/v2/schedules/S1/timeline?identifierType=id"
                          "&expand=base&interval=16&intervalUnit=days"
                          "&date=2026-03-02T09%3A00%3A00Z"));
}

TEST_F(ClientTest, SendsTheKey) {
  transport().Reply(200, Page("", false));
  ASSERT_TRUE(client_.ListUsers({}));
  std::string headers;
  const http::Request request = transport().requests()[0];
  for (const auto& header : request.headers) headers += header.name + ": " + header.value + "\n";
  EXPECT_EQ(headers,
            "Authorization: GenieKey secret\nAccept: application/json\n"
            "User-Agent: terraform-provider-incident/1.0\n");
}

TEST_F(ClientTest, KeepsTheApisWordsAndKindOfAnError) {
  const struct {
    int status;
    std::string body;
    ApiErrorKind kind;
    std::string message;
  } kCases[] = {
      {401, R"({"message": "Key format is not valid!", "took": 0.0, "requestId": "r1"})",
       ApiErrorKind::kDenied, "Key format is not valid!"},
      {403, R"({"message": "You are not authorized", "code": 40301, "requestId": "r1"})",
       ApiErrorKind::kDenied, "You are not authorized"},
      {404, R"({"message": "Schedule does not exist", "requestId": "r1"})", ApiErrorKind::kNotFound,
       "Schedule does not exist"},
      {422, R"({"message": "Interval is not valid.", "code": 42201, "requestId": "r1"})",
       ApiErrorKind::kInvalid, "Interval is not valid."},
  };
  for (const auto& c : kCases) {
    transport().Reply(c.status, c.body);
    const http::ApiError error = ErrorOf(client_.ReadTimeline(kSchedule, kFrom, kUntil, {}));
    EXPECT_EQ(error.kind, c.kind);
    EXPECT_EQ(error.status, c.status);
    EXPECT_EQ(error.message, c.message);
    EXPECT_EQ(error.request_id, "r1");
    EXPECT_EQ(error.tried, "GET /v2/schedules/S1/timeline");
  }
}

TEST_F(ClientTest, WaitsForAPeriodOfTheRateLimit) {
  transport().Reply(429, R"({"message": "You are making too many requests!"})",
                    {{"X-RateLimit-State", "THROTTLED"}, {"X-RateLimit-Period-In-Sec", "60"}});
  transport().Reply(429);
  transport().Reply(200, kTimeline);
  EXPECT_TRUE(client_.ReadTimeline(kSchedule, kFrom, kUntil, {}));
  EXPECT_THAT(fake_.clock->sleeps(), SizeIs(2));
  EXPECT_EQ(fake_.clock->sleeps()[0], absl::Seconds(60));
}

TEST_F(ClientTest, ListsUsersPageByPage) {
  transport().Reply(200, Page(UserJson("U1") + "," + UserJson("U2"), true));
  transport().Reply(200, Page(UserJson("U3"), false));
  const auto users = client_.ListUsers({});
  ASSERT_TRUE(users);
  EXPECT_THAT(*users, SizeIs(3));
  EXPECT_THAT(transport().log(),
              ElementsAre("GET https://api.opsgenie.com/v2/users?limit=100&offset=0",
                          "GET https://api.opsgenie.com/v2/users?limit=100&offset=2"));
}

TEST_F(ClientTest, EndsWhenThePagesDoNot) {
  transport().Reply(200, Page("", true));
  EXPECT_EQ(ErrorOf(client_.ListUsers({})).message, "the pages of the answer do not end");
  for (int i = 0; i < 1001; ++i) transport().Reply(200, Page(UserJson("U"), true));
  const http::ApiError error = ErrorOf(client_.ListUsers({}));
  EXPECT_EQ(error.kind, ApiErrorKind::kGarbled);
  EXPECT_EQ(error.message, "the pages of the answer do not end");
  EXPECT_THAT(transport().requests(), SizeIs(1002));
}

TEST_F(ClientTest, AnIdNeverReachesAnotherResource) {
  transport().Reply(404);
  ErrorOf(client_.ReadTimeline(ids::ExternalScheduleId("../users?x#%y"), kFrom, kUntil, {}));
  ASSERT_THAT(transport().log(), SizeIs(1));
  EXPECT_THAT(transport().log()[0],
              StartsWith("GET https://api.opsgenie.com/v2/schedules/..%2Fusers%3Fx%23%25y/timeline?"
                         "identifierType=id&"));
}

TEST_F(ClientTest, EveryMethodNeedsWhatItAsksFor) {
  transport().Reply(200, "{}");
  EXPECT_EQ(ErrorOf(client_.ListUsers({})).message, "data is missing");
  EXPECT_EQ(ErrorOf(client_.ReadTimeline(ids::ExternalScheduleId(), kFrom, kUntil, {})).message,
            "the id is empty");
}

}  // namespace
}  // namespace opsgenie
