#include "provider/value/json_text.h"

#include <gtest/gtest.h>

#include "provider/value/test_types.h"

namespace tf {
namespace {

std::string Error(std::string_view json) {
  const auto value = ReadJson(json);
  return value ? "no error" : value.error();
}

Value Read(std::string_view json) {
  auto value = ReadJson(json);
  if (!value) ADD_FAILURE() << value.error();
  return value ? *std::move(value) : Value();
}

TEST(ReadJson, ReadsEveryKind) {
  EXPECT_EQ(Read(R"( {"b": [true, null, -5, 7, "x"], "a": {}} )"),
            Value::Map({{"a", Value::Map({})},
                        {"b", Value::List({Value::Bool(true), Value::Null(), Value::Int(-5),
                                           Value::Int(7), Value::String("x")})}}));
}

TEST(ReadJson, KeepsEveryDigit) {
  EXPECT_EQ(Read("12345678901234567890123"), Value::Of(Decimal("12345678901234567890123")));
  EXPECT_EQ(Read("18446744073709551615"), Value::Of(Number::From(18446744073709551615u)));
  EXPECT_EQ(Read("0.123456789012345678901234567891"),
            Value::Of(Decimal("0.123456789012345678901234567891")));
  EXPECT_EQ(Read("3.0"), Value::Int(3));
}

TEST(ReadJson, TakesTheLastOfAKeyGivenTwice) {
  EXPECT_EQ(Read(R"({"a":1,"a":2})"), Value::Map({{"a", Value::Int(2)}}));
}

TEST(ReadJson, RefusesWhatIsNotJson) {
  EXPECT_EQ(Error(""), "the JSON is not valid at byte 1");
  EXPECT_EQ(Error("{\"a\":}"), "the JSON is not valid at byte 6");
  EXPECT_EQ(Error("[1] 2"), "the JSON is not valid at byte 5");
  EXPECT_EQ(Error("\"\xFF\""), "the JSON is not valid at byte 2");
  EXPECT_EQ(Error("NaN"), "the JSON is not valid at byte 1");
}

TEST(ReadJson, RefusesNumbersBeyondDoubles) {
  EXPECT_EQ(Error("1e400"), "a number is out of range");
  EXPECT_EQ(Error("1e-999999999"), "a number is out of range");
}

TEST(ReadJson, RefusesBottomlessNesting) {
  EXPECT_EQ(Error(std::string(100'000, '[')), "the JSON is nested too deeply");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_EQ(Error(objects), "the JSON is nested too deeply");
}

TEST(QuoteJson, EscapesAndReplaces) {
  EXPECT_EQ(QuoteJson("a\"b\\c\n"), R"("a\"b\\c\n")");
  EXPECT_EQ(QuoteJson("Zoë"), "\"Zoë\"");
  EXPECT_EQ(QuoteJson("a\xFF"), "\"a\uFFFD\"");
}

}  // namespace
}  // namespace tf
