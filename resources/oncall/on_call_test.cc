#include "resources/oncall/on_call.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "resources/oncall/testing/fake_incident.h"

namespace oncall {
namespace {

using http::ApiErrorKind;
using http::Method;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

const ids::ScheduleId kSchedule("S1");
constexpr char kList[] = "GET /v2/schedules/S1/replicas";
constexpr char kPost[] = "POST /v2/schedules/S1/replicas";

class OnCallTest : public testing::Test {
 protected:
  OnCallTest() { world_.incident->AddSchedule("S1", "Primary"); }

  FakeIncident& incident() { return *world_.incident; }
  OnCall& oncall() { return *world_.oncall; }

  FakeWorld world_;
};

TEST_F(OnCallTest, ListsTheReplicasOfAScheduleOnceForAll) {
  const auto id = incident().AddReplica(WantedOn("P1"), absl::Hours(5));
  {
    std::vector<std::jthread> askers;
    for (int i = 0; i < 16; ++i) {
      askers.emplace_back([&] { EXPECT_TRUE(oncall().FindReplica(kSchedule, id, {})); });
    }
  }
  EXPECT_THAT(incident().TakeLog(), ElementsAre(kList));
}

TEST_F(OnCallTest, AsksAloneForAReplicaThatTheListLacks) {
  const auto id = incident().AddReplica(WantedOn("P1"), absl::Hours(5));
  incident().HideFromLists(id);
  EXPECT_TRUE(oncall().FindReplica(kSchedule, id, {}));
  EXPECT_TRUE(oncall().FindReplica(kSchedule, id, {}));
  EXPECT_THAT(incident().TakeLog(), ElementsAre(kList, "GET /v2/schedules/S1/replicas/rep1"));
}

TEST_F(OnCallTest, WhatIsReadAnewOfAReplicaIsInTheListToo) {
  const auto id = incident().AddReplica(WantedOn("P1"), absl::Hours(5));
  ASSERT_TRUE(oncall().Replicas(kSchedule, {}));
  const absl::Time synced = world_.clock->Now() - absl::Minutes(1);
  incident().Change(id, [&](incident::Replica& replica) { replica.last_synced_at = synced; });
  ASSERT_TRUE(oncall().ShowReplica(kSchedule, id, {}));
  EXPECT_EQ((*oncall().Replicas(kSchedule, {}))->replicas.front().last_synced_at, synced);
  EXPECT_THAT(incident().TakeLog(), ElementsAre(kList, "GET /v2/schedules/S1/replicas/rep1"));
}

TEST_F(OnCallTest, AReplicaIsGoneWhenListAndReplicaSaySo) {
  const auto found = oncall().FindReplica(kSchedule, ids::ReplicaId("rep9"), {});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ApiErrorKind::kNotFound);
}

TEST_F(OnCallTest, CreatesAfterTheListWasRead) {
  ASSERT_TRUE(oncall().CreateReplica(WantedOn("P1"), {}));
  ASSERT_TRUE(oncall().CreateReplica(WantedOn("P2"), {}));
  EXPECT_EQ((*oncall().Replicas(kSchedule, {}))->replicas.size(), 2U);
  EXPECT_THAT(incident().TakeLog(), ElementsAre(kList, kPost, kPost));
}

TEST_F(OnCallTest, SendsNothingWhenTheListCannotBeRead) {
  incident().Expect({.method = Method::kGet, .status = 403});
  const auto created = oncall().CreateReplica(WantedOn("P1"), {});
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().error.kind, ApiErrorKind::kDenied);
  EXPECT_THAT(incident().TakeLog(), ElementsAre(kList));
}

TEST_F(OnCallTest, FindsTheReplicaWhoseAnswerWasLost) {
  incident().AddReplica(WantedOn("P1"), absl::Minutes(1));
  incident().Expect({.method = Method::kPost, .after_effect = true});
  const auto lost = oncall().CreateReplica(WantedOn("P1"), {});
  ASSERT_FALSE(lost);
  ASSERT_TRUE(lost.error().error.outcome_unknown);

  const auto landed = oncall().FindLanded(WantedOn("P1"), lost.error(), {});
  ASSERT_TRUE(landed);
  EXPECT_EQ(landed->id.value(), "rep2");
  EXPECT_FALSE(oncall().claims().MayDelete(landed->id));
  EXPECT_THAT(incident().TakeLog(), ElementsAre(kList, kPost, kList));
}

TEST_F(OnCallTest, NeverSendsALostCreateAgain) {
  incident().Expect({.method = Method::kPost, .status = 502});
  const auto lost = oncall().CreateReplica(WantedOn("P1"), {});
  ASSERT_FALSE(lost);
  const auto landed = oncall().FindLanded(WantedOn("P1"), lost.error(), {});
  ASSERT_FALSE(landed);
  EXPECT_THAT(landed.error().candidates, IsEmpty());
  EXPECT_EQ(incident().ids(), "");
  EXPECT_THAT(incident().TakeLog(), ElementsAre(kList, kPost, kList));
}

TEST_F(OnCallTest, AdoptsNeitherOneThatDiffersNorOneThatIsSomebodys) {
  incident().Expect({.method = Method::kPost, .status = 502});
  const auto lost = oncall().CreateReplica(WantedOn("P1"), {});
  ASSERT_FALSE(lost);
  incident::NewReplica other = WantedOn("P1");
  other.mirror_window_days = 30;
  incident().AddReplica(other, absl::ZeroDuration());
  oncall().claims().Hold(incident().AddReplica(WantedOn("P1"), absl::ZeroDuration()));
  EXPECT_FALSE(oncall().FindLanded(WantedOn("P1"), lost.error(), {}));
}

TEST_F(OnCallTest, DoesNotChooseBetweenTwoThatMayHaveLanded) {
  incident().Expect({.method = Method::kPost, .after_effect = true});
  const auto lost = oncall().CreateReplica(WantedOn("P1"), {});
  ASSERT_FALSE(lost);
  incident().AddReplica(WantedOn("P1"), absl::ZeroDuration());
  const auto landed = oncall().FindLanded(WantedOn("P1"), lost.error(), {});
  ASSERT_FALSE(landed);
  EXPECT_EQ(landed.error().candidates.size(), 2U);
}

TEST_F(OnCallTest, AdoptsWhatWasAnnouncedWhileItStillFits) {
  const auto id = incident().AddReplica(WantedOn("P1"), absl::Minutes(1));
  EXPECT_EQ(*oncall().AdoptReplica(WantedOn("P2"), id, {}), std::nullopt);
  const auto adopted = oncall().AdoptReplica(WantedOn("P1"), id, {});
  ASSERT_TRUE(adopted && *adopted);
  EXPECT_EQ((*adopted)->id, id);
  // Somebody has it now.
  EXPECT_EQ(*oncall().AdoptReplica(WantedOn("P1"), id, {}), std::nullopt);
}

TEST_F(OnCallTest, DeletingWhatIsGoneSucceeds) {
  EXPECT_TRUE(oncall().DeleteReplica(kSchedule, ids::ReplicaId("rep9"), {}));
}

TEST_F(OnCallTest, ADeletedReplicaLeavesTheList) {
  const auto id = incident().AddReplica(WantedOn("P1"), absl::Hours(5));
  ASSERT_TRUE(oncall().Replicas(kSchedule, {}));
  ASSERT_TRUE(oncall().DeleteReplica(kSchedule, id, {}));
  EXPECT_THAT((*oncall().Replicas(kSchedule, {}))->replicas, IsEmpty());
  EXPECT_THAT(incident().TakeLog(), ElementsAre(kList, "DELETE /v2/schedules/S1/replicas/rep1"));
}

// Each of them changes what the external schedule shows.
TEST_F(OnCallTest, ReadsTheExternalScheduleAnewAfterACreateADeleteAndASync) {
  incident().AnswerOthers([](const http::Request&) {
    return http::Response{200,
                          {{"Content-Type", "application/json"}},
                          R"({"schedule": {"id": "P1", "type": "schedule", "name": "Primary",
                              "final_schedule": {"rendered_schedule_entries": []}}})"};
  });
  const auto oncall = world_.WithPagerDuty();
  const auto reads = [&] {
    EXPECT_TRUE(oncall->External({"pagerduty", ids::ExternalScheduleId("P1")}, oncall->CheckTime(),
                                 14, {}));
    const auto log = incident().TakeLog();
    return std::ranges::count(log, "pagerduty: GET /schedules/P1");
  };
  EXPECT_EQ(reads(), 1);
  EXPECT_EQ(reads(), 0);
  const auto created = oncall->CreateReplica(WantedOn("P1"), {});
  ASSERT_TRUE(created);
  EXPECT_EQ(reads(), 1);
  EXPECT_EQ(reads(), 0);
  incident().Change(created->id, [&](incident::Replica& replica) {
    replica.last_synced_at = world_.clock->Now();
  });
  ASSERT_TRUE(oncall->ShowReplica(kSchedule, created->id, {}));
  EXPECT_EQ(reads(), 1);
  ASSERT_TRUE(oncall->DeleteReplica(kSchedule, created->id, {}));
  EXPECT_EQ(reads(), 1);
}

TEST_F(OnCallTest, ADeleteWhoseAnswersAreAllLostIsChecked) {
  const auto id = incident().AddReplica(WantedOn("P1"), absl::Hours(5));
  incident().Expect(
      {.method = Method::kDelete, .status = 503, .after_effect = true, .times = kForEver});
  EXPECT_TRUE(oncall().DeleteReplica(kSchedule, id, {}));
  EXPECT_THAT(incident().TakeLog(), Contains("GET /v2/schedules/S1/replicas/rep1"));
}

TEST_F(OnCallTest, ADeleteThatDidNotHappenIsAnError) {
  const auto id = incident().AddReplica(WantedOn("P1"), absl::Hours(5));
  incident().Expect({.method = Method::kDelete, .status = 503, .times = kForEver});
  const auto deleted = oncall().DeleteReplica(kSchedule, id, {});
  ASSERT_FALSE(deleted);
  EXPECT_EQ(deleted.error().status, 503);
}

TEST_F(OnCallTest, GivesAnInterruptedOperationASecondToSettle) {
  std::stop_source stop;
  stop.request_stop();
  const auto limits = oncall().ToSettle({stop.get_token()});
  EXPECT_FALSE(limits.stop.stop_requested());
  EXPECT_EQ(limits.deadline, world_.clock->Steady() + absl::Seconds(1));
}

TEST_F(OnCallTest, GivesAnOperationThatRanOutOfTimeTenSeconds) {
  const absl::Time now = world_.clock->Steady();
  const http::CallLimits settling = oncall().ToSettle({{}, now});
  EXPECT_EQ(settling.deadline, now + absl::Seconds(10));
  world_.clock->Advance(absl::Seconds(3));
  EXPECT_EQ(oncall().ToSettle(settling).deadline, settling.deadline);
  EXPECT_EQ(oncall().ToSettle({}).deadline, absl::InfiniteFuture());
}

TEST(OnCallWithoutAccess, AnswersWhatIsMissing) {
  const http::FakePlatform fake;
  OnCall oncall(Settings{.incident = NoAccess{}}, fake.platform());
  const auto schedule = oncall.Schedule(kSchedule, {});
  ASSERT_FALSE(schedule);
  EXPECT_EQ(schedule.error().message,
            "no api_key is set in the provider block, nor the environment variable "
            "INCIDENT_API_KEY");
  ASSERT_NE(oncall.no_access(), nullptr);
  EXPECT_THAT(fake.transport->log(), IsEmpty());
}

TEST(OnCallWithoutAccess, SaysWhenTheConfigurationIsNotKnownYet) {
  const http::FakePlatform fake;
  OnCall oncall(
      Settings{.incident = NoAccess{.reason = NoAccess::Reason::kUnknown, .attribute = "endpoint"}},
      fake.platform());
  const auto user = oncall.ShowUser(ids::UserId("U1"), {});
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().message,
            "incident.io cannot be asked yet: endpoint in the provider block is only known after "
            "apply");
}

}  // namespace
}  // namespace oncall
