#include <gtest/gtest.h>

#include "provider/value/json.h"
#include "provider/value/test_types.h"

namespace tf {
namespace {

Value Decoded(std::string_view json, const Type& type,
              UnknownAttributes unknown = UnknownAttributes::kRefuse) {
  auto value = DecodeJson(json, type, unknown);
  if (!value) ADD_FAILURE() << value.error();
  return value ? *std::move(value) : Value();
}

std::string Error(std::string_view json, const Type& type) {
  const auto value = DecodeJson(json, type);
  return value ? "no error" : value.error();
}

TEST(DecodeJson, ReadsTheAttributesOfAStateFile) {
  const Type rule = Type::Object({{"port", Type::Number()}});
  const Type type = Type::Object({{"id", Type::String()},
                                  {"name", Type::String()},
                                  {"tags", Type::Map(Type::String())},
                                  {"rule", Type::List(rule)}});
  EXPECT_EQ(
      Decoded(
          "{\n  \"id\": \"i-1\",\n  \"name\": \"n\", \"tags\": null, \"rule\": [{\"port\": 80}]\n}",
          type),
      Value::Map({{"id", Value::String("i-1")},
                  {"name", Value::String("n")},
                  {"tags", Value::Null()},
                  {"rule", Value::List({Value::Map({{"port", Value::Int(80)}})})}}));
}

TEST(DecodeJson, ReadsAMissingAttributeAsNull) {
  EXPECT_EQ(Decoded("{}", SampleType()), NullObject(SampleType()));
}

TEST(DecodeJson, DropsOrRefusesAttributesThatTheTypeLacks) {
  const Type type = Type::List(Type::Object({{"a", Type::Number()}}));
  const std::string json = R"([{"a":1,"old":{"deep":[1,2]}}])";
  EXPECT_EQ(Decoded(json, type, UnknownAttributes::kDrop),
            Value::List({Value::Map({{"a", Value::Int(1)}})}));
  EXPECT_EQ(Error(json, type), "[0]: there is no attribute \"old\"");
}

TEST(DecodeJson, ReadsTextForNumbersAndBoolsAndTheOtherWayRound) {
  EXPECT_EQ(Decoded("\"5\"", Type::Number()), Value::Int(5));
  EXPECT_EQ(Decoded("\"true\"", Type::Bool()), Value::Bool(true));
  EXPECT_EQ(Decoded("\"0\"", Type::Bool()), Value::Bool(false));
  EXPECT_EQ(Decoded("5", Type::String()), Value::String("5"));
  EXPECT_EQ(Decoded("false", Type::String()), Value::String("false"));
  EXPECT_EQ(Error("\"five\"", Type::Number()), "expected a number, found a string");
  EXPECT_EQ(Error("\"yes\"", Type::Bool()), "expected a bool, found a string");
  EXPECT_EQ(Error("1", Type::Bool()), "expected a bool, found a number");
}

TEST(DecodeJson, ReadsDynamicValues) {
  const Type dynamic = Type::Dynamic();
  const Value expected =
      Value::Dynamic(Type::List(Type::String()), Value::List({Value::String("x")}));
  EXPECT_EQ(Decoded(R"({"value":["x"],"type":["list","string"]})", dynamic), expected);
  EXPECT_EQ(Decoded(R"({"type":["list","string"],"value":["x"]})", dynamic), expected);
  EXPECT_EQ(Decoded("null", dynamic), Value::Null());
  EXPECT_EQ(Decoded(R"({"type":"string","value":null})", dynamic),
            Value::Dynamic(Type::String(), Value::Null()));
}

TEST(DecodeJson, RefusesDynamicValuesWithoutAType) {
  const std::string reason = "expected a dynamic value with \"type\" and \"value\"";
  EXPECT_EQ(Error("\"x\"", Type::Dynamic()), reason);
  EXPECT_EQ(Error(R"({"value":"x"})", Type::Dynamic()), reason);
  EXPECT_EQ(Error(R"({"type":"string"})", Type::Dynamic()), reason);
  EXPECT_EQ(Error(R"({"type":"text","value":"x"})", Type::Dynamic()),
            "there is no type named \"text\"");
  EXPECT_EQ(Error(R"({"type":"dynamic","value":"x"})", Type::Dynamic()),
            "expected a dynamic value, found a string");
}

TEST(DecodeJson, SaysWhereTheKindIsWrong) {
  EXPECT_EQ(Error(R"({"tags":{"a":["x"]}})", SampleType()),
            "tags[\"a\"]: expected a string, found a list");
  EXPECT_EQ(Error(R"({"list":["x",{}]})", SampleType()), "list[1]: expected a string, found a map");
  EXPECT_EQ(Error("[]", SampleType()), "expected an object, found a list");
  EXPECT_EQ(Error("{}", Type::Set(Type::Bool())), "expected a set, found a map");
  EXPECT_EQ(Error("[]", Type::Map(Type::Bool())), "expected a map, found a list");
  EXPECT_EQ(Error("[1]", Type::Tuple({})), "expected a tuple of 0 elements, found 1");
}

TEST(DecodeJson, RefusesBottomlessNesting) {
  std::string json;
  for (int i = 0; i < kMaxDepth; ++i) json += R"({"type":"dynamic","value":)";
  json += "1" + std::string(kMaxDepth, '}');
  EXPECT_EQ(Error(json, Type::Dynamic()), "expected a dynamic value, found a map");
  EXPECT_EQ(Error(std::string(100'000, '['), Type::Dynamic()), "the JSON is nested too deeply");
}

TEST(DecodeJson, RefusesWhatIsNotJson) {
  EXPECT_EQ(Error("{", SampleType()), "the JSON is not valid at byte 2");
}

}  // namespace
}  // namespace tf
