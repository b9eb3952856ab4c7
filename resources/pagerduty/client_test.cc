#include "resources/pagerduty/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time.h"
#include "resources/http/fakes.h"

namespace pagerduty {
namespace {

using http::ApiErrorKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const ids::ExternalScheduleId kSchedule("PI7DH85");

absl::Time At(std::string_view text) { return *base::ParseInstant(text); }

const absl::Time kFrom = At("2026-03-02T09:00:00Z");
const absl::Time kUntil = At("2026-03-16T09:00:00Z");
const absl::Time kLongUntil = At("2026-05-31T09:00:00Z");

std::string Layers(const std::string& user = "PA", const std::string& id = "PI7DH85") {
  return R"({"schedule": {"id": ")" + id + R"(", "type": "schedule", "name": "Primary",
    "time_zone": "Europe/London", "final_schedule": {"rendered_schedule_entries": [
      {"start": "2026-03-02T09:00:00Z", "end": "2026-03-03T09:00:00Z",
       "user": {"id": ")" +
         user + R"(", "summary": "Name of )" + user + R"("}}]}}})";
}

const char* const kUpgraded = R"({"schedule": {"id": "PI7DH85", "type": "schedule_v3"}})";
const char* const kShifts = R"({"schedule": {"id": "PI7DH85", "type": "schedule_v3",
  "final_schedule": {"computed_shift_assignments": [
    {"start_time": "2026-03-02T09:00:00Z", "end_time": "2026-03-03T09:00:00Z",
     "member": {"type": "user_member", "user_id": "PB"}}]}}})";
const char* const kBadRange =
    R"({"error": {"message": "Invalid Input Provided", "code": 2005, "errors": ["Too long."]}})";

std::string ScheduleUrl(const std::string& since, const std::string& until) {
  return "GET https://api.pagerduty.com/schedules/PI7DH85?since=" + since +
         "T09%3A00%3A00Z&until=" + until + "T09%3A00%3A00Z&time_zone=UTC&overflow=false";
}

std::string ShiftsUrl(const std::string& since, const std::string& until) {
  return "GET https://api.pagerduty.com/v3/schedules/PI7DH85?since=" + since +
         "T09%3A00%3A00Z&until=" + until +
         "T09%3A00%3A00Z&time_zone=UTC&overflow=false&include%5B%5D=final_schedule";
}

std::string Users(int from, int until, bool more) {
  std::string users;
  for (int i = from; i < until; ++i) {
    const std::string n = std::to_string(i);
    users += (users.empty() ? "" : ",") + (R"({"id": "P)" + n + R"(", "name": "User )" + n +
                                           R"(", "email": "User)" + n + R"(@example.com"})");
  }
  return R"({"users": [)" + users + R"(], "limit": 100, "offset": )" + std::to_string(from) +
         R"(, "total": null, "more": )" + (more ? "true" : "false") + "}";
}

class ClientTest : public ::testing::Test {
 protected:
  static Options TestOptions() {
    Options options;
    options.endpoint = *DefaultEndpoint("us");
    options.token = "secret";
    options.user_agent = "terraform-provider-incident/1.0";
    return options;
  }
  http::FakeTransport& transport() { return *fake_.transport; }
  Result<Schedule> Read(absl::Time until = kUntil) {
    return client_.ReadSchedule(kSchedule, kFrom, until, {});
  }

  template <typename T>
  static http::ApiError ErrorOf(const Result<T>& result) {
    EXPECT_FALSE(result);
    return result ? http::ApiError{} : result.error();
  }

  http::FakePlatform fake_;
  Client client_{TestOptions(), fake_.platform()};
};

TEST(DefaultEndpoint, KnowsTheRegions) {
  EXPECT_EQ(DefaultEndpoint("us")->Origin(), "https://api.pagerduty.com");
  EXPECT_EQ(DefaultEndpoint("eu")->Origin(), "https://api.eu.pagerduty.com");
  EXPECT_FALSE(DefaultEndpoint("US"));
}

TEST_F(ClientTest, SendsTheCredentialAndTheVersion) {
  transport().Reply(200, Layers());
  ASSERT_TRUE(Read());
  std::string headers;
  const http::Request request = transport().requests()[0];
  for (const auto& header : request.headers) {
    headers += header.name + ": " + header.value + "\n";
  }
  EXPECT_EQ(headers,
            "Authorization: Token token=secret\n"
            "Accept: application/vnd.pagerduty+json;version=2\n"
            "User-Agent: terraform-provider-incident/1.0\n");
}

TEST_F(ClientTest, ReadsAScheduleOfLayersWithOneRequest) {
  transport().Reply(200, Layers());
  const auto schedule = Read(kLongUntil);
  ASSERT_TRUE(schedule);
  EXPECT_EQ(schedule->name, "Primary");
  EXPECT_EQ(schedule->time_zone, "Europe/London");
  ASSERT_THAT(schedule->entries, SizeIs(1));
  EXPECT_EQ(schedule->entries[0].user->value(), "PA");
  EXPECT_EQ(schedule->names.at(ids::ExternalUserId("PA")), "Name of PA");
  EXPECT_THAT(transport().log(), ElementsAre(ScheduleUrl("2026-03-02", "2026-05-31")));
}

TEST_F(ClientTest, WidensTheWindowToWholeSeconds) {
  transport().Reply(200, Layers());
  ASSERT_TRUE(client_.ReadSchedule(kSchedule, kFrom + absl::Milliseconds(412),
                                   kUntil - absl::Milliseconds(1), {}));
  EXPECT_THAT(transport().log(), ElementsAre(ScheduleUrl("2026-03-02", "2026-03-16")));
}

TEST_F(ClientTest, ReadsALongWindowInPartsWhereTheWholeIsRefused) {
  transport().Reply(400, kBadRange);
  transport().Reply(200, Layers("PA"));
  transport().Reply(200, Layers("PB"));
  transport().Reply(200, Layers("PA"));
  const auto schedule = Read(kLongUntil);
  ASSERT_TRUE(schedule);
  EXPECT_THAT(schedule->entries, SizeIs(3));
  EXPECT_THAT(schedule->names, SizeIs(2));
  EXPECT_THAT(transport().log(), ElementsAre(ScheduleUrl("2026-03-02", "2026-05-31"),
                                             ScheduleUrl("2026-03-02", "2026-04-02"),
                                             ScheduleUrl("2026-04-02", "2026-05-03"),
                                             ScheduleUrl("2026-05-03", "2026-05-31")));
}

TEST_F(ClientTest, ReadsLayersWithOneRequest) {
  transport().Reply(200, R"({"schedule": {"id": "PI7DH85",
    "final_schedule": {"rendered_schedule_entries": []},
    "schedule_layers": [{"rendered_schedule_entries": [
      {"start": "2026-03-02T09:00:00Z", "end": "2026-03-03T09:00:00Z", "user": {"id": "PA"}}]}]}})");
  const auto layers = client_.ReadLayers(kSchedule, kFrom, kUntil, {});
  ASSERT_TRUE(layers && layers->layers);
  EXPECT_THAT(*layers->layers, SizeIs(1));
  transport().Reply(200, kUpgraded);
  const auto shifts = client_.ReadLayers(kSchedule, kFrom, kUntil, {});
  ASSERT_TRUE(shifts);
  EXPECT_EQ(shifts->layers, std::nullopt);
  EXPECT_THAT(transport().log(), ElementsAre(ScheduleUrl("2026-03-02", "2026-03-16"),
                                             ScheduleUrl("2026-03-02", "2026-03-16")));
}

TEST_F(ClientTest, DoesNotCutUpARefusedWindowOfMoreThanAYear) {
  transport().Reply(400, kBadRange);
  transport().Reply(400, kBadRange);
  const auto read = Read(kFrom + absl::Hours(24 * 1000));
  ASSERT_FALSE(read);
  EXPECT_EQ(ErrorOf(read).status, 400);
  EXPECT_THAT(transport().log(), SizeIs(2));
}

TEST_F(ClientTest, APartThatFailsFailsTheWhole) {
  transport().Reply(400, kBadRange);
  transport().Reply(200, Layers());
  transport().Reply(404, R"({"error": {"message": "Not Found", "code": 2100}})");
  EXPECT_EQ(ErrorOf(Read(kLongUntil)).kind, ApiErrorKind::kNotFound);
}

TEST_F(ClientTest, ReadsAScheduleOfShiftsWhoseTypeSaysSo) {
  transport().Reply(200, kUpgraded);
  transport().Reply(200, kShifts);
  const auto schedule = Read();
  ASSERT_TRUE(schedule);
  ASSERT_THAT(schedule->entries, SizeIs(1));
  EXPECT_EQ(schedule->entries[0].user->value(), "PB");
  EXPECT_THAT(transport().log(), ElementsAre(ScheduleUrl("2026-03-02", "2026-03-16"),
                                             ShiftsUrl("2026-03-02", "2026-03-16")));
}

TEST_F(ClientTest, ReadsAScheduleOfShiftsThatTheOlderOperationRefuses) {
  transport().Reply(400, R"({"error": {"message": "Upgraded", "code": 2001}})");
  transport().Reply(200, kShifts);
  const auto schedule = Read();
  ASSERT_TRUE(schedule);
  EXPECT_EQ(schedule->entries[0].user->value(), "PB");
}

TEST_F(ClientTest, ReadsALongWindowOfShiftsInPartsAsWell) {
  transport().Reply(200, kUpgraded);
  transport().Reply(400, kBadRange);
  for (int i = 0; i < 3; ++i) transport().Reply(200, kShifts);
  const auto schedule = Read(kLongUntil);
  ASSERT_TRUE(schedule);
  EXPECT_THAT(schedule->entries, SizeIs(3));
  EXPECT_THAT(transport().requests(), SizeIs(5));
}

TEST_F(ClientTest, SaysWhyTheOlderOperationRefusedWhenBothDo) {
  transport().Reply(400, kBadRange);
  transport().Reply(400, R"({"error": {"message": "This schedule is not a v3 schedule."}})");
  const http::ApiError error = ErrorOf(Read());
  EXPECT_EQ(error.kind, ApiErrorKind::kInvalid);
  EXPECT_EQ(error.message, "Invalid Input Provided: Too long.");
  EXPECT_EQ(error.tried, "GET /schedules/PI7DH85");
  EXPECT_THAT(transport().requests(), SizeIs(2));
}

TEST_F(ClientTest, KeepsTheErrorOfTheShiftsWhenTheyCannotBeRead) {
  transport().Reply(400, kBadRange);
  transport().Reply(403, R"({"error": {"message": "Access Denied", "code": 2010}})");
  EXPECT_EQ(ErrorOf(Read()).message, "Access Denied");
}

TEST_F(ClientTest, KeepsTheApisWordsAndKindOfAnError) {
  const struct {
    int status;
    std::string body;
    ApiErrorKind kind;
    std::string message;
  } kCases[] = {
      {401, R"({"error": {"message": "Authentication failed", "code": 2006}})",
       ApiErrorKind::kDenied, "Authentication failed"},
      {402, R"({"error": {"message": "Account lacks it", "code": 2014}})", ApiErrorKind::kDenied,
       "Account lacks it"},
      {403, R"({"error": {"message": "Access Denied", "code": 2010, "errors": ["Read-only"]}})",
       ApiErrorKind::kDenied, "Access Denied: Read-only"},
      {404, R"({"error": {"message": "Not Found", "code": 2100, "errors": ["No schedule"]}})",
       ApiErrorKind::kNotFound, "Not Found: No schedule"},
      {404, "", ApiErrorKind::kNotFound, "HTTP status 404"},
  };
  for (const auto& c : kCases) {
    transport().Reply(c.status, c.body, {{"X-Request-Id", "r1"}});
    const http::ApiError error = ErrorOf(Read());
    EXPECT_EQ(error.kind, c.kind);
    EXPECT_EQ(error.status, c.status);
    EXPECT_EQ(error.message, c.message);
    EXPECT_EQ(error.request_id, "r1");
    EXPECT_EQ(error.tried, "GET /schedules/PI7DH85");
  }
}

TEST_F(ClientTest, WaitsUntilTheRateLimitIsReset) {
  transport().Reply(429, R"({"error": {"message": "Rate Limit Exceeded", "code": 2020}})",
                    {{"ratelimit-reset", "7"}});
  transport().Reply(200, Layers());
  EXPECT_TRUE(Read());
  EXPECT_THAT(fake_.clock->sleeps(), ElementsAre(absl::Seconds(7)));
}

TEST_F(ClientTest, RepeatsAfterA429WithoutABody) {
  transport().Reply(429);
  transport().Reply(503);
  transport().Reply(200, Layers());
  EXPECT_TRUE(Read());
  EXPECT_THAT(transport().requests(), SizeIs(3));
}

TEST_F(ClientTest, SaysWhatIsWrongWithAnAnswerThatIsNotTheSchedule) {
  const struct {
    std::string body;
    std::string message;
  } kCases[] = {
      {"", "the answer is empty"},
      {"<html>", "the answer is not JSON but text/html"},
      {"[]", "it is not an object"},
      {"{}", "schedule is missing"},
      {R"({"schedule": {"id": "PI7DH85"}})", "schedule.final_schedule is missing"},
      {Layers("PA", "PX"), R"(schedule.id is "PX", not "PI7DH85" as asked for)"},
      {std::string(100'000, '['), "the answer is not JSON but text/html"},
  };
  for (const auto& c : kCases) {
    transport().Reply(200, c.body, {{"Content-Type", "text/html"}});
    const http::ApiError error = ErrorOf(Read());
    EXPECT_EQ(error.kind, ApiErrorKind::kGarbled) << c.message;
    EXPECT_EQ(error.message, c.message);
  }
}

TEST_F(ClientTest, RefusesToSendAnEmptyId) {
  EXPECT_EQ(ErrorOf(client_.ReadSchedule(ids::ExternalScheduleId(), kFrom, kUntil, {})).message,
            "the id is empty");
  EXPECT_EQ(ErrorOf(client_.ShowUser(ids::ExternalUserId(), {})).message, "the id is empty");
  EXPECT_THAT(transport().log(), IsEmpty());
}

TEST_F(ClientTest, ShowsAUser) {
  transport().Reply(200, R"({"user": {"id": "P/1", "name": "Alice", "email": "a@example.com"}})");
  const auto user = client_.ShowUser(ids::ExternalUserId("P/1"), {});
  ASSERT_TRUE(user);
  EXPECT_EQ(user->name, "Alice");
  EXPECT_EQ(user->email, "a@example.com");
  EXPECT_THAT(transport().log(), ElementsAre("GET https://api.pagerduty.com/users/P%2F1"));
  transport().Reply(200, R"({"user": {"id": "P2"}})");
  EXPECT_EQ(ErrorOf(client_.ShowUser(ids::ExternalUserId("P/1"), {})).message,
            R"(user.id is "P2", not "P/1" as asked for)");
}

TEST_F(ClientTest, AnIdNeverReachesAnotherResource) {
  transport().Reply(404);
  transport().Reply(404);
  ErrorOf(client_.ReadLayers(ids::ExternalScheduleId("../users?x#%y"), kFrom, kUntil, {}));
  ErrorOf(client_.ReadLayers(ids::ExternalScheduleId(".."), kFrom, kUntil, {}));
  const std::string query =
      "?since=2026-03-02T09%3A00%3A00Z&until=2026-03-16T09%3A00%3A00Z&time_zone=UTC&overflow=false";
  EXPECT_THAT(transport().log(),
              ElementsAre("GET https://api.pagerduty.com/schedules/..%2Fusers%3Fx%23%25y" + query,
                          "GET https://api.pagerduty.com/schedules/%2E%2E" + query));
}

TEST_F(ClientTest, AnIdOfAScheduleOfShiftsIsOneSegmentToo) {
  transport().Reply(400, kBadRange);
  transport().Reply(404);
  ErrorOf(client_.ReadSchedule(ids::ExternalScheduleId("a/b\n"), kFrom, kUntil, {}));
  ASSERT_THAT(transport().log(), SizeIs(2));
  EXPECT_THAT(transport().log()[1],
              ::testing::StartsWith("GET https://api.pagerduty.com/v3/schedules/a%2Fb%0A?"));
}

TEST_F(ClientTest, ListsUsersPageByPage) {
  transport().Reply(200, Users(0, 100, true));
  transport().Reply(200, Users(100, 125, true));
  transport().Reply(200, Users(125, 126, false));
  const auto users = client_.ListUsers({});
  ASSERT_TRUE(users);
  EXPECT_THAT(*users, SizeIs(126));
  EXPECT_THAT(transport().log(),
              ElementsAre("GET https://api.pagerduty.com/users?limit=100&offset=0",
                          "GET https://api.pagerduty.com/users?limit=100&offset=100",
                          "GET https://api.pagerduty.com/users?limit=100&offset=125"));
}

TEST_F(ClientTest, EndsWhenThePagesDoNot) {
  transport().Reply(200, Users(0, 0, true));
  http::ApiError error = ErrorOf(client_.ListUsers({}));
  EXPECT_EQ(error.kind, ApiErrorKind::kGarbled);
  EXPECT_EQ(error.message, "the pages of the answer do not end");
  EXPECT_EQ(error.tried, "GET /users");
  for (int i = 0; i < 1001; ++i) transport().Reply(200, Users(i, i + 1, true));
  error = ErrorOf(client_.ListUsers({}));
  EXPECT_EQ(error.message, "the pages of the answer do not end");
  EXPECT_THAT(transport().requests(), SizeIs(1002));
}

TEST_F(ClientTest, RefusesMoreShiftsThanAScheduleCanHave) {
  std::string entry = R"({"start": "2026-03-02T09:00:00Z"})";
  std::string entries = entry;
  for (int i = 0; i < 30'000; ++i) entries += "," + entry;
  transport().Reply(200, R"({"schedule": {"id": "PI7DH85", "final_schedule":
    {"rendered_schedule_entries": [)" +
                             entries + "]}}}");
  EXPECT_EQ(ErrorOf(Read()).message, "there are more shifts than a schedule can have");
}

TEST_F(ClientTest, AListOfUsersNeedsItsUsers) {
  transport().Reply(200, "{}");
  EXPECT_EQ(ErrorOf(client_.ListUsers({})).message, "users is missing");
  transport().Reply(200, R"({"users": [{"name": "x"}]})");
  EXPECT_EQ(ErrorOf(client_.ListUsers({})).message, "users[0].id is missing");
}

}  // namespace
}  // namespace pagerduty
