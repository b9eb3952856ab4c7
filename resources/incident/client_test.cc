#include "resources/incident/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "base/time.h"
#include "resources/http/fakes.h"

namespace incident {
namespace {

using http::ApiErrorKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const ids::ScheduleId kSchedule("S1");
const ids::ReplicaId kReplica("R1");

std::string ReplicaJson(const std::string& id = "R1", const std::string& schedule = "S1") {
  return R"({"id": ")" + id + R"(", "schedule_id": ")" + schedule + R"(",
    "sources": [{"rotation_id": "rot", "layer_id": "lay"}], "replica_provider": "jsm",
    "replica_provider_id": "X", "replica_fallback_user_id": "Y", "user_statuses": [],
    "created_at": "2026-03-02T09:00:00Z", "updated_at": "2026-03-02T09:00:00Z"})";
}

std::string ScheduleJson(const std::string& id) {
  return R"({"id": ")" + id + R"(", "name": "n", "timezone": "UTC",
    "created_at": "2026-03-02T09:00:00Z", "updated_at": "2026-03-02T09:00:00Z"})";
}

std::string EntriesJson(const std::string& fingerprint) {
  const std::string entry = R"([{"start_at": "2026-03-02T09:00:00Z",
    "end_at": "2026-03-02T10:00:00Z", "fingerprint": ")" +
                            fingerprint + R"("}])";
  return R"({"final": )" + entry + "}";
}

std::string Wrapped(const std::string& member, const std::string& value,
                    const std::string& after = "") {
  const std::string meta =
      after.empty() ? ""
                    : R"(, "pagination_meta": {"page_size": 250, "after": ")" + after + R"("})";
  return R"({")" + member + R"(": )" + value + meta + "}";
}

NewReplica Wanted() {
  NewReplica wanted;
  wanted.schedule_id = kSchedule;
  wanted.sources = {{ids::RotationId("rot"), ids::LayerId("lay")}};
  wanted.provider = "jsm";
  wanted.provider_id = ids::ExternalScheduleId("X");
  wanted.fallback_user_id = ids::ExternalUserId("Y");
  return wanted;
}

class ClientTest : public ::testing::Test {
 protected:
  static Options TestOptions() {
    Options options;
    options.endpoint = {"https", "api.incident.io", "", ""};
    options.api_key = "inc_key";
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

TEST_F(ClientTest, SendsTheCredentialAndWhoAsks) {
  transport().Reply(200, Wrapped("user", R"({"id": "U1", "name": "Lisa"})"));
  const auto user = client_.ShowUser(ids::UserId("U1"), {});
  ASSERT_TRUE(user);
  EXPECT_EQ(user->name, "Lisa");
  EXPECT_THAT(transport().log(), ElementsAre("GET https://api.incident.io/v2/users/U1"));
  const http::Request request = transport().requests()[0];
  std::string headers;
  for (const auto& header : request.headers) {
    headers += header.name + ": " + header.value + "\n";
  }
  EXPECT_EQ(headers,
            "Authorization: Bearer inc_key\nAccept: application/json\n"
            "User-Agent: terraform-provider-incident/1.0\n");
}

TEST_F(ClientTest, ListsReplicasWithTheServersTime) {
  transport().Reply(200, Wrapped("schedule_replicas", "[" + ReplicaJson() + "]"),
                    {{"Date", "Mon, 02 Mar 2026 09:00:00 GMT"}});
  const auto list = client_.ListReplicas(kSchedule, {});
  ASSERT_TRUE(list);
  ASSERT_THAT(list->replicas, SizeIs(1));
  EXPECT_EQ(list->replicas[0].id, kReplica);
  EXPECT_EQ(list->server_time, base::ParseInstant("2026-03-02T09:00:00Z"));
  EXPECT_THAT(transport().log(),
              ElementsAre("GET https://api.incident.io/v2/schedules/S1/replicas"));
}

TEST_F(ClientTest, ListsReplicasWithoutATimeWhenTheServerSaysNone) {
  transport().Reply(200, Wrapped("schedule_replicas", "[]"), {{"Date", "now"}});
  const auto list = client_.ListReplicas(kSchedule, {});
  ASSERT_TRUE(list);
  EXPECT_THAT(list->replicas, IsEmpty());
  EXPECT_EQ(list->server_time, std::nullopt);
}

TEST_F(ClientTest, ShowsAReplica) {
  transport().Reply(200, Wrapped("schedule_replica", ReplicaJson()));
  const auto replica = client_.ShowReplica(kSchedule, kReplica, {});
  ASSERT_TRUE(replica);
  EXPECT_EQ(replica->provider_id.value(), "X");
  EXPECT_THAT(transport().log(),
              ElementsAre("GET https://api.incident.io/v2/schedules/S1/replicas/R1"));
}

TEST_F(ClientTest, CreatesAReplica) {
  transport().Reply(201, Wrapped("schedule_replica", ReplicaJson()));
  const auto replica = client_.CreateReplica(Wanted(), {});
  ASSERT_TRUE(replica);
  EXPECT_EQ(replica->id, kReplica);
  EXPECT_THAT(transport().log(),
              ElementsAre("POST https://api.incident.io/v2/schedules/S1/replicas"));
  const http::Request request = transport().requests()[0];
  EXPECT_EQ(request.body,
            R"({"schedule_replica":{"mirror_window_days":14,"replica_fallback_user_id":"Y",)"
            R"("replica_provider":"jsm","replica_provider_id":"X",)"
            R"("sources":[{"layer_id":"lay","rotation_id":"rot"}]}})");
  EXPECT_EQ(request.headers[0].name + ": " + request.headers[0].value,
            "Content-Type: application/json");
}

TEST_F(ClientTest, NeverSendsACreateTwiceWhenItsOutcomeIsUnknown) {
  transport().Reply(502, "<html>", {{"Content-Type", "text/html"}});
  http::ApiError error = ErrorOf(client_.CreateReplica(Wanted(), {}));
  EXPECT_EQ(error.kind, ApiErrorKind::kUnavailable);
  EXPECT_TRUE(error.outcome_unknown);
  transport().Fail(http::TransportErrorKind::kTimeout, true);
  error = ErrorOf(client_.CreateReplica(Wanted(), {}));
  EXPECT_EQ(error.kind, ApiErrorKind::kUnavailable);
  EXPECT_TRUE(error.outcome_unknown);
  transport().Reply(201, R"({"schedule_replica": {"id": "R1")");
  error = ErrorOf(client_.CreateReplica(Wanted(), {}));
  EXPECT_EQ(error.kind, ApiErrorKind::kGarbled);
  EXPECT_TRUE(error.outcome_unknown);
  EXPECT_THAT(transport().log(), SizeIs(3));
}

TEST_F(ClientTest, ARefusedCreateHadNoEffect) {
  transport().Reply(422, R"({"type": "validation_error", "status": 422, "request_id": "req-1",
    "errors": [{"code": "invalid_value", "message": "No such layer", "source": {"field": "sources"}}]})");
  const http::ApiError error = ErrorOf(client_.CreateReplica(Wanted(), {}));
  EXPECT_EQ(error.kind, ApiErrorKind::kInvalid);
  EXPECT_EQ(error.status, 422);
  EXPECT_EQ(error.message, "No such layer");
  EXPECT_EQ(error.request_id, "req-1");
  EXPECT_EQ(error.tried, "POST /v2/schedules/S1/replicas");
  EXPECT_FALSE(error.outcome_unknown);
  ASSERT_THAT(error.fields, SizeIs(1));
  EXPECT_EQ(error.fields[0].field, "sources");
}

TEST_F(ClientTest, DeletesAReplica) {
  transport().Reply(204);
  EXPECT_TRUE(client_.DeleteReplica(kSchedule, kReplica, {}));
  EXPECT_THAT(transport().log(),
              ElementsAre("DELETE https://api.incident.io/v2/schedules/S1/replicas/R1"));
}

TEST_F(ClientTest, DoubtsADeleteThatIsAnsweredWithContent) {
  transport().Reply(200, "<html>Sign in</html>");
  const http::ApiError error = ErrorOf(client_.DeleteReplica(kSchedule, kReplica, {}));
  EXPECT_EQ(error.kind, ApiErrorKind::kGarbled);
  EXPECT_EQ(error.message, "the answer has content, where none was expected");
  EXPECT_TRUE(error.outcome_unknown);
}

TEST_F(ClientTest, DeletingWhatIsGoneIsNotFound) {
  transport().Fail(http::TransportErrorKind::kReset, true);
  transport().Reply(404, R"({"errors": [{"message": "Replica not found"}]})");
  const http::ApiError error = ErrorOf(client_.DeleteReplica(kSchedule, kReplica, {}));
  EXPECT_EQ(error.kind, ApiErrorKind::kNotFound);
  EXPECT_EQ(error.message, "Replica not found");
  EXPECT_EQ(error.attempts, 2);
}

TEST_F(ClientTest, ShowsASchedule) {
  transport().Reply(200, Wrapped("schedule", ScheduleJson("S1")));
  const auto schedule = client_.ShowSchedule(kSchedule, {});
  ASSERT_TRUE(schedule);
  EXPECT_EQ(schedule->timezone, "UTC");
  EXPECT_THAT(transport().log(), ElementsAre("GET https://api.incident.io/v2/schedules/S1"));
}

TEST_F(ClientTest, ListsSchedulesPageByPage) {
  transport().Reply(200, Wrapped("schedules", "[" + ScheduleJson("S1") + "]", "S1"));
  transport().Reply(200, Wrapped("schedules", "[]", "S/2"));
  transport().Reply(200, Wrapped("schedules", "[" + ScheduleJson("S3") + "]"));
  const auto schedules = client_.ListSchedules({});
  ASSERT_TRUE(schedules);
  ASSERT_THAT(*schedules, SizeIs(2));
  EXPECT_EQ((*schedules)[1].id.value(), "S3");
  EXPECT_THAT(transport().log(),
              ElementsAre("GET https://api.incident.io/v2/schedules?page_size=250",
                          "GET https://api.incident.io/v2/schedules?page_size=250&after=S1",
                          "GET https://api.incident.io/v2/schedules?page_size=250&after=S%2F2"));
}

TEST_F(ClientTest, ReadsEntriesPageByPageAndDropsNothing) {
  transport().Reply(200, Wrapped("schedule_entries", EntriesJson("a"), "opaque=="));
  transport().Reply(200, Wrapped("schedule_entries", EntriesJson("a")));
  const auto entries =
      client_.ScheduleEntries(kSchedule, *base::ParseInstant("2026-03-02T00:00:00Z"),
                              *base::ParseInstant("2026-03-16T00:00:00Z"), {});
  ASSERT_TRUE(entries);
  EXPECT_THAT(entries->final_entries, SizeIs(2));
  const std::string base =
      "GET https://api.incident.io/v2/schedule_entries?schedule_id=S1&entry_window_start=";
  const std::string end = "&entry_window_end=2026-03-16T00%3A00%3A00Z";
  EXPECT_THAT(transport().log(),
              ElementsAre(base + "2026-03-02T00%3A00%3A00Z" + end, base + "opaque%3D%3D" + end));
}

TEST_F(ClientTest, ListsUsersOfAnAddressTheInactiveIncluded) {
  transport().Reply(200, Wrapped("users", R"([{"id": "U1", "name": "Lisa", "is_active": false}])"));
  const auto users = client_.ListUsers({"a+b@example.com"}, {});
  ASSERT_TRUE(users);
  ASSERT_THAT(*users, SizeIs(1));
  EXPECT_EQ((*users)[0].is_active, false);
  EXPECT_THAT(transport().log(),
              ElementsAre("GET https://api.incident.io/v2/users?email=a%2Bb%40example.com"
                          "&include_inactive=true&page_size=250"));
}

TEST_F(ClientTest, ShowsAUser) {
  transport().Reply(200, Wrapped("user", R"({"id": "U/1", "name": "Lisa"})"));
  const auto user = client_.ShowUser(ids::UserId("U/1"), {});
  ASSERT_TRUE(user);
  EXPECT_EQ(user->name, "Lisa");
  EXPECT_THAT(transport().log(), ElementsAre("GET https://api.incident.io/v2/users/U%2F1"));
}

TEST_F(ClientTest, ReadsTheCatalog) {
  transport().Reply(200, Wrapped("catalog_types", R"([{"id": "T1"}])"));
  transport().Reply(200, Wrapped("catalog_entries", R"([{"id": "E1"}])", "E1"));
  transport().Reply(200, Wrapped("catalog_entries", R"([{"id": "E2"}])"));
  const auto types = client_.CatalogTypes({});
  ASSERT_TRUE(types);
  EXPECT_EQ((*types)[0].id, "T1");
  const auto entries = client_.CatalogEntries("T1", {});
  ASSERT_TRUE(entries);
  ASSERT_THAT(*entries, SizeIs(2));
  EXPECT_THAT(
      transport().log(),
      ElementsAre("GET https://api.incident.io/v3/catalog_types",
                  "GET https://api.incident.io/v3/catalog_entries?catalog_type_id=T1&page_size=250",
                  "GET https://api.incident.io/v3/catalog_entries?catalog_type_id=T1&page_size=250"
                  "&after=E1"));
}

TEST_F(ClientTest, RefusesToSendAnEmptyId) {
  const http::ApiError error = ErrorOf(client_.DeleteReplica(kSchedule, ids::ReplicaId(), {}));
  EXPECT_EQ(error.kind, ApiErrorKind::kInvalid);
  EXPECT_EQ(error.message, "the id is empty");
  EXPECT_EQ(ErrorOf(client_.ListReplicas(ids::ScheduleId(), {})).message, "the id is empty");
  EXPECT_EQ(ErrorOf(client_.ShowUser(ids::UserId(), {})).message, "the id is empty");
  EXPECT_THAT(transport().log(), IsEmpty());
}

TEST_F(ClientTest, AnIdNeverReachesAnotherResource) {
  transport().Reply(404);
  ErrorOf(client_.ShowReplica(ids::ScheduleId("../users?x#y"), ids::ReplicaId(".."), {}));
  EXPECT_THAT(transport().log(),
              ElementsAre("GET https://api.incident.io/v2/schedules/..%2Fusers%3Fx%23y/replicas/"
                          "%2E%2E"));
}

TEST_F(ClientTest, EndsWhenAListHoldsMoreThanAnybodyHas) {
  const std::string user = R"({"id": "U", "name": ""})";
  std::string users = user;
  for (int i = 0; i < 10'000; ++i) users += "," + user;
  for (const char* after : {"a", "b", "c"}) {
    transport().Reply(200, Wrapped("users", "[" + users + "]", after));
  }
  EXPECT_EQ(ErrorOf(client_.ListUsers({}, {})).message, "the pages of the answer do not end");
  EXPECT_THAT(transport().requests(), SizeIs(3));
}

TEST_F(ClientTest, EndsWhenThePagesGoInACircle) {
  for (int i = 0; i < 3; ++i) {
    transport().Reply(200, Wrapped("users", "[]", i % 2 == 0 ? "a" : "b"));
  }
  const http::ApiError error = ErrorOf(client_.ListUsers({}, {}));
  EXPECT_EQ(error.kind, ApiErrorKind::kGarbled);
  EXPECT_EQ(error.message, "the pages of the answer go in a circle");
}

TEST_F(ClientTest, EndsWhenThePagesDoNot) {
  for (int i = 0; i < 1001; ++i) {
    transport().Reply(200, Wrapped("users", "[]", "page" + std::to_string(i)));
  }
  const http::ApiError error = ErrorOf(client_.ListUsers({}, {}));
  EXPECT_EQ(error.message, "the pages of the answer do not end");
  EXPECT_THAT(transport().requests(), SizeIs(1001));
}

TEST_F(ClientTest, SaysWhatIsWrongWithAnAnswerThatIsNotTheReplica) {
  const struct {
    int status;
    std::string body;
    std::string content_type;
    std::string message;
  } kCases[] = {
      {200, "{}", "application/json", "schedule_replica is missing"},
      {200, R"({"schedule_replica": null})", "", "schedule_replica is missing"},
      {200, R"({"schedule_replica": {}})", "", "schedule_replica.id is missing"},
      {200, R"({"schedule_replica": []})", "", "schedule_replica is not an object"},
      {200, "[]", "application/json", "it is not an object"},
      {200, "", "application/json", "the answer is empty"},
      {204, "", "", "the answer is empty"},
      {200, "<html>Sign in</html>", "text/html; charset=utf-8",
       "the answer is not JSON but text/html; charset=utf-8"},
      {200, "<html>Sign in</html>", "", "the answer is not valid JSON"},
      {200, R"({"schedule_replica": {"id": "R1",)", "application/json",
       "the answer is not valid JSON"},
      {200, R"({"schedule_replica": "\xff"})", "application/json", "the answer is not valid JSON"},
      {200, std::string(100'000, '['), "application/json", "the answer is nested too deeply"},
      {200, R"({"schedule_replica": {}, "schedule_replica": {}})", "application/json",
       "schedule_replica is there twice"},
      {200, Wrapped("schedule_replica", ReplicaJson("R2")), "",
       R"(schedule_replica.id is "R2", not "R1" as asked for)"},
      {200, Wrapped("schedule_replica", ReplicaJson("R1", "S2")), "",
       R"(schedule_replica.schedule_id is "S2", not "S1" as asked for)"},
  };
  for (const auto& c : kCases) {
    transport().Reply(c.status, c.body, {{"Content-Type", c.content_type}, {"X-Request-Id", "r"}});
    const http::ApiError error = ErrorOf(client_.ShowReplica(kSchedule, kReplica, {}));
    EXPECT_EQ(error.kind, ApiErrorKind::kGarbled) << c.message;
    EXPECT_EQ(error.message, c.message);
    EXPECT_EQ(error.status, c.status);
    EXPECT_EQ(error.request_id, "r");
    EXPECT_EQ(error.tried, "GET /v2/schedules/S1/replicas/R1");
    EXPECT_FALSE(error.outcome_unknown);
  }
}

TEST_F(ClientTest, SaysWhatIsWrongWithAListThatIsNotOne) {
  const struct {
    std::string body;
    std::string message;
  } kCases[] = {
      {"{}", "schedule_replicas is missing"},
      {R"({"schedule_replicas": {}})", "schedule_replicas is not a list"},
      {R"({"schedule_replicas": [null]})", "schedule_replicas[0] is not an object"},
      {Wrapped("schedule_replicas", "[" + ReplicaJson() + "," + ReplicaJson("R2", "S2") + "]"),
       R"(schedule_replicas[1].schedule_id is "S2", not "S1" as asked for)"},
  };
  for (const auto& c : kCases) {
    transport().Reply(200, c.body);
    EXPECT_EQ(ErrorOf(client_.ListReplicas(kSchedule, {})).message, c.message);
  }
}

TEST_F(ClientTest, EveryMethodNeedsWhatItAsksFor) {
  const absl::Time now = absl::UnixEpoch();
  const std::vector<std::pair<std::string, std::function<http::ApiError()>>> kCalls = {
      {"schedule_replica", [&] { return ErrorOf(client_.CreateReplica(Wanted(), {})); }},
      {"schedule", [&] { return ErrorOf(client_.ShowSchedule(kSchedule, {})); }},
      {"schedules", [&] { return ErrorOf(client_.ListSchedules({})); }},
      {"schedule_entries",
       [&] { return ErrorOf(client_.ScheduleEntries(kSchedule, now, now, {})); }},
      {"users", [&] { return ErrorOf(client_.ListUsers({}, {})); }},
      {"user", [&] { return ErrorOf(client_.ShowUser(ids::UserId("U1"), {})); }},
      {"catalog_types", [&] { return ErrorOf(client_.CatalogTypes({})); }},
      {"catalog_entries", [&] { return ErrorOf(client_.CatalogEntries("T1", {})); }},
  };
  for (const auto& [member, call] : kCalls) {
    transport().Reply(200, "{}");
    const http::ApiError error = call();
    EXPECT_EQ(error.kind, ApiErrorKind::kGarbled);
    EXPECT_EQ(error.message, member + " is missing");
  }
}

TEST_F(ClientTest, RefusesAnotherScheduleAndAnotherUser) {
  transport().Reply(200, Wrapped("schedule", ScheduleJson("S2")));
  EXPECT_EQ(ErrorOf(client_.ShowSchedule(kSchedule, {})).message,
            R"(schedule.id is "S2", not "S1" as asked for)");
  transport().Reply(200, Wrapped("user", R"({"id": "U2"})"));
  EXPECT_EQ(ErrorOf(client_.ShowUser(ids::UserId("U1"), {})).message,
            R"(user.id is "U2", not "U1" as asked for)");
  transport().Reply(200, R"({"users": [], "pagination_meta": {"after": 5}})");
  EXPECT_EQ(ErrorOf(client_.ListUsers({}, {})).message, "pagination_meta.after is not a string");
}

TEST_F(ClientTest, WaitsAsTheBodyOfA429Says) {
  const std::string in_5_seconds = base::FormatInstant(fake_.clock->Now() + absl::Seconds(5));
  transport().Reply(429, R"({"type": "too_many_requests", "rate_limit": {"retry_after": ")" +
                             in_5_seconds + R"("}})");
  transport().Reply(200, Wrapped("schedule_replicas", "[]"));
  EXPECT_TRUE(client_.ListReplicas(kSchedule, {}));
  EXPECT_THAT(fake_.clock->sleeps(), ElementsAre(absl::Seconds(5)));
}

TEST_F(ClientTest, WaitsUntilTheBucketIsFullWhereA429SaysNothingElse) {
  const auto in_7_seconds = absl::ToUnixSeconds(fake_.clock->Now() + absl::Seconds(7));
  transport().Reply(429, "", {{"X-RateLimit-Reset", std::to_string(in_7_seconds)}});
  transport().Reply(200, Wrapped("schedule_replicas", "[]"));
  EXPECT_TRUE(client_.ListReplicas(kSchedule, {}));
  EXPECT_THAT(fake_.clock->sleeps(), ElementsAre(absl::Seconds(7)));
}

TEST_F(ClientTest, KeepsTheLastAnswersWordsWhenTimeRunsOut) {
  for (int i = 0; i < 10; ++i) {
    transport().Reply(429, R"({"request_id": "r9", "errors": [{"message": "Slow down"}]})",
                      {{"Retry-After", "60"}});
  }
  const http::ApiError error = ErrorOf(client_.ListReplicas(kSchedule, {}));
  EXPECT_EQ(error.kind, ApiErrorKind::kThrottled);
  EXPECT_EQ(error.message, "Slow down");
  EXPECT_EQ(error.request_id, "r9");
  EXPECT_EQ(error.attempts, 6);
  EXPECT_TRUE(error.out_of_time);
}

TEST_F(ClientTest, TellsA401FromA403) {
  transport().Reply(401, R"({"errors": [{"code": "missing_authorization_material"}]})");
  http::ApiError error = ErrorOf(client_.ListSchedules({}));
  EXPECT_EQ(error.kind, ApiErrorKind::kDenied);
  EXPECT_EQ(error.status, 401);
  EXPECT_EQ(error.message, "missing_authorization_material");
  transport().Reply(403);
  error = ErrorOf(client_.ListSchedules({}));
  EXPECT_EQ(error.kind, ApiErrorKind::kDenied);
  EXPECT_EQ(error.status, 403);
  EXPECT_EQ(error.message, "HTTP status 403");
}

}  // namespace
}  // namespace incident
