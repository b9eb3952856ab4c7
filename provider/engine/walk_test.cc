#include "provider/engine/walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <vector>

namespace tf::engine {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

Value Text(const std::string& text) { return Value::String(text); }
Value Tag(const std::string& key) { return Value::Map({{"key", Text(key)}}); }

// Objects of one attribute "key", held in the way of `nesting`.
Attribute Tags(Nesting nesting) {
  Attribute key;
  key.name = "key";
  key.type = Type::String();
  Attribute tags;
  tags.name = "tags";
  tags.nesting = nesting;
  const Type object = ObjectTypeOf({key});
  tags.type = nesting == Nesting::kSingle ? object : Type::List(object);
  tags.nested = {key};
  return tags;
}

const Path kPath = Path::Root().Attribute("tags");

TEST(Member, IsNullWhereThereIsNone) {
  EXPECT_TRUE(Member(Tag("a"), "value").is_null());
  EXPECT_TRUE(Member(Value::Null(), "key").is_null());
  EXPECT_TRUE(Member(Value::Unknown(), "key").is_null());
}

TEST(NestedElements, ASingleObjectIsItsOwnElement) {
  Value value = Tag("a");
  const Value other = Tag("b");
  const auto elements = NestedElements(Tags(Nesting::kSingle), value, {&other}, kPath);
  ASSERT_THAT(elements, SizeIs(1));
  EXPECT_EQ(elements[0].element, &value);
  EXPECT_EQ(elements[0].others[0], &other);
  EXPECT_EQ(elements[0].path, kPath);
}

TEST(NestedElements, AListElementMeetsTheOneAtItsPlaceOrNull) {
  Value value = Value::List({Tag("a"), Tag("b")});
  const Value other = Value::List({Tag("c")});
  const auto elements = NestedElements(Tags(Nesting::kList), value, {&other}, kPath);
  ASSERT_THAT(elements, SizeIs(2));
  EXPECT_EQ(*Member(*elements[0].others[0], "key").AsString(), "c");
  EXPECT_TRUE(elements[1].others[0]->is_null());
  EXPECT_EQ(elements[1].path, kPath.Index(1));
}

TEST(NestedElements, ASetsElementsHaveThePathOfTheSet) {
  Value value = Value::List({Tag("a"), Tag("b")});
  for (const auto& element : NestedElements(Tags(Nesting::kSet), value, {}, kPath)) {
    EXPECT_EQ(element.path, kPath);
  }
}

TEST(NestedElements, AMapElementMeetsTheOneUnderItsKey) {
  Value value = Value::Map({{"x", Tag("a")}});
  const Value other = Value::Map({{"w", Tag("b")}, {"x", Tag("c")}});
  const auto elements = NestedElements(Tags(Nesting::kMap), value, {&other}, kPath);
  ASSERT_THAT(elements, SizeIs(1));
  EXPECT_EQ(*Member(*elements[0].others[0], "key").AsString(), "c");
  EXPECT_EQ(elements[0].path, kPath.Key("x"));
}

TEST(NestedElements, LeavesOutWhatIsNullOrUnknown) {
  Value null, unknown = Value::Unknown();
  Value holes = Value::List({Value::Null(), Value::Unknown()});
  for (Value* value : {&null, &unknown, &holes}) {
    EXPECT_THAT(NestedElements(Tags(Nesting::kList), *value, {}, kPath), IsEmpty());
  }
}

TEST(NestedElements, OfWhatMayNotChangeMayNotChangeEither) {
  const Value single = Tag("a");
  const Value list = Value::List({Tag("b")});
  const Value map = Value::Map({{"x", Tag("c")}});
  EXPECT_EQ(NestedElements(Tags(Nesting::kSingle), single, {}, kPath)[0].element, &single);
  EXPECT_EQ(NestedElements(Tags(Nesting::kList), list, {}, kPath)[0].element,
            &list.AsList()->front());
  const auto elements = NestedElements(Tags(Nesting::kMap), map, {}, kPath);
  EXPECT_EQ(elements[0].element, map.Find("x"));
  static_assert(std::is_same_v<decltype(elements[0].element), const Value*>);
}

TEST(KeepSpelling, PutsBackWhatMeansTheSame) {
  Attribute tags = Tags(Nesting::kSingle);
  tags.nested[0].same = [](const Value& a, const Value& b) {
    return a.AsString()->size() == b.AsString()->size();
  };
  const Value reference = Value::Map({{"tags", Tag("jira")}});
  Value same = Value::Map({{"tags", Tag("JIRA")}});
  KeepSpelling({tags}, reference, same);
  EXPECT_EQ(*same.Find("tags")->Find("key")->AsString(), "jira");

  Value different = Value::Map({{"tags", Tag("jsm")}});
  KeepSpelling({tags}, reference, different);
  EXPECT_EQ(*different.Find("tags")->Find("key")->AsString(), "jsm");
}

TEST(KeepSpelling, PutsBackBesideWhatIsUnknown) {
  Attribute tags = Tags(Nesting::kSingle);
  tags.nested[0].same = [](const Value&, const Value&) { return true; };
  Attribute seen = tags.nested[0];
  seen.name = "seen";
  tags.nested.push_back(seen);
  const Value reference =
      Value::Map({{"tags", Value::Map({{"key", Text("jira")}, {"seen", Value::Unknown()}})}});
  Value fresh =
      Value::Map({{"tags", Value::Map({{"key", Text("JIRA")}, {"seen", Text("today")}})}});
  KeepSpelling({tags}, reference, fresh);
  EXPECT_EQ(*fresh.Find("tags")->Find("key"), Text("jira"));
  EXPECT_EQ(*fresh.Find("tags")->Find("seen"), Text("today"));
}

// A named list or map of objects with a key and a size, which is what a step of planning refines.
class BringOverTest : public ::testing::TestWithParam<Nesting> {
 protected:
  static Value Part(const Value& key, const Value& size) {
    return Value::Map({{"key", key}, {"size", size}});
  }
  Value Kit(const Value& part) const {
    const bool is_map = GetParam() == Nesting::kMap;
    return Value::Map({{"tags", is_map                         ? Value::Map({{"a", part}})
                                : GetParam() == Nesting::kList ? Value::List({part})
                                                               : part}});
  }
  std::vector<Attribute> attributes() const {
    Attribute tags = Tags(GetParam());
    Attribute size;
    size.name = "size";
    size.type = Type::Number();
    tags.nested.push_back(size);
    const Type object = ObjectTypeOf(tags.nested);
    tags.type = GetParam() == Nesting::kMap    ? Type::Map(object)
                : GetParam() == Nesting::kList ? Type::List(object)
                                               : object;
    return {tags};
  }
};

TEST_P(BringOverTest, LeavesTheNeighboursOfWhatWasRefined) {
  const Value before = Kit(Part(Text("rounded"), Value::Unknown()));
  const Value after = Kit(Part(Text("rounded"), Value::Int(7)));
  Value target = Kit(Part(Text("exact"), Value::Unknown()));
  BringOver(attributes(), before, after, target);
  EXPECT_EQ(target, Kit(Part(Text("exact"), Value::Int(7))));
}

TEST_P(BringOverTest, TakesTheWholeWhereThereWasNothing) {
  const Value after = Kit(Part(Text("new"), Value::Int(7)));
  Value target = Value::Map({{"tags", Value::Unknown()}});
  BringOver(attributes(), Value::Map({{"tags", Value::Unknown()}}), after, target);
  EXPECT_EQ(target, after);
}

INSTANTIATE_TEST_SUITE_P(EveryNesting, BringOverTest,
                         ::testing::Values(Nesting::kSingle, Nesting::kList, Nesting::kMap));

TEST(BringOver, TakesTheWholeOfAnotherLength) {
  const Attribute tags = Tags(Nesting::kList);
  const Value before = Value::Map({{"tags", Value::List({Tag("a")})}});
  const Value after = Value::Map({{"tags", Value::List({Tag("b"), Tag("c")})}});
  Value target = before;
  BringOver({tags}, before, after, target);
  EXPECT_EQ(target, after);
}

TEST(BringOver, TakesTheWholeOfASet) {
  Attribute tags = Tags(Nesting::kSet);
  tags.type = Type::Set(ObjectTypeOf(tags.nested));
  const Value before = Value::Map({{"tags", Value::List({Tag("a")})}});
  const Value after = Value::Map({{"tags", Value::List({Tag("b")})}});
  Value target = before;
  BringOver({tags}, before, after, target);
  EXPECT_EQ(target, after);
}

TEST(SameMeaning, NeverAsksAboutNullOrUnknown) {
  Attribute key = Tags(Nesting::kSingle).nested[0];
  key.same = [](const Value&, const Value&) { return true; };
  EXPECT_TRUE(SameMeaning(key, Text("a"), Text("b")));
  EXPECT_FALSE(SameMeaning(key, Text("a"), Value::Null()));
  EXPECT_FALSE(SameMeaning(key, Value::Unknown(), Text("a")));
}

TEST(SameMeaning, IsThatOfWhatIsLeftOfANumber) {
  Attribute number;
  number.type = Type::Number();
  EXPECT_FALSE(SameMeaning(number, Value::Int(10), Value::Int(11)));
  const Value tenth = Value::Of(*Number::From(0.1));
  const Value longer = Value::Of(*Number::ParseDecimal("0.1000000000000000055511151231257827"));
  EXPECT_FALSE(SameMeaning(number, tenth, longer));
  number.rounds = true;
  EXPECT_TRUE(SameMeaning(number, tenth, longer));
  EXPECT_FALSE(SameMeaning(number, tenth, Value::Int(20)));
  EXPECT_FALSE(SameMeaning(number, tenth, Value::Null()));

  Attribute map;
  map.type = Type::Map(Type::List(Type::Number()));
  map.rounds = true;
  const auto in_map = [](const Value& one) { return Value::Map({{"a", Value::List({one})}}); };
  EXPECT_TRUE(SameMeaning(map, in_map(tenth), in_map(longer)));

  Attribute exact;
  exact.name = "exact";
  exact.type = Type::Number();
  number.name = "number";
  Attribute set;
  set.nesting = Nesting::kSet;
  set.nested = {exact, number};
  set.type = Type::Set(Type::Object({{"exact", Type::Number()}, {"number", Type::Number()}}));
  set.rounds = true;
  const auto in_set = [](const Value& precise, const Value& rounded) {
    return Value::List({Value::Map({{"exact", precise}, {"number", rounded}})});
  };
  EXPECT_TRUE(SameMeaning(set, in_set(tenth, tenth), in_set(tenth, longer)));
  EXPECT_FALSE(SameMeaning(set, in_set(tenth, tenth), in_set(longer, tenth)));
}

TEST(Shown, ReadsAsUsersWriteIt) {
  EXPECT_EQ(Shown(Text("a\nb")), "\"a b\"");
  EXPECT_EQ(Shown(Value::Int(14)), "14");
  EXPECT_EQ(Shown(Value::Bool(true)), "true");
  EXPECT_EQ(Shown(Value::List({})), std::string(Describe(Value::List({}))));
}

}  // namespace
}  // namespace tf::engine
