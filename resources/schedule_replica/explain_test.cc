#include "resources/schedule_replica/explain.h"

#include "gtest/gtest.h"
#include "resources/schedule_replica/testing/replica_test.h"

namespace schedule_replica {
namespace {

const oncall::Target kTarget{"pagerduty", ids::ExternalScheduleId("P1")};

http::ApiError Refusal() {
  http::ApiError error;
  error.kind = http::ApiErrorKind::kInvalid;
  error.status = 422;
  error.message = "two things are wrong";
  error.tried = "POST /v2/schedules/S1/replicas";
  error.request_id = "req-1";
  return error;
}

TEST(Summary, IsNeverLongerThanALine) {
  EXPECT_EQ(Summary("Cannot create replica", kTarget), "Cannot create replica: PagerDuty P1");
  EXPECT_EQ(Summary("Cannot create replica",
                    {"jsm", ids::ExternalScheduleId("3a1f6d0e-5b1c-4d8e-9f0a-2b7c6d5e4f30")}),
            "Cannot create replica: 3a1f6d0e-5b1c-4d8e-9f0a-2b7c6d5e4f30");
  EXPECT_LE(
      Summary("Cannot create replica", {"jsm", ids::ExternalScheduleId(std::string(500, 'x'))})
          .size(),
      60U);
}

TEST(Label, ShowsNoTerminalEscapes) {
  EXPECT_EQ(Label({"pagerduty", ids::ExternalScheduleId("P\x1b[31m1")}), "PagerDuty P [31m1");
}

TEST(ExplainError, GivesEachNamedArgumentItsOwnError) {
  http::ApiError error = Refusal();
  error.fields = {{"/schedule_replica/sources/0/layer_id", "no such layer"},
                  {"mirror_window_days", "too far"},
                  {"something_new", "is odd"}};
  tf::Diagnostics diagnostics;
  ExplainError(error, "Cannot create replica: PagerDuty P1", "", diagnostics);
  EXPECT_EQ(Said(diagnostics),
            "error: Cannot create replica: PagerDuty P1 [sources]\n"
            "POST /v2/schedules/S1/replicas answered 422: two things are wrong.\n\n"
            "Correct sources: no such layer.\n\nRequest id: req-1\n"
            "error: Cannot create replica: PagerDuty P1 [mirror_window_days]\n"
            "POST /v2/schedules/S1/replicas answered 422: two things are wrong.\n\n"
            "Correct mirror_window_days: too far.\n\nRequest id: req-1\n");
}

TEST(ExplainError, SpeaksOfTheResourceWhenNoArgumentIsNamed) {
  http::ApiError error = Refusal();
  error.fields = {{"something_new", "is odd"}};
  tf::Diagnostics diagnostics;
  ExplainError(error, "Cannot create replica: PagerDuty P1", "", diagnostics);
  EXPECT_EQ(Said(diagnostics),
            "error: Cannot create replica: PagerDuty P1\n"
            "POST /v2/schedules/S1/replicas answered 422: two things are wrong.\n\n"
            "Correct what the API refuses, and apply again.\n\nRequest id: req-1\n");
}

TEST(ExplainNotMade, ListsTheReplicasBetweenWhichItCannotChoose) {
  NotMade not_made{Refusal(), oncall::NotLanded{}};
  for (const char* id : {"rep1", "rep2"}) {
    incident::Replica replica;
    replica.id = ids::ReplicaId(id);
    replica.schedule_id = ids::ScheduleId("S1");
    replica.created_at = absl::FromUnixSeconds(1772442000);
    not_made.unsettled->candidates.push_back(replica);
  }
  tf::Diagnostics diagnostics;
  ExplainNotMade(not_made, "Cannot create replica: PagerDuty P1", "", diagnostics);
  EXPECT_EQ(Said(diagnostics),
            "error: Cannot create replica: PagerDuty P1\n"
            "POST /v2/schedules/S1/replicas answered 422: two things are wrong.\n\n"
            "The schedule has several new replicas with these arguments, and which of them came of "
            "this request cannot be told. Import one of them, with the name of your resource in "
            "place of NAME, and delete the others in incident.io:\n"
            "  terraform import incident_schedule_replica.NAME 'S1:rep1'  # created at "
            "2026-03-02T09:00:00Z\n"
            "  terraform import incident_schedule_replica.NAME 'S1:rep2'  # created at "
            "2026-03-02T09:00:00Z\n\n"
            "Request id: req-1\n");
}

TEST(ExplainNotMade, SaysWhenTheReplicasCouldNotBeListed) {
  http::ApiError unreadable = Refusal();
  unreadable.tried = "GET /v2/schedules/S1/replicas";
  unreadable.status = 503;
  unreadable.message = "it is down";
  tf::Diagnostics diagnostics;
  ExplainNotMade({Refusal(), oncall::NotLanded{unreadable, {}}}, "Cannot create replica", "",
                 diagnostics);
  EXPECT_EQ(Said(diagnostics),
            "error: Cannot create replica\n"
            "POST /v2/schedules/S1/replicas answered 422: two things are wrong.\n\n"
            "The replica may have been created all the same: the schedule's replicas could not be "
            "listed. GET /v2/schedules/S1/replicas answered 503: it is down. Apply again: a "
            "replica that is there by then is adopted instead of created a second time.\n\n"
            "Request id: req-1\n");
}

TEST(ExplainNoAccess, NamesTheValueThatIsNotKnownYet) {
  tf::Diagnostics diagnostics;
  ExplainNoAccess({.reason = oncall::NoAccess::Reason::kUnknown, .attribute = "endpoint"},
                  "Cannot import replica", diagnostics);
  EXPECT_EQ(Said(diagnostics),
            "error: Cannot import replica\n"
            "incident.io cannot be asked yet: endpoint in the provider block is only known after "
            "apply. Apply what it comes from first, with -target.\n");
}

}  // namespace
}  // namespace schedule_replica
