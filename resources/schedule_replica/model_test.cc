#include "resources/schedule_replica/model.h"

#include "gtest/gtest.h"
#include "resources/schedule_replica/testing/replica_test.h"

namespace schedule_replica {
namespace {

const tf::Attribute& AttributeNamed(const std::string& name) {
  return *ReplicaShape().schema().Find(name);
}

TEST(ReplicaShape, NothingForcesReplacement) {
  for (const tf::Attribute& attribute : ReplicaShape().schema().attributes()) {
    EXPECT_FALSE(attribute.replaces) << attribute.name;
    EXPECT_FALSE(attribute.doc.empty()) << attribute.name;
  }
}

TEST(ReplicaShape, SettingsOfTheProviderAreLocal) {
  for (const tf::Attribute& attribute : ReplicaShape().schema().attributes()) {
    const bool expected = attribute.name == "drift_check" || attribute.name == "wait_for_sync" ||
                          attribute.name == "timeouts";
    EXPECT_EQ(attribute.local, expected) << attribute.name;
  }
}

TEST(ReplicaShape, TakesJiraForJsm) {
  const auto& same = AttributeNamed("replica_provider").same;
  EXPECT_TRUE(same(tf::Value::String("jira"), tf::Value::String("jsm")));
  EXPECT_FALSE(same(tf::Value::String("jira"), tf::Value::String("opsgenie")));
}

TEST(ReplicaShape, LetsUnknownProvidersPassWithAWarning) {
  const tf::Attribute& provider = AttributeNamed("replica_provider");
  for (const auto& check : provider.checks)
    EXPECT_EQ(check(tf::Value::String("splunk")), std::nullopt);
  ASSERT_EQ(provider.advisory.size(), 1U);
  EXPECT_NE(provider.advisory.front()(tf::Value::String("splunk")), std::nullopt);
  EXPECT_EQ(provider.advisory.front()(tf::Value::String("jira")), std::nullopt);
}

TEST(ReplicaShape, CallsTheDeleteTimeoutDelete) {
  EXPECT_EQ(AttributeNamed("timeouts").nested[1].name, "delete");
}

TEST(ArgumentsKnown, LooksInsideSources) {
  ReplicaModel model = ConfigFor("P1");
  EXPECT_TRUE(ArgumentsKnown(model));
  model.sources = tf::Set<SourceModel>{{"R1", tf::Attr<std::string>::Unknown()}};
  EXPECT_FALSE(ArgumentsKnown(model));
}

TEST(FromReplica, ReadsBackWhatWasAskedFor) {
  const ReplicaModel config = ConfigFor("P1");
  incident::Replica replica;
  const incident::NewReplica wanted = ToNewReplica(config);
  replica.id = ids::ReplicaId("rep1");
  replica.schedule_id = wanted.schedule_id;
  replica.sources = wanted.sources;
  replica.provider = wanted.provider;
  replica.provider_id = wanted.provider_id;
  replica.fallback_user_id = wanted.fallback_user_id;
  replica.created_at = absl::FromUnixMicros(1629206937801578);
  const ReplicaModel state = FromReplica(replica, {});
  EXPECT_EQ(state.sources, config.sources);
  EXPECT_EQ(*state.mirror_window_days, 14);
  EXPECT_EQ(*state.created_at, "2021-08-17T13:28:57.801578Z");
  EXPECT_TRUE(state.last_sync_error.is_null());
  EXPECT_TRUE(state.user_statuses.is_known());
}

TEST(MadeFor, LeavesNothingUnknown) {
  ReplicaModel plan = PlanFor(ConfigFor("P1"));
  plan.resynced_at = tf::Attr<std::string>::Unknown();
  const ReplicaModel state = MadeFor(plan, {});
  EXPECT_TRUE(state.id.is_known());
  EXPECT_TRUE(state.user_statuses.is_known());
  EXPECT_TRUE(state.resynced_at.is_null());
}

}  // namespace
}  // namespace schedule_replica
