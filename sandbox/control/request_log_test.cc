#include "sandbox/control/request_log.h"

#include <gtest/gtest.h>

#include "nlohmann/json.hpp"

namespace sandbox {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);

Request Post() {
  Request request;
  request.method = "POST";
  request.path = "/incident/v2/schedules";
  request.query = {{"a", "1"}, {"b", "2"}};
  request.headers = {{"Authorization", "Bearer very-secret"}, {"User-Agent", "test/1"}};
  request.body = "{\"x\":1}";
  request.connection = 3;
  return request;
}

TEST(RequestLog, KeepsWhatWasAskedAndAnsweredButNoSecret) {
  RequestLog log;
  log.End(log.Begin(Post(), kNow), 201, false);
  EXPECT_EQ(ToJson(log.entries()[0]),
            nlohmann::json::parse(R"({"seq":1,"at":"2026-02-02T02:40:00Z","method":"POST",
              "path":"/incident/v2/schedules","query":"a=1&b=2","status":201,"connection":3,
              "auth":"Bearer","user_agent":"test/1","fault":false,"body":{"x":1}})"));
}

TEST(RequestLog, ShowsNothingOfACredentialWithoutAScheme) {
  Request request = Post();
  request.headers["Authorization"] = "very-secret";
  RequestLog log;
  log.Begin(request, kNow);
  EXPECT_EQ(log.entries()[0].auth, "unknown");
}

TEST(RequestLog, LeavesTheStatusOpenWhileARequestIsUnderWay) {
  RequestLog log;
  log.Begin(Post(), kNow);
  EXPECT_TRUE(ToJson(log.entries()[0])["status"].is_null());
}

TEST(RequestLog, KeepsNoBodyOfAReadAndABodyThatIsNotJsonAsText) {
  RequestLog log;
  Request request = Post();
  request.body = "<p>";
  log.Begin(request, kNow);
  request.method = "GET";
  log.Begin(request, kNow);
  EXPECT_EQ(ToJson(log.entries()[0])["body"], "<p>");
  EXPECT_FALSE(ToJson(log.entries()[1]).contains("body"));
}

TEST(RequestLog, CountsOnAfterClear) {
  RequestLog log;
  const auto first = log.Begin(Post(), kNow);
  log.Clear();
  log.End(first, 200, false);
  EXPECT_TRUE(log.entries().empty());
  EXPECT_EQ(log.Begin(Post(), kNow), 2U);
}

}  // namespace
}  // namespace sandbox
