#include "resources/schedule_replica/make.h"

#include "gtest/gtest.h"
#include "resources/oncall/testing/fake_incident.h"

namespace schedule_replica {
namespace {

using oncall::WantedOn;

class MakeReplicaTest : public testing::Test {
 protected:
  MakeReplicaTest() { world_.incident->AddSchedule("S1", "Primary"); }

  auto Make(const std::optional<Announced>& announced = {}) {
    return MakeReplica(*world_.oncall, WantedOn("P1"), announced, {});
  }

  oncall::FakeWorld world_;
};

TEST_F(MakeReplicaTest, Creates) { EXPECT_EQ(Make()->id.value(), "rep1"); }

TEST_F(MakeReplicaTest, AdoptsWhatWasAnnounced) {
  const auto id = world_.incident->AddReplica(WantedOn("P1"), absl::Minutes(1));
  EXPECT_EQ(Make(Announced{id})->id, id);
  EXPECT_EQ(world_.incident->ids(), "rep1");
}

TEST_F(MakeReplicaTest, TheSecondOfTwoResourcesCreatesItsOwn) {
  const auto id = world_.incident->AddReplica(WantedOn("P1"), absl::Minutes(1));
  EXPECT_EQ(Make(Announced{id})->id.value(), "rep1");
  EXPECT_EQ(Make(Announced{id})->id.value(), "rep2");
}

TEST_F(MakeReplicaTest, FindsWhatALostAnswerLeft) {
  world_.incident->Expect({.method = http::Method::kPost, .after_effect = true});
  EXPECT_EQ(Make()->id.value(), "rep1");
}

TEST_F(MakeReplicaTest, SaysWhatItCouldNotSettle) {
  world_.incident->Expect({.method = http::Method::kPost});
  const auto made = Make();
  ASSERT_FALSE(made);
  EXPECT_TRUE(made.error().unsettled);
}

TEST_F(MakeReplicaTest, ARefusalNeedsNoSettling) {
  world_.incident->Expect({.method = http::Method::kPost, .status = 422});
  const auto made = Make();
  ASSERT_FALSE(made);
  EXPECT_FALSE(made.error().unsettled);
}

}  // namespace
}  // namespace schedule_replica
