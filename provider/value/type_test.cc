#include "provider/value/type.h"

#include <gtest/gtest.h>

#include "provider/value/test_types.h"

namespace tf {
namespace {

Type Parsed(std::string_view json) {
  const auto type = Type::FromJson(json);
  if (!type) ADD_FAILURE() << type.error();
  return type ? *type : Type();
}

std::string Error(std::string_view json) {
  const auto type = Type::FromJson(json);
  return type ? "no error" : type.error();
}

TEST(Type, KnowsItsParts) {
  const Type type = SampleType();
  EXPECT_EQ(type.kind(), TypeKind::kObject);
  ASSERT_EQ(type.attributes().size(), 5u);
  EXPECT_EQ(type.attributes().front().first, "count");
  EXPECT_EQ(type.attributes().back().first, "tags");
  ASSERT_NE(type.Find("list"), nullptr);
  EXPECT_EQ(type.Find("list")->element(), Type::String());
  EXPECT_EQ(type.Find("lists"), nullptr);
  EXPECT_EQ(Type::Tuple({Type::Bool(), Type::Number()}).elements().size(), 2u);
}

TEST(Type, HasHarmlessPartsWhereItHasNone) {
  EXPECT_EQ(Type::String().element(), Type::Dynamic());
  EXPECT_EQ(Type::Tuple({Type::Bool()}).element(), Type::Dynamic());
  EXPECT_TRUE(Type::List(Type::Bool()).elements().empty());
  EXPECT_TRUE(Type::String().attributes().empty());
  EXPECT_EQ(Type::String().Find("a"), nullptr);
}

TEST(Type, TakesTheLastOfAnAttributeGivenTwice) {
  const Type type =
      Type::Object({{"a", Type::String()}, {"b", Type::Bool()}, {"a", Type::Number()}});
  EXPECT_EQ(type, Type::Object({{"a", Type::Number()}, {"b", Type::Bool()}}));
}

TEST(Type, ComparesByStructure) {
  EXPECT_EQ(SampleType(), SampleType());
  EXPECT_FALSE(Type::List(Type::String()) == Type::Set(Type::String()));
  EXPECT_FALSE(Type::List(Type::String()) == Type::List(Type::Number()));
  EXPECT_FALSE(Type::Object({}) == Type::Tuple({}));
}

TEST(TypeToJson, WritesSortedNamesWithoutBlanks) {
  EXPECT_EQ(Type::String().ToJson(), "\"string\"");
  EXPECT_EQ(Type::Dynamic().ToJson(), "\"dynamic\"");
  EXPECT_EQ(Type::Map(Type::Set(Type::Number())).ToJson(), R"(["map",["set","number"]])");
  EXPECT_EQ(Type::Tuple({}).ToJson(), R"(["tuple",[]])");
  EXPECT_EQ(Type::Object({}).ToJson(), R"(["object",{}])");
  EXPECT_EQ(SampleType().ToJson(),
            R"(["object",{"count":"number","flag":"bool","list":["list","string"],"name":"string",)"
            R"("tags":["map","string"]}])");
  EXPECT_EQ(Type::Object({{"a\"b", Type::Bool()}}).ToJson(), R"(["object",{"a\"b":"bool"}])");
}

TEST(TypeFromJson, ReadsWhatItWrites) {
  const Type type = Type::Tuple({SampleType(), Type::Map(Type::Dynamic()), Type::Tuple({})});
  EXPECT_EQ(Parsed(type.ToJson()), type);
}

TEST(TypeFromJson, ReadsBlanksAndDropsOptionalAttributes) {
  EXPECT_EQ(Parsed(R"( [ "object" , { "b" : "bool", "a" : "string" } , ["b"] ] )"),
            Type::Object({{"a", Type::String()}, {"b", Type::Bool()}}));
}

TEST(TypeFromJson, RefusesWhatIsNotAType) {
  EXPECT_EQ(Error(""), "the JSON is not valid at byte 1");
  EXPECT_EQ(Error("\"text\""), "there is no type named \"text\"");
  EXPECT_EQ(Error("5"), "expected a type expression, found a number");
  EXPECT_EQ(Error("[]"), "a type expression in brackets needs a name and a type");
  EXPECT_EQ(Error(R"(["list"])"), "a type expression in brackets needs a name and a type");
  EXPECT_EQ(Error(R"([["list"],"string"])"),
            "a type expression in brackets needs a name and a type");
  EXPECT_EQ(Error(R"(["list","string","string"])"), "a type expression has too many parts");
  EXPECT_EQ(Error(R"(["vector","string"])"), "there is no type named \"vector\"");
  EXPECT_EQ(Error(R"(["tuple",{}])"), "a tuple type needs a list of element types");
  EXPECT_EQ(Error(R"(["object",[]])"), "an object type needs a map of attribute types");
  EXPECT_EQ(Error(R"(["object",{"a":["list",null]}])"), "expected a type expression, found null");
}

TEST(TypeFromJson, RefusesBottomlessNesting) {
  const auto nested = [](int levels) {
    std::string json;
    for (int i = 0; i < levels; ++i) json += "[\"list\",";
    json += "\"string\"";
    return json.append(levels, ']');
  };
  EXPECT_EQ(Error(nested(kMaxDepth - 1)), "no error");
  EXPECT_EQ(Error(nested(kMaxDepth)), "the type is nested deeper than 64 levels");
  EXPECT_EQ(Error(nested(100'000)), "the JSON is nested too deeply");
}

TEST(DescribeType, UsesAnArticle) {
  EXPECT_EQ(Describe(Type::Object({})), "an object");
  EXPECT_EQ(Describe(Type::Set(Type::Bool())), "a set");
}

}  // namespace
}  // namespace tf
