#include "resources/oncall/claims.h"

#include <atomic>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace oncall {
namespace {

const ids::ReplicaId kId("rep1");

TEST(Claims, AnIdThatAStateHoldsIsNeverAdopted) {
  Claims claims;
  claims.Hold(kId);
  EXPECT_FALSE(claims.IsFree(kId));
  EXPECT_FALSE(claims.Announce(kId));
  EXPECT_FALSE(claims.Adopt(kId));
  EXPECT_TRUE(claims.MayDelete(kId));
}

TEST(Claims, AnAnnouncedIdIsAdoptedOnce) {
  Claims claims;
  EXPECT_TRUE(claims.Announce(kId));
  EXPECT_FALSE(claims.Announce(kId));
  EXPECT_TRUE(claims.Adopt(kId));
  EXPECT_FALSE(claims.Adopt(kId));
}

TEST(Claims, AnAdoptedIdIsNotDeletedUntilItsAdopterGivesItUp) {
  Claims claims;
  EXPECT_TRUE(claims.Adopt(kId));
  EXPECT_FALSE(claims.MayDelete(kId));
  claims.Release(kId);
  EXPECT_TRUE(claims.MayDelete(kId));
}

TEST(Claims, WhatIsBeingDeletedIsNotAdopted) {
  Claims claims;
  EXPECT_TRUE(claims.MayDelete(kId));
  EXPECT_FALSE(claims.Adopt(kId));
}

TEST(Claims, WhatAnotherResourceAdoptedWasNotMadeHere) {
  Claims claims;
  EXPECT_TRUE(claims.Adopt(kId));
  EXPECT_FALSE(claims.Made(kId));
  EXPECT_TRUE(claims.Made(ids::ReplicaId("rep2")));
}

TEST(Claims, NoticesTheSecondCreateOnATarget) {
  Claims claims;
  const Target target{"pagerduty", ids::ExternalScheduleId("P1")};
  EXPECT_TRUE(claims.PlanCreate(target));
  EXPECT_FALSE(claims.PlanCreate(target));
  EXPECT_TRUE(claims.PlanCreate({"jsm", ids::ExternalScheduleId("P1")}));
}

TEST(Claims, OfManyAtOnceExactlyOneAdopts) {
  Claims claims;
  std::atomic<int> adopted = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 16; ++i) {
      threads.emplace_back([&] { adopted += claims.Adopt(kId) ? 1 : 0; });
    }
  }
  EXPECT_EQ(adopted, 1);
}

}  // namespace
}  // namespace oncall
