#include "provider/value/attr.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>

namespace tf {
namespace {

TEST(Attr, IsNullByDefault) {
  const Attr<std::string> attr;
  EXPECT_TRUE(attr.is_null());
  EXPECT_FALSE(attr.is_known());
  EXPECT_EQ(attr, Attr<std::string>::Null());
}

TEST(Attr, HoldsAKnownValue) {
  Attr<std::string> attr = "name";
  ASSERT_TRUE(attr.is_known());
  EXPECT_EQ(*attr, "name");
  EXPECT_EQ(attr->size(), 4u);
  *attr = "other";
  attr->push_back('s');
  EXPECT_EQ(attr, "others");
}

TEST(Attr, ChangesFromOneStateToAnother) {
  Attr<int> attr = 1;
  attr = Attr<int>::Unknown();
  EXPECT_TRUE(attr.is_unknown());
  attr = 2;
  EXPECT_EQ(*attr, 2);
  attr = Attr<int>::Null();
  EXPECT_TRUE(attr.is_null());
}

TEST(Attr, FallsBackWhenNullOrUnknown) {
  EXPECT_EQ(Attr<int>(1).value_or(7), 1);
  EXPECT_EQ(Attr<int>().value_or(7), 7);
  EXPECT_EQ(Attr<int>::Unknown().value_or(7), 7);
}

TEST(Attr, ThrowsWhenAskedForAValueItHasNot) {
  const Attr<std::string> null;
  Attr<std::string> unknown = Attr<std::string>::Unknown();
  EXPECT_THROW((void)*null, std::logic_error);
  EXPECT_THROW((void)null->size(), std::logic_error);
  EXPECT_THROW((void)*unknown, std::logic_error);
  EXPECT_THROW(unknown->clear(), std::logic_error);
}

TEST(Attr, EqualsOnlyTheSameState) {
  EXPECT_EQ(Attr<int>::Unknown(), Attr<int>::Unknown());
  EXPECT_FALSE(Attr<int>::Unknown() == Attr<int>::Null());
  EXPECT_FALSE(Attr<int>(0) == Attr<int>::Null());
  EXPECT_FALSE(Attr<int>(0) == Attr<int>(1));
  EXPECT_TRUE(Attr<int>(1) == 1);
}

TEST(Attr, TellsKnownBoolsFromNull) {
  EXPECT_TRUE(Attr<bool>(false).is_known());
  EXPECT_FALSE(Attr<bool>(false) == Attr<bool>());
}

TEST(Set, IsEqualWithoutOrderAndRepetition) {
  EXPECT_EQ(Set<int>({1, 2}), Set<int>({2, 1}));
  EXPECT_EQ(Set<int>({1, 2, 1}), Set<int>({2, 1}));
  EXPECT_FALSE(Set<int>({1, 2}) == Set<int>({1}));
  EXPECT_FALSE(Set<int>({1}) == Set<int>({1, 2}));
}

TEST(Set, KeepsTheOrderItWasGiven) {
  const Set<std::string> set = std::vector<std::string>{"b", "a"};
  EXPECT_THAT(set, testing::ElementsAre("b", "a"));
  EXPECT_EQ(set.size(), 2u);
  EXPECT_TRUE(set.Contains("a"));
  EXPECT_FALSE(set.Contains("c"));
  EXPECT_TRUE(Set<int>().empty());
}

TEST(Attr, TakesOnlyWhatMeansItsType) {
  static_assert(std::is_convertible_v<const char*, Attr<std::string>>);
  static_assert(std::is_convertible_v<int, Attr<std::int64_t>>);
  static_assert(std::is_convertible_v<int, Attr<double>>);
  static_assert(!std::is_convertible_v<const char*, Attr<bool>>, "\"false\" would be true");
  static_assert(!std::is_convertible_v<int, Attr<bool>>);
  static_assert(!std::is_convertible_v<double, Attr<std::int64_t>>, "3.7 would be 3");
  static_assert(!std::is_convertible_v<std::nullptr_t, Attr<std::string>>, "null is Null()");
}

}  // namespace
}  // namespace tf
