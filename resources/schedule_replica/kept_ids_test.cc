#include "resources/schedule_replica/kept_ids.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schedule_replica {
namespace {

using testing::ElementsAre;

const ReplicaAddress kOne{ids::ScheduleId("S1"), ids::ReplicaId("rep1")};
const ReplicaAddress kTwo{ids::ScheduleId("S2"), ids::ReplicaId("rep2")};

TEST(PendingReplicas, ComeBackInOrder) {
  tf::PrivateData data;
  SetPendingReplicas(data, {kOne, kTwo});
  EXPECT_THAT(PendingReplicas(data), ElementsAre(kOne, kTwo));
  SetPendingReplicas(data, {});
  EXPECT_TRUE(data.empty());
}

TEST(PendingReplicas, IgnoresWhatMakesNoSense) {
  tf::PrivateData data;
  for (const char* text : {"", "\n\n", "rep1", "\trep1", "S1\t", "S1\t\n\t\t"}) {
    data.Set("pending_replicas", text);
    EXPECT_THAT(PendingReplicas(data), testing::SizeIs(testing::Le(1))) << text;
  }
  data.Set("pending_replicas", "nonsense\nS1\trep1");
  EXPECT_THAT(PendingReplicas(data), ElementsAre(kOne));
}

TEST(NotesOfThePlan, AreErasedTogether) {
  tf::PrivateData data;
  SetPendingReplicas(data, {kOne});
  SetAnnouncedReplica(data, {ids::ReplicaId("rep3")});
  SetHeldReplica(data, ids::ReplicaId("rep4"));
  EXPECT_EQ(AnnouncedReplica(data), Announced{ids::ReplicaId("rep3")});
  EXPECT_EQ(HeldReplica(data), ids::ReplicaId("rep4"));
  EraseNotesOfThePlan(data);
  EXPECT_EQ(AnnouncedReplica(data), std::nullopt);
  EXPECT_EQ(HeldReplica(data), std::nullopt);
  EXPECT_THAT(PendingReplicas(data), ElementsAre(kOne));
}

TEST(AnnouncedReplica, RemembersThatNobodyWasTold) {
  tf::PrivateData data;
  const Announced unsaid{ids::ReplicaId("rep3"), false};
  SetAnnouncedReplica(data, unsaid);
  EXPECT_EQ(AnnouncedReplica(data), unsaid);
  EraseNotesOfThePlan(data);
  EXPECT_TRUE(data.empty());
}

TEST(HopelessDrift, IsKeptUntilItIsErased) {
  tf::PrivateData data;
  EXPECT_EQ(HopelessDrift(data), "");
  SetHopelessDrift(data, "wrong_user until end: P1 / P2\n");
  EraseNotesOfThePlan(data);
  EXPECT_EQ(HopelessDrift(data), "wrong_user until end: P1 / P2\n");
  SetHopelessDrift(data, "");
  EXPECT_TRUE(data.empty());
}

}  // namespace
}  // namespace schedule_replica
