#include "provider/value/number.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "provider/value/test_types.h"

namespace tf {
namespace {

constexpr auto kMaxInt64 = std::numeric_limits<std::int64_t>::max();
constexpr auto kMinInt64 = std::numeric_limits<std::int64_t>::min();

std::string Plain(std::string_view text) {
  const auto number = Number::ParseDecimal(text);
  return number ? number->ToDecimal() : "refused";
}

TEST(Number, IsZeroByDefault) { EXPECT_EQ(Number(), Number::From(0)); }

TEST(Number, TakesIntegersOfEveryType) {
  EXPECT_EQ(Number::From(kMinInt64).ToDecimal(), "-9223372036854775808");
  EXPECT_EQ(Number::From(std::uint8_t{200}).ToDecimal(), "200");
  EXPECT_EQ(Number::From(std::numeric_limits<std::uint64_t>::max()).ToDecimal(),
            "18446744073709551615");
}

TEST(Number, TakesNeitherNanNorInfinity) {
  EXPECT_EQ(Number::From(std::nan("")), std::nullopt);
  EXPECT_EQ(Number::From(std::numeric_limits<double>::infinity()), std::nullopt);
  EXPECT_EQ(Number::From(-std::numeric_limits<double>::infinity()), std::nullopt);
}

TEST(ParseDecimal, ReadsEverySpelling) {
  EXPECT_EQ(Plain("0"), "0");
  EXPECT_EQ(Plain("-0"), "0");
  EXPECT_EQ(Plain("0.000"), "0");
  EXPECT_EQ(Plain("0e999999999"), "0");
  EXPECT_EQ(Plain("007"), "7");
  EXPECT_EQ(Plain("+5"), "5");
  EXPECT_EQ(Plain(".5"), "0.5");
  EXPECT_EQ(Plain("5."), "5");
  EXPECT_EQ(Plain("-12.340"), "-12.34");
  EXPECT_EQ(Plain("1.5e3"), "1500");
  EXPECT_EQ(Plain("15E+2"), "1500");
  EXPECT_EQ(Plain("15e-3"), "0.015");
  EXPECT_EQ(Plain("123.45e1"), "1234.5");
  EXPECT_EQ(Plain("0.00120e2"), "0.12");
}

TEST(ParseDecimal, KeepsEveryDigit) {
  EXPECT_EQ(Plain("12345678901234567890123"), "12345678901234567890123");
  EXPECT_EQ(Plain("0.123456789012345678901234567891"), "0.123456789012345678901234567891");
  const std::string long_number(5000, '7');
  EXPECT_EQ(Plain(long_number), long_number);
}

TEST(ParseDecimal, RefusesWhatIsNotANumber) {
  for (const char* text : {"", "-", ".", "e5", "1e", "1e+", "--1", "1.2.3", "1 ", " 1", "0x10",
                           "1_000", "NaN", "Inf", "Infinity", "-inf", "1,5"}) {
    EXPECT_EQ(Plain(text), "refused") << text;
  }
}

TEST(ParseDecimal, RefusesExponentsThatWouldFillTheMemory) {
  EXPECT_EQ(Plain("1e999999999"), "refused");
  EXPECT_EQ(Plain("1e-999999999"), "refused");
  EXPECT_EQ(Plain("1e99999999999999999999999999"), "refused");
  EXPECT_EQ(Plain("1e600"), "refused");
  EXPECT_EQ(Plain("1e400").size(), 401u);
  EXPECT_EQ(Plain("5e-324").size(), 326u);
}

TEST(AsInt64, GivesWholeNumbersHoweverTheyAreWritten) {
  EXPECT_EQ(Decimal("3").AsInt64(), 3);
  EXPECT_EQ(Decimal("3.0").AsInt64(), 3);
  EXPECT_EQ(Decimal("3e0").AsInt64(), 3);
  EXPECT_EQ(Decimal("30e-1").AsInt64(), 3);
  EXPECT_EQ(Real(3.0).AsInt64(), 3);
  EXPECT_EQ(Real(-0.0).AsInt64(), 0);
  EXPECT_EQ(Decimal("9223372036854775807").AsInt64(), kMaxInt64);
  EXPECT_EQ(Real(-9223372036854775808.0).AsInt64(), kMinInt64);
}

TEST(AsInt64, IsNulloptForFractionsAndWhatIsOutOfRange) {
  EXPECT_EQ(Decimal("3.5").AsInt64(), std::nullopt);
  EXPECT_EQ(Decimal("9223372036854775808").AsInt64(), std::nullopt);
  EXPECT_EQ(Decimal("-9223372036854775809").AsInt64(), std::nullopt);
  EXPECT_EQ(Real(9223372036854775808.0).AsInt64(), std::nullopt);
}

TEST(AsDouble, GivesTheNearestDouble) {
  EXPECT_EQ(Number::From(3).AsDouble(), 3.0);
  EXPECT_EQ(Decimal("0.1").AsDouble(), 0.1);
  EXPECT_EQ(Decimal("1.5").AsDouble(), 1.5);
  EXPECT_EQ(Decimal("12345678901234567890123").AsDouble(), 12345678901234567890123.0);
}

TEST(AsDouble, IsInfiniteOrZeroBeyondTheRangeOfDoubles) {
  EXPECT_EQ(Decimal("1e400").AsDouble(), std::numeric_limits<double>::infinity());
  EXPECT_EQ(Decimal("-1e400").AsDouble(), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(Decimal("1e-400").AsDouble(), 0.0);
  EXPECT_EQ(Decimal("-1e-400").AsDouble(), 0.0);
}

TEST(AsExactFraction, IsThereOnlyForFractionsThatADoubleHolds) {
  const Number half = Decimal("0.5");
  ASSERT_NE(half.AsExactFraction(), nullptr);
  EXPECT_EQ(*half.AsExactFraction(), 0.5);
  EXPECT_EQ(Decimal("0.1").AsExactFraction(), nullptr);
  EXPECT_EQ(Decimal("0.15").AsExactFraction(), nullptr);
  EXPECT_EQ(Decimal("3").AsExactFraction(), nullptr);
  EXPECT_EQ(Decimal("1e25").AsExactFraction(), nullptr);
}

TEST(ToDecimal, GivesTheShortestTextOfADouble) {
  EXPECT_EQ(Real(0.1).ToDecimal(), "0.1");
  EXPECT_EQ(Real(1e-7).ToDecimal(), "0.0000001");
  EXPECT_EQ(Real(1e25).ToDecimal(), "10000000000000000905969664");
  EXPECT_EQ(Real(-std::numeric_limits<double>::denorm_min()).ToDecimal().size(), 327u);
  EXPECT_EQ(Real(std::numeric_limits<double>::max()).ToDecimal().size(), 309u);
}

TEST(NumberEquality, IsExactForWholeNumbers) {
  EXPECT_EQ(Decimal("9223372036854775808"), Real(9223372036854775808.0));
  EXPECT_FALSE(Decimal("1e25") == Real(1e25));
  EXPECT_FALSE(Number::From(9007199254740993) == Real(9007199254740992.0));
}

TEST(NumberEquality, GoesByTheShortestTextForFractions) {
  EXPECT_EQ(Decimal("0.1"), Real(0.1));
  EXPECT_EQ(Decimal("1.50"), Real(1.5));
  EXPECT_FALSE(Decimal("0.1") == Real(0.1F));
  EXPECT_FALSE(Decimal("0.12345678901234567890") == Real(0.12345678901234567890));
  EXPECT_FALSE(Decimal("0.1") == Number::From(0));
}

}  // namespace
}  // namespace tf
