#include "resources/schedule_replica/mirror_model.h"

#include <gmock/gmock.h>

#include "tests/support/data_source_driver.h"

namespace schedule_replica {
namespace {

using testing_support::CheckRules;

constexpr char kExpected[] =
    "A mirror is that of a replica: set replica_id, or for a replica that does not exist yet "
    "replica_provider, replica_provider_id, replica_fallback_user_id and sources.\n";

TEST(MirrorShape, WantsAReplicaOrTheArgumentsOfOne) {
  const MirrorModel planned{.schedule_id = "S1",
                            .replica_provider = "pagerduty",
                            .replica_provider_id = "P1",
                            .replica_fallback_user_id = "PFALL",
                            .sources = std::vector<SourceModel>{{"R1", "L1"}}};
  EXPECT_EQ(CheckRules(MirrorShape(), planned), "");
  EXPECT_EQ(CheckRules(MirrorShape(), MirrorModel{.schedule_id = "S1", .replica_id = "rep1"}), "");
  EXPECT_EQ(CheckRules(MirrorShape(), MirrorModel{.schedule_id = "S1"}),
            std::string("error : No replica is given\n") + kExpected);
  MirrorModel both = planned;
  both.replica_id = "rep1";
  EXPECT_EQ(CheckRules(MirrorShape(), both),
            std::string("error replica_id: Both replica_id and arguments are given\n") + kExpected);
}

TEST(ToPlannedReplica, KeepsTheOrderOfSourcesAndTheDefaultWindow) {
  const incident::NewReplica planned = ToPlannedReplica(
      {.schedule_id = "S1", .sources = std::vector<SourceModel>{{"R2", "L2"}, {"R1", "L1"}}});
  ASSERT_EQ(planned.sources.size(), 2U);
  EXPECT_EQ(planned.sources.front().rotation_id, ids::RotationId("R2"));
  EXPECT_EQ(planned.mirror_window_days, 14);
}

TEST(Unchecked, LeavesNothingUnknownOrNullThatAConditionMayUse) {
  const MirrorModel model = Unchecked({.schedule_id = "S1"}, "It is so.");
  EXPECT_EQ(model.in_sync, false);
  EXPECT_EQ(model.reason, "It is so.");
  EXPECT_EQ(model.drift_seconds, 0);
  EXPECT_EQ(model.report, "");
  EXPECT_TRUE(model.differences.is_known() && model.differences->empty());
}

}  // namespace
}  // namespace schedule_replica
