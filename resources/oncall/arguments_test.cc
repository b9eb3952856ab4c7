#include "resources/oncall/arguments.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "resources/oncall/testing/fake_incident.h"

namespace oncall {
namespace {

using testing::ElementsAre;

TEST(SameArguments, TakesSourcesAsASet) {
  incident::NewReplica a = WantedOn("P1"), b = WantedOn("P1");
  const incident::Source other{ids::RotationId("R1"), ids::LayerId("L2")};
  a.sources = {a.sources.front(), other};
  b.sources = {other, b.sources.front(), other};
  EXPECT_TRUE(SameArguments(a, b));
}

TEST(SameArguments, TakesJiraForJsm) {
  incident::NewReplica a = WantedOn("P1"), b = WantedOn("P1");
  a.provider = "jira";
  b.provider = "jsm";
  EXPECT_TRUE(SameArguments(a, b));
  EXPECT_EQ(TargetOf(a), TargetOf(b));
}

TEST(TargetOf, IsOneForAReplicaOfEitherNameOfJsm) {
  incident::Replica former, present;
  former.provider = "jira";
  present.provider = "jsm";
  former.provider_id = present.provider_id = ids::ExternalScheduleId("J1");
  EXPECT_EQ(TargetOf(former), TargetOf(present));
}

TEST(Differences, NamesEveryArgumentThatDiffers) {
  const incident::NewReplica a = WantedOn("P1");
  const incident::NewReplica b{.schedule_id = ids::ScheduleId("S2"),
                               .sources = {},
                               .provider = "opsgenie",
                               .provider_id = ids::ExternalScheduleId("P2"),
                               .fallback_user_id = ids::ExternalUserId("PELSE"),
                               .mirror_window_days = 30};
  EXPECT_THAT(Differences(a, b),
              ElementsAre("schedule_id", "replica_provider", "replica_provider_id",
                          "replica_fallback_user_id", "sources", "mirror_window_days"));
}

TEST(SystemName, IsTheNameThatPeopleKnow) {
  EXPECT_EQ(SystemName("pagerduty"), "PagerDuty");
  EXPECT_EQ(SystemName("opsgenie"), "Opsgenie");
  EXPECT_EQ(SystemName("jira"), "Jira Service Management");
  EXPECT_EQ(SystemName("splunk"), "splunk");
}

}  // namespace
}  // namespace oncall
