#include "resources/schedule_replica/plan_check.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "base/time.h"
#include "resources/schedule_replica/testing/replica_test.h"

namespace schedule_replica {
namespace {

using oncall::DriftCheck;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kUnknownSchedule[] = R"({"error": {"message": "Not Found", "code": 2100}})";

class PlanCheckTest : public ReplicaTest {
 protected:
  PlanCheckTest() { Use(DriftCheck::kWarn); }

  void Use(DriftCheck mode) { oncall_ = world_.WithPagerDuty(mode); }

  // PagerDuty shows these people, counted in hours from now.
  struct Shown {
    int from;
    int to;
    std::string user;
  };
  void ShowInPagerDuty(const std::vector<Shown>& shown) {
    std::vector<std::string> entries;
    for (const Shown& one : shown) {
      const absl::Time now = world_.clock->Now();
      entries.push_back(absl::StrCat(
          R"({"start":")", base::FormatInstant(now + one.from * absl::Hours(1)), R"(","end":")",
          base::FormatInstant(now + one.to * absl::Hours(1)), R"(","user":{"id":")", one.user,
          R"(","summary":")", one.user == "PDAVE" ? "Dave" : "Ann", R"("}})"));
    }
    shown_ = absl::StrCat(R"({"schedule":{"id":"P1","type":"schedule","name":"Primary",)",
                          R"("final_schedule":{"rendered_schedule_entries":[)",
                          absl::StrJoin(entries, ","), "]}}}");
    Answer(200, shown_);
  }
  void Answer(int status, const std::string& body) {
    incident().AnswerOthers([=](const http::Request&) {
      return http::Response{status, {{"Content-Type", "application/json"}}, body};
    });
  }
  // Dave has four hours of Ann's two weeks.
  void ShowAnEdit() { ShowInPagerDuty({{0, 9, "PU1"}, {9, 13, "PDAVE"}, {13, 336, "PU1"}}); }

  ReplicaModel Managed(const std::string& drift_check = "") {
    ReplicaModel config = ConfigFor("P1");
    if (!drift_check.empty()) config.drift_check = drift_check;
    return Existing(config);
  }

  std::string shown_;  // The latest answer of ShowInPagerDuty.
};

constexpr char kFound[] =
    ": PagerDuty \"Primary\" differs from incident.io: 1 shift, 4 h\n"
    "Where PagerDuty differs in the next 14 days (times of Europe/London):\n"
    "\n"
    "  When                            Length  Should be  Is    Why\n"
    "  Mon 2 Mar 18:00 to 22:00 (GMT)     4 h  Ann        Dave  edited by hand\n"
    "\n";

constexpr char kAdvice[] =
    "incident.io syncs whenever its schedule changes: add an override there and\n"
    "delete it, or set drift_check = \"resync\" on this replica and apply. A sync\n"
    "overwrites what was edited in PagerDuty; to keep such a change, make it in\n"
    "incident.io.\n";

const std::string kEdit = absl::StrCat(kFound, kAdvice);

TEST_F(PlanCheckTest, SaysNothingOfAMirrorThatIsRight) {
  ShowInPagerDuty({{0, 336, "PU1"}});
  const ReplicaModel state = Managed();
  const Outcome outcome = PlanUnchanged(state);
  EXPECT_EQ(outcome.said, "");
  EXPECT_THAT(outcome.requests,
              ElementsAre("GET /v2/schedules/S1/replicas", "GET /v2/schedules/S1",
                          "GET /v2/schedule_entries", "pagerduty: GET /schedules/P1"));
  EXPECT_THAT(PlanUnchanged(state).requests, IsEmpty());
}

TEST_F(PlanCheckTest, WarnsOfAnEditByHand) {
  ShowAnEdit();
  EXPECT_EQ(PlanUnchanged(Managed()).said, absl::StrCat("warning", kEdit));
}

TEST_F(PlanCheckTest, FailsThePlanWhereDriftIsAnError) {
  ShowAnEdit();
  const std::string error =
      absl::StrCat("error", kEdit,
                   "\nThis fails the plan because of drift_check = \"error\". `terraform destroy`\n"
                   "plans first, too: to destroy all the same, add -refresh=false.\n");
  ReplicaModel state = Managed("error");
  EXPECT_EQ(PlanUnchanged(state).said, error);
  Use(DriftCheck::kError);
  state.drift_check = tf::Attr<std::string>::Null();
  EXPECT_EQ(PlanUnchanged(state).said, error);
}

TEST_F(PlanCheckTest, TheReplicasOwnModeWins) {
  ShowAnEdit();
  Use(DriftCheck::kError);
  ReplicaModel state = Managed("warn");
  EXPECT_EQ(PlanUnchanged(state).said, absl::StrCat("warning", kEdit));
  Use(DriftCheck::kError);
  state.drift_check = "off";
  const Outcome off = PlanUnchanged(state);
  EXPECT_EQ(off.said, "");
  EXPECT_THAT(off.requests, IsEmpty());
}

TEST_F(PlanCheckTest, NeverFailsAPlanThatChangesTheReplica) {
  ShowAnEdit();
  const ReplicaModel state = Managed("error");
  ReplicaModel config = ConfigFor("P1");
  config.drift_check = "error";
  config.replica_fallback_user_id = "PFALL2";
  EXPECT_EQ(PlanUpdate(state, config).said,
            absl::StrCat("warning", kFound,
                         "Apply puts a new replica in place of this one, which begins with a sync. "
                         "A\nsync overwrites what was edited in PagerDuty; to keep such a change, "
                         "make\nit in incident.io.\n"));
  config.replica_provider_id = "P2";
  EXPECT_EQ(PlanUpdate(state, config).said,
            absl::StrCat("warning", kFound,
                         "Apply moves the replica away from this schedule, so nothing has to be "
                         "done\nhere.\n"));
}

TEST_F(PlanCheckTest, NeverFailsAPlanThatChangesOnlyASetting) {
  ShowAnEdit();
  const ReplicaModel state = Managed();
  ReplicaModel plan = state;
  plan.drift_check = "error";
  EXPECT_EQ(PlanSettings(state, plan).said, absl::StrCat("warning", kEdit));
  EXPECT_EQ(PlanSettings(state, plan, {.deferral_allowed = true}).said, "");
}

TEST_F(PlanCheckTest, SaysWhyACheckCouldNotRun) {
  Answer(404, kUnknownSchedule);
  const std::string detail =
      ": Cannot check mirror: PagerDuty P1\n"
      "GET /schedules/P1 answered 404: Not Found.\n\n"
      "So it is not known whether PagerDuty shows the people who are on call in incident.io. Check "
      "replica_provider_id, and that the credential is one of the account that has this schedule "
      "(pagerduty.token in the provider block, or the environment variable PAGERDUTY_TOKEN).\n";
  EXPECT_EQ(PlanUnchanged(Managed()).said, "warning" + detail);
  EXPECT_THAT(PlanUnchanged(Managed("error")).said, HasSubstr("error" + detail));
}

TEST_F(PlanCheckTest, AddsWhatIncidentIoAloneTellsToACheckThatCouldNotRun) {
  Answer(401, "{}");
  const ReplicaModel state = Managed();
  incident().Change(ids::ReplicaId("rep1"),
                    [](incident::Replica& replica) { replica.last_sync_error = "no such user"; });
  const std::string said = PlanUnchanged(state).said;
  EXPECT_THAT(said, HasSubstr("warning: Cannot check mirror: PagerDuty P1\n"));
  EXPECT_THAT(said, HasSubstr("PagerDuty does not accept the credential: check pagerduty.token"));
  EXPECT_THAT(said, HasSubstr("\n\nPagerDuty P1: the last sync failed\n\n"));
}

TEST_F(PlanCheckTest, SaysWhenIncidentIoCannotBeRead) {
  ShowAnEdit();
  const ReplicaModel state = Managed();
  incident().Expect({.status = 403, .body = oncall::ErrorBody("not allowed"), .skip = 2});
  EXPECT_THAT(PlanUnchanged(state).said,
              HasSubstr("warning: Cannot check mirror: PagerDuty P1\n"
                        "GET /v2/schedule_entries answered 403: not allowed.\n\n"
                        "So it is not known whether PagerDuty shows the people"));
}

TEST_F(PlanCheckTest, WithoutACredentialChecksWhatIncidentIoTells) {
  oncall_ = world_.Configured();
  const ReplicaModel state = Managed();
  EXPECT_EQ(PlanUnchanged(state).said, "");
  incident().SetShifts({{absl::ZeroDuration(), absl::Hours(999), "U2"}});
  oncall_ = world_.Configured();
  EXPECT_THAT(PlanUnchanged(state).said,
              HasSubstr("warning: PagerDuty P1 cannot show everybody on call\n"));
}

TEST_F(PlanCheckTest, WithoutACredentialAnErrorCannotBePromised) {
  oncall_ = world_.Configured(DriftCheck::kError);
  const std::string detail =
      " [drift_check]\n"
      "drift_check = \"error\" needs access to PagerDuty. Set pagerduty.token in the provider "
      "block, or the environment variable PAGERDUTY_TOKEN; or set drift_check to \"warn\".";
  EXPECT_THAT(PlanUnchanged(Managed()).said,
              HasSubstr("error: Cannot check mirror: PagerDuty P1" + detail));
  EXPECT_THAT(PlanCreate(ConfigFor("P2")).said,
              HasSubstr("warning: Cannot check mirror: PagerDuty P2" + detail));
}

TEST_F(PlanCheckTest, WithoutACredentialAResyncNamesItsOwnMode) {
  oncall_ = world_.Configured(DriftCheck::kResync);
  EXPECT_EQ(
      PlanUnchanged(Managed()).said,
      "error: Cannot check mirror: PagerDuty P1 [drift_check]\n"
      "drift_check = \"resync\" needs access to PagerDuty. Set pagerduty.token in the provider "
      "block, or the environment variable PAGERDUTY_TOKEN; or set drift_check to \"warn\".\n\n"
      "This fails the plan because of drift_check = \"resync\". `terraform destroy`\n"
      "plans first, too: to destroy all the same, add -refresh=false.\n");
}

TEST_F(PlanCheckTest, ACredentialThatIsNotKnownYetIsNobodysFault) {
  oncall::Settings settings{
      .incident = incident::Options{{{"https", "api.incident.io", "", ""}}, "key"},
      .drift_check = DriftCheck::kError};
  settings.pagerduty =
      oncall::NoAccess{oncall::NoAccess::Reason::kUnknown, "pagerduty.token", "PAGERDUTY_TOKEN"};
  oncall_ = std::make_shared<oncall::OnCall>(settings, world_.Platform());
  EXPECT_EQ(PlanUnchanged(Managed()).said, "");
}

TEST_F(PlanCheckTest, ProvidersThatNobodyCanCheckAreMentionedOnlyToThoseWhoInsist) {
  ReplicaModel config = ConfigFor("N1");
  config.replica_provider = "native";
  Use(DriftCheck::kError);
  EXPECT_EQ(PlanUnchanged(Existing(config)).said, "");
  config.drift_check = "warn";
  EXPECT_EQ(PlanUnchanged(Existing(config)).said, "");
  config.drift_check = "error";
  EXPECT_EQ(PlanUnchanged(Existing(config)).said,
            "warning: Mirror is not checked: native N1 [drift_check]\n"
            "drift_check asks to compare this mirror with incident.io, which is possible for the "
            "providers pagerduty, opsgenie and jsm only. Leave drift_check out here, or set it to "
            "\"off\".\n");
}

TEST_F(PlanCheckTest, SaysNothingWhileAnArgumentIsUnknown) {
  ShowAnEdit();
  const ReplicaModel state = Managed();
  ReplicaModel config = ConfigFor("P1");
  config.mirror_window_days = tf::Attr<std::int64_t>::Unknown();
  const Outcome outcome = PlanUpdate(state, config);
  EXPECT_EQ(outcome.said, "");
  EXPECT_THAT(outcome.requests, IsEmpty());
}

TEST_F(PlanCheckTest, AnErrorLetsPassWhatIsNoFailure) {
  ShowInPagerDuty({{0, 336, "PU1"}});
  const ReplicaModel state = Managed("error");
  incident().Change(ids::ReplicaId("rep1"), [](incident::Replica& replica) {
    replica.user_statuses.push_back({ids::UserId("U9"), std::nullopt});
  });
  EXPECT_THAT(PlanUnchanged(state).said,
              StartsWith("warning: PagerDuty \"Primary\" cannot show everybody on call\n"));
}

TEST_F(PlanCheckTest, SaysNothingWhileTheModeIsUnknown) {
  ShowAnEdit();
  Use(DriftCheck::kError);
  ReplicaModel state = Managed();
  state.drift_check = tf::Attr<std::string>::Unknown();
  EXPECT_EQ(ModeOf(*oncall_, state).mode, DriftCheck::kOff);
}

// ---- What is said once or told apart

TEST_F(PlanCheckTest, TwoSchedulesOfOneNameAreToldApart) {
  ShowInPagerDuty({{0, 9, "PU1"}, {9, 13, "PDAVE"}, {13, 336, "PU1"}});
  ReplicaModel other = ConfigFor("P2");
  EXPECT_THAT(
      PlanUnchanged(Managed()).said,
      StartsWith("warning: PagerDuty \"Primary\" differs from incident.io: 1 shift, 4 h\n"));
  Answer(200, absl::StrReplaceAll(shown_, {{"P1", "P2"}}));
  EXPECT_THAT(PlanUnchanged(Existing(other)).said,
              StartsWith("warning: PagerDuty \"Primary\" (P2) differs: 1 shift, 4 h\n"));
}

TEST_F(PlanCheckTest, AnUnknownTimeZoneIsSaidOnce) {
  ShowAnEdit();
  incident().SetTimezone("Mars/Olympus");
  const ReplicaModel state = Managed();
  const std::string first = PlanUnchanged(state).said;
  EXPECT_THAT(first, HasSubstr("(times of UTC):\n"));
  EXPECT_THAT(first,
              EndsWith("warning: Unknown time zone: Mars/Olympus\n"
                       "incident.io names Mars/Olympus as the time zone of the schedule, and "
                       "this machine does not know it, so times are told in UTC. Install "
                       "the system's time zone data, or correct the time zone in "
                       "incident.io.\n"));
  EXPECT_THAT(PlanUnchanged(state).said, Not(HasSubstr("Unknown time zone")));
  Use(DriftCheck::kWarn);
  EXPECT_EQ(PlanUnchanged(state).said, first);
}

TEST_F(PlanCheckTest, AnUnknownTimeZoneIsNotWorthAWordOfItsOwn) {
  ShowInPagerDuty({{0, 336, "PU1"}});
  incident().SetTimezone("Mars/Olympus");
  EXPECT_EQ(PlanUnchanged(Managed()).said, "");
}

TEST_F(PlanCheckTest, AForcedSyncOfAReplacedReplicaSettlesNothing) {
  ShowAnEdit();
  ReplicaModel state = Managed();
  incident().Change(ids::ReplicaId("rep1"),
                    [](incident::Replica& replica) { replica.last_synced_at.reset(); });
  const absl::Time made = world_.clock->Now() - absl::Hours(5);
  state.resynced_at = base::FormatInstant(made - absl::Minutes(1));
  EXPECT_THAT(PlanUnchanged(state).said,
              StartsWith("warning: PagerDuty \"Primary\" has never been synced\n"));
  Use(DriftCheck::kWarn);
  state.resynced_at = base::FormatInstant(made + absl::Hours(4));
  EXPECT_EQ(PlanUnchanged(state).said, absl::StrCat("warning", kEdit));
}

// ---- Previews

TEST_F(PlanCheckTest, PreviewsWhatACreateWouldChange) {
  ShowInPagerDuty({{0, 336, "PDAVE"}});
  incident().SetShifts({{absl::ZeroDuration(), absl::Hours(24), "U1"},
                        {absl::Hours(24), absl::Hours(36), ""},
                        {absl::Hours(36), absl::Hours(999), "U2"}});
  EXPECT_EQ(PlanCreate(ConfigFor("P1")).said,
            "warning: PagerDuty \"Primary\": 2 shifts would change hands\n"
            "The first sync would change whom PagerDuty shows in the next 14 days: 2\n"
            "shifts, 36 h in all.\n"
            "\n"
            "Nobody is on call in incident.io, and the fallback user PFALL would be\n"
            "shown (times of Europe/London):\n"
            "\n"
            "  When                            Length\n"
            "  Tue 3 Mar 09:00 to 21:00 (GMT)    12 h\n"
            "\n"
            "U2 has no PagerDuty account that incident.io knows of, and cannot be\n"
            "mirrored. Create the account with the same email address, or link the\n"
            "existing one to the person in the incident.io catalog. The catalog reads\n"
            "accounts every hour, so a new link can take that long.\n");
}

// Who Bob is there is not known, and Ann comes first.
TEST_F(PlanCheckTest, PreviewsSourcesInTheOrderOfTheSchedule) {
  Answer(200, R"({"finalTimeline": {"rotations": [{"id": "1", "periods": [
      {"startDate": "2026-03-02T09:00:00Z", "endDate": "2027-03-02T09:00:00Z",
       "responder": {"id": "JU1", "type": "user"}}]}]}})");
  oncall_ = world_.WithJsm();
  incident::NewReplica other = oncall::WantedOn("J2");
  other.provider = "jsm";
  incident().Change(incident().AddReplica(other, absl::Hours(5)), [](incident::Replica& replica) {
    replica.user_statuses = {{ids::UserId("U1"), ids::ExternalUserId("JU1")}};
  });
  // After the list and the schedule.
  incident().Expect({.status = 200,
                     .body = R"({"schedule_entries": {"final": [
    {"rotation_id": "R1", "layer_id": "L1", "start_at": "2026-03-02T09:00:00Z",
     "end_at": "2027-03-02T09:00:00Z", "user": {"id": "U1", "name": "Ann"}},
    {"rotation_id": "R1", "layer_id": "L2", "start_at": "2026-03-02T09:00:00Z",
     "end_at": "2027-03-02T09:00:00Z", "user": {"id": "U2", "name": "Bob"}}]}})",
                     .skip = 2});
  ReplicaModel config = ConfigFor("J1");
  config.replica_provider = "jsm";
  config.sources = tf::Set<SourceModel>{{"R1", "L2"}, {"R1", "L1"}};
  EXPECT_EQ(PlanCreate(config).said, "");
}

TEST_F(PlanCheckTest, SaysWhyThereIsNoPreview) {
  Answer(404, kUnknownSchedule);
  EXPECT_EQ(PlanCreate(ConfigFor("P1")).said,
            "warning: Cannot check mirror: PagerDuty P1\n"
            "GET /schedules/P1 answered 404: Not Found.\n\n"
            "So it is not known what the first sync would change. Check replica_provider_id, and "
            "that the credential is one of the account that has this schedule (pagerduty.token in "
            "the provider block, or the environment variable PAGERDUTY_TOKEN).\n");
}

TEST_F(PlanCheckTest, PreviewsWhatIncidentIoTellsWithoutACredential) {
  oncall_ = world_.Configured();
  incident().SetShifts(
      {{absl::ZeroDuration(), absl::Hours(24), "U1"}, {absl::Hours(36), absl::Hours(999), "U1"}});
  EXPECT_EQ(PlanCreate(ConfigFor("P1")).said,
            "warning: PagerDuty P1: the fallback would cover gaps\n"
            "How many shifts of the next 14 days would change hands is not known, since\n"
            "PagerDuty was not read.\n"
            "\n"
            "Nobody is on call in incident.io, and the fallback user PFALL would be\n"
            "shown (times of Europe/London):\n"
            "\n"
            "  When                            Length\n"
            "  Tue 3 Mar 09:00 to 21:00 (GMT)    12 h\n");
}

TEST_F(PlanCheckTest, PreviewsNothingInModeOff) {
  ShowInPagerDuty({{0, 336, "PDAVE"}});
  Use(DriftCheck::kOff);
  const Outcome outcome = PlanCreate(ConfigFor("P1"));
  EXPECT_EQ(outcome.said, "");
  EXPECT_THAT(outcome.requests, ElementsAre("GET /v2/schedules/S1/replicas"));
}

TEST_F(PlanCheckTest, TheRepeatAtApplyIsQuiet) {
  ShowInPagerDuty({{0, 336, "PDAVE"}});
  EXPECT_EQ(PlanCreate(ConfigFor("P1"), {.deferral_allowed = true}).said, "");
}

}  // namespace
}  // namespace schedule_replica
