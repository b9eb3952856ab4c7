#include "sandbox/services/opsgenie_service.h"

#include <gtest/gtest.h>

#include "nlohmann/json.hpp"
#include "sandbox/services/test_world.h"

namespace sandbox {
namespace {

using nlohmann::json;

class OpsgenieServiceTest : public testing::Test {
 protected:
  Answer Call(std::string method, std::string_view target, const json& body = nullptr,
              std::string authorization = "GenieKey k") {
    const Request request = Ask(std::move(method), target, std::move(authorization), body);
    return service_.Respond(request, request.path);
  }
  json Get(std::string_view target) { return BodyOf(Call("GET", target)); }

  TestWorld at_;
  OpsgenieService service_{at_.world, {{{"GenieKey k"}}}};
};

json BobTonight() {
  return json::parse(R"({"alias":"tonight","user":{"type":"user","id":"og-BOB"},
      "startDate":"2026-03-23T18:00:00Z","endDate":"2026-03-23T22:00:00Z"})");
}

TEST_F(OpsgenieServiceTest, WrapsTheTimelineInData) {
  const json answer =
      Get("/v2/schedules/OS1/timeline?interval=1&intervalUnit=days&date=2026-03-23T10:30:00Z");
  EXPECT_EQ(answer["data"]["startDate"], "2026-03-23T00:00:00Z");
  EXPECT_EQ(answer["data"]["_parent"]["id"], "OS1");
  EXPECT_EQ(answer["data"]["finalTimeline"]["rotations"][0]["periods"].size(), 3U);
  EXPECT_EQ(answer["requestId"], "sandbox-1");
}

TEST_F(OpsgenieServiceTest, FindsASchedulesByNameWhenAskedTo) {
  EXPECT_EQ(Get("/v2/schedules/Primary?identifierType=name")["data"]["id"], "OS1");
  EXPECT_EQ(Call("GET", "/v2/schedules/Primary").status, 404);
  EXPECT_EQ(Get("/v2/schedules")["data"].size(), 1U);
}

TEST_F(OpsgenieServiceTest, CreatesShowsChangesAndDeletesOverridesByAlias) {
  EXPECT_EQ(Call("POST", "/v2/schedules/OS1/overrides", BobTonight()).status, 201);
  EXPECT_EQ(Call("POST", "/v2/schedules/OS1/overrides", BobTonight()).status, 422);
  const std::string path = "/v2/schedules/OS1/overrides/tonight";
  EXPECT_EQ(Get(path)["data"]["user"]["name"], "Bob@example.com");
  json later = BobTonight();
  later["endDate"] = "2026-03-23T23:00:00Z";
  EXPECT_EQ(Call("PUT", path, later).status, 200);
  EXPECT_EQ(Get("/v2/schedules/OS1/overrides")["data"][0]["endDate"], "2026-03-23T23:00:00Z");
  EXPECT_EQ(Call("DELETE", path).status, 200);
  EXPECT_EQ(Call("DELETE", path).status, 404);
  EXPECT_EQ(Call("GET", path).status, 404);
}

TEST_F(OpsgenieServiceTest, SaysWhoIsOnCall) {
  EXPECT_EQ(Get("/v2/schedules/OS1/on-calls")["data"]["onCallParticipants"],
            json::parse(R"([{"type":"user","id":"og-bot"}])"));
}

TEST_F(OpsgenieServiceTest, ListsUsersWithALinkToTheNextPage) {
  const json page = Get("/v2/users?limit=3");
  EXPECT_EQ(page["data"].size(), 3U);
  EXPECT_EQ(page["totalCount"], 4);
  EXPECT_EQ(page["paging"]["next"], "http://127.0.0.1:8080/opsgenie/v2/users?limit=3&offset=3");
  EXPECT_EQ(Get("/v2/users/Bob@example.com")["data"]["id"], "og-BOB");
  EXPECT_EQ(Call("GET", "/v2/users/none").status, 404);
}

TEST_F(OpsgenieServiceTest, AnswersErrorsInItsOwnForm) {
  const Answer denied = Call("GET", "/v2/users", nullptr, "GenieKey other");
  EXPECT_EQ(denied.status, 401);
  EXPECT_EQ(BodyOf(denied)["message"], "Could not authenticate");
  service_.settings().keys = {{"GenieKey reader", true}};
  const Answer readonly =
      Call("POST", "/v2/schedules/OS1/overrides", BobTonight(), "GenieKey reader");
  EXPECT_EQ(readonly.status, 403);
  EXPECT_EQ(BodyOf(readonly)["code"], 40301);
  EXPECT_EQ(Call("GET", "/v2/teams", nullptr, "GenieKey reader").status, 404);
}

TEST_F(OpsgenieServiceTest, RefusesABodyThatLacksSomething) {
  json body = BobTonight();
  body.erase("user");
  const Answer answer = Call("POST", "/v2/schedules/OS1/overrides", body);
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(BodyOf(answer)["message"], "user is required.");
}

TEST_F(OpsgenieServiceTest, Throttles) {
  service_.settings().rate_limit = RateLimit(1, absl::Minutes(1));
  EXPECT_EQ(Call("GET", "/v2/users").headers.at("X-RateLimit-State"), "OK");
  const Answer answer = Call("GET", "/v2/users");
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.headers.at("X-RateLimit-State"), "THROTTLED");
}

}  // namespace
}  // namespace sandbox
