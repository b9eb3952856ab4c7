#include "sandbox/services/pagerduty_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nlohmann/json.hpp"
#include "sandbox/services/test_world.h"

namespace sandbox {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kToken[] = "Token token=sandbox-pagerduty-token";

class PagerDutyServiceTest : public testing::Test {
 protected:
  Answer Call(std::string method, std::string_view target, const json& body = nullptr,
              std::string authorization = kToken) {
    const Request request = Ask(std::move(method), target, std::move(authorization), body);
    return service_.Respond(request, request.path);
  }
  json Get(std::string_view target) { return BodyOf(Call("GET", target)); }
  void Add(const char* user, const char* start, const char* end) {
    ASSERT_TRUE(
        at_.world.pagerduty().CreateOverrides("PO8107X", {{"", At(start), At(end), user, false}}));
  }
  static std::vector<std::string> Rows(const json& subschedule) {
    std::vector<std::string> rows;
    for (const json& entry : subschedule["rendered_schedule_entries"]) {
      rows.push_back(entry["start"].get<std::string>() + " " + entry["end"].get<std::string>() +
                     " " +
                     (entry["user"].is_null() ? "null" : entry["user"]["id"].get<std::string>()));
    }
    return rows;
  }
  static json Error(const Answer& answer) {
    return {answer.status, BodyOf(answer)["error"]["code"]};
  }

  TestWorld at_;
  PagerDutyService service_{at_.world, {}};
};

TEST_F(PagerDutyServiceTest, RendersTheFinalScheduleInTheZoneAskedFor) {
  Add("PBOB", "2026-03-23T18:00:00Z", "2026-03-23T22:00:00Z");
  const json schedule =
      Get("/schedules/PO8107X?since=2026-03-23T12:00:00Z"
          "&until=2026-03-24T00:00:00Z&time_zone=UTC")["schedule"];
  EXPECT_EQ(schedule["type"], "schedule");
  EXPECT_THAT(Rows(schedule["final_schedule"]),
              ElementsAre("2026-03-23T12:00:00Z 2026-03-23T18:00:00Z PFALLBK",
                          "2026-03-23T18:00:00Z 2026-03-23T22:00:00Z PBOB",
                          "2026-03-23T22:00:00Z 2026-03-24T00:00:00Z PFALLBK"));
  EXPECT_THAT(Rows(schedule["overrides_subschedule"]),
              ElementsAre("2026-03-23T18:00:00Z 2026-03-23T22:00:00Z PBOB"));
  EXPECT_EQ(schedule["final_schedule"]["rendered_coverage_percentage"], 100.0);
  EXPECT_EQ(schedule["schedule_layers"][0]["users"][0]["user"]["id"], "PFALLBK");
}

TEST_F(PagerDutyServiceTest, RendersInTheZoneOfTheScheduleByDefault) {
  const json schedule = Get("/schedules/PO8107X?since=2026-03-23&until=2026-03-24")["schedule"];
  EXPECT_THAT(Rows(schedule["final_schedule"])[0],
              "2026-03-22T20:00:00-04:00 2026-03-23T00:00:00-04:00 PFALLBK");
}

TEST_F(PagerDutyServiceTest, RendersNothingWithoutARange) {
  EXPECT_THAT(Rows(Get("/schedules/PO8107X")["schedule"]["final_schedule"]), IsEmpty());
}

TEST_F(PagerDutyServiceTest, TakesTwoWeeksWhenOneEndIsMissing) {
  const json schedule =
      Get("/schedules/PO8107X?since=2026-03-23T00:00:00Z&time_zone=UTC")["schedule"];
  EXPECT_THAT(Rows(schedule["final_schedule"]).back(),
              testing::EndsWith(" 2026-04-06T00:00:00Z PFALLBK"));
}

TEST_F(PagerDutyServiceTest, ShowsADeletedUserAsNull) {
  at_.world.pagerduty().RemoveUser("PFALLBK");
  const json schedule =
      Get("/schedules/PO8107X?since=2026-03-23T12:00:00Z&until=2026-03-23T13:00:00Z&time_zone=UTC");
  EXPECT_THAT(Rows(schedule["schedule"]["final_schedule"]),
              ElementsAre("2026-03-23T12:00:00Z 2026-03-23T13:00:00Z null"));
}

TEST_F(PagerDutyServiceTest, RefusesABadRange) {
  EXPECT_EQ(Error(Call("GET", "/schedules/PO8107X?since=soon")), json({400, 2001}));
  EXPECT_EQ(Error(Call("GET", "/schedules/PO8107X?since=2026-03-24&until=2026-03-23")),
            json({400, 2004}));
}

TEST_F(PagerDutyServiceTest, AnswersErrorsWithItsOwnCodes) {
  EXPECT_EQ(Error(Call("GET", "/users", nullptr, "")), json({401, 2006}));
  EXPECT_EQ(Error(Call("GET", "/users", nullptr, "Token token=other")), json({401, 2006}));
  EXPECT_EQ(Error(Call("GET", "/schedules/PNONE")), json({404, 2100}));
  EXPECT_EQ(Error(Call("GET", "/users/PNONE")), json({404, 2013}));
  EXPECT_EQ(Error(Call("GET", "/incidents")), json({404, 2100}));
  EXPECT_EQ(Call("GET", "/users", nullptr, "Bearer sandbox-pagerduty-token").status, 200);
}

TEST_F(PagerDutyServiceTest, LetsAReadOnlyTokenReadOnly) {
  service_.settings().keys = {{"reader", true}};
  EXPECT_EQ(Call("GET", "/schedules/PO8107X", nullptr, "Token token=reader").status, 200);
  EXPECT_EQ(
      Error(Call("POST", "/schedules/PO8107X/overrides", json::object(), "Token token=reader")),
      json({403, 2010}));
}

TEST_F(PagerDutyServiceTest, CreatesOverridesOneByOneOfAList) {
  const Answer answer = Call("POST", "/schedules/PO8107X/overrides", json::parse(R"({"overrides":[
        {"start":"2026-03-24T00:00:00Z","end":"2026-03-24T06:00:00Z","user":{"id":"PBOB"}},
        {"start":"2026-03-24T06:00:00Z","end":"2026-03-24T00:00:00Z","user":{"id":"PBOB"}}]})"));
  EXPECT_EQ(answer.status, 201);
  const json rows = BodyOf(answer);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0]["status"], 201);
  EXPECT_EQ(rows[0]["override"]["user"]["id"], "PBOB");
  EXPECT_EQ(rows[1],
            json::parse(R"({"status":400,"errors":["Override must end after its start"]})"));
  const json listed =
      Get("/schedules/PO8107X/overrides?since=2026-03-23T00:00:00Z&until=2026-03-30T00:00:00Z");
  EXPECT_EQ(listed["overrides"].size(), 1U);
}

TEST_F(PagerDutyServiceTest, RemovesCutsOrKeepsAnOverrideByWhereNowIs) {
  Add("PBOB", "2026-03-23T12:00:00Z", "2026-03-23T14:00:00Z");
  Add("PBOB", "2026-03-24T12:00:00Z", "2026-03-24T14:00:00Z");
  const auto id = [this](std::size_t index) {
    return at_.world.pagerduty().FindSchedule("PO8107X")->overrides[index].id;
  };
  const std::string running = id(0);
  EXPECT_EQ(Call("DELETE", "/schedules/PO8107X/overrides/" + id(1)).status, 204);
  at_.world.AdvanceTo(At("2026-03-23T13:00:00Z"));
  EXPECT_EQ(Call("DELETE", "/schedules/PO8107X/overrides/" + running).status, 200);
  at_.world.AdvanceTo(At("2026-03-23T15:00:00Z"));
  EXPECT_EQ(Error(Call("DELETE", "/schedules/PO8107X/overrides/" + running)), json({400, 4004}));
  EXPECT_EQ(Error(Call("DELETE", "/schedules/PO8107X/overrides/QNONE")), json({404, 4004}));
}

TEST_F(PagerDutyServiceTest, ListsOverridesOnlyWithARange) {
  EXPECT_EQ(Error(Call("GET", "/schedules/PO8107X/overrides")), json({400, 2003}));
}

TEST_F(PagerDutyServiceTest, ShowsAnUpgradedScheduleInTheThirdVersionOnly) {
  EXPECT_EQ(Error(Call("GET", "/v3/schedules/PO8107X")), json({400, 2001}));
  auto upgraded = *at_.world.pagerduty().FindSchedule("PO8107X");
  upgraded.shift_based = true;
  at_.world.pagerduty().PutSchedule(upgraded);
  const std::string range = "?since=2026-03-23T12:00:00Z&until=2026-03-23T13:00:00Z&time_zone=UTC";
  EXPECT_EQ(Get("/schedules/PO8107X" + range)["schedule"]["type"], "schedule_v3");
  const json schedule = Get("/v3/schedules/PO8107X" + range)["schedule"];
  EXPECT_EQ(schedule["final_schedule"]["computed_shift_assignments"],
            json::parse(R"([{"start_time":"2026-03-23T12:00:00Z","end_time":"2026-03-23T13:00:00Z",
                             "member":{"type":"user_member","user_id":"PFALLBK"},
                             "source":{"type":"schedule_rotation"}}])"));
}

TEST_F(PagerDutyServiceTest, PagesAndSearchesUsers) {
  const json page = Get("/users?limit=3&total=true");
  EXPECT_EQ(page["users"].size(), 3U);
  EXPECT_EQ(page["more"], true);
  EXPECT_EQ(page["total"], 4);
  EXPECT_EQ(Get("/users?limit=3&offset=3")["more"], false);
  EXPECT_EQ(Get("/users?query=bob@EXAMPLE.com")["users"][0]["id"], "PBOB");
  EXPECT_EQ(Get("/users/PBOB")["user"]["email"], "Bob@example.com");
  EXPECT_EQ(Error(Call("GET", "/users?offset=10000")), json({400, 2001}));
}

TEST_F(PagerDutyServiceTest, ListsSchedulesWithoutTimelines) {
  const json rows = Get("/schedules?query=prim&since=2026-03-23&until=2026-03-24")["schedules"];
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_FALSE(rows[0].contains("final_schedule"));
  EXPECT_THAT(Get("/schedules?query=other")["schedules"], IsEmpty());
}

TEST_F(PagerDutyServiceTest, SaysWhoIsOnCallInARange) {
  Add("PBOB", "2026-03-23T18:00:00Z", "2026-03-23T22:00:00Z");
  const json users =
      Get("/schedules/PO8107X/users?since=2026-03-23T19:00:00Z"
          "&until=2026-03-23T20:00:00Z")["users"];
  ASSERT_EQ(users.size(), 1U);
  EXPECT_EQ(users[0]["id"], "PBOB");
}

TEST_F(PagerDutyServiceTest, KnowsItsAbilities) {
  EXPECT_EQ(Get("/abilities")["abilities"][0], "teams");
  EXPECT_EQ(Call("GET", "/abilities/teams").status, 204);
  EXPECT_EQ(Error(Call("GET", "/abilities/other")), json({402, 2014}));
}

TEST_F(PagerDutyServiceTest, ThrottlesWithItsOwnHeaders) {
  EXPECT_EQ(Call("GET", "/users").headers.at("ratelimit-limit"), "960");
  service_.settings().rate_limit = RateLimit(1, absl::Minutes(1));
  Call("GET", "/users");
  const Answer answer = Call("GET", "/users");
  EXPECT_EQ(Error(answer), json({429, 2020}));
  EXPECT_EQ(answer.headers.at("ratelimit-remaining"), "0");
  EXPECT_EQ(answer.headers.at("ratelimit-reset"), "60");
}

}  // namespace
}  // namespace sandbox
