#include <gtest/gtest.h>

#include "resources/json/field.h"

namespace json {
namespace {

std::string ErrorOf(std::string_view text) {
  const auto json = ParseJson(text);
  return json ? "none" : json.error().Text();
}

std::string Nested(int depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(ParseJson, AcceptsWhatIsJson) {
  for (const char* text :
       {"{}", "[]", "null", "1", " {\"a\": [1, 2.5, \"\\u00e9\xc3\xa9\"]} ",
        "{\"a\": {\"x\": 1}, \"b\": {\"x\": 1}}", "\"[[[[ not brackets \\\" {\""}) {
    EXPECT_EQ(ErrorOf(text), "none") << text;
  }
  EXPECT_EQ(ErrorOf(Nested(64)), "none");
}

TEST(ParseJson, RefusesWhatIsNot) {
  for (const char* text : {"", "{", "{\"a\":", "[1,]", "{} x", "<html></html>", "{\"a\":1e999}",
                           "\"\xff\"", "\"\xed\xa0\x80\"", "nul", "'a'"}) {
    EXPECT_EQ(ErrorOf(text), "it is not valid JSON") << text;
  }
}

TEST(ParseJson, RefusesWhatIsNestedTooDeeply) {
  EXPECT_EQ(ErrorOf(Nested(65)), "it is nested too deeply");
  EXPECT_EQ(ErrorOf(std::string(1'000'000, '[')), "it is nested too deeply");
  EXPECT_EQ(ErrorOf(std::string(1'000'000, ']')), "it is not valid JSON");
}

// A list of `count` times `element`.
std::string List(std::string_view element, int count) {
  std::string text = "[";
  for (int i = 0; i < count; ++i) text += (i == 0 ? "" : ",") + std::string(element);
  return text + "]";
}

TEST(ParseJson, RefusesWhatWouldTakeTooMuchMemory) {
  for (const char* element : {"{}", "[]", "\"\"", R"({"":{}})", R"({"":"0123456789abcdef"})"}) {
    EXPECT_EQ(ErrorOf(List(element, 20'000)), "none") << element;
    EXPECT_EQ(ErrorOf(List(element, 400'000)), "it is too large") << element;
  }
}

TEST(ParseJson, ReadsTheLargestScheduleThatMakesSense) {
  const char* const opsgenie = R"({"startDate": "2026-03-02T09:00:00Z",
    "endDate": "2026-03-02T10:00:00Z", "type": "historical", "recipient":
    {"id": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "type": "user", "name": "ann@example.com"}})";
  EXPECT_EQ(ErrorOf(List(opsgenie, 21'600)), "none");
}

TEST(ParseJson, PassesOverWhatNobodyReads) {
  const std::string_view unread[] = {"self", "more"};
  const auto json = ParseJson(
      R"({"self": "x", "a": {"more": [{"a": [1, {}]}, []], "self": null, "b": [1]},
          "more": {"self": {}}, "self": 2, "c": true})",
      unread);
  ASSERT_TRUE(json);
  EXPECT_EQ(*json, *ParseJson(R"({"a": {"b": [1]}, "c": true})"));
  EXPECT_TRUE(ParseJson("{\"more\": " + List("{}", 400'000) + "}", unread));
  EXPECT_EQ(ParseJson("{\"more\": " + Nested(64) + "}", unread).error().Text(),
            "it is nested too deeply");
  EXPECT_EQ(ParseJson("{\"more\": [}", unread).error().Text(), "it is not valid JSON");
}

TEST(ParseJson, KeepsEveryKindOfValue) {
  const char* const text =
      R"({"a":[null,true,-1,18446744073709551615,0.5,"x",[],{}],"b":{"c":"y"}})";
  EXPECT_EQ(WriteJson(*ParseJson(text)), text);
}

TEST(ParseJson, RefusesAMemberThatIsThereTwice) {
  EXPECT_EQ(ErrorOf(R"({"a": {"id": 1, "x": {"id": 2}, "id": 3}})"), "id is there twice");
}

}  // namespace
}  // namespace json
