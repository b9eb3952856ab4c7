#include "resources/mirror/diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "resources/mirror/test_world.h"

namespace mirror {
namespace {

using ::mirror::testing::At;
using ::mirror::testing::LaneOf;
using ::mirror::testing::Lines;
using ::mirror::testing::World;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<Difference> Differences(const World& world) { return world.Compare().differences; }

TEST(KindName, IsTheNameInTheDataSource) {
  EXPECT_EQ(KindName(Kind::kWrongUser), "wrong_user");
  EXPECT_EQ(KindName(Kind::kUncovered), "uncovered");
  EXPECT_EQ(KindName(Kind::kExtraUser), "extra_user");
  EXPECT_EQ(KindName(Kind::kOverlapChoice), "overlap_choice");
  EXPECT_EQ(KindName(Kind::kPending), "pending");
  EXPECT_EQ(KindName(Kind::kUnmapped), "unmapped");
}

TEST(Diff, JoinsNeighboursOfEqualKindAndPeople) {
  World world;
  world.replica.sources.push_back(LaneOf("L2"));
  world.Of(
      "A 02T09:00 to 02T12:00; A* 02T12:00 to 02T13:00; A 02T13:00 to 03T09:00; "
      "L2: B 02T14:00 to 02T15:00");
  world.Mirrored("PD* 02T09:00 to 02T20:00; PD 02T20:00 to 03T09:00");
  const auto differences = Differences(world);
  EXPECT_THAT(Lines(differences), ElementsAre("wrong_user 02T09:00 to 03T09:00 PA / PD"));
  EXPECT_THAT(differences[0].on_call, ElementsAre(ids::UserId("A"), ids::UserId("B")));
  EXPECT_FALSE(differences[0].by_override);
  EXPECT_EQ(differences[0].origin, Origin::kUnknown);
}

TEST(Diff, KeepsNeighboursApartWhereTheNextPersonIsShown) {
  World world;
  world.Of("A 02T09:00 to 03T09:00").Mirrored("PB 02T09:00 to 02T12:00; PC 02T12:00 to 03T09:00");
  EXPECT_THAT(Lines(Differences(world)), ElementsAre("wrong_user 02T09:00 to 02T12:00 PA / PB",
                                                     "wrong_user 02T12:00 to 03T09:00 PA / PC"));
}

TEST(Diff, SaysOfAJoinedStretchOnlyWhatIsTrueOfAllOfIt) {
  World override_first;
  override_first.Of("A* 02T09:00 to 02T12:00; A 02T12:00 to 03T09:00");
  override_first.Mirrored("PD 02T09:00 to 03T09:00");
  auto differences = Differences(override_first);
  ASSERT_THAT(Lines(differences), ElementsAre("wrong_user 02T09:00 to 03T09:00 PA / PD"));
  EXPECT_FALSE(differences[0].by_override);

  World gap_first;
  gap_first.replica.fallback = ids::ExternalUserId("PA");
  gap_first.Of("A 02T12:00 to 03T09:00").Mirrored("PD 02T09:00 to 03T09:00");
  differences = Differences(gap_first);
  ASSERT_THAT(Lines(differences), ElementsAre("wrong_user 02T09:00 to 03T09:00 PA / PD"));
  EXPECT_FALSE(differences[0].is_gap);

  World both_first;
  both_first.replica.sources.push_back(LaneOf("L2"));
  both_first.Of("A 02T09:00 to 03T09:00; L2: B 02T09:00 to 02T12:00");
  both_first.Mirrored("PA 02T09:00 to 03T09:00; PB 02T09:00 to 03T09:00");
  differences = Differences(both_first);
  ASSERT_THAT(Lines(differences), ElementsAre("extra_user 02T09:00 to 03T09:00 PA / PA,PB"));
  EXPECT_FALSE(differences[0].have_are_on_call);
}

TEST(Diff, KeepsNeighboursApartWhoAreOnCallOneAfterTheOther) {
  World world;
  world.Of("M 02T09:00 to 02T12:00; N 02T12:00 to 03T09:00").Mirrored("PF 02T09:00 to 03T09:00");
  EXPECT_THAT(Lines(Differences(world)), ElementsAre("unmapped 02T09:00 to 02T12:00 M / PF",
                                                     "unmapped 02T12:00 to 03T09:00 N / PF"));
}

TEST(Diff, CallsItNoChoiceWhenAStrangerIsShownBesideTheOtherPersonOnCall) {
  World world;
  world.replica.sources.push_back(LaneOf("L2"));
  world.Of("A 02T09:00 to 03T09:00; L2: B 02T09:00 to 03T09:00");
  world.Mirrored("PB 02T09:00 to 03T09:00; PD 02T12:00 to 02T14:00");
  EXPECT_THAT(Lines(Differences(world)),
              ElementsAre("overlap_choice 02T09:00 to 02T12:00 PA / PB",
                          "wrong_user 02T12:00 to 02T14:00 PA / PB,PD",
                          "overlap_choice 02T14:00 to 03T09:00 PA / PB"));
}

TEST(Diff, SplitsWhatTheLastSyncCouldOnlyReachInPart) {
  World world;
  world.replica.last_synced_at = At("02T03:00");
  world.Of("A 02T09:00 to 03T09:00").Mirrored("PB 02T09:00 to 03T09:00");
  EXPECT_THAT(Lines(Differences(world)), ElementsAre("wrong_user 02T09:00 to 03T03:00 PA / PB",
                                                     "pending 03T03:00 to 03T09:00 PA / PB"));
}

TEST(Diff, LeavesOutLessThanAMinuteButForUnmapped) {
  World world;
  world.Of("A 02T09:00 to 02T12:00; M 02T12:00 to 02T12:00:30; A 02T12:00:30 to 03T09:00");
  world.Mirrored("PA 02T09:00 to 02T14:00; PB 02T14:00 to 02T14:00:59; PA 02T14:00:59 to 03T09:00");
  EXPECT_THAT(Lines(Differences(world)), ElementsAre("unmapped 02T12:00 to 02T12:00:30 M / PA"));
}

TEST(Diff, AcceptsWhatAnotherReplicaOnTheTargetWants) {
  World world;
  world.Of("A 02T09:00 to 03T09:00; L2: B 02T12:00 to 02T15:00");
  world.sharing = {world.replica};
  world.sharing[0].sources = {LaneOf("L2")};
  world.Mirrored("PA 02T09:00 to 02T12:00; PB 02T12:00 to 02T15:00; PA 02T15:00 to 03T09:00");
  EXPECT_THAT(Differences(world), IsEmpty());
  world.Mirrored("PA 02T09:00 to 02T12:00; PC 02T12:00 to 02T15:00; PA 02T15:00 to 03T09:00");
  EXPECT_THAT(Lines(Differences(world)), ElementsAre("wrong_user 02T12:00 to 02T15:00 PA / PC"));
}

TEST(DriftIn, CountsDriftAlone) {
  World world;
  world.replica.last_synced_at = At("02T03:00");
  world.Of("A 02T09:00 to 02T20:00; M 02T20:00 to 02T22:00; A 02T22:00 to 03T09:00");
  world.Mirrored("PB 02T09:00 to 02T10:00; PA 02T10:00 to 02T11:00; PA 02T12:00 to 03T03:00");
  const Totals totals = DriftIn(Differences(world));
  EXPECT_EQ(totals.count, 2);
  EXPECT_EQ(totals.length, absl::Hours(2));
}

}  // namespace
}  // namespace mirror
