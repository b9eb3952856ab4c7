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

TEST(Claims, WhatAStateHoldsIsNoLongerAdoptedThoughItWasAnnounced) {
  Claims claims;
  EXPECT_TRUE(claims.Announce(kId));
  claims.Hold(kId);
  EXPECT_FALSE(claims.MayAdopt(kId));
  EXPECT_FALSE(claims.Adopt(kId));
}

TEST(Claims, AnAnnouncedIdThatIsBeingDeletedIsNotAdopted) {
  Claims claims;
  EXPECT_TRUE(claims.Announce(kId));
  EXPECT_TRUE(claims.MayDelete(kId));
  EXPECT_FALSE(claims.Adopt(kId));
}

TEST(Claims, MayAdoptWhatIsFreeOrAnnouncedAndNothingElse) {
  Claims claims;
  EXPECT_TRUE(claims.MayAdopt(kId));
  EXPECT_TRUE(claims.Announce(kId));
  EXPECT_TRUE(claims.MayAdopt(kId));
  EXPECT_TRUE(claims.Adopt(kId));
  EXPECT_FALSE(claims.MayAdopt(kId));
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

// ---- What the plan has in mind for a target

using Fate = Planned::Fate;

const Target kTarget{"pagerduty", ids::ExternalScheduleId("P1")};
const Planned kCreate{Fate::kCreated, {}};
const Planned kReplacement{Fate::kCreated, kId};
const Planned kStay{Fate::kStays, kId};
const Planned kDelete{Fate::kDeleted, kId};

TEST(PlansForATarget, TheSecondCreateClashesWithTheFirst) {
  Claims claims;
  EXPECT_FALSE(claims.Plan(kTarget, kCreate));
  EXPECT_FALSE(claims.Plan({"jsm", ids::ExternalScheduleId("P1")}, kCreate));
  const auto clash = claims.Plan(kTarget, kCreate);
  ASSERT_TRUE(clash);
  EXPECT_FALSE(clash->held);
}

TEST(PlansForATarget, ACreateClashesWithWhatTheStateHoldsInEitherOrder) {
  for (const Planned& held : {kStay, kDelete}) {
    Claims created_last, held_last;
    EXPECT_FALSE(created_last.Plan(kTarget, held));
    EXPECT_FALSE(held_last.Plan(kTarget, kCreate));
    for (const auto& clash : {created_last.Plan(kTarget, kCreate), held_last.Plan(kTarget, held)}) {
      ASSERT_TRUE(clash);
      EXPECT_EQ(clash->held, kId);
      EXPECT_EQ(clash->is_deleted, held.fate == Fate::kDeleted);
    }
  }
}

TEST(PlansForATarget, AReplacementDoesNotClashWithWhatItReplaces) {
  Claims claims;
  EXPECT_FALSE(claims.Plan(kTarget, kStay));
  EXPECT_FALSE(claims.Plan(kTarget, kReplacement));
}

TEST(PlansForATarget, AReplacementDoesNotClashWithWhatAnEarlierOneLeft) {
  Claims claims;
  EXPECT_FALSE(claims.Plan(kTarget, {Fate::kDeleted, ids::ReplicaId("rep7")}));
  EXPECT_FALSE(claims.Plan(kTarget, kReplacement));
}

TEST(PlansForATarget, ReplicasOfTheStateDoNotClashWithEachOther) {
  Claims claims;
  EXPECT_FALSE(claims.Plan(kTarget, kStay));
  EXPECT_FALSE(claims.Plan(kTarget, {Fate::kStays, ids::ReplicaId("rep7")}));
}

TEST(PlansForATarget, OneCreateIsSpokenOfOnce) {
  Claims claims;
  EXPECT_FALSE(claims.Plan(kTarget, kCreate));
  EXPECT_TRUE(claims.Plan(kTarget, kStay));
  EXPECT_FALSE(claims.Plan(kTarget, {Fate::kStays, ids::ReplicaId("rep7")}));
}

TEST(PlansForATarget, OneCreateIsSpokenOfOnceInTheOtherOrderToo) {
  Claims claims;
  EXPECT_FALSE(claims.Plan(kTarget, kStay));
  EXPECT_TRUE(claims.Plan(kTarget, kCreate));
  EXPECT_FALSE(claims.Plan(kTarget, {Fate::kStays, ids::ReplicaId("rep7")}));
}

TEST(PlansForATarget, EveryCreateIsSpokenOf) {
  Claims claims;
  EXPECT_FALSE(claims.Plan(kTarget, kCreate));
  EXPECT_TRUE(claims.Plan(kTarget, kStay));
  EXPECT_TRUE(claims.Plan(kTarget, kCreate));
}

TEST(PlansForATarget, ACreateClashesWithTheFirstThatTheStateHolds) {
  Claims claims;
  EXPECT_FALSE(claims.Plan(kTarget, kStay));
  EXPECT_FALSE(claims.Plan(kTarget, {Fate::kDeleted, ids::ReplicaId("rep7")}));
  const auto clash = claims.Plan(kTarget, kCreate);
  ASSERT_TRUE(clash);
  EXPECT_EQ(clash->held, kId);
  EXPECT_FALSE(clash->is_deleted);
}

TEST(PlansForATarget, TwoCreatesThatClashWithEachOtherStillClashWithTheState) {
  Claims claims;
  EXPECT_FALSE(claims.Plan(kTarget, kCreate));
  EXPECT_TRUE(claims.Plan(kTarget, kCreate));
  const auto clash = claims.Plan(kTarget, kStay);
  ASSERT_TRUE(clash);
  EXPECT_EQ(clash->held, kId);
}

TEST(PlansForATarget, WhatTheStateHoldsIsNotForgottenWhenACreateIsUnderWay) {
  Claims claims;
  EXPECT_FALSE(claims.Plan(kTarget, kStay));
  claims.CarryOut(kTarget);
  EXPECT_TRUE(claims.Plan(kTarget, kCreate));
}

TEST(PlansForATarget, ACreateThatIsUnderWayClashesWithNothing) {
  Claims claims;
  EXPECT_FALSE(claims.Plan(kTarget, kCreate));
  claims.CarryOut(kTarget);
  EXPECT_FALSE(claims.Plan(kTarget, kDelete));
}

}  // namespace
}  // namespace oncall
