#include "resources/oncall/mentions.h"

#include <gtest/gtest.h>

namespace oncall {
namespace {

Target PagerDuty(const char* id) { return {"pagerduty", ids::ExternalScheduleId(id)}; }

TEST(Mentions, ANameMeansTheFirstScheduleThatHasIt) {
  Mentions mentions;
  EXPECT_FALSE(mentions.MeansAnother(PagerDuty("P1"), "Primary"));
  EXPECT_TRUE(mentions.MeansAnother(PagerDuty("P2"), "Primary"));
  EXPECT_FALSE(mentions.MeansAnother(PagerDuty("P1"), "Primary"));
  EXPECT_TRUE(mentions.MeansAnother(PagerDuty("P2"), "Primary"));
}

TEST(Mentions, OtherNamesAndOtherSystemsAreNoNamesakes) {
  Mentions mentions;
  EXPECT_FALSE(mentions.MeansAnother(PagerDuty("P1"), "Primary"));
  EXPECT_FALSE(mentions.MeansAnother(PagerDuty("P2"), "Secondary"));
  EXPECT_FALSE(mentions.MeansAnother({"opsgenie", ids::ExternalScheduleId("O1")}, "Primary"));
}

TEST(Mentions, AZoneIsSaidOnce) {
  Mentions mentions;
  EXPECT_TRUE(mentions.IsFirst("Mars/Olympus"));
  EXPECT_FALSE(mentions.IsFirst("Mars/Olympus"));
  EXPECT_TRUE(mentions.IsFirst("Moon/Apollo"));
}

}  // namespace
}  // namespace oncall
