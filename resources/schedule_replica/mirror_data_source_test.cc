#include "resources/schedule_replica/mirror_data_source.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "resources/oncall/testing/fake_incident.h"
#include "tests/support/data_source_driver.h"

namespace schedule_replica {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing_support::ReadData;

// Dave has Ann's second day.
constexpr char kShown[] = R"({"schedule": {"id": "P1", "type": "schedule", "name": "Primary",
  "final_schedule": {"rendered_schedule_entries": [
    {"start": "2026-03-02T09:00:00Z", "end": "2026-03-03T09:00:00Z",
     "user": {"id": "PU1", "summary": "Ann"}},
    {"start": "2026-03-03T09:00:00Z", "end": "2026-03-04T09:00:00Z",
     "user": {"id": "PDAVE", "summary": "Dave"}},
    {"start": "2026-03-04T09:00:00Z", "end": "2026-03-16T09:00:00Z",
     "user": {"id": "PU1", "summary": "Ann"}}]}}})";

class MirrorDataSourceTest : public ::testing::Test {
 protected:
  MirrorDataSourceTest() {
    world_.incident->AddSchedule("S1", "Primary");
    world_.incident->AddReplica(oncall::WantedOn("P1"), absl::Hours(5));
    Show(200, kShown);
  }

  void Show(int status, const std::string& body) {
    world_.incident->AnswerOthers([=](const http::Request&) {
      return http::Response{status, {{"Content-Type", "application/json"}}, body};
    });
  }
  MirrorModel Read(const MirrorModel& config) { return Read(config, world_.WithPagerDuty()); }
  MirrorModel Read(const MirrorModel& config, std::shared_ptr<oncall::OnCall> oncall) {
    const auto answer = ReadData(source_, config, std::move(oncall));
    EXPECT_EQ(answer.said, "");
    EXPECT_TRUE(answer.model);
    return answer.model.value_or(MirrorModel{});
  }

  oncall::FakeWorld world_;
  MirrorDataSource source_;
  const MirrorModel existing_{.schedule_id = "S1", .replica_id = "rep1"};
};

TEST_F(MirrorDataSourceTest, ShowsBothSidesAndWhereTheyDiffer) {
  const MirrorModel mirror = Read(existing_);
  EXPECT_EQ(mirror.status, "drifted");
  EXPECT_TRUE(mirror.reason.is_null());
  EXPECT_EQ(mirror.in_sync, false);
  EXPECT_EQ(mirror.drift_seconds, 86400);
  EXPECT_EQ(mirror.window_start, "2026-03-02T09:00:00Z");
  EXPECT_EQ(mirror.window_end, "2026-03-16T09:00:00Z");
  ASSERT_THAT(*mirror.differences, SizeIs(1));
  const DifferenceModel& difference = mirror.differences->front();
  EXPECT_EQ(difference.start_at, "2026-03-03T09:00:00Z");
  EXPECT_EQ(difference.end_at, "2026-03-04T09:00:00Z");
  EXPECT_EQ(difference.kind, "wrong_user");
  EXPECT_EQ(difference.expected_user_id, "PU1");
  EXPECT_EQ(difference.actual_user_ids, std::vector<std::string>{"PDAVE"});
  EXPECT_EQ(difference.incident_user_ids, std::vector<std::string>{"U1"});
  EXPECT_EQ(difference.reason, "Edited by hand in PagerDuty after the last sync.");
  ASSERT_THAT(*mirror.expected_shifts, SizeIs(1));
  EXPECT_EQ(mirror.expected_shifts->front().user_ids, std::vector<std::string>{"U1"});
  ASSERT_THAT(*mirror.actual_shifts, SizeIs(3));
  EXPECT_EQ((*mirror.actual_shifts)[1].external_user_ids, std::vector<std::string>{"PDAVE"});
  EXPECT_THAT(*mirror.fallback_shifts, IsEmpty());
  EXPECT_THAT(*mirror.unmapped_user_ids, IsEmpty());
  EXPECT_TRUE(mirror.report->starts_with(
      "PagerDuty \"Primary\" differs from incident.io: 1 shift, 24 h\n\nWhere PagerDuty"));
}

TEST_F(MirrorDataSourceTest, ShowsWhatAPlannedReplicaWouldChange) {
  const MirrorModel mirror = Read({.schedule_id = "S1",
                                   .replica_provider = "pagerduty",
                                   .replica_provider_id = "P1",
                                   .replica_fallback_user_id = "PFALL",
                                   .sources = std::vector<SourceModel>{{"R1", "L1"}},
                                   .mirror_window_days = 7});
  EXPECT_EQ(mirror.status, "drifted");
  EXPECT_EQ(mirror.window_end, "2026-03-09T09:00:00Z");
  EXPECT_EQ(mirror.drift_seconds, 86400);
  EXPECT_TRUE(mirror.report->starts_with("PagerDuty \"Primary\": 1 shift would change hands\n\n"));
}

// JSM tells no addresses, so that nobody says who Ann is there before a replica has synced.
class PlannedJsmMirrorTest : public MirrorDataSourceTest {
 protected:
  PlannedJsmMirrorTest() {
    Show(200, R"({"finalTimeline": {"rotations": [{"id": "1", "periods": [
        {"startDate": "2026-03-02T09:00:00Z", "endDate": "2027-03-02T09:00:00Z",
         "responder": {"id": "JDAVE", "type": "user"}}]}]}})");
  }
  MirrorModel ReadPlanned() {
    return Read({.schedule_id = "S1",
                 .replica_provider = "jsm",
                 .replica_provider_id = "J1",
                 .replica_fallback_user_id = "JFALL",
                 .sources = std::vector<SourceModel>{{"R1", "L1"}}},
                world_.WithJsm());
  }
};

TEST_F(PlannedJsmMirrorTest, IsUncheckedWhereNobodyKnowsWhoShouldBeShown) {
  const MirrorModel mirror = ReadPlanned();
  EXPECT_EQ(mirror.status, "unchecked");
  EXPECT_EQ(mirror.in_sync, false);
  EXPECT_EQ(
      mirror.reason,
      "Whether Ann has an account in Jira Service Management is not known before the first sync. "
      "So it is not known either whether Jira Service Management shows the right person for "
      "14 d of the next 14 days. Create the replica, and set replica_id once it has synced.");
  EXPECT_EQ(mirror.drift_seconds, 0);
  EXPECT_THAT(*mirror.unmapped_user_ids, IsEmpty());
  ASSERT_THAT(*mirror.differences, SizeIs(1));
  EXPECT_EQ(mirror.differences->front().kind, "unmapped");
  EXPECT_EQ(mirror.differences->front().reason,
            "Whether the person on call has an account in Jira Service Management is not known "
            "before the first sync.");
}

TEST_F(PlannedJsmMirrorTest, StaysDriftedWhereTheRestDiffers) {
  world_.incident->SetShifts(
      {{-absl::Hours(1), absl::Hours(24), "U1"}, {absl::Hours(48), absl::Hours(24 * 400), "U1"}});
  const MirrorModel mirror = ReadPlanned();
  EXPECT_EQ(mirror.status, "drifted");
  EXPECT_TRUE(mirror.reason.is_null());
  EXPECT_EQ(mirror.drift_seconds, 86400);
  EXPECT_THAT(*mirror.unmapped_user_ids, IsEmpty());
}

TEST_F(MirrorDataSourceTest, ACheckThatCannotRunIsAStatus) {
  Show(404, "{}");
  const MirrorModel gone = Read(existing_);
  EXPECT_EQ(gone.status, "unchecked");
  EXPECT_EQ(gone.in_sync, false);
  EXPECT_TRUE(gone.reason->starts_with("GET /schedules/P1 answered 404.")) << *gone.reason;
  EXPECT_THAT(*gone.expected_shifts, SizeIs(1));

  const MirrorModel unknown = Read({.schedule_id = "S1", .replica_id = "rep9"});
  EXPECT_EQ(unknown.status, "unchecked");
  EXPECT_TRUE(unknown.reason->starts_with("GET /v2/schedules/S1/replicas/rep9 answered 404: "));
  EXPECT_TRUE(unknown.window_start.is_null());
}

TEST_F(MirrorDataSourceTest, NamesTheCredentialThatIsMissing) {
  EXPECT_EQ(Read(existing_, world_.Configured()).reason,
            "There is no access to PagerDuty. Set pagerduty.token in the provider block, or the "
            "environment variable PAGERDUTY_TOKEN.");
  const auto nothing = std::make_shared<oncall::OnCall>(
      oncall::Settings{.incident = oncall::NoAccess{}}, world_.Platform());
  EXPECT_EQ(Read(existing_, nothing).reason,
            "There is no access to incident.io. Set api_key in the provider block, or the "
            "environment variable INCIDENT_API_KEY.");
}

TEST_F(MirrorDataSourceTest, ProvidersThatNobodyCanCheckAreUnchecked) {
  incident::NewReplica native = oncall::WantedOn("N1");
  native.provider = "native";
  world_.incident->AddReplica(native, absl::Hours(1));
  EXPECT_EQ(Read({.schedule_id = "S1", .replica_id = "rep2"}).reason,
            "Mirrors of the provider \"native\" cannot be checked, only those of pagerduty, "
            "opsgenie and jsm.");
}

}  // namespace
}  // namespace schedule_replica
