#include "provider/value/value.h"

#include <gtest/gtest.h>

#include "provider/value/test_types.h"

namespace tf {
namespace {

Value Strings(std::initializer_list<const char*> texts) {
  Value::Elements elements;
  for (const char* text : texts) elements.push_back(Value::String(text));
  return Value::List(std::move(elements));
}

TEST(Value, IsNullUnknownOrKnown) {
  EXPECT_TRUE(Value().is_null());
  EXPECT_FALSE(Value().is_known());
  EXPECT_TRUE(Value::Unknown().is_unknown());
  EXPECT_FALSE(Value::Unknown().is_known());
  EXPECT_TRUE(Value::Bool(false).is_known());
}

TEST(Value, IsWhatADynamicValueHolds) {
  EXPECT_TRUE(Value::Dynamic(Type::String(), Value::Null()).is_null());
  EXPECT_TRUE(Value::Dynamic(Type::String(), Value::Unknown()).is_unknown());
  EXPECT_FALSE(Value::Dynamic(Type::String(), Value::Unknown()).IsWhollyKnown());
  EXPECT_EQ(Value::Dynamic(Type::Dynamic(), Value::Null()), Value::Null());
}

TEST(Value, GivesNothingForAnotherKind) {
  const Value text = Value::String("a");
  ASSERT_NE(text.AsString(), nullptr);
  EXPECT_EQ(*text.AsString(), "a");
  EXPECT_EQ(text.AsBool(), nullptr);
  EXPECT_EQ(text.AsNumber(), nullptr);
  EXPECT_EQ(text.AsList(), nullptr);
  EXPECT_EQ(text.AsMap(), nullptr);
  EXPECT_EQ(text.AsDynamic(), nullptr);
  EXPECT_EQ(text.AsRefinement(), nullptr);
  EXPECT_EQ(text.Find("a"), nullptr);
}

TEST(Value, LooksForUnknownsAtEveryDepth) {
  EXPECT_TRUE(Value::Null().IsWhollyKnown());
  EXPECT_TRUE(Value::Map({{"a", Value::List({Value::Null()})}}).IsWhollyKnown());
  EXPECT_FALSE(Value::Map({{"a", Value::List({Value::Unknown()})}}).IsWhollyKnown());
}

TEST(Value, SortsEntriesAndKeepsTheLastOfEachKey) {
  const Value map = Value::Map({{"b", Value::Int(1)}, {"a", Value::Int(2)}, {"b", Value::Int(3)}});
  EXPECT_EQ(map, Value::Map({{"a", Value::Int(2)}, {"b", Value::Int(3)}}));
  ASSERT_NE(map.Find("b"), nullptr);
  EXPECT_EQ(*map.Find("b"), Value::Int(3));
  EXPECT_EQ(map.Find("c"), nullptr);
}

TEST(Value, CanBeChangedInPlace) {
  Value map = Value::Map({{"list", Value::List({})}});
  Value* list = map.FindMutable("list");
  ASSERT_NE(list, nullptr);
  ASSERT_NE(list->AsListMutable(), nullptr);
  list->AsListMutable()->push_back(Value::Int(1));
  EXPECT_EQ(map, Value::Map({{"list", Value::List({Value::Int(1)})}}));
  EXPECT_EQ(map.FindMutable("other"), nullptr);
}

TEST(Value, KeepsWhatIsKnownAboutAnUnknown) {
  Refinement refinement;
  refinement.prefix = "a";
  const Value refined = Value::Unknown(refinement);
  ASSERT_NE(refined.AsRefinement(), nullptr);
  EXPECT_EQ(refined.AsRefinement()->prefix, "a");
  EXPECT_FALSE(refined == Value::Unknown());
  EXPECT_EQ(refined, Value::Unknown(refinement));
  EXPECT_EQ(Value::Unknown(Refinement()).AsRefinement(), nullptr);
}

TEST(Equal, ComparesNumbersByValue) {
  EXPECT_TRUE(Equal(Value::Of(Real(0.1)), Value::Of(Decimal("0.10")), Type::Number()));
  EXPECT_FALSE(Equal(Value::Int(1), Value::Int(2), Type::Number()));
}

TEST(Equal, ComparesListsInOrder) {
  const Type list = Type::List(Type::String());
  EXPECT_TRUE(Equal(Strings({"a", "b"}), Strings({"a", "b"}), list));
  EXPECT_FALSE(Equal(Strings({"a", "b"}), Strings({"b", "a"}), list));
  EXPECT_FALSE(Equal(Strings({"a"}), Strings({"a", "a"}), list));
}

TEST(Equal, ComparesSetsWithoutOrderAndRepetition) {
  const Type set = Type::Set(Type::String());
  EXPECT_TRUE(Equal(Strings({"a", "b"}), Strings({"b", "a"}), set));
  EXPECT_TRUE(Equal(Strings({"a", "b", "a"}), Strings({"b", "a"}), set));
  EXPECT_FALSE(Equal(Strings({"a", "b"}), Strings({"a", "c"}), set));
  EXPECT_FALSE(Equal(Strings({"a"}), Strings({"a", "c"}), set));
  EXPECT_FALSE(Equal(Strings({"a", "c"}), Strings({"a"}), set));
}

TEST(Equal, ComparesSetsInsideOfSets) {
  const Type type = Type::Set(Type::Object({{"names", Type::Set(Type::String())}}));
  const auto of = [](std::vector<Value> elements) {
    for (Value& element : elements) element = Value::Map({{"names", std::move(element)}});
    return Value::List(std::move(elements));
  };
  EXPECT_TRUE(Equal(of({Strings({"a", "b"}), Strings({"c"})}),
                    of({Strings({"c"}), Strings({"b", "a"})}), type));
  EXPECT_FALSE(
      Equal(of({Strings({"a", "b"}), Strings({"c"})}), of({Strings({"c"}), Strings({"b"})}), type));
}

TEST(Equal, NeverMergesUnknownElements) {
  const Type set = Type::Set(Type::String());
  const Value one = Value::List({Value::Unknown()});
  const Value two = Value::List({Value::Unknown(), Value::Unknown()});
  EXPECT_TRUE(Equal(two, two, set));
  EXPECT_FALSE(Equal(one, two, set));
}

TEST(Equal, CallsUnknownEqualToUnknownOnly) {
  Refinement refinement;
  refinement.not_null = true;
  EXPECT_TRUE(Equal(Value::Unknown(), Value::Unknown(refinement), Type::String()));
  EXPECT_FALSE(Equal(Value::Unknown(), Value::Null(), Type::String()));
  EXPECT_FALSE(Equal(Value::Unknown(), Value::String(""), Type::String()));
  EXPECT_TRUE(Equal(Value::Null(), Value::Null(), Type::String()));
  EXPECT_FALSE(Equal(Value::Null(), Value::List({}), Type::List(Type::String())));
}

TEST(Equal, ComparesObjectsAndMapsByKey) {
  const Type map = Type::Map(Type::Set(Type::String()));
  EXPECT_TRUE(Equal(Value::Map({{"a", Strings({"x", "y"})}}),
                    Value::Map({{"a", Strings({"y", "x"})}}), map));
  EXPECT_FALSE(Equal(Value::Map({{"a", Strings({})}}), Value::Map({{"b", Strings({})}}), map));
  EXPECT_TRUE(Equal(NullObject(SampleType()), NullObject(SampleType()), SampleType()));
  EXPECT_FALSE(Equal(NullObject(SampleType()), Value::Map({}), SampleType()));
}

TEST(Equal, ComparesDynamicValuesWithTheirTypes) {
  const Type dynamic = Type::Dynamic();
  const Value set = Value::Dynamic(Type::Set(Type::String()), Strings({"a", "b"}));
  EXPECT_TRUE(Equal(set, Value::Dynamic(Type::Set(Type::String()), Strings({"b", "a"})), dynamic));
  EXPECT_FALSE(
      Equal(set, Value::Dynamic(Type::List(Type::String()), Strings({"a", "b"})), dynamic));
  EXPECT_FALSE(Equal(Value::Null(), Value::Dynamic(Type::String(), Value::Null()), dynamic));
}

TEST(NullObject, HasEveryAttribute) {
  const Value object = NullObject(SampleType());
  ASSERT_NE(object.AsMap(), nullptr);
  EXPECT_EQ(object.AsMap()->size(), 5u);
  ASSERT_NE(object.Find("name"), nullptr);
  EXPECT_TRUE(object.Find("name")->is_null());
  EXPECT_EQ(NullObject(Type::String()), Value::Map({}));
}

TEST(DescribeValue, UsesAnArticle) {
  EXPECT_EQ(Describe(Value::Null()), "null");
  EXPECT_EQ(Describe(Value::Unknown()), "an unknown value");
  EXPECT_EQ(Describe(Value::Map({})), "a map");
  EXPECT_EQ(Describe(Value::Dynamic(Type::Bool(), Value::Bool(true))), "a dynamic value");
}

}  // namespace
}  // namespace tf
