#include "resources/schedule/data_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "resources/http/fakes.h"
#include "resources/oncall/on_call.h"
#include "tests/support/data_source_driver.h"

namespace schedule {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing_support::ReadData;

std::string ScheduleJson(const std::string& id, const std::string& name) {
  return R"({"id": ")" + id + R"(", "name": ")" + name + R"(", "timezone": "Europe/London",
    "annotations": {}, "team_ids": [], "created_at": "2026-01-01T00:00:00Z",
    "updated_at": "2026-01-01T00:00:00Z",
    "config": {"rotations": [{"id": "R1", "name": "Days", "handover_start_at":
      "2026-01-01T09:00:00Z", "handovers": [], "working_intervals": [], "users": [],
      "layers": [{"id": "L1", "name": "One"}]}]}})";
}

std::string ListJson(const std::string& schedules) {
  return R"({"schedules": [)" + schedules + "]}";
}

class ScheduleDataSourceTest : public ::testing::Test {
 protected:
  auto Read(const ScheduleModel& config) { return ReadData(source_, config, on_call_); }

  std::shared_ptr<oncall::OnCall> WithoutAccess(oncall::NoAccess no_access) {
    return std::make_shared<oncall::OnCall>(oncall::Settings{.incident = std::move(no_access)},
                                            outside_.platform());
  }

  http::FakePlatform outside_;
  std::shared_ptr<oncall::OnCall> on_call_ = std::make_shared<oncall::OnCall>(
      oncall::Settings{.incident = incident::Options{{{"https", "api.example", "", ""}}, "key"}},
      outside_.platform());
  ScheduleDataSource source_;
};

TEST_F(ScheduleDataSourceTest, ReadsAScheduleByIdOnceForAll) {
  outside_.transport->Reply(200, R"({"schedule": )" + ScheduleJson("01S", "Primary") + "}");
  for (int reader = 0; reader < 2; ++reader) {
    const auto answer = Read({.id = "01S"});
    EXPECT_EQ(answer.said, "");
    ASSERT_TRUE(answer.model);
    EXPECT_EQ(answer.model->name, "Primary");
    EXPECT_EQ(answer.model->sources->front().layer_id, "L1");
  }
  EXPECT_THAT(outside_.transport->log(), ElementsAre("GET https://api.example/v2/schedules/01S"));
}

TEST_F(ScheduleDataSourceTest, SaysThatTheApiTellsNoRotations) {
  outside_.transport->Reply(200, R"({"schedule": {"id": "01S", "name": "Primary",
    "timezone": "UTC", "created_at": "2026-01-01T00:00:00Z",
    "updated_at": "2026-01-01T00:00:00Z"}})");
  const auto answer = Read({.id = "01S"});
  EXPECT_EQ(answer.said,
            "warning : Rotations are not known: 01S\n"
            "The API's answer leaves out the configuration of the schedule, so rotations and "
            "sources are null. Write the ids of rotations and layers where they are needed, or ask "
            "the support of incident.io why this API key is not told them.\n");
  ASSERT_TRUE(answer.model);
  EXPECT_TRUE(answer.model->rotations.is_null());
  EXPECT_TRUE(answer.model->sources.is_null());
}

TEST_F(ScheduleDataSourceTest, CutsALongNameInTheSummary) {
  outside_.transport->Reply(200, ListJson(""));
  const auto answer = Read({.name = std::string(200, 'x')});
  EXPECT_EQ(answer.said.substr(0, answer.said.find('\n')),
            "error name: No schedule is named \"" + std::string(35, 'x') + "...");
}

TEST_F(ScheduleDataSourceTest, FindsTheOnlyScheduleOfAName) {
  outside_.transport->Reply(
      200, ListJson(ScheduleJson("01A", "primary") + "," + ScheduleJson("01B", "Primary")));
  outside_.transport->Reply(200, R"({"schedule": )" + ScheduleJson("01B", "Primary") + "}");
  const auto answer = Read({.name = "Primary"});
  EXPECT_EQ(answer.said, "");
  ASSERT_TRUE(answer.model);
  EXPECT_EQ(answer.model->id, "01B");
  EXPECT_EQ(answer.model->timezone, "Europe/London");
}

TEST_F(ScheduleDataSourceTest, KeepsTheNameThoughTheScheduleIsBeingRenamed) {
  outside_.transport->Reply(200, ListJson(ScheduleJson("01A", "Primary")));
  outside_.transport->Reply(200, R"({"schedule": )" + ScheduleJson("01A", "Renamed") + "}");
  const auto answer = Read({.name = "Primary"});
  ASSERT_TRUE(answer.model) << answer.said;
  EXPECT_EQ(answer.model->id, "01A");
  EXPECT_EQ(answer.model->name, "Primary");
}

TEST_F(ScheduleDataSourceTest, NamesTheIdsWhenSeveralSchedulesHaveTheName) {
  outside_.transport->Reply(
      200, ListJson(ScheduleJson("01A", "Primary") + "," + ScheduleJson("01B", "Primary")));
  const auto answer = Read({.name = "Primary"});
  EXPECT_FALSE(answer.model);
  EXPECT_EQ(answer.said,
            "error name: Several schedules are named \"Primary\"\n"
            "Exactly one was expected. The ids of the schedules with this name: 01A, 01B. Look up "
            "the one that is meant by id.\n");
}

TEST_F(ScheduleDataSourceTest, SaysThatNoScheduleHasTheName) {
  outside_.transport->Reply(200, ListJson(ScheduleJson("01A", "Primary")));
  const auto answer = Read({.name = "primary"});
  EXPECT_FALSE(answer.model);
  EXPECT_EQ(answer.said,
            "error name: No schedule is named \"primary\"\n"
            "No schedule that the API key can see has this name. Names are compared "
            "letter by letter, upper and lower case included. Check the name, or look the schedule "
            "up by id.\n");
}

TEST_F(ScheduleDataSourceTest, SaysThatAScheduleDoesNotExist) {
  outside_.transport->Reply(404, R"({"type": "not_found", "status": 404, "request_id": "req-1",
               "errors": [{"code": "not_found", "message": "No such schedule"}]})");
  const auto answer = Read({.id = "01S"});
  EXPECT_FALSE(answer.model);
  EXPECT_EQ(answer.said,
            "error id: Schedule 01S does not exist\n"
            "GET /v2/schedules/01S answered 404: No such schedule.\n\n"
            "Check the id, and that the API key is one of the organisation that the schedule "
            "belongs to.\n\nRequest id: req-1\n");
}

TEST_F(ScheduleDataSourceTest, PassesOnWhyTheListCannotBeRead) {
  outside_.transport->Reply(
      401, R"({"type": "authentication_error", "status": 401, "request_id": "req-1",
               "errors": [{"code": "x", "message": "Bad key"}]})");
  const auto answer = Read({.name = "Primary"});
  EXPECT_FALSE(answer.model);
  EXPECT_EQ(answer.said,
            "error name: Cannot look up schedule \"Primary\"\n"
            "GET /v2/schedules answered 401: Bad key.\n\n"
            "The API key is not accepted: check api_key in the provider block, or the environment "
            "variable INCIDENT_API_KEY.\n\nRequest id: req-1\n");
}

TEST_F(ScheduleDataSourceTest, NamesAttributeAndVariableWithoutAKey) {
  const auto answer = ReadData(source_, ScheduleModel{.id = "01S"}, WithoutAccess({}));
  EXPECT_FALSE(answer.model);
  EXPECT_EQ(answer.said,
            "error : Cannot read the schedule\n"
            "incident.io cannot be asked without an API key. Set api_key in the provider block, or "
            "the environment variable INCIDENT_API_KEY.\n");
  EXPECT_THAT(outside_.transport->log(), IsEmpty());
}

TEST_F(ScheduleDataSourceTest, NamesTheAttributeThatIsNotKnownYet) {
  const auto answer = ReadData(
      source_, ScheduleModel{.id = "01S"},
      WithoutAccess({oncall::NoAccess::Reason::kUnknown, "endpoint", "INCIDENT_ENDPOINT"}));
  EXPECT_FALSE(answer.model);
  EXPECT_EQ(answer.said,
            "error : Cannot read the schedule yet\n"
            "incident.io cannot be asked yet: endpoint in the provider block is only known after "
            "apply. Apply what it comes from first, with -target.\n");
}

}  // namespace
}  // namespace schedule
