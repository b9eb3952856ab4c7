#include "resources/schedule_replica/replica_data_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "resources/http/fakes.h"
#include "resources/oncall/on_call.h"
#include "tests/support/data_source_driver.h"

namespace schedule_replica {
namespace {

using ::testing::IsEmpty;
using testing_support::ReadData;

std::string ReplicaJson(const std::string& id, const std::string& target,
                        const std::string& created_at, const std::string& more = "") {
  return R"({"id": ")" + id + R"(", "schedule_id": "01S",
    "sources": [{"rotation_id": "R1", "layer_id": "L1"}], "replica_provider": "jsm",
    "replica_provider_id": ")" +
         target + R"(", "replica_fallback_user_id": "PF", "mirror_window_days": 30,
    "user_statuses": [{"user_id": "U1", "external_user_id": "P1"}, {"user_id": "U2"}],
    "created_at": ")" +
         created_at + R"(", "updated_at": "2026-03-02T09:00:00Z")" + more + "}";
}

constexpr char kEarly[] = "2026-01-01T00:00:00Z";
constexpr char kLate[] = "2026-02-01T00:00:00Z";

class ReplicaDataSourceTest : public ::testing::Test {
 protected:
  void ReplyWithList(const std::string& replicas) {
    outside_.transport->Reply(200, R"({"schedule_replicas": [)" + replicas + "]}");
  }
  auto Read(const LiveReplicaModel& config) { return ReadData(source_, config, on_call_); }
  std::shared_ptr<oncall::OnCall> WithoutAccess() {
    return std::make_shared<oncall::OnCall>(oncall::Settings{.incident = oncall::NoAccess{}},
                                            outside_.platform());
  }

  http::FakePlatform outside_;
  std::shared_ptr<oncall::OnCall> on_call_ = std::make_shared<oncall::OnCall>(
      oncall::Settings{.incident = incident::Options{{{"https", "api.example", "", ""}}, "key"}},
      outside_.platform());
  ReplicaDataSource source_;
};

TEST_F(ReplicaDataSourceTest, ShowsEverythingAboutTheReplicaWithAnId) {
  ReplyWithList(ReplicaJson("01A", "P1", kEarly,
                            R"(, "last_synced_at": "2026-03-02T08:59:00Z",
                                 "last_sync_error": "Failed to find external user for Milly")"));
  const auto answer = Read({.schedule_id = "01S", .id = "01A"});
  EXPECT_EQ(answer.said, "");
  ASSERT_TRUE(answer.model);
  const LiveReplicaModel& replica = *answer.model;
  EXPECT_EQ(replica.schedule_id, "01S");
  EXPECT_EQ(replica.replica_provider, "jsm");
  EXPECT_EQ(replica.replica_provider_id, "P1");
  EXPECT_EQ(replica.replica_fallback_user_id, "PF");
  EXPECT_EQ(replica.mirror_window_days, 30);
  EXPECT_EQ(replica.sources, tf::Set<SourceModel>({{"R1", "L1"}}));
  EXPECT_EQ(replica.user_statuses,
            tf::Set<UserStatusModel>({{"U1", "P1"}, {"U2", tf::Attr<std::string>::Null()}}));
  EXPECT_EQ(replica.last_synced_at, "2026-03-02T08:59:00Z");
  EXPECT_EQ(replica.last_sync_error, "Failed to find external user for Milly");
  EXPECT_EQ(replica.created_at, kEarly);
  EXPECT_EQ(replica.updated_at, "2026-03-02T09:00:00Z");
}

TEST_F(ReplicaDataSourceTest, LeavesSyncTimesNullBeforeTheFirstSync) {
  ReplyWithList(ReplicaJson("01A", "P1", kEarly));
  const auto answer = Read({.schedule_id = "01S", .id = "01A"});
  ASSERT_TRUE(answer.model);
  EXPECT_TRUE(answer.model->last_synced_at.is_null());
  EXPECT_TRUE(answer.model->last_sync_error.is_null());
}

TEST_F(ReplicaDataSourceTest, FindsTheReplicaOnATargetUnderTheFormerNameOfItsProvider) {
  ReplyWithList(ReplicaJson("01A", "P1", kEarly) + "," + ReplicaJson("01B", "P2", kLate));
  const auto answer =
      Read({.schedule_id = "01S", .replica_provider = "jira", .replica_provider_id = "P2"});
  EXPECT_EQ(answer.said, "");
  ASSERT_TRUE(answer.model);
  EXPECT_EQ(answer.model->id, "01B");
  EXPECT_EQ(answer.model->replica_provider, "jira");
}

TEST_F(ReplicaDataSourceTest, NamesTheIdsOfSeveralReplicasOnATarget) {
  ReplyWithList(ReplicaJson("01A", "P1", kEarly) + "," + ReplicaJson("01B", "P1", kLate));
  const auto answer =
      Read({.schedule_id = "01S", .replica_provider = "jsm", .replica_provider_id = "P1"});
  EXPECT_FALSE(answer.model);
  EXPECT_EQ(answer.said,
            "error replica_provider_id: Several replicas on: Jira Service Management P1\n"
            "Exactly one was expected. The ids of the replicas that mirror schedule 01S to it: "
            "01A, 01B. Look up the one that is meant by id.\n");
}

TEST_F(ReplicaDataSourceTest, SaysThatNothingMirrorsToATarget) {
  ReplyWithList(ReplicaJson("01A", "P1", kEarly));
  const auto answer =
      Read({.schedule_id = "01S", .replica_provider = "pagerduty", .replica_provider_id = "P1"});
  EXPECT_FALSE(answer.model);
  EXPECT_EQ(answer.said,
            "error replica_provider_id: No replica on: PagerDuty P1\n"
            "Schedule 01S is not mirrored to PagerDuty P1. Check replica_provider, "
            "replica_provider_id and schedule_id.\n");
}

TEST_F(ReplicaDataSourceTest, SaysThatAReplicaDoesNotExist) {
  ReplyWithList("");
  outside_.transport->Reply(404, R"({"type": "not_found", "status": 404, "request_id": "req-1",
               "errors": [{"code": "not_found", "message": "No such replica"}]})");
  const auto answer = Read({.schedule_id = "01S", .id = "01A"});
  EXPECT_FALSE(answer.model);
  EXPECT_EQ(answer.said,
            "error id: Replica 01A does not exist\n"
            "GET /v2/schedules/01S/replicas/01A answered 404: No such replica.\n\n"
            "Check id and schedule_id, and that the API key is one of the organisation that the "
            "schedule belongs to.\n\nRequest id: req-1\n");
}

TEST_F(ReplicaDataSourceTest, NamesAttributeAndVariableWithoutAKey) {
  const auto answer =
      ReadData(source_, LiveReplicaModel{.schedule_id = "01S", .id = "01A"}, WithoutAccess());
  EXPECT_EQ(answer.said,
            "error : Cannot read the replica\n"
            "incident.io cannot be asked without an API key. Set api_key in the provider block, or "
            "the environment variable INCIDENT_API_KEY.\n");
  EXPECT_THAT(outside_.transport->log(), IsEmpty());
}

}  // namespace
}  // namespace schedule_replica
