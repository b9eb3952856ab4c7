#include "sandbox/services/jsm_service.h"

#include <gtest/gtest.h>

#include "nlohmann/json.hpp"
#include "sandbox/services/test_world.h"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr char kBase[] = "/jsm/ops/api/cloud";

class JsmServiceTest : public testing::Test {
 protected:
  Answer Call(std::string method, const std::string& target, const json& body = nullptr,
              std::string authorization = BasicAuth("me@example.com", "t")) {
    const Request request = Ask(std::move(method), target, std::move(authorization), body);
    return service_.Respond(request, request.path);
  }
  json Get(const std::string& target) { return BodyOf(Call("GET", target)); }

  TestWorld at_;
  JsmService service_{at_.world, {{{BasicAuth("me@example.com", "t")}}}, "cloud"};
};

json BobTonight() {
  return json::parse(R"({"alias":"tonight","responder":{"type":"user","id":"jsm-BOB"},
      "startDate":"2026-03-23T18:00:00Z","endDate":"2026-03-23T22:00:00Z"})");
}

TEST_F(JsmServiceTest, AnswersTheTimelineUnwrapped) {
  const json answer = Get(std::string(kBase) +
                          "/v1/schedules/JS1/timeline?interval=1"
                          "&intervalUnit=days&date=2026-03-23T10:30:00Z");
  EXPECT_EQ(answer["startDate"], "2026-03-23T00:00:00Z");
  EXPECT_EQ(answer["finalTimeline"]["rotations"][0]["periods"][0]["responder"]["id"], "jsm-bot");
}

TEST_F(JsmServiceTest, AcceptsBothBasesAndNoOtherSite) {
  EXPECT_EQ(Call("GET", "/jsm/ops/api/cloud/v1/schedules").status, 200);
  EXPECT_EQ(Call("GET", "/ops/api/cloud/v1/schedules").status, 200);
  EXPECT_EQ(Call("GET", "/jsm/ops/api/other/v1/schedules").status, 404);
}

TEST_F(JsmServiceTest, ListsAndShowsSchedules) {
  const json list = Get(std::string(kBase) + "/v1/schedules?query=Prim&expand=rotation");
  ASSERT_EQ(list["values"].size(), 1U);
  EXPECT_EQ(list["values"][0]["rotations"][0]["participants"][0]["id"], "jsm-bot");
  EXPECT_EQ(Get(std::string(kBase) + "/v1/schedules/JS1")["timezone"], "Europe/London");
  EXPECT_EQ(Call("GET", std::string(kBase) + "/v1/schedules/NONE").status, 404);
}

TEST_F(JsmServiceTest, CreatesShowsChangesAndDeletesOverridesByAlias) {
  const std::string base = std::string(kBase) + "/v1/schedules/JS1/overrides";
  const Answer made = Call("POST", base, BobTonight());
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(BodyOf(made)["alias"], "tonight");
  EXPECT_EQ(Get(base + "/tonight")["responder"]["id"], "jsm-BOB");
  json later = BobTonight();
  later["endDate"] = "2026-03-23T23:00:00Z";
  EXPECT_EQ(Call("PUT", base + "/tonight", later).status, 200);
  EXPECT_EQ(Get(base)["values"][0]["endDate"], "2026-03-23T23:00:00Z");
  EXPECT_EQ(Call("DELETE", base + "/tonight").status, 204);
  EXPECT_EQ(Call("DELETE", base + "/tonight").status, 404);
}

TEST_F(JsmServiceTest, LinksTheNextPageByARelativePath) {
  const std::string base = std::string(kBase) + "/v1/schedules/JS1/overrides";
  Call("POST", base, BobTonight());
  json second = BobTonight();
  second["alias"] = "second";
  Call("POST", base, second);
  EXPECT_EQ(Get(base + "?size=1")["links"]["next"], "/v1/schedules/JS1/overrides?size=1&offset=1");
  EXPECT_TRUE(Get(base + "?size=1&offset=1")["links"].empty());
}

TEST_F(JsmServiceTest, LooksPeopleUp) {
  EXPECT_EQ(Get("/rest/api/3/user?accountId=jsm-BOB")["displayName"], "Bob");
  EXPECT_EQ(Get("/ex/jira/cloud/rest/api/3/user?accountId=jsm-BOB")["displayName"], "Bob");
  EXPECT_EQ(Get("/rest/api/3/user/search?query=Bob@example.com")[0]["accountId"], "jsm-BOB");
  EXPECT_EQ(Call("GET", "/rest/api/3/user?accountId=none").status, 404);
}

TEST_F(JsmServiceTest, RefusesTheWrongCredentialAWriteByAReaderAndABadBody) {
  EXPECT_EQ(Call("GET", std::string(kBase) + "/v1/schedules", nullptr, "Basic x").status, 401);
  const std::string base = std::string(kBase) + "/v1/schedules/JS1/overrides";
  EXPECT_EQ(Call("POST", base, json::object()).status, 422);
  service_.settings().keys = {{"Basic reader", true}};
  EXPECT_EQ(Call("POST", base, BobTonight(), "Basic reader").status, 403);
}

TEST_F(JsmServiceTest, Throttles) {
  service_.settings().rate_limit = RateLimit(1, absl::Minutes(1));
  Call("GET", std::string(kBase) + "/v1/schedules");
  const Answer answer = Call("GET", std::string(kBase) + "/v1/schedules");
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.headers.at("Retry-After"), "60");
}

}  // namespace
}  // namespace sandbox
