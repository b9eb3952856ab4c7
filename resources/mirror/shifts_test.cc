#include "resources/mirror/shifts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "resources/mirror/test_world.h"

namespace mirror {
namespace {

using ::mirror::testing::At;
using ::mirror::testing::LaneOf;
using ::mirror::testing::World;
using ::testing::ElementsAre;

TEST(ExpectedShifts, NamesTheFallbackWithoutAndTheUnmappedAsAUser) {
  World world;
  world.Of("A 02T09:00 to 02T12:00; A* 02T12:00 to 02T13:00; M 02T14:00 to 03T09:00");
  EXPECT_THAT(
      ExpectedShifts(world.Run().expected, world.replica.users),
      ElementsAre(
          Shift{{At("02T09:00"), At("02T13:00")}, {ids::ExternalUserId("PA")}, {ids::UserId("A")}},
          Shift{{At("02T13:00"), At("02T14:00")}, {ids::ExternalUserId("PF")}, {}},
          Shift{{At("02T14:00"), At("03T09:00")}, {}, {ids::UserId("M")}}));
}

TEST(ExpectedShifts, NamesOnlyWhoIsMeantOfSeveral) {
  World world;
  world.replica.sources.push_back(LaneOf("L2"));
  world.Of("A 02T09:00 to 03T09:00; L2: B 02T12:00 to 02T13:00");
  EXPECT_THAT(
      ExpectedShifts(world.Run().expected, world.replica.users),
      ElementsAre(Shift{
          {At("02T09:00"), At("03T09:00")}, {ids::ExternalUserId("PA")}, {ids::UserId("A")}}));
}

TEST(ExpectedShifts, NamesAllOnCallWhereNobodyCanSayWhoIsMeant) {
  World world;
  world.replica.sources.push_back(LaneOf("L2"));
  world.replica.unsure = {ids::UserId("M")};
  world.Of("M 02T09:00 to 03T09:00; L2: A 02T09:00 to 03T09:00");
  EXPECT_THAT(ExpectedShifts(world.Run().expected, world.replica.users),
              ElementsAre(Shift{
                  {At("02T09:00"), At("03T09:00")}, {}, {ids::UserId("A"), ids::UserId("M")}}));
}

TEST(ExpectedShifts, IsOneWhereTwoOfOneCounterpartSwapTheirLanes) {
  World world;
  world.replica.sources.push_back(LaneOf("L2"));
  world.replica.users[ids::UserId("B")] = ids::ExternalUserId("PA");
  world.Of(
      "B 02T09:00 to 02T12:00; A 02T12:00 to 03T09:00; "
      "L2: A 02T09:00 to 02T12:00; L2: B 02T12:00 to 03T09:00");
  EXPECT_THAT(ExpectedShifts(world.Run().expected, world.replica.users),
              ElementsAre(Shift{{At("02T09:00"), At("03T09:00")},
                                {ids::ExternalUserId("PA")},
                                {ids::UserId("A"), ids::UserId("B")}}));
}

TEST(ActualShifts, LeavesOutGapsAndNamesWhomIncidentIoKnows) {
  World world;
  world.Mirrored(
      "PA* 02T09:00 to 02T10:00; PA! 02T10:00 to 02T12:00; PB 02T14:00 to 03T09:00; "
      "PD 02T14:00 to 03T09:00");
  EXPECT_THAT(
      ActualShifts(world.Compare().actual, world.replica.users),
      ElementsAre(
          Shift{{At("02T09:00"), At("02T12:00")}, {ids::ExternalUserId("PA")}, {ids::UserId("A")}},
          Shift{{At("02T14:00"), At("03T09:00")},
                {ids::ExternalUserId("PB"), ids::ExternalUserId("PD")},
                {ids::UserId("B")}}));
}

}  // namespace
}  // namespace mirror
