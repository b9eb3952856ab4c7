#include "resources/opsgenie/codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time.h"

namespace opsgenie {
namespace {

using json::ParseJson;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

absl::Time At(std::string_view text) { return *base::ParseInstant(text); }

ids::ExternalUserId User(const char* id) { return ids::ExternalUserId(id); }

TimelineAnswer Decoded(std::string_view text) {
  auto decoded = DecodeTimeline(*ParseJson(text));
  EXPECT_TRUE(decoded) << decoded.error().Text();
  return decoded ? *std::move(decoded) : TimelineAnswer{};
}

std::string ErrorOf(std::string_view text) {
  const auto decoded = DecodeTimeline(*ParseJson(text));
  return decoded ? "none" : decoded.error().Text();
}

std::string Periods(const std::string& periods) {
  return R"({"finalTimeline": {"rotations": [{"periods": [)" + periods + "]}]}}";
}

std::string Period(const std::string& rest) {
  return R"({"startDate": "2026-03-02T09:00:00Z", "endDate": "2026-03-03T09:00:00Z")" + rest + "}";
}

TEST(DecodeTimeline, ReadsEveryRotationOfAnAnswerOfOpsgenie) {
  const TimelineAnswer answer = Decoded(R"({
    "data": {
      "_parent": {"id": "S1", "name": "Primary", "enabled": true},
      "startDate": "2026-03-02T00:00:00Z", "endDate": "2026-03-17T00:00:00Z",
      "finalTimeline": {"rotations": [
        {"id": "R1", "name": "Day", "order": 1.0, "periods": [
          {"startDate": "2026-03-02T10:00:00+01:00", "endDate": "2026-03-02T10:30:00Z",
           "type": "historical", "flattenedRecipients": [],
           "recipient": {"type": "user", "id": "A", "name": "alice@example.com"}},
          {"startDate": "2026-03-02T10:30:00Z", "endDate": "2026-03-03T09:00:00Z",
           "type": "default",
           "recipient": {"type": "user", "id": "A", "name": "alice@example.com"}}]},
        {"id": "R2", "name": "Night", "order": 2.0},
        {"id": "R3", "name": "Second", "order": 3.0, "periods": [
          {"startDate": "2026-03-02T09:00:00Z", "endDate": "2026-03-03T09:00:00Z",
           "type": "default", "recipient": {"type": "team", "id": "T", "name": "Platform"}}]}]},
      "baseTimeline": {}},
    "expandable": ["base", "forwarding", "override"], "took": 0.1, "requestId": "r"})");
  EXPECT_EQ(answer.schedule, ids::ExternalScheduleId("S1"));
  EXPECT_EQ(answer.end, At("2026-03-17T00:00:00Z"));
  EXPECT_EQ(answer.timeline.schedule_name, "Primary");
  ASSERT_THAT(answer.timeline.periods, SizeIs(3));
  EXPECT_EQ(answer.timeline.periods[0].start, At("2026-03-02T09:00:00Z"));
  EXPECT_EQ(answer.timeline.periods[0].end, At("2026-03-02T10:30:00Z"));
  EXPECT_EQ(answer.timeline.periods[0].user, User("A"));
  EXPECT_EQ(answer.timeline.periods[1].user, User("A"));
  EXPECT_EQ(answer.timeline.periods[2].user, User("team:T"));
  EXPECT_THAT(answer.timeline.names,
              ElementsAre(Pair(User("A"), "alice@example.com"), Pair(User("team:T"), "Platform")));
}

TEST(DecodeTimeline, ReadsAnAnswerOfJiraServiceManagement) {
  const TimelineAnswer answer = Decoded(R"({
    "startDate": "2026-03-02T00:00:00Z", "endDate": "2026-03-17T00:00:00Z",
    "finalTimeline": {"rotations": [{"id": "R1", "periods": [
      {"startDate": "2026-03-02T09:00:00Z", "endDate": "2026-03-03T09:00:00Z", "type": "forecast",
       "responder": {"type": "user", "id": "557058:aa-bb"}}]}]}})");
  EXPECT_EQ(answer.schedule, std::nullopt);
  EXPECT_EQ(answer.timeline.schedule_name, std::nullopt);
  ASSERT_THAT(answer.timeline.periods, SizeIs(1));
  EXPECT_EQ(answer.timeline.periods[0].user, User("557058:aa-bb"));
  EXPECT_THAT(answer.timeline.names, IsEmpty());
}

TEST(DecodeTimeline, TellsNobodyFromWhoIsNotAPerson) {
  const TimelineAnswer answer = Decoded(Periods(
      Period("") + "," + Period(R"(, "recipient": null)") + "," +
      Period(R"(, "recipient": {"type": "none"})") + "," +
      Period(R"(, "recipient": {"type": "escalation", "id": "E1", "name": ""})") + "," +
      Period(R"(, "responder": {"type": "all"})") + "," + Period(R"(, "responder": {"id": "B"})")));
  std::vector<std::string> users;
  for (const auto& period : answer.timeline.periods) {
    users.push_back(period.user ? period.user->value() : "nobody");
  }
  EXPECT_THAT(users,
              ElementsAre("nobody", "nobody", "nobody", "escalation:E1", "all:unknown", "B"));
  EXPECT_THAT(answer.timeline.names, IsEmpty());
}

TEST(DecodeTimeline, APeriodWithoutAnEndGoesOn) {
  const TimelineAnswer answer =
      Decoded(Periods(R"({"startDate": "2026-03-02T09:00:00Z", "endDate": null})"));
  EXPECT_EQ(answer.timeline.periods[0].end, absl::InfiniteFuture());
  EXPECT_EQ(answer.end, std::nullopt);
}

TEST(DecodeTimeline, ReadsAScheduleWithoutRotations) {
  EXPECT_THAT(Decoded(R"({"data": {"finalTimeline": {"rotations": []}}})").timeline.periods,
              IsEmpty());
}

TEST(DecodeTimeline, ReadsTheBaseTimelineWhereItIsTold) {
  const std::string final = R"({"finalTimeline": {"rotations": []}, "baseTimeline": )";
  const auto base = Decoded(final + R"({"rotations": [{"periods": [
      {"startDate": "2026-03-02T09:00:00Z",
       "recipient": {"type": "user", "id": "U1", "name": "lisa@example.com"}}]}]}})")
                        .timeline;
  ASSERT_TRUE(base.base);
  ASSERT_EQ(base.base->size(), 1u);
  EXPECT_EQ(base.names.at(ids::ExternalUserId("U1")), "lisa@example.com");
  for (const char* told : {"null", "{}", R"({"rotations": [{"periods": [5]}]})"}) {
    EXPECT_FALSE(Decoded(final + told + "}").timeline.base) << told;
  }
}

TEST(DecodeTimeline, NamesWhatIsMissing) {
  const std::string where = "finalTimeline.rotations[0].periods[0]";
  EXPECT_EQ(ErrorOf("[]"), "it is not an object");
  EXPECT_EQ(ErrorOf("{}"), "finalTimeline is missing");
  EXPECT_EQ(ErrorOf(R"({"data": {}})"), "data.finalTimeline is missing");
  EXPECT_EQ(ErrorOf(R"({"data": []})"), "data is not an object");
  EXPECT_EQ(ErrorOf(R"({"finalTimeline": {}})"), "finalTimeline.rotations is missing");
  EXPECT_EQ(ErrorOf(R"({"finalTimeline": {"rotations": [[]]}})"),
            "finalTimeline.rotations[0] is not an object");
  EXPECT_EQ(ErrorOf(Periods("{}")), where + ".startDate is missing");
  EXPECT_EQ(ErrorOf(Periods(Period(R"(, "recipient": {"type": "user"})"))),
            where + ".recipient.id is missing");
  EXPECT_EQ(ErrorOf(Periods(Period(R"(, "responder": {"type": "user", "id": 5})"))),
            where + ".responder.id is not a string");
}

http::ApiError AfterBody(std::string body) {
  http::ApiError error;
  error.message = "HTTP status 422";
  ReadErrorBody({422, {}, std::move(body)}, error);
  return error;
}

TEST(ReadErrorBody, TakesTheWordsAndTheRequestIdOfOpsgenie) {
  const http::ApiError error = AfterBody(R"({"message": "Request body is not valid",
    "code": 42201, "took": 0.1, "requestId": "req-1",
    "errors": {"interval": "is too large", "x": 5}})");
  EXPECT_EQ(error.message, "Request body is not valid; interval: is too large");
  EXPECT_EQ(error.request_id, "req-1");
  ASSERT_THAT(error.fields, SizeIs(1));
  EXPECT_EQ(error.fields[0].field, "interval");
  EXPECT_EQ(error.fields[0].message, "is too large");
}

TEST(ReadErrorBody, TakesTheWordsInAnyFormOfAtlassian) {
  EXPECT_EQ(AfterBody(R"({"message": "Unauthorized; scope does not match"})").message,
            "Unauthorized; scope does not match");
  EXPECT_EQ(AfterBody(R"({"errors": [{"title": "Not Found", "detail": "No\u0007 schedule"},
                                     {"title": "Odd"}, "Plain", 5]})")
                .message,
            "No schedule; Odd; Plain");
  EXPECT_EQ(AfterBody(R"({"errorMessages": ["Not permitted"], "errors": {}})").message,
            "Not permitted");
}

TEST(ReadErrorBody, KeepsTheMessageWhenTheBodyHasNone) {
  for (const char* body : {"", "<html>", "[]", "{}", R"({"message": 5, "errors": 7})",
                           R"({"message": null, "errors": [null, {}]})"}) {
    EXPECT_EQ(AfterBody(body).message, "HTTP status 422") << body;
  }
}

}  // namespace
}  // namespace opsgenie
