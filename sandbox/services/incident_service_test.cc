#include "sandbox/services/incident_service.h"

#include <gtest/gtest.h>

#include "nlohmann/json.hpp"
#include "sandbox/services/test_world.h"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr char kKey[] = "Bearer sandbox-incident-key";

class IncidentServiceTest : public testing::Test {
 protected:
  Answer Call(std::string method, std::string_view target, std::string authorization = kKey,
              const json& body = nullptr) {
    const Request request = Ask(std::move(method), target, std::move(authorization), body);
    return service_.Respond(request, request.path);
  }

  TestWorld at_;
  IncidentService service_{at_.world, {}};
};

TEST_F(IncidentServiceTest, SaysWhoTheKeyIs) {
  service_.settings().keys = {{"k", "Terraform", {"viewer"}}};
  const Answer answer = Call("GET", "/v1/identity", "Bearer k");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(BodyOf(answer), json::parse(R"({"identity":{"name":"Terraform",
      "dashboard_url":"https://app.incident.io/sandbox","roles":["viewer"],"teams":[],
      "team_roles":[]}})"));
}

TEST_F(IncidentServiceTest, RefusesAMissingAndAWrongKey) {
  const Answer missing = Call("GET", "/v1/identity", "");
  EXPECT_EQ(missing.status, 401);
  EXPECT_EQ(BodyOf(missing), json::parse(R"({"type":"authentication_error","status":401,
      "request_id":"5a4db0c5-0000-4000-8000-000000000001",
      "errors":[{"code":"missing_authorization_material",
                 "message":"No authorization material provided in request"}]})"));
  for (const char* wrong : {"Bearer other", "sandbox-incident-key", "Token sandbox-incident-key"}) {
    const Answer answer = Call("GET", "/v1/identity", wrong);
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(BodyOf(answer)["errors"][0]["message"], "The API key provided is not valid");
  }
}

TEST_F(IncidentServiceTest, RefusesWhatTheRolesOfAKeyDoNotCover) {
  service_.settings().keys = {{"reader", "Reader", {"schedules_reader"}}};
  EXPECT_EQ(Call("GET", "/v2/schedules", "Bearer reader").status, 200);
  const Answer answer = Call("POST", "/v2/schedules/S1/replicas", "Bearer reader", json::object());
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(BodyOf(answer)["type"], "resource_forbidden");
  EXPECT_EQ(BodyOf(answer)["errors"][0]["message"],
            "This API key does not have the scope schedules.update that this endpoint needs");
}

TEST_F(IncidentServiceTest, TellsAnUnknownPathFromAnUnknownMethod) {
  EXPECT_EQ(Call("GET", "/v2/nothing").status, 404);
  EXPECT_EQ(BodyOf(Call("GET", "/v2/nothing"))["type"], "not_found");
  EXPECT_EQ(Call("PATCH", "/v2/schedules/S1").status, 405);
}

TEST_F(IncidentServiceTest, CountsRequestsInTheHeaders) {
  const Answer answer = Call("GET", "/v1/identity");
  EXPECT_EQ(answer.headers.at("X-RateLimit-Limit"), "1200, 1200;window=60");
  EXPECT_EQ(answer.headers.at("X-RateLimit-Remaining"), "1199");
  EXPECT_EQ(answer.headers.at("X-RateLimit-Used"), "1");
  EXPECT_EQ(answer.headers.at("X-RateLimit-Reset"), "1774261800");
}

TEST_F(IncidentServiceTest, ThrottlesWithRetryAfterWhenABucketIsSet) {
  service_.settings().rate_limit = RateLimit(1, absl::Minutes(1));
  EXPECT_EQ(Call("GET", "/v1/identity").status, 200);
  const Answer answer = Call("GET", "/v1/identity");
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.headers.at("Retry-After"), "60");
  EXPECT_EQ(answer.headers.at("X-RateLimit-Remaining"), "0");
  EXPECT_EQ(BodyOf(answer)["rate_limit"],
            json::parse(R"({"name":"api_key_sandbox","limit":1,"remaining":0,
                            "retry_after":"2026-03-23T10:31:00Z"})"));
}

TEST_F(IncidentServiceTest, AnswersABodyThatIsNotJson) {
  Request request = Ask("POST", "/v2/schedules/S1/replicas", kKey);
  request.body = "{";
  const Answer answer = service_.Respond(request, request.path);
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(BodyOf(answer)["errors"][0]["message"], "The request body is not valid JSON");
}

TEST_F(IncidentServiceTest, SurvivesBodiesOfAnyShape) {
  const json bodies[] = {json::array(),
                         1,
                         "x",
                         {{"schedule_replica", 1}},
                         {{"schedule_replica", {{"sources", {1, "x", json::array()}}}}},
                         {{"schedule", {{"config", {{"rotations", {{{"users", {1}}}}}}}}}},
                         {{"schedule", {{"annotations", {{"a", 1}}}}}}};
  for (const json& body : bodies) {
    for (const char* path : {"/v2/schedules/S1/replicas", "/v2/schedules", "/v2/schedule_overrides",
                             "/v2/schedules/S1/actions/preview_entries"}) {
      const int status = Call("POST", path, kKey, body).status;
      EXPECT_TRUE(status == 422 || status == 200 || status == 201) << path << " " << body;
    }
  }
}

}  // namespace
}  // namespace sandbox
