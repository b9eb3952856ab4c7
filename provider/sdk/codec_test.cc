#include "provider/sdk/codec.h"

#include <gtest/gtest.h>

#include <limits>

namespace tf {
namespace {

TEST(Codec, WholeNumbersRefuseFractionsAndTooLargeOnes) {
  Diagnostics diagnostics;
  EXPECT_EQ(
      Codec<std::int64_t>::Decode(Value::Of(*Number::ParseDecimal("3.0")), Path(), diagnostics), 3);
  EXPECT_FALSE(
      Codec<std::int64_t>::Decode(Value::Of(*Number::ParseDecimal("1.5")), Path(), diagnostics));
  EXPECT_FALSE(Codec<std::int64_t>::Decode(Value::Of(*Number::ParseDecimal("9223372036854775808")),
                                           Path(), diagnostics));
  EXPECT_TRUE(diagnostics.has_error());
}

TEST(Codec, ADoubleThatTerraformCannotHoldIsNull) {
  EXPECT_TRUE(Codec<double>::Encode(std::numeric_limits<double>::infinity()).is_null());
  EXPECT_TRUE(Codec<double>::Encode(std::numeric_limits<double>::quiet_NaN()).is_null());
}

TEST(Codec, ADoubleRefusesWhatIsBeyondItsRange) {
  Diagnostics diagnostics;
  for (const char* beyond : {"1e400", "-1e400"}) {
    EXPECT_FALSE(Codec<double>::Decode(Value::Of(*Number::ParseDecimal(beyond)),
                                       Path::Root().Attribute("weight"), diagnostics));
  }
  ASSERT_EQ(diagnostics.items().size(), 1U);
  EXPECT_EQ(diagnostics.items()[0].detail,
            "The attribute weight must be a number between -1.8e308 and 1.8e308.");
}

TEST(DecodeAttr, ACollectionWithAnUnknownIsUnknown) {
  Diagnostics diagnostics;
  const Value list = Value::List({Value::String("a"), Value::Unknown()});
  EXPECT_TRUE(DecodeAttr<std::vector<std::string>>(list, Path(), diagnostics).is_unknown());
  EXPECT_TRUE(DecodeAttr<std::string>(Value::Unknown(), Path(), diagnostics).is_unknown());
  EXPECT_TRUE(DecodeAttr<std::string>(Value::Null(), Path(), diagnostics).is_null());
  EXPECT_FALSE(diagnostics.has_error());
}

TEST(DecodeAttr, ANullElementIsAnErrorAtItsIndex) {
  Diagnostics diagnostics;
  DecodeAttr<std::vector<std::string>>(Value::List({Value::Null()}), Path::Root().Attribute("toys"),
                                       diagnostics);
  ASSERT_EQ(diagnostics.items().size(), 1u);
  EXPECT_EQ(diagnostics.items()[0].detail, "The attribute toys[0] must not be null.");
}

}  // namespace
}  // namespace tf
