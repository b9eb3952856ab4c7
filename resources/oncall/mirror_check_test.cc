#include "resources/oncall/mirror_check.h"

#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "resources/oncall/testing/fake_incident.h"

namespace oncall {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

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

TEST_F(MirrorCheckTest, ReadsNoFurtherThanTheReplicasOfTheTargetReach) {
  const incident::Replica replica = Add(14);
  incident::NewReplica elsewhere = WantedOn("P2");
  elsewhere.mirror_window_days = 90;
  world_.incident->AddReplica(elsewhere, absl::Hours(1));
  std::string until;
  world_.incident->AnswerOthers([&](const http::Request& request) {
    for (const auto& [name, value] : request.query) {
      if (name == "until") until = value;
    }
    return http::Response{200, {{"Content-Type", "application/json"}}, kRight};
  });
  EXPECT_EQ(Check(replica).check->status(), mirror::Status::kInSync);
  EXPECT_EQ(until, "2026-03-16T09:00:00Z");
}

TEST_F(MirrorCheckTest, NamesTheOtherReplicasOfTheTarget) {
  const incident::Replica replica = Add(14);
  Add(14);
  EXPECT_THAT(Check(replica).check->sharing, ElementsAre(ids::ReplicaId("rep2")));
}

TEST_F(MirrorCheckTest, TakesAForcedSyncForTheLastOne) {
  Add(14);
  world_.incident->Change(ids::ReplicaId("rep1"), [this](incident::Replica& replica) {
    replica.created_at = world_.clock->Now() - absl::Hours(24 * 30);
    replica.last_synced_at = world_.clock->Now() - absl::Hours(24 * 8);
  });
  const incident::Replica replica = world_.incident->replicas().front();
  EXPECT_TRUE(Check(replica).check->stale);
  const absl::Time now = oncall_->CheckTime();
  EXPECT_FALSE(CheckMirror(*oncall_, replica, {now, now}, {}).check->stale);
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

TEST_F(MirrorCheckTest, SaysOfEveryReadOfIncidentIoThatItIsNotTheExternalSide) {
  const incident::Replica replica = Add(14);
  for (const int skip : {0, 1, 2}) {
    oncall_ = world_.WithPagerDuty();
    world_.incident->Expect({.status = 403, .body = ErrorBody("no"), .skip = skip});
    const MirrorCheck found = Check(replica);
    ASSERT_TRUE(found.unread) << skip;
    EXPECT_FALSE(found.unread->is_external) << skip;
    EXPECT_FALSE(found.check) << skip;
  }
}

TEST_F(MirrorCheckTest, ShowsNoTerminalEscapesOfAZone) {
  world_.incident->SetTimezone("Mars\\u001b[31m");
  EXPECT_EQ(Check(Add(14)).unknown_zone, "Mars [31m");
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

TEST_F(MirrorCheckTest, APreviewBelievesTheCatalogBeforeAnotherReplica) {
  const ids::ReplicaId id = world_.incident->AddReplica(WantedOn("P2"), absl::Hours(1));
  world_.incident->Change(id, [](incident::Replica& replica) {
    replica.user_statuses = {{ids::UserId("U1"), ids::ExternalUserId("PELSE")}};
  });
  const MirrorCheck preview = PreviewMirror(*oncall_, WantedOn("P1"), SourceOrder::kAsGiven, {});
  EXPECT_EQ(preview.replica.users.at(ids::UserId("U1")), ids::ExternalUserId("PU1"));
}

TEST_F(MirrorCheckTest, APreviewLeavesOutWhoComesAfterItsWindow) {
  Add(30);
  incident::NewReplica planned = WantedOn("P2");
  planned.mirror_window_days = 1;
  world_.incident->SetShifts({{absl::ZeroDuration(), absl::Hours(48), "U1"},
                              {absl::Hours(48), absl::Hours(24 * 400), "U2"}});
  const MirrorCheck preview = PreviewMirror(*oncall_, planned, SourceOrder::kAsGiven, {});
  EXPECT_THAT(preview.check->unmapped, IsEmpty());
  EXPECT_FALSE(preview.Report());
}

TEST_F(MirrorCheckTest, APreviewTakesASetOfSourcesInTheOrderOfTheSchedule) {
  const ids::ReplicaId id = world_.incident->AddReplica(WantedOn("P2"), absl::Hours(1));
  world_.incident->Change(id, [](incident::Replica& replica) {
    replica.user_statuses = {{ids::UserId("U2"), ids::ExternalUserId("PU2")}};
  });
  incident::NewReplica planned = WantedOn("P1");
  planned.sources = {{ids::RotationId("R1"), ids::LayerId("L2")},
                     {ids::RotationId("R1"), ids::LayerId("L1")}};
  const auto wanted = [&](SourceOrder order) {
    oncall_ = world_.WithPagerDuty();
    // After the list and the schedule.
    world_.incident->Expect({.status = 200,
                             .body = R"({"schedule_entries": {"final": [
      {"rotation_id": "R1", "layer_id": "L1", "start_at": "2026-03-02T09:00:00Z",
       "end_at": "2027-03-02T09:00:00Z", "user": {"id": "U1", "name": "Ann"}},
      {"rotation_id": "R1", "layer_id": "L2", "start_at": "2026-03-02T09:00:00Z",
       "end_at": "2027-03-02T09:00:00Z", "user": {"id": "U2", "name": "Bob"}}]}})",
                             .skip = 2});
    const auto check = PreviewMirror(*oncall_, planned, order, {}).check;
    return check ? check->expected.front().state.want : std::nullopt;
  };
  EXPECT_EQ(wanted(SourceOrder::kOfTheSchedule), ids::ExternalUserId("PU1"));
  EXPECT_EQ(wanted(SourceOrder::kAsGiven), ids::ExternalUserId("PU2"));
}

class OpsgeniePreviewTest : public MirrorCheckTest {
 protected:
  OpsgeniePreviewTest() {
    world_.incident->AnswerOthers([](const http::Request& request) {
      const bool users = request.path.find("/users") != std::string::npos;
      return http::Response{200,
                            {{"Content-Type", "application/json"}},
                            users ? R"({"data": [{"id": "OBOB", "username": "bob@example.com"}]})"
                                  : R"({"data": {"_parent": {"id": "O1", "name": "Primary"},
                      "finalTimeline": {"rotations": []}}})"};
    });
    planned_.provider = "opsgenie";
  }
  // Of Bob, whose address incident.io tells.
  MirrorCheck Preview(const std::string& address) {
    Settings settings{
        .incident = incident::Options{{{.scheme = "https", .host = "api.incident.io"}}, "inc_key"}};
    settings.opsgenie = opsgenie::Options{{{.scheme = "https", .host = "opsgenie"}}, "key"};
    oncall_ = std::make_shared<OnCall>(settings, world_.Platform());
    world_.incident->Expect(
        {.status = 200,
         .body = absl::StrCat(
             R"({"schedule_entries": {"final": [{"rotation_id": "R1", "layer_id": "L1",
                "start_at": "2026-03-02T09:00:00Z", "end_at": "2027-03-02T09:00:00Z",
                "user": {"id": "U2", "name": "Bob", "email": ")",
             address, R"("}}]}})"),
         .skip = 2});
    return PreviewMirror(*oncall_, planned_, SourceOrder::kAsGiven, {});
  }

  incident::NewReplica planned_ = WantedOn("O1");
};

TEST_F(OpsgeniePreviewTest, FindsPeopleByTheirAddressesInWhateverCase) {
  const MirrorCheck preview = Preview("Bob@Example.com");
  EXPECT_EQ(preview.replica.users.at(ids::UserId("U2")), ids::ExternalUserId("OBOB"));
}

TEST_F(OpsgeniePreviewTest, IsSureThatAnAddressThatNobodyHasThereIsOfNobody) {
  const MirrorCheck preview = Preview("rob@example.com");
  EXPECT_THAT(preview.check->unmapped, ElementsAre(ids::UserId("U2")));
  EXPECT_THAT(preview.check->unsure, IsEmpty());
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

TEST_F(JsmPreviewTest, TakesPeopleForWhomAnyReplicaTakesThem) {
  for (const auto& external :
       {std::optional(ids::ExternalUserId("JU1")), std::optional<ids::ExternalUserId>()}) {
    incident::NewReplica other = WantedOn("J2");
    other.provider = "jsm";
    world_.incident->Change(world_.incident->AddReplica(other, absl::Hours(1)),
                            [&](incident::Replica& replica) {
                              replica.user_statuses = {{ids::UserId("U1"), external}};
                            });
  }
  EXPECT_FALSE(Preview().Report());
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
