// What a replica goes through: made, kept, destroyed.
#include "tests/acceptance/scenario.h"

namespace acceptance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Lifecycle : public Scenario {};

TEST_F(Lifecycle, CreateKeepAndDestroy) {
  Write(PrimaryReplica());
  Plan plan = PlanOk();
  EXPECT_EQ(plan.Action("incident_schedule_replica.primary"), "create");
  ApplyAndProve();
  const auto state = StateOf("incident_schedule_replica.primary");
  EXPECT_EQ(state.at("mirror_window_days"), 14);
  EXPECT_EQ(state.at("id"), sandbox().Replicas().at(0).at("id"));
}

}  // namespace
}  // namespace acceptance
