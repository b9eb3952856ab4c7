#include "resources/json/answer.h"

#include <gtest/gtest.h>

namespace json {
namespace {

struct Thing {
  ids::UserId id;
};

Read<Thing> DecodeThing(const Json& value) {
  FieldReader read(value);
  Thing thing;
  read.Required("id", thing.id);
  return read.Finish(std::move(thing));
}

std::string ErrorOf(std::string_view body, std::string_view content_type = "") {
  const auto answer = ParseAnswer(body, content_type);
  return answer ? "none" : answer.error();
}

TEST(ParseAnswer, TakesJsonWhateverItIsCalled) {
  EXPECT_EQ(ErrorOf("{}", "application/json"), "none");
  EXPECT_EQ(ErrorOf("{}", "text/plain"), "none");
  EXPECT_EQ(ErrorOf("{}"), "none");
}

TEST(ParseAnswer, SaysWhatTheBodyIsInstead) {
  EXPECT_EQ(ErrorOf("", "text/html"), "the answer is empty");
  EXPECT_EQ(ErrorOf("<html>", "text/html\x1b[0m"), "the answer is not JSON but text/html [0m");
  EXPECT_EQ(ErrorOf("<html>"), "the answer is not valid JSON");
  EXPECT_EQ(ErrorOf("{", "application/vnd.pagerduty+json"), "the answer is not valid JSON");
  EXPECT_EQ(ErrorOf(std::string(100, '[')), "the answer is nested too deeply");
  EXPECT_EQ(ErrorOf(R"({"a": 1, "a": 2})"), "a is there twice");
}

TEST(Member, NamesWhatIsMissingInside) {
  EXPECT_EQ(Member(*ParseJson(R"({"user": {"id": "U1"}})"), "user", DecodeThing)->id.value(), "U1");
  EXPECT_EQ(Member(*ParseJson(R"({"user": {}})"), "user", DecodeThing).error().Text(),
            "user.id is missing");
  EXPECT_EQ(Member(*ParseJson("{}"), "user", DecodeThing).error().Text(), "user is missing");
}

TEST(WithId, RefusesAnotherObject) {
  const ids::UserId asked("U1");
  const auto decode = WithId(DecodeThing, asked);
  EXPECT_TRUE(decode(*ParseJson(R"({"id": "U1"})")));
  EXPECT_EQ(decode(*ParseJson("{}")).error().Text(), "id is missing");
  EXPECT_EQ(decode(*ParseJson(R"({"id": "U2"})")).error().Text(),
            R"(id is "U2", not "U1" as asked for)");
}

TEST(TextOr, TakesOnlyTextAndCleansIt) {
  const Json error = *ParseJson(R"({"message": "a\nb", "code": 5})");
  EXPECT_EQ(TextOr(error, "message"), "a b");
  EXPECT_EQ(TextOr(error, "code", "none"), "none");
  EXPECT_EQ(TextOr(error, "detail"), "");
}

}  // namespace
}  // namespace json
