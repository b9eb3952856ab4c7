#include <gtest/gtest.h>

#include "provider/value/json.h"
#include "provider/value/test_types.h"

namespace tf {
namespace {

TEST(EncodeJson, WritesSortedKeysWithoutBlanks) {
  const Value value = Value::Map({{"tags", Value::Map({{"k", Value::String("v\n")}})},
                                  {"list", Value::List({Value::String("a"), Value::String("b")})},
                                  {"count", Value::Of(Decimal("0.1"))},
                                  {"flag", Value::Bool(false)},
                                  {"name", Value::Null()}});
  EXPECT_EQ(EncodeJson(value, SampleType()),
            R"({"count":0.1,"flag":false,"list":["a","b"],"name":null,"tags":{"k":"v\n"}})");
}

TEST(EncodeJson, WritesEmptyCollections) {
  EXPECT_EQ(EncodeJson(Value::List({}), Type::Set(Type::Bool())), "[]");
  EXPECT_EQ(EncodeJson(Value::Map({}), Type::Map(Type::Bool())), "{}");
  EXPECT_EQ(EncodeJson(Value::List({Value::List({}), Value::List({})}),
                       Type::List(Type::List(Type::Bool()))),
            "[[],[]]");
}

TEST(EncodeJson, WritesNumbersWithEveryDigit) {
  EXPECT_EQ(EncodeJson(Value::Of(Decimal("12345678901234567890123")), Type::Number()),
            "12345678901234567890123");
}

TEST(EncodeJson, WritesNumbersBeyondADoubleSoThatTheyAreReadAgain) {
  const Value value = Value::Of(Decimal("1e330"));
  const std::string json = EncodeJson(value, Type::Number());
  EXPECT_EQ(json, "\"1" + std::string(330, '0') + "\"");
  EXPECT_EQ(DecodeJson(json, Type::Number()), value);
}

TEST(EncodeJson, WritesDynamicValuesWithTheirType) {
  EXPECT_EQ(
      EncodeJson(Value::Dynamic(Type::Tuple({Type::Bool()}), Value::List({Value::Bool(true)})),
                 Type::Dynamic()),
      R"({"value":[true],"type":["tuple",["bool"]]})");
  EXPECT_EQ(EncodeJson(Value::Null(), Type::Dynamic()), "null");
}

TEST(EncodeJson, WritesNullForUnknownsAndWhatDoesNotFit) {
  EXPECT_EQ(EncodeJson(Value::Unknown(), Type::String()), "null");
  EXPECT_EQ(EncodeJson(Value::Int(1), Type::String()), "null");
  EXPECT_EQ(
      EncodeJson(Value::Map({{"foreign", Value::Int(1)}}), Type::Object({{"a", Type::Bool()}})),
      R"({"a":null})");
}

}  // namespace
}  // namespace tf
