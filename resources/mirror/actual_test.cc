#include "resources/mirror/actual.h"

#include <gtest/gtest.h>

#include <string>

#include "resources/mirror/test_world.h"

namespace mirror {
namespace {

using ::mirror::testing::At;
using ::mirror::testing::Shows;

const Interval kWindow{At("02T09:00"), At("03T09:00")};
const ids::ExternalUserId kPa("PA");
const ids::ExternalUserId kPb("PB");

TEST(ActualIn, IsNobodyWithoutEntriesAndForDeletedUsers) {
  const Timeline<Actual> nobody{{kWindow, {}}};
  EXPECT_EQ(ActualIn(kWindow, {}), nobody);
  EXPECT_EQ(ActualIn(kWindow, Shows("null 02T09:00 to 03T09:00")), nobody);
}

TEST(ActualIn, JoinsPartsInAnyOrderWithRepeats) {
  EXPECT_EQ(ActualIn(kWindow, Shows("PA 02T15:00 to 03T09:00; PA 02T00:00 to 02T12:00; "
                                    "PA 02T10:00 to 02T15:00; PA 02T15:00 to 03T09:00")),
            (Timeline<Actual>{{kWindow, {{kPa}}}}));
}

TEST(ActualIn, TakesAnEntryWithoutAnEndToTheEndOfTheWindow) {
  EXPECT_EQ(ActualIn(kWindow, {{At("02T09:00"), absl::InfiniteFuture(), kPa}}),
            (Timeline<Actual>{{kWindow, {{kPa}}}}));
}

TEST(ActualIn, ListsPeopleSortedWhoAreShownAtOnce) {
  EXPECT_EQ(ActualIn(kWindow, Shows("PB 02T09:00 to 03T09:00; PA 02T12:00 to 03T09:00")),
            (Timeline<Actual>{{{At("02T09:00"), At("02T12:00")}, {{kPb}}},
                              {{At("02T12:00"), At("03T09:00")}, {{kPa, kPb}}}}));
}

TEST(ActualIn, KnowsTheOriginWhereAllAgree) {
  EXPECT_EQ(ActualIn(kWindow, Shows("PB* 02T09:00 to 03T09:00; PA! 02T12:00 to 03T09:00")),
            (Timeline<Actual>{{{At("02T09:00"), At("02T12:00")}, {{kPb}, Origin::kOverride}},
                              {{At("02T12:00"), At("03T09:00")}, {{kPa, kPb}, Origin::kUnknown}}}));
}

TEST(ActualIn, DoesNotKnowTheOriginOfOnePersonWhomAShiftAndAnOverrideShow) {
  EXPECT_EQ(ActualIn(kWindow, Shows("PA! 02T09:00 to 03T09:00; PA* 02T12:00 to 03T09:00")),
            (Timeline<Actual>{{{At("02T09:00"), At("02T12:00")}, {{kPa}, Origin::kBaseSchedule}},
                              {{At("02T12:00"), At("03T09:00")}, {{kPa}, Origin::kUnknown}}}));
}

TEST(ActualIn, IsNobodyForABlankUser) {
  EXPECT_EQ(ActualIn(kWindow, {{At("02T09:00"), At("03T09:00"), ids::ExternalUserId("")}}),
            (Timeline<Actual>{{kWindow, {}}}));
}

}  // namespace
}  // namespace mirror
