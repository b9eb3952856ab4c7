#include "provider/sdk/checks.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace tf {
namespace {

using Answer = std::optional<std::string>;

TEST(NotBlank, RefusesWhiteSpaceOnly) {
  EXPECT_EQ(NotBlank()("x"), Answer());
  EXPECT_EQ(NotBlank()(""), Answer("must not be blank"));
  EXPECT_EQ(NotBlank()(" \t\n"), Answer("must not be blank"));
}

TEST(Between, IncludesBothEnds) {
  const auto between = [](std::int64_t number) { return Between{1, 90}(number); };
  EXPECT_EQ(between(1), Answer());
  EXPECT_EQ(between(90), Answer());
  EXPECT_EQ(between(0), Answer("must be between 1 and 90"));
  EXPECT_EQ(between(91), Answer("must be between 1 and 90"));
}

TEST(AtLeast, IncludesItsEnd) {
  EXPECT_EQ((AtLeast{1}(std::int64_t{1})), Answer());
  EXPECT_EQ((AtLeast{1}(std::int64_t{0})), Answer("must be 1 or more"));
}

template <class Check, class T>
concept Checks = requires(const Check& check, const T& value) { check(value); };

TEST(Between, TakesWholeNumbersOnly) {
  static_assert(Checks<Between, std::int64_t> && Checks<AtLeast, std::int64_t>);
  static_assert(!Checks<Between, double> && !Checks<AtLeast, double>, "it would be truncated");
  static_assert(!Checks<Between, bool> && !Checks<AtLeast, bool>);
}

TEST(OneOf, ListsTheWords) {
  const OneOf modes{{"off", "warn", "error"}};
  EXPECT_EQ(modes("warn"), Answer());
  EXPECT_EQ(modes("Warn"), Answer("must be \"off\", \"warn\" or \"error\""));
}

TEST(IsDuration, NamesTheForms) {
  EXPECT_EQ(IsDuration()("1h30m"), Answer());
  EXPECT_EQ(
      IsDuration()("30"),
      Answer("must be a duration above zero and at most 24h, as \"90s\", \"1h30m\" or \"500ms\""));
}

TEST(AtLeastOne, RefusesTheEmptyCollection) {
  EXPECT_EQ(AtLeastOne()(std::vector<int>{1}), Answer());
  EXPECT_EQ(AtLeastOne()(std::vector<int>{}), Answer("must have at least one element"));
}

}  // namespace
}  // namespace tf
