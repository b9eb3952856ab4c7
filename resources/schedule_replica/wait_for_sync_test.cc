#include "resources/schedule_replica/wait_for_sync.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "resources/oncall/testing/fake_incident.h"

namespace schedule_replica {
namespace {

using testing::ElementsAre;

class WaitForSyncTest : public testing::Test {
 protected:
  WaitForSyncTest() {
    world_.incident->AddSchedule("S1", "Primary");
    world_.incident->AddReplica(oncall::WantedOn("P1"), absl::ZeroDuration());
    replica_ = world_.incident->replicas().front();
  }

  auto Wait(const http::CallLimits& limits = {}) {
    return WaitForSync(*world_.oncall, replica_, limits);
  }

  oncall::FakeWorld world_;
  incident::Replica replica_;
};

TEST_F(WaitForSyncTest, AsksWithGrowingPauses) {
  world_.incident->OnShow([this](incident::Replica& replica, int times) {
    if (times == 6) replica.last_synced_at = world_.clock->Now();
  });
  EXPECT_TRUE(Wait());
  EXPECT_THAT(world_.clock->sleeps(),
              ElementsAre(absl::Seconds(1), absl::Seconds(2), absl::Seconds(4), absl::Seconds(8),
                          absl::Seconds(15), absl::Seconds(15)));
}

TEST_F(WaitForSyncTest, AsksNothingWhenItHasSyncedAlready) {
  replica_.last_synced_at = world_.clock->Now();
  EXPECT_TRUE(Wait());
  EXPECT_THAT(world_.incident->TakeLog(), ElementsAre());
}

TEST_F(WaitForSyncTest, ShowsTheErrorOfTheSyncWithoutTerminalEscapes) {
  world_.incident->OnShow(
      [](incident::Replica& replica, int) { replica.last_sync_error = "no \\u001b[31muser"; });
  const auto synced = Wait();
  ASSERT_FALSE(synced);
  EXPECT_EQ(synced.error().why, "incident.io says: no [31muser");
}

TEST_F(WaitForSyncTest, GivesUpAfterTenMinutes) {
  const auto synced = Wait();
  ASSERT_FALSE(synced);
  EXPECT_EQ(synced.error().reason, NotSynced::Reason::kLate);
  EXPECT_EQ(synced.error().why,
            "incident.io has reported neither a sync nor an error in 10m. Look at the replica "
            "there; timeouts.create and timeouts.update make the wait longer.");
}

TEST_F(WaitForSyncTest, KeepsToALongerTimeoutThanThat) {
  const auto synced = Wait({{}, world_.clock->Steady() + absl::Minutes(30)});
  ASSERT_FALSE(synced);
  EXPECT_EQ(synced.error().reason, NotSynced::Reason::kLate);
  EXPECT_EQ(synced.error().why,
            "incident.io has reported neither a sync nor an error in 30m. Look at the replica "
            "there; timeouts.create and timeouts.update make the wait longer.");
}

// The last look comes when there is no time left for it.
TEST_F(WaitForSyncTest, ARequestThatTheDeadlineEndsIsNoFailure) {
  world_.incident->Expect(
      {.times = oncall::kForEver, .also = [this] { world_.clock->Advance(absl::Minutes(3)); }});
  const auto synced = Wait({{}, world_.clock->Steady() + absl::Minutes(2)});
  ASSERT_FALSE(synced);
  EXPECT_EQ(synced.error().reason, NotSynced::Reason::kLate);
}

TEST_F(WaitForSyncTest, SaysWhenTheReplicaIsGone) {
  world_.incident->Remove(replica_.id);
  const auto synced = Wait();
  ASSERT_FALSE(synced);
  EXPECT_EQ(synced.error().reason, NotSynced::Reason::kUnread);
  EXPECT_EQ(synced.error().why,
            "GET /v2/schedules/S1/replicas/rep1 answered 404: no such replica.\n\n"
            "Check the id, and that the API key belongs to the organisation that has it.\n\n"
            "Request id: req-1");
}

TEST_F(WaitForSyncTest, EndsAtAnInterrupt) {
  std::stop_source stop;
  stop.request_stop();
  const auto synced = Wait({stop.get_token()});
  ASSERT_FALSE(synced);
  EXPECT_EQ(synced.error().reason, NotSynced::Reason::kInterrupted);
}

}  // namespace
}  // namespace schedule_replica
