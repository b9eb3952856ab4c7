#include "sandbox/control/fault.h"

#include <gtest/gtest.h>

#include "nlohmann/json.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

Fault Read(const char* text) {
  auto fault = FaultFromJson(json::parse(text));
  EXPECT_TRUE(fault) << fault.error();
  return fault ? *fault : Fault{};
}

std::string Refused(const char* text) {
  const auto fault = FaultFromJson(json::parse(text));
  return fault ? "accepted" : fault.error();
}

Request Ask(std::string method, std::string path) {
  Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  return request;
}

TEST(FaultFromJson, LetsMadeUpAnswersReplaceTheEffectAndChangedOnesFollowIt) {
  EXPECT_FALSE(Read(R"({"status":503})").effect);
  EXPECT_FALSE(Read(R"({"status":200,"body":"<html>"})").effect);
  EXPECT_FALSE(Read(R"({"drop":"before"})").effect);
  EXPECT_TRUE(Read(R"({"drop":"after"})").effect);
  EXPECT_TRUE(Read(R"({"status":502,"answer":""})").effect);
  EXPECT_TRUE(Read(R"({"truncate":10})").effect);
  EXPECT_TRUE(Read(R"({"delay_ms":50})").effect);
  EXPECT_TRUE(Read(R"({"patch":{"a":1}})").effect);
  EXPECT_TRUE(Read(R"({"status":500,"effect":true})").effect);
}

TEST(FaultFromJson, RefusesMisuseWithASentence) {
  EXPECT_EQ(Refused(R"({"drop":"now"})"), "fault.drop must be \"before\" or \"after\" the effect.");
  EXPECT_EQ(Refused(R"({"drop":"after","drop_as":"x"})"),
            "fault.drop_as must be \"reset\" or \"close\".");
  EXPECT_EQ(Refused(R"({"body":"a","answer":"b"})"), "fault.answer and body exclude each other.");
  EXPECT_EQ(Refused(R"({"status":99})"),
            "fault.status must be a whole number between 200 and 599.");
  EXPECT_EQ(Refused(R"({"headers":{"A":1}})"),
            "fault.headers must hold strings, or null to take a header away.");
  EXPECT_EQ(Refused(R"({"stauts":500})"), "fault.stauts is not known here.");
  EXPECT_EQ(Refused("[]"), "fault must be an object.");
}

TEST(Faults, StrikeByMethodAndPrefixOrGlob) {
  Faults faults;
  faults.Add(Read(R"({"method":"POST","path":"/incident/v2/schedules/*/replicas","status":500})"));
  faults.Add(Read(R"({"path":"/pagerduty","status":429})"));
  EXPECT_FALSE(faults.Strike(Ask("GET", "/incident/v2/schedules/S/replicas")));
  EXPECT_FALSE(faults.Strike(Ask("POST", "/incident/v2/schedules/S/replicas/R")));
  EXPECT_EQ(faults.Strike(Ask("POST", "/incident/v2/schedules/S/replicas"))->status, 500);
  EXPECT_EQ(faults.Strike(Ask("GET", "/pagerduty/users"))->status, 429);
}

TEST(Faults, SkipTheFirstMatchesAndEndAfterTheirTimes) {
  Faults faults;
  faults.Add(Read(R"({"path":"/","skip":1,"times":2,"status":500})"));
  std::vector<bool> struck;
  for (int i = 0; i < 4; ++i) struck.push_back(faults.Strike(Ask("GET", "/x")).has_value());
  EXPECT_EQ(struck, (std::vector<bool>{false, true, true, false}));
}

TEST(Faults, StrikeForEverWithoutTimes) {
  Faults faults;
  faults.Add(Read(R"({"times":0,"status":500})"));
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(faults.Strike(Ask("GET", "/x")));
  EXPECT_EQ(ToJson(faults.all()[0])["struck"], 100);
  faults.Clear();
  EXPECT_FALSE(faults.Strike(Ask("GET", "/x")));
}

TEST(Distort, ReplacesStatusHeadersAndBody) {
  Answer real = JsonAnswer(201, {{"id", "R1"}});
  real.headers["X-RateLimit-Limit"] = "1200";
  const Answer answer = Distort(
      Read(R"({"status":429,"headers":{"Retry-After":"7","X-RateLimit-Limit":null},"body":"no"})"),
      real);
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.body, "no");
  EXPECT_EQ(answer.headers.at("Retry-After"), "7");
  EXPECT_FALSE(answer.headers.contains("X-RateLimit-Limit"));
}

TEST(Distort, MergesAPatchIntoAJsonBodyAndLeavesOthersAlone) {
  const Fault fault = Read(R"({"patch":{"replica":{"provider":"opsgenie_v2","window":null}}})");
  EXPECT_EQ(
      Distort(fault, JsonAnswer(200, {{"replica", {{"provider", "jsm"}, {"window", 1}}}})).body,
      R"({"replica":{"provider":"opsgenie_v2"}})");
  EXPECT_EQ(Distort(fault, EmptyAnswer(204)).body, "");
}

TEST(Distort, CutsTheConnection) {
  EXPECT_EQ(Distort(Read(R"({"drop":"after"})"), {}).cut, Cut::kReset);
  EXPECT_EQ(Distort(Read(R"({"drop":"before","drop_as":"close"})"), {}).cut, Cut::kClose);
  const Answer truncated = Distort(Read(R"({"truncate":5})"), JsonAnswer(200, {{"a", 1}}));
  EXPECT_EQ(truncated.cut, Cut::kTruncate);
  EXPECT_EQ(truncated.sent_bytes, 5U);
}

}  // namespace
}  // namespace sandbox
