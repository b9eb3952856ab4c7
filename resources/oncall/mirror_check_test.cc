#include "resources/oncall/mirror_check.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "resources/oncall/testing/fake_incident.h"

namespace oncall {
namespace {

using ::testing::ElementsAre;

constexpr char kRight[] = R"({"schedule": {"id": "P1", "name": "Primary",
  "final_schedule": {"rendered_schedule_entries": [
    {"start": "2026-03-02T09:00:00Z", "end": "2027-03-02T09:00:00Z",
     "user": {"id": "PU1", "summary": "Ann"}}]}}})";

class MirrorCheckTest : public ::testing::Test {
 protected:
  MirrorCheckTest() {
    world_.incident->AddSchedule("S1", "Primary");
    Answer(200, kRight);
  }

  void Answer(int status, const std::string& body) {
    world_.incident->AnswerOthers([=](const http::Request&) {
      return http::Response{status, {{"Content-Type", "application/json"}}, body};
    });
  }
  incident::Replica Add(int days) {
    incident::NewReplica wanted = WantedOn("P1");
    wanted.mirror_window_days = days;
    world_.incident->AddReplica(wanted, absl::Hours(1));
    return world_.incident->replicas().back();
  }
  MirrorCheck Check(const incident::Replica& replica) {
    return CheckMirror(*oncall_, replica, {oncall_->CheckTime()}, {});
  }

  FakeWorld world_;
  std::shared_ptr<OnCall> oncall_ = world_.WithPagerDuty();
};

TEST(CanBeChecked, TakesTheFormerNameOfAProvider) {
  EXPECT_TRUE(CanBeChecked("pagerduty"));
  EXPECT_TRUE(CanBeChecked("opsgenie"));
  EXPECT_TRUE(CanBeChecked("jsm"));
  EXPECT_TRUE(CanBeChecked("jira"));
  EXPECT_FALSE(CanBeChecked("native"));
  EXPECT_FALSE(CanBeChecked(""));
}

TEST_F(MirrorCheckTest, ReadsOnceForReplicasWithDifferentWindows) {
  const incident::Replica week = Add(7);
  const incident::Replica month = Add(30);
  EXPECT_EQ(Check(week).check->status(), mirror::Status::kInSync);
  EXPECT_EQ(Check(month).check->status(), mirror::Status::kInSync);
  EXPECT_THAT(world_.incident->TakeLog(),
              ElementsAre("GET /v2/schedules/S1/replicas", "GET /v2/schedules/S1",
                          "GET /v2/schedule_entries", "pagerduty: GET /schedules/P1"));
}

TEST_F(MirrorCheckTest, ReadsNoMoreThanAYearForAnotherReplicaOfTheTarget) {
  const incident::Replica replica = Add(14);
  Add(1'000'000);
  std::string until;
  world_.incident->AnswerOthers([&](const http::Request& request) {
    for (const auto& [name, value] : request.query) {
      if (name == "until") until = value;
    }
    return http::Response{200, {{"Content-Type", "application/json"}}, kRight};
  });
  EXPECT_EQ(Check(replica).check->status(), mirror::Status::kInSync);
  EXPECT_EQ(until, "2027-03-03T09:00:00Z");
}

TEST_F(MirrorCheckTest, ChecksADayWhereTheApiTellsNoWindow) {
  const auto check = Check(Add(-5)).check;
  ASSERT_TRUE(check);
  EXPECT_EQ(check->window.span.length(), absl::Hours(24));
  EXPECT_EQ(check->status(), mirror::Status::kInSync);
}

TEST_F(MirrorCheckTest, SpeaksOfOneMomentHoweverLongThePlanTakes) {
  const incident::Replica replica = Add(14);
  const absl::Time first = Check(replica).check->window.span.start;
  world_.clock->Advance(absl::Minutes(3));
  EXPECT_EQ(Check(replica).check->window.span.start, first);
}

TEST_F(MirrorCheckTest, SaysWhichSideCouldNotBeRead) {
  const incident::Replica replica = Add(14);
  Answer(404, "{}");
  const MirrorCheck external = Check(replica);
  ASSERT_TRUE(external.unread && external.unread->error() != nullptr);
  EXPECT_TRUE(external.unread->is_external);
  ASSERT_TRUE(external.check);
  EXPECT_EQ(external.check->status(), mirror::Status::kUnchecked);

  oncall_ = world_.WithPagerDuty();
  world_.incident->Expect({.status = 403, .body = ErrorBody("no"), .skip = 1});
  const MirrorCheck incident = Check(replica);
  ASSERT_TRUE(incident.unread);
  EXPECT_FALSE(incident.unread->is_external);
  EXPECT_FALSE(incident.check);
}

TEST_F(MirrorCheckTest, TellsTimesInUtcWhereTheZoneIsUnknown) {
  const incident::Replica replica = Add(14);
  EXPECT_EQ(Check(replica).unknown_zone, "");
  oncall_ = world_.WithPagerDuty();
  world_.incident->SetTimezone("Mars/Olympus");
  Answer(200, R"({"schedule": {"id": "P1", "final_schedule": {"rendered_schedule_entries": []}}})");
  const MirrorCheck found = Check(replica);
  EXPECT_EQ(found.unknown_zone, "Mars/Olympus");
  const auto report = found.Report();
  ASSERT_TRUE(report);
  EXPECT_TRUE(
      report->detail.starts_with("Where PagerDuty differs in the next 14 days (times of UTC):\n"))
      << report->detail;
}

TEST_F(MirrorCheckTest, APreviewFindsPeopleThroughTheCatalog) {
  const MirrorCheck preview =
      PreviewMirror(*oncall_, WantedOn("P1"), SourceOrder::kOfTheSchedule, {});
  EXPECT_FALSE(preview.Report());
  EXPECT_EQ(preview.replica.users.at(ids::UserId("U1")), ids::ExternalUserId("PU1"));
}

class JsmPreviewTest : public MirrorCheckTest {
 protected:
  JsmPreviewTest() {
    Answer(200, R"({"finalTimeline": {"rotations": [{"id": "1", "periods": [
        {"startDate": "2026-03-02T09:00:00Z", "endDate": "2027-03-02T09:00:00Z",
         "responder": {"id": "JU1", "type": "user"}}]}]}})");
    planned_.provider = "jsm";
  }
  MirrorCheck Preview() {
    oncall_ = world_.WithJsm();
    return PreviewMirror(*oncall_, planned_, SourceOrder::kAsGiven, {});
  }
  std::string Summary() {
    const auto report = Preview().Report();
    return report ? report->summary : "";
  }

  incident::NewReplica planned_ = WantedOn("J1");
};

TEST_F(JsmPreviewTest, SaysWhomItCannotMatch) {
  const auto report = Preview().Report();
  ASSERT_TRUE(report);
  EXPECT_EQ(report->summary, "JSM J1: 14 d cannot be judged before a sync");
  EXPECT_EQ(report->detail,
            "Whether Ann has an account in Jira Service Management is not known before\n"
            "the first sync. So it is not known either whether Jira Service Management\n"
            "shows the right person for 14 d of the next 14 days.");
}

TEST_F(JsmPreviewTest, TakesPeopleForWhomAnotherReplicaTakesThem) {
  incident::NewReplica other = WantedOn("J2");
  other.provider = "jira";
  const ids::ReplicaId id = world_.incident->AddReplica(other, absl::Hours(1));
  world_.incident->Change(id, [](incident::Replica& replica) {
    replica.user_statuses = {{ids::UserId("U1"), ids::ExternalUserId("JU1")}};
  });
  EXPECT_FALSE(Preview().Report());
  world_.incident->Change(id, [](incident::Replica& replica) {
    replica.user_statuses = {{ids::UserId("U1"), ids::ExternalUserId("JU2")}};
  });
  EXPECT_EQ(Summary(), "Jira Service Management J1: 1 shift would change hands");
  world_.incident->Change(id, [](incident::Replica& replica) {
    replica.user_statuses = {{ids::UserId("U1"), std::nullopt}};
  });
  EXPECT_EQ(Summary(), "Jira Service Management J1 cannot show everybody on call");
  world_.incident->Change(id, [](incident::Replica& replica) { replica.provider = "opsgenie"; });
  EXPECT_EQ(Summary(), "JSM J1: 14 d cannot be judged before a sync");
}

TEST_F(MirrorCheckTest, APreviewWithoutACredentialSaysNothingOfWhomItCannotMatch) {
  incident::NewReplica planned = WantedOn("J1");
  planned.provider = "jsm";
  const MirrorCheck preview = PreviewMirror(*oncall_, planned, SourceOrder::kAsGiven, {});
  EXPECT_FALSE(preview.Report());
  ASSERT_TRUE(preview.unread);
  EXPECT_EQ(preview.unread->no_access()->attribute, "jsm.api_token");
}

}  // namespace
}  // namespace oncall
