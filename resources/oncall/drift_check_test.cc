#include "resources/oncall/drift_check.h"

#include "gtest/gtest.h"

namespace oncall {
namespace {

TEST(ParseDriftCheck, ReadsEveryWord) {
  EXPECT_EQ(ParseDriftCheck("off"), DriftCheck::kOff);
  EXPECT_EQ(ParseDriftCheck("warn"), DriftCheck::kWarn);
  EXPECT_EQ(ParseDriftCheck("error"), DriftCheck::kError);
  EXPECT_EQ(ParseDriftCheck("resync"), DriftCheck::kResync);
}

TEST(ParseDriftCheck, RefusesOtherWords) {
  EXPECT_EQ(ParseDriftCheck(""), std::nullopt);
  EXPECT_EQ(ParseDriftCheck("Warn"), std::nullopt);
}

}  // namespace
}  // namespace oncall
