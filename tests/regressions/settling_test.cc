#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "resources/oncall/on_call.h"
#include "resources/oncall/testing/fake_incident.h"

namespace oncall {
namespace {

using http::CallLimits;
using http::Method;
using ::testing::ElementsAre;

const ids::ScheduleId kSchedule("S1");

class Settling : public ::testing::Test {
 protected:
  Settling() {
    world_.incident->AddSchedule("S1", "Primary");
    id_ = world_.incident->AddReplica(WantedOn("P1"), absl::Hours(5));
  }

  FakeWorld world_;
  ids::ReplicaId id_;
  std::stop_source interrupt_;
};

// Each call within another one, and each call after another one, had a second or ten of its own.
TEST_F(Settling, OneInterruptGivesOneSecondInAll) {
  OnCall& oncall = *world_.oncall;
  const CallLimits operation{interrupt_.get_token()};
  interrupt_.request_stop();
  const absl::Time end = world_.clock->Steady() + absl::Seconds(1);
  const CallLimits first = oncall.ToSettle(operation);
  EXPECT_EQ(first.deadline, end);
  world_.clock->Advance(absl::Milliseconds(600));
  EXPECT_EQ(oncall.ToSettle(first).deadline, end);
  EXPECT_EQ(oncall.ToSettle(operation).deadline, end);
  world_.clock->Advance(absl::Milliseconds(600));
  EXPECT_EQ(oncall.ToSettle(operation).deadline, end);
}

TEST_F(Settling, AnInterruptCutsASettlingThatIsUnderWay) {
  OnCall& oncall = *world_.oncall;
  const absl::Time now = world_.clock->Steady();
  const CallLimits late = oncall.ToSettle({interrupt_.get_token(), now});
  EXPECT_EQ(late.deadline, now + absl::Seconds(10));
  EXPECT_EQ(oncall.ToSettle(late).deadline, late.deadline);
  interrupt_.request_stop();
  EXPECT_EQ(oncall.ToSettle(late).deadline, now + absl::Seconds(1));
  world_.clock->Advance(absl::Minutes(1));
  EXPECT_EQ(oncall.ToSettle(late).deadline, now + absl::Seconds(1));
}

TEST_F(Settling, TwoOperationsAreSettledEachByItself) {
  OnCall& oncall = *world_.oncall;
  interrupt_.request_stop();
  oncall.ToSettle({interrupt_.get_token()});
  world_.clock->Advance(absl::Minutes(1));
  std::stop_source other;
  other.request_stop();
  EXPECT_EQ(oncall.ToSettle({other.get_token()}).deadline,
            world_.clock->Steady() + absl::Seconds(1));
}

// The way that a change takes its new replica back: interrupted, with a service that loses answers.
TEST_F(Settling, ADeleteThatIsSettledAfterAnInterruptEndsWithinASecond) {
  interrupt_.request_stop();
  world_.incident->Expect({.method = Method::kDelete, .times = kForEver});
  world_.incident->Expect({.method = Method::kGet, .times = kForEver});
  const absl::Time start = world_.clock->Steady();
  const auto limits = world_.oncall->ToSettle({interrupt_.get_token()});
  EXPECT_FALSE(world_.oncall->DeleteReplica(kSchedule, id_, limits));
  EXPECT_LE(world_.clock->Steady() - start, absl::Seconds(1));
}

TEST(Regression, ADeleteAnswered500IsRepeated) {
  FakeWorld world;
  world.incident->AddSchedule("S1", "Primary");
  const auto id = world.incident->AddReplica(WantedOn("P1"), absl::Hours(5));
  world.incident->Expect({.method = Method::kDelete, .status = 500});
  EXPECT_TRUE(world.oncall->DeleteReplica(kSchedule, id, {}));
  const std::string request = "DELETE /v2/schedules/S1/replicas/rep1";
  EXPECT_THAT(world.incident->TakeLog(), ElementsAre(request, request));
  EXPECT_EQ(world.incident->ids(), "");
}

}  // namespace
}  // namespace oncall
