#include "resources/schedule_replica/replicas_data_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "resources/http/fakes.h"
#include "resources/oncall/on_call.h"
#include "tests/support/data_source_driver.h"

namespace schedule_replica {
namespace {

using ::testing::ElementsAre;
using testing_support::ReadData;

std::string ReplicaJson(const std::string& id, const std::string& created_at) {
  return R"({"id": ")" + id + R"(", "schedule_id": "01S", "sources": [], "replica_provider": "jsm",
    "replica_provider_id": "P1", "replica_fallback_user_id": "PF", "user_statuses": [],
    "created_at": ")" +
         created_at + R"(", "updated_at": "2026-03-02T09:00:00Z"})";
}

class ReplicasDataSourceTest : public ::testing::Test {
 protected:
  void ReplyWithList(const std::string& replicas) {
    outside_.transport->Reply(200, R"({"schedule_replicas": [)" + replicas + "]}");
  }
  auto Read() { return ReadData(source_, ReplicasModel{.schedule_id = "01S"}, on_call_); }

  http::FakePlatform outside_;
  std::shared_ptr<oncall::OnCall> on_call_ = std::make_shared<oncall::OnCall>(
      oncall::Settings{.incident = incident::Options{{{"https", "api.example", "", ""}}, "key"}},
      outside_.platform());
  ReplicasDataSource source_;
};

TEST_F(ReplicasDataSourceTest, ListsTheReplicasOldestFirst) {
  ReplyWithList(ReplicaJson("01B", "2026-02-01T00:00:00Z") + "," +
                ReplicaJson("01A", "2026-01-01T00:00:00Z"));
  const auto answer = Read();
  EXPECT_EQ(answer.said, "");
  ASSERT_TRUE(answer.model);
  ASSERT_EQ(answer.model->schedule_replicas->size(), 2U);
  EXPECT_EQ((*answer.model->schedule_replicas)[0].id, "01A");
  EXPECT_EQ((*answer.model->schedule_replicas)[1].id, "01B");
}

TEST_F(ReplicasDataSourceTest, SharesItsRequestWithWhoeverAsksForTheSameSchedule) {
  ReplyWithList(ReplicaJson("01A", "2026-01-01T00:00:00Z"));
  EXPECT_EQ(Read().said, "");
  EXPECT_EQ(Read().said, "");
  EXPECT_THAT(outside_.transport->log(),
              ElementsAre("GET https://api.example/v2/schedules/01S/replicas"));
}

TEST_F(ReplicasDataSourceTest, ListsNothingForAScheduleWithoutReplicas) {
  ReplyWithList("");
  const auto answer = Read();
  ASSERT_TRUE(answer.model);
  EXPECT_TRUE(answer.model->schedule_replicas->empty());
}

TEST_F(ReplicasDataSourceTest, SaysWhyTheListCannotBeRead) {
  outside_.transport->Reply(404, R"({"type": "not_found", "status": 404, "request_id": "req-1",
               "errors": [{"code": "not_found", "message": "No such schedule"}]})");
  const auto answer = Read();
  EXPECT_FALSE(answer.model);
  EXPECT_EQ(answer.said,
            "error schedule_id: Cannot list replicas of 01S\n"
            "GET /v2/schedules/01S/replicas answered 404: No such schedule.\n\n"
            "Check the id, and that the API key belongs to the organisation that has it.\n\n"
            "Request id: req-1\n");
}

TEST_F(ReplicasDataSourceTest, NamesAttributeAndVariableWithoutAKey) {
  const auto answer =
      ReadData(source_, ReplicasModel{.schedule_id = "01S"},
               std::make_shared<oncall::OnCall>(oncall::Settings{.incident = oncall::NoAccess{}},
                                                outside_.platform()));
  EXPECT_EQ(answer.said,
            "error : Cannot list the replicas\n"
            "incident.io cannot be asked without an API key. Set api_key in the provider block, or "
            "the environment variable INCIDENT_API_KEY.\n");
}

}  // namespace
}  // namespace schedule_replica
