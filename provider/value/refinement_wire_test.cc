#include "provider/value/refinement_wire.h"

#include <gtest/gtest.h>

#include "provider/value/test_types.h"

namespace tf::internal {
namespace {

Refinement NotNull() {
  Refinement refinement;
  refinement.not_null = true;
  return refinement;
}

TEST(EncodeRefinement, WritesOnlyWhatSuitsTheType) {
  Refinement all = NotNull();
  all.prefix = "a";
  all.lower = Refinement::Bound{Number::From(0), true};
  all.upper = Refinement::Bound{Number::From(9), false};
  all.min_length = 1;
  all.max_length = 300;
  EXPECT_EQ(EncodeRefinement(all, Type::String()), Hex("82 01 c2 02 a1 61"));
  EXPECT_EQ(EncodeRefinement(all, Type::Number()), Hex("83 01 c2 03 92 00 c3 04 92 09 c2"));
  EXPECT_EQ(EncodeRefinement(all, Type::Set(Type::Bool())), Hex("83 01 c2 05 01 06 cd 01 2c"));
  EXPECT_EQ(EncodeRefinement(all, Type::Object({})), Hex("81 01 c2"));
  EXPECT_EQ(EncodeRefinement(all, Type::Dynamic()), "");
  EXPECT_EQ(EncodeRefinement(Refinement(), Type::String()), "");
}

TEST(EncodeRefinement, StaysBelowWhatTerraformReads) {
  Refinement wordy;
  wordy.prefix = "x";
  for (int i = 0; i < 1000; ++i) wordy.prefix += "é";
  const std::string payload = EncodeRefinement(wordy, Type::String());
  EXPECT_EQ(payload.size(), 1u + 1u + 2u + 255u);  // 256 would end in half an é.

  Refinement huge;
  huge.lower = Refinement::Bound{Decimal(std::string(2000, '7')), true};
  EXPECT_EQ(EncodeRefinement(huge, Type::Number()), "");
}

TEST(DecodeRefinement, GivesTheOneValueThatIsLeft) {
  EXPECT_EQ(DecodeRefinement(Hex("81 01 c3"), Type::String()), Value::Null());
  EXPECT_EQ(DecodeRefinement(Hex("82 01 c2 06 00"), Type::List(Type::Bool())), Value::List({}));
  EXPECT_EQ(DecodeRefinement(Hex("82 01 c2 06 00"), Type::Map(Type::Bool())), Value::Map({}));
  EXPECT_EQ(DecodeRefinement(Hex("83 01 c2 03 92 05 c3 04 92 05 c3"), Type::Number()),
            Value::Int(5));
}

TEST(DecodeRefinement, StaysUnknownWhileThereIsAChoice) {
  EXPECT_TRUE(DecodeRefinement(Hex("81 06 00"), Type::List(Type::Bool())).is_unknown());
  EXPECT_TRUE(DecodeRefinement(Hex("82 03 92 05 c3 04 92 05 c3"), Type::Number()).is_unknown());
  EXPECT_TRUE(
      DecodeRefinement(Hex("83 01 c2 03 92 05 c2 04 92 05 c2"), Type::Number()).is_unknown());
}

TEST(DecodeRefinement, IgnoresFactsOfTheFuture) {
  EXPECT_EQ(DecodeRefinement(Hex("82 01 c2 63 92 80 a1 78"), Type::String()),
            Value::Unknown(NotNull()));
}

TEST(DecodeRefinement, DropsFactsThatCannotBeRead) {
  for (const char* hex : {"", "c0", "82 01 c2", "81 01 05", "81 02 a1 ff", "81 03 91 00",
                          "81 03 92 a1 78 c3", "81 05 a1 35", "81 01 c2 00", "81 a1 78 c2"}) {
    EXPECT_EQ(DecodeRefinement(Hex(hex), Type::String()), Value::Unknown()) << hex;
  }
  const std::string long_prefix = Hex("82 01 c2 02 da 04 00") + std::string(1024, 'x');
  EXPECT_EQ(DecodeRefinement(long_prefix, Type::String()), Value::Unknown());
}

}  // namespace
}  // namespace tf::internal
