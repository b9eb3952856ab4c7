#include "resources/schedule_replica/clash.h"

#include "gtest/gtest.h"

namespace schedule_replica {
namespace {

const oncall::Target kTarget{"pagerduty", ids::ExternalScheduleId("P1")};
const ids::ReplicaId kHeld("rep\x1b[31m1");

TEST(Clash, OfTwoCreatesReadsTheSameFromBothSides) {
  EXPECT_EQ(ClashTitle({}), "Two replicas planned");
  EXPECT_EQ(ClashText({}, kTarget),
            "Another resource of this plan creates a replica on PagerDuty P1 too. Two replicas on "
            "one external schedule overwrite each other's overrides. Give each its own external "
            "schedule, or join their sources in one resource.");
}

TEST(Clash, WithAReplicaOfTheStateNamesItWithoutTerminalEscapes) {
  EXPECT_EQ(ClashTitle({.held = kHeld}), "Target is in use");
  EXPECT_EQ(ClashText({.held = kHeld}, kTarget),
            "This plan creates a replica on PagerDuty P1, where replica rep [31m1 of this state "
            "writes already. Two replicas on one external schedule overwrite each other's "
            "overrides. Give each its own external schedule, or join their sources in one "
            "resource.");
}

TEST(Clash, WithAReplicaThatThePlanDeletesShowsHowToRenameInstead) {
  const oncall::Clash clash{.held = kHeld, .is_deleted = true};
  EXPECT_EQ(ClashTitle(clash), "Target is in use");
  EXPECT_EQ(ClashText(clash, kTarget),
            "This plan deletes replica rep [31m1, which writes to PagerDuty P1, and creates "
            "another one there, in no certain order. If the old one goes first, nothing is "
            "mirrored until the first sync of the new one. If the resource was only renamed, "
            "write this block, and the replica stays:\n\n"
            "moved {\n  from = incident_schedule_replica.OLD_NAME\n"
            "  to   = incident_schedule_replica.NAME\n}");
}

}  // namespace
}  // namespace schedule_replica
