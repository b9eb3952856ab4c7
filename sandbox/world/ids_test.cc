#include "sandbox/world/ids.h"

#include <gtest/gtest.h>

namespace sandbox::world {
namespace {

TEST(Ids, LookLikeTheVendors) {
  EXPECT_EQ(Ids(IdLook::kUlid).Claim(), "01K5SANDB00000000000000001");
  EXPECT_EQ(Ids(IdLook::kReplicaUlid).Claim(), "01K5REPRCA0000000000000001");
  EXPECT_EQ(Ids(IdLook::kPagerDuty).Claim(), "P000001");
  EXPECT_EQ(Ids(IdLook::kPagerDutyOverride).Claim(), "Q0000000000001");
  EXPECT_EQ(Ids(IdLook::kUuid).Claim(), "5a4d0000-0000-4000-8000-000000000001");
}

TEST(Ids, AreTheSameInEveryRun) {
  Ids first(IdLook::kUlid);
  Ids second(IdLook::kUlid);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(first.Claim(), second.Claim());
}

TEST(Ids, NeverMakeUpWhatWasGiven) {
  Ids ids(IdLook::kPagerDuty);
  EXPECT_EQ(ids.Claim("P000001"), "P000001");
  EXPECT_EQ(ids.Claim("PO8107X"), "PO8107X");
  EXPECT_EQ(ids.Claim(), "P000002");
}

TEST(UlidFor, DependsOnTheTextAlone) {
  EXPECT_EQ(UlidFor("a").size(), 26U);
  EXPECT_EQ(UlidFor("a"), UlidFor("a"));
  EXPECT_NE(UlidFor("a"), UlidFor("b"));
}

}  // namespace
}  // namespace sandbox::world
