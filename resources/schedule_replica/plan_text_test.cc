#include "resources/schedule_replica/plan_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schedule_replica {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const incident::Source kGone{ids::RotationId("R1"), ids::LayerId("L2")};

// A rotation whose planned version has another layer than the present one.
incident::Schedule ScheduleOfTwoVersions() {
  incident::Schedule schedule;
  schedule.id = ids::ScheduleId("S1");
  schedule.name = "Primary";
  for (const char* layer : {"L1", "L3"}) {
    schedule.rotations.push_back(
        {.id = ids::RotationId("R1"), .name = "Weekly", .layers = {{ids::LayerId(layer), "A"}}});
  }
  return schedule;
}

TEST(MissingSources, CountsTheLayersOfEveryVersion) {
  const std::vector<incident::Source> sources{{ids::RotationId("R1"), ids::LayerId("L3")},
                                              kGone,
                                              {ids::RotationId("R1"), ids::LayerId("L1")}};
  EXPECT_THAT(MissingSources(sources, ScheduleOfTwoVersions()), ElementsAre(kGone));
  EXPECT_THAT(MissingSources({}, ScheduleOfTwoVersions()), IsEmpty());
}

TEST(MissingSourcesText, ShowsNoTerminalEscapesOfNames) {
  incident::Schedule schedule = ScheduleOfTwoVersions();
  schedule.name = "Pri\x1b[31mmary";
  EXPECT_THAT(MissingSourcesText({kGone}, schedule), Not(HasSubstr("\x1b")));
}

TEST(DoubleText, LeavesTheAgeOutWhenItIsNotKnown) {
  incident::Replica replica;
  replica.id = ids::ReplicaId("rep1");
  replica.schedule_id = ids::ScheduleId("S1");
  replica.provider = "pagerduty";
  replica.provider_id = ids::ExternalScheduleId("P1");
  EXPECT_THAT(DoubleText(replica, {"sources"}, std::nullopt),
              HasSubstr("already has replica rep1 on PagerDuty P1 that differs in sources."));
}

}  // namespace
}  // namespace schedule_replica
