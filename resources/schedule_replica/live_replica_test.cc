#include "resources/schedule_replica/live_replica.h"

#include <gtest/gtest.h>

#include <string>

#include "base/time.h"
#include "tests/support/data_source_driver.h"

namespace schedule_replica {
namespace {

using testing_support::CheckRules;

constexpr char kExpected[] =
    "A replica is looked up by id, or by its target: set either id, or both replica_provider and "
    "replica_provider_id.\n";

TEST(LookedUpReplicaShape, AsksForIdOrTarget) {
  EXPECT_EQ(CheckRules(LookedUpReplicaShape(), {.schedule_id = "01S"}),
            std::string("error : Neither id nor a target is given\n") + kExpected);
}

TEST(LookedUpReplicaShape, RefusesIdAndTarget) {
  EXPECT_EQ(CheckRules(LookedUpReplicaShape(),
                       {.schedule_id = "01S", .id = "01R", .replica_provider_id = "P"}),
            std::string("error replica_provider_id: Both id and a target are given\n") + kExpected);
}

TEST(LookedUpReplicaShape, AsksForBothHalvesOfATarget) {
  EXPECT_EQ(CheckRules(LookedUpReplicaShape(), {.schedule_id = "01S", .replica_provider = "jsm"}),
            std::string("error replica_provider: replica_provider_id is missing\n") + kExpected);
  EXPECT_EQ(CheckRules(LookedUpReplicaShape(), {.schedule_id = "01S", .replica_provider_id = "P"}),
            std::string("error replica_provider_id: replica_provider is missing\n") + kExpected);
}

TEST(LookedUpReplicaShape, AcceptsWhatIsNotKnownYet) {
  LiveReplicaModel config{.schedule_id = "01S", .replica_provider = "jsm"};
  config.replica_provider_id = tf::Attr<std::string>::Unknown();
  EXPECT_EQ(CheckRules(LookedUpReplicaShape(), config), "");
}

TEST(ListedReplicaShape, LeavesNothingToConfigure) {
  for (const tf::Attribute& attribute : ListedReplicaShape().schema().attributes()) {
    EXPECT_FALSE(attribute.configurable()) << attribute.name;
  }
}

TEST(FromLiveReplica, ShowsTimesInUtcAndLeavesNullWhatNeverHappened) {
  incident::Replica replica;
  replica.created_at = base::ParseInstant("2026-03-02T09:00:00+01:00").value_or(absl::Time());
  replica.updated_at = base::ParseInstant("2026-03-02T09:00:00.25Z").value_or(absl::Time());
  const LiveReplicaModel model = FromLiveReplica(replica);
  EXPECT_EQ(model.created_at, "2026-03-02T08:00:00Z");
  EXPECT_EQ(model.updated_at, "2026-03-02T09:00:00.25Z");
  EXPECT_TRUE(model.last_synced_at.is_null());
  EXPECT_TRUE(model.last_sync_error.is_null());
  EXPECT_EQ(model.mirror_window_days, 14);
}

}  // namespace
}  // namespace schedule_replica
