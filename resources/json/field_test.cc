#include "resources/json/field.h"

#include <gtest/gtest.h>

namespace json {
namespace {

TEST(WriteJson, ReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(WriteJson({{"a", "\xff"}}), "{\"a\":\"\xef\xbf\xbd\"}");
}

TEST(Find, TreatsNullAsAbsent) {
  const Json json = {{"a", 1}, {"b", nullptr}};
  ASSERT_NE(Find(json, "a"), nullptr);
  EXPECT_EQ(Find(json, "b"), nullptr);
  EXPECT_EQ(Find(json, "c"), nullptr);
  EXPECT_EQ(Find(Json::array(), "a"), nullptr);
}

template <typename T>
std::string FieldError(const char* text) {
  const auto value = Field<T>(*ParseJson(text), "x");
  return value ? "none" : value.error().Text();
}

TEST(Field, NamesWhatIsWrong) {
  EXPECT_EQ(FieldError<std::string>(R"({})"), "x is missing");
  EXPECT_EQ(FieldError<std::string>(R"({"x": null})"), "x is missing");
  EXPECT_EQ(FieldError<std::string>(R"([])"), "it is not an object");
  EXPECT_EQ(FieldError<std::string>(R"({"x": 1})"), "x is not a string");
  EXPECT_EQ(FieldError<bool>(R"({"x": "true"})"), "x is not true or false");
  EXPECT_EQ(FieldError<absl::Time>(R"({"x": 1})"), "x is not a time");
  EXPECT_EQ(FieldError<absl::Time>(R"({"x": "infinite-future"})"), "x is not a time");
  EXPECT_EQ(FieldError<ids::UserId>(R"({"x": ""})"), "x is empty");
  EXPECT_EQ(FieldError<ids::UserId>(R"({"x": {}})"), "x is not a string");
}

TEST(Field, TakesWholeNumbersThatFit) {
  EXPECT_EQ(Field<std::int64_t>(*ParseJson(R"({"x": -5})"), "x"), -5);
  EXPECT_EQ(Field<std::int64_t>(*ParseJson(R"({"x": 9223372036854775807})"), "x"),
            9223372036854775807);
  for (const char* text : {R"({"x": 9223372036854775808})", R"({"x": 1e30})", R"({"x": 1.5})",
                           R"({"x": 123456789012345678901234567890})", R"({"x": "1"})"}) {
    EXPECT_EQ(FieldError<std::int64_t>(text), "x is not a whole number") << text;
  }
}

TEST(FieldReader, LeavesWhatIsAbsentAsItIs) {
  const Json json = *ParseJson(R"({"b": null, "c": "", "d": "text"})");
  FieldReader read(json);
  std::string a = "before";
  std::optional<std::string> b;
  std::optional<ids::UserId> c;
  std::optional<std::string> d;
  read.Optional("a", a);
  read.Optional("b", b);
  read.Optional("c", c);
  read.Optional("d", d);
  EXPECT_TRUE(read.Finish(0));
  EXPECT_EQ(a, "before");
  EXPECT_EQ(b, std::nullopt);
  EXPECT_EQ(c, std::nullopt);
  EXPECT_EQ(d, "text");
}

TEST(FieldReader, KeepsTheFirstFailure) {
  const Json json = *ParseJson(R"({"a": 1})");
  FieldReader read(json);
  std::string text;
  read.Optional("a", text);
  read.Required("b", text);
  const auto finished = read.Finish(0);
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().Text(), "a is not a string");
}

TEST(ListOf, NamesTheFirstBadElement) {
  const Json json = *ParseJson(R"({"x": [["a"], ["b", 1]], "y": {}})");
  FieldReader read(json);
  std::vector<std::vector<std::string>> lists;
  read.Required("x", lists, ListOf(ListOf(DecodeString)));
  const auto finished = read.Finish(0);
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().Text(), "x[1][1] is not a string");

  FieldReader again(json);
  again.Required("y", lists, ListOf(ListOf(DecodeString)));
  EXPECT_EQ(again.Finish(0).error().Text(), "y is not a list");
}

}  // namespace
}  // namespace json
