#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox/control/test_control.h"

namespace sandbox {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ExternalEditsTest : public TestControl {};

struct System {
  const char* path;
  const char* schedule;
  const char* user;
};
constexpr System kSystems[] = {{"/external/pagerduty", "PSCHED", "PBOB"},
                               {"/external/opsgenie", "OS1", "og-bot"},
                               {"/external/jsm", "JS1", "jsm-alice"}};

TEST_F(ExternalEditsTest, AddsAndRemovesOverridesByHandInEverySystem) {
  for (const auto& [path, schedule, user] : kSystems) {
    const std::string overrides = std::string(path) + "/schedules/" + schedule + "/overrides";
    const json made =
        Post(overrides, {{"user_id", user}, {"start", "+1h"}, {"end", "+3h"}}, 201)["override"];
    EXPECT_EQ(made["user_id"], user);
    EXPECT_EQ(made["start"], "2026-03-23T11:30:00Z");
    EXPECT_EQ(made["by_mirror"], false);
    EXPECT_EQ(Get(overrides)["overrides"], json::array({made}));
    EXPECT_EQ(Call("DELETE", overrides + "/" + made["id"].get<std::string>()).status, 204);
    EXPECT_THAT(Get(overrides)["overrides"], IsEmpty());
  }
}

TEST_F(ExternalEditsTest, TellsTheMirrorsOverridesFromThoseOfPeople) {
  AddReplica();
  const json rows = Get("/external/pagerduty/schedules/PSCHED/overrides")["overrides"];
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows[0]["by_mirror"], true);
}

TEST_F(ExternalEditsTest, ShowsWhoWasReallyOnCallAndEveryState) {
  AddReplica();
  Post("/clock", {{"advance", "1h"}});
  Post("/external/pagerduty/schedules/PSCHED/overrides",
       {{"user_id", "PBOB"}, {"start", "now"}, {"end", "+2h"}}, 201);
  Post("/clock", {{"advance", "1h"}});
  const std::string base = "/external/pagerduty/schedules/PSCHED";
  EXPECT_THAT(Rows(Get(base + "/history?since=-2h")["on_call"]),
              ElementsAre("2026-03-23T10:30:00Z PALICE", "2026-03-23T11:30:00Z PBOB"));
  const json states = Get(base + "/states?until=+2h")["states"];
  EXPECT_THAT(Rows(states.back()["on_call"]),
              ElementsAre("2026-03-23T12:30:00Z PBOB", "2026-03-23T13:30:00Z PALICE"));
  EXPECT_LT(states.front()["sequence"], states.back()["sequence"]);
}

TEST_F(ExternalEditsTest, MakesAnOverrideForSomeRotationsWhereASystemHasThem) {
  const char* overrides = "/external/opsgenie/schedules/OS1/overrides";
  json wanted = {
      {"user_id", "og-bot"}, {"start", "+1h"}, {"end", "+3h"}, {"rotation_ids", {"OR1"}}};
  Post(overrides, wanted, 201);
  EXPECT_EQ(Get("/world")["opsgenie"]["schedules"][0]["overrides"][0]["rotation_ids"],
            json::array({"OR1"}));
  wanted["rotation_ids"] = {"OR9"};
  EXPECT_EQ(Misused("POST", overrides, wanted), "Rotation not found: OR9");
  EXPECT_EQ(Misused("POST", "/external/pagerduty/schedules/PSCHED/overrides", wanted),
            "rotation_ids is not known here.");
}

TEST_F(ExternalEditsTest, RemovesSchedulesAndUsers) {
  for (const auto& [path, schedule, user] : kSystems) {
    EXPECT_EQ(Call("DELETE", std::string(path) + "/users/" + user).status, 204);
    EXPECT_EQ(Call("DELETE", std::string(path) + "/users/" + user).status, 404);
    EXPECT_EQ(Call("DELETE", std::string(path) + "/schedules/" + schedule).status, 204);
    EXPECT_EQ(Call("GET", std::string(path) + "/schedules/" + schedule + "/overrides").status, 404);
  }
}

TEST_F(ExternalEditsTest, RefusesMisuse) {
  EXPECT_EQ(Misused("GET", "/external/slack/schedules/X/overrides"),
            "The provider must be pagerduty, opsgenie or jsm.");
  EXPECT_EQ(Misused("GET", "/external/jsm/schedules/JS1/history?since=then"),
            "since and until must be times: RFC 3339, or as \"-3d\".");
  EXPECT_EQ(Misused("POST", "/external/jsm/schedules/JS1/overrides", {{"start", "now"}}),
            "end is required.");
  EXPECT_EQ(Misused("POST", "/external/pagerduty/schedules/PSCHED/overrides",
                    {{"user_id", "PNONE"}, {"start", "now"}, {"end", "+1h"}}),
            "User not found");
  EXPECT_EQ(Call("DELETE", "/external/pagerduty/schedules/PSCHED/overrides/QNONE").status, 404);
}

}  // namespace
}  // namespace sandbox
