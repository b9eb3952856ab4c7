#include "resources/oncall/error_text.h"

#include "gtest/gtest.h"

namespace oncall {
namespace {

using http::ApiError;
using http::ApiErrorKind;

ApiError Answered(ApiErrorKind kind, int status, const std::string& message) {
  ApiError error;
  error.kind = kind;
  error.status = status;
  error.message = message;
  error.tried = "GET /v2/schedules/S1";
  return error;
}

TEST(ErrorDetail, PutsTheRequestIdLast) {
  ApiError error = Answered(ApiErrorKind::kNotFound, 404, "No such schedule.");
  error.request_id = "req-1";
  EXPECT_EQ(ErrorDetail(error),
            "GET /v2/schedules/S1 answered 404: No such schedule.\n\n"
            "Check the id, and that the API key belongs to the organisation that has it.\n\n"
            "Request id: req-1");
}

TEST(ErrorDetail, SaysHowOftenItWasTried) {
  ApiError error = Answered(ApiErrorKind::kUnavailable, 0, "the connection was refused");
  error.attempts = 5;
  EXPECT_EQ(ErrorDetail(error),
            "GET /v2/schedules/S1 brought no answer after 5 attempts: the connection was "
            "refused.\n\n"
            "Check the network and endpoint in the provider block, then try again.");
}

TEST(ErrorDetail, CountsFromTheSecondAttempt) {
  ApiError error = Answered(ApiErrorKind::kUnavailable, 503, "HTTP status 503");
  EXPECT_EQ(WhatHappened(error), "GET /v2/schedules/S1 answered 503.");
  error.attempts = 2;
  EXPECT_EQ(WhatHappened(error), "GET /v2/schedules/S1 answered 503 after 2 attempts.");
}

TEST(WhatToDo, AsksForACredentialWithoutWhichNothingWasAsked) {
  EXPECT_EQ(WhatToDo(Answered(ApiErrorKind::kDenied, 0, "no api_key")),
            "Provide it, and run the command again.");
}

TEST(WhatToDo, SaysThatAnInterruptedCommandIsToBeRunAgain) {
  const ApiError cancelled = Answered(ApiErrorKind::kCancelled, 0, "interrupted");
  EXPECT_EQ(WhatToDo(cancelled), "Run the command again to finish.");
  EXPECT_EQ(WhatToDo(cancelled, "pagerduty"), "Run the command again.");
}

TEST(WhatToDo, NamesAttributeAndVariableWhenTheKeyIsNotAccepted) {
  EXPECT_EQ(WhatToDo(Answered(ApiErrorKind::kDenied, 401, "who are you")),
            "The API key is not accepted: check api_key in the provider block, or the environment "
            "variable INCIDENT_API_KEY.");
}

TEST(WhatToDo, AsksForARoleWhenTheKeyMayNotDoIt) {
  http::ApiError error = Answered(ApiErrorKind::kDenied, 403, "no");
  error.tried = "GET /v2/schedules";
  EXPECT_EQ(WhatToDo(error),
            "The API key may not read this. It needs schedules_reader for schedules and "
            "replicas, viewer for users and catalog_viewer for the catalog. Give it that role, "
            "or use another key (api_key in the provider block, or the environment variable "
            "INCIDENT_API_KEY).");
  error.tried = "POST /v2/schedules/S1/replicas";
  EXPECT_EQ(WhatToDo(error),
            "The API key may not change this. Give it the role schedules_editor, or use "
            "another key (api_key in the provider block, or the environment variable "
            "INCIDENT_API_KEY).");
}

TEST(WhatToDo, DoesNotDoubtAnIdThatNobodyHasGiven) {
  EXPECT_EQ(WhatToDoAboutList(Answered(ApiErrorKind::kNotFound, 404, "no such page")),
            "incident.io always has this list. Check endpoint in the provider block, and whether a "
            "proxy answers in its place.");
  const ApiError denied = Answered(ApiErrorKind::kDenied, 403, "not yours");
  EXPECT_EQ(WhatToDoAboutList(denied), WhatToDo(denied));
}

TEST(NoAccessDetail, NamesWhatIsMissingOrNotKnownYet) {
  EXPECT_EQ(NoAccessDetail({}),
            "incident.io cannot be asked without an API key. Set api_key in the provider block, or "
            "the environment variable INCIDENT_API_KEY.");
  EXPECT_EQ(NoAccessDetail({NoAccess::Reason::kUnknown, "endpoint", "INCIDENT_ENDPOINT"}),
            "incident.io cannot be asked yet: endpoint in the provider block is only known after "
            "apply. Apply what it comes from first, with -target.");
}

TEST(WhatToDo, NamesTheCredentialOfAnExternalSystem) {
  EXPECT_EQ(WhatToDo(Answered(ApiErrorKind::kDenied, 401, "no"), "pagerduty"),
            "PagerDuty does not accept the credential: check pagerduty.token in the provider "
            "block, or the environment variable PAGERDUTY_TOKEN, and that pagerduty.region is that "
            "of the account.");
  EXPECT_EQ(WhatToDo(Answered(ApiErrorKind::kInvalid, 400, "no"), "opsgenie"),
            "Check replica_provider_id and opsgenie.region in the provider block.");
  EXPECT_EQ(WhatToDo(Answered(ApiErrorKind::kInvalid, 400, "no"), "jsm"),
            "Check replica_provider_id and the site (jsm.cloud_id in the provider block, or the "
            "environment variable ATLASSIAN_OPS_CLOUD_ID).");
  EXPECT_EQ(WhatToDo(Answered(ApiErrorKind::kDenied, 401, "no"), "jira"),
            "Jira Service Management does not accept the credential: check jsm.email and "
            "jsm.api_token in the provider block, or the environment variables "
            "ATLASSIAN_OPS_API_EMAIL_ADDRESS and ATLASSIAN_OPS_API_TOKEN.");
  EXPECT_EQ(WhatToDo(Answered(ApiErrorKind::kNotFound, 404, "no"), "jsm"),
            "Check replica_provider_id, the site (jsm.cloud_id in the provider block, or the "
            "environment variable ATLASSIAN_OPS_CLOUD_ID), and that the credential is one of that "
            "site (jsm.email and jsm.api_token in the provider block, or the environment variables "
            "ATLASSIAN_OPS_API_EMAIL_ADDRESS and ATLASSIAN_OPS_API_TOKEN).");
  EXPECT_EQ(WhatToDo(Answered(ApiErrorKind::kNotFound, 404, "no"), "opsgenie"),
            "Check replica_provider_id, and that the credential is one of the account that has "
            "this schedule (opsgenie.api_key in the provider block, or the environment variable "
            "OPSGENIE_API_KEY).");
  EXPECT_EQ(WhatToDo(Answered(ApiErrorKind::kDenied, 403, "no"), "opsgenie"),
            "The credential may not read this schedule. Give it read access, or use another one "
            "(opsgenie.api_key in the provider block, or the environment variable "
            "OPSGENIE_API_KEY).");
  EXPECT_EQ(WhatToDo(Answered(ApiErrorKind::kUnavailable, 0, "refused"), "pagerduty"),
            "Check the network and pagerduty.endpoint in the provider block, then try again.");
}

TEST(WhatToDo, AsksToReadAgainWhatWasOnlyRead) {
  ApiError refused = Answered(ApiErrorKind::kInvalid, 422, "bad zone");
  EXPECT_EQ(WhatToDo(refused), "Correct what the API refuses, and run the command again.");
  ApiError changed = Answered(ApiErrorKind::kConflict, 409, "not now");
  EXPECT_EQ(WhatToDo(changed),
            "Something else has changed it at the same time. Run the command again.");
  refused.tried = changed.tried = "POST /v2/schedules/S1/replicas";
  EXPECT_EQ(WhatToDo(refused), "Correct what the API refuses, and apply again.");
  EXPECT_EQ(WhatToDo(changed),
            "Something else has changed it at the same time. Plan and apply again.");
}

TEST(ErrorDetail, SaysTheStatusOnce) {
  EXPECT_EQ(WhatHappened(Answered(ApiErrorKind::kUnavailable, 503, "HTTP status 503")),
            "GET /v2/schedules/S1 answered 503.");
}

TEST(ToSummary, EndsAtSixtyColumnsOnOneLine) {
  EXPECT_EQ(ToSummary("Schedule A\x1b\nB does not exist"), "Schedule A B does not exist");
  EXPECT_EQ(ToSummary(std::string(60, 'x')), std::string(60, 'x'));
  EXPECT_EQ(ToSummary(std::string(61, 'x')), std::string(57, 'x') + "...");
}

TEST(WhatToDo, HasAnAnswerForEveryKind) {
  for (const auto kind :
       {ApiErrorKind::kNotFound, ApiErrorKind::kDenied, ApiErrorKind::kThrottled,
        ApiErrorKind::kInvalid, ApiErrorKind::kConflict, ApiErrorKind::kUnavailable,
        ApiErrorKind::kGarbled, ApiErrorKind::kCancelled}) {
    EXPECT_TRUE(WhatToDo(Answered(kind, 500, "it failed")).ends_with("."));
    EXPECT_TRUE(WhatToDo(Answered(kind, 0, "it failed")).ends_with("."));
    EXPECT_TRUE(WhatToDo(Answered(kind, 500, "it failed"), "pagerduty").ends_with("."));
  }
}

}  // namespace
}  // namespace oncall
