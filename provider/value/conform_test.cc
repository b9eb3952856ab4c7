#include "provider/value/conform.h"

#include <gtest/gtest.h>

#include "provider/value/test_types.h"

namespace tf {
namespace {

std::string Reason(const Value& value, const Type& type) {
  return Conforms(value, type).value_or("it conforms");
}

TEST(Conforms, AcceptsNullAndUnknownForEveryType) {
  for (const Type& type :
       {Type::String(), Type::Dynamic(), SampleType(), Type::Tuple({Type::Bool()})}) {
    EXPECT_EQ(Reason(Value::Null(), type), "it conforms");
    EXPECT_EQ(Reason(Value::Unknown(), type), "it conforms");
  }
}

TEST(Conforms, AcceptsAWholeObject) {
  EXPECT_EQ(Reason(NullObject(SampleType()), SampleType()), "it conforms");
  EXPECT_EQ(Reason(Value::Map({{"count", Value::Int(1)},
                               {"flag", Value::Bool(true)},
                               {"list", Value::List({Value::String("a"), Value::Unknown()})},
                               {"name", Value::String("n")},
                               {"tags", Value::Map({{"k", Value::Null()}})}}),
                   SampleType()),
            "it conforms");
}

TEST(Conforms, NamesAMissingOrForeignAttribute) {
  const Type type = Type::List(Type::Object({{"a", Type::Bool()}}));
  EXPECT_EQ(Reason(Value::List({Value::Map({})}), type), "[0]: the attribute \"a\" is missing");
  EXPECT_EQ(Reason(Value::List({Value::Map({{"a", Value::Null()}, {"b", Value::Null()}})}), type),
            "[0]: there is no attribute \"b\"");
}

TEST(Conforms, SaysWhereTheKindIsWrong) {
  const Type source = Type::Object({{"rotation_id", Type::String()}});
  const Type type =
      Type::Object({{"sources", Type::Set(source)}, {"tags", Type::Map(Type::Bool())}});
  const Value good = Value::Map({{"rotation_id", Value::String("r")}});
  const Value bad = Value::Map({{"rotation_id", Value::Int(1)}});
  EXPECT_EQ(
      Reason(Value::Map({{"sources", Value::List({good, bad})}, {"tags", Value::Null()}}), type),
      "sources[1].rotation_id: expected a string, found a number");
  EXPECT_EQ(
      Reason(Value::Map({{"sources", Value::Null()}, {"tags", Value::Map({{"a", Value::Int(1)}})}}),
             type),
      "tags[\"a\"]: expected a bool, found a number");
  EXPECT_EQ(Reason(Value::List({}), type), "expected an object, found a list");
  EXPECT_EQ(Reason(Value::Map({}), Type::List(Type::Bool())), "expected a list, found a map");
  EXPECT_EQ(Reason(Value::Bool(true), Type::Number()), "expected a number, found a bool");
}

TEST(Conforms, CountsTheElementsOfATuple) {
  EXPECT_EQ(Reason(Value::List({}), Type::Tuple({Type::Bool()})),
            "expected a tuple of 1 elements, found 0");
  EXPECT_EQ(Reason(Value::List({Value::Bool(true)}), Type::Tuple({Type::Bool()})), "it conforms");
}

TEST(Conforms, WantsDynamicValuesForTheDynamicTypeOnly) {
  const Value typed = Value::Dynamic(Type::String(), Value::String("x"));
  EXPECT_EQ(Reason(typed, Type::Dynamic()), "it conforms");
  EXPECT_EQ(Reason(typed, Type::String()), "expected a string, found a dynamic value");
  EXPECT_EQ(Reason(Value::String("x"), Type::Dynamic()),
            "expected a dynamic value, found a string");
  EXPECT_EQ(Reason(Value::Dynamic(Type::String(), Value::Int(1)), Type::Dynamic()),
            "expected a string, found a number");
}

TEST(Conforms, RefusesTextThatIsNotUtf8) {
  EXPECT_EQ(Reason(Value::String("\xFF"), Type::String()), "the text is not valid UTF-8");
  EXPECT_EQ(Reason(Value::Map({{"\xFF", Value::Null()}}), Type::Map(Type::Bool())),
            "a key is not valid UTF-8");
}

TEST(Conforms, RefusesWhatTerraformCouldNotReadBack) {
  Type type = Type::Bool();
  Value value = Value::Bool(true);
  for (int i = 0; i < kMaxDepth; ++i) {
    type = Type::List(type);
    value = Value::List({std::move(value)});
  }
  EXPECT_TRUE(Reason(value, type).ends_with("[0]: nested deeper than 64 levels"));
}

}  // namespace
}  // namespace tf
