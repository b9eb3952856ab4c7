#include "resources/http/api_error.h"

#include <gtest/gtest.h>

namespace http {
namespace {

const Request kPost{Method::kPost, "/v2/schedules/01ABC/replicas"};

ApiError OfStatus(int status, std::string body = "", std::vector<Header> headers = {}) {
  return ToApiError(kPost, {Response{status, std::move(headers), std::move(body)}, 1});
}

ApiError OfFailure(TransportErrorKind kind) {
  return ToApiError(kPost, {tl::make_unexpected(TransportError{kind, "it failed", true}), 3});
}

TEST(ToApiError, NamesTheKindOfEveryStatus) {
  const struct {
    int status;
    ApiErrorKind kind;
  } kCases[] = {
      {301, ApiErrorKind::kGarbled},     {400, ApiErrorKind::kInvalid},
      {401, ApiErrorKind::kDenied},      {402, ApiErrorKind::kDenied},
      {403, ApiErrorKind::kDenied},      {404, ApiErrorKind::kNotFound},
      {405, ApiErrorKind::kInvalid},     {408, ApiErrorKind::kUnavailable},
      {409, ApiErrorKind::kConflict},    {410, ApiErrorKind::kInvalid},
      {412, ApiErrorKind::kConflict},    {422, ApiErrorKind::kInvalid},
      {429, ApiErrorKind::kThrottled},   {500, ApiErrorKind::kUnavailable},
      {503, ApiErrorKind::kUnavailable}, {599, ApiErrorKind::kUnavailable},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(OfStatus(c.status).kind, c.kind) << c.status;
    EXPECT_EQ(OfStatus(c.status).status, c.status);
  }
}

TEST(ToApiError, NamesTheKindOfEveryFailure) {
  EXPECT_EQ(OfFailure(TransportErrorKind::kCancelled).kind, ApiErrorKind::kCancelled);
  EXPECT_EQ(OfFailure(TransportErrorKind::kTooLarge).kind, ApiErrorKind::kGarbled);
  EXPECT_EQ(OfFailure(TransportErrorKind::kMalformed).kind, ApiErrorKind::kGarbled);
  EXPECT_EQ(OfFailure(TransportErrorKind::kRefused).kind, ApiErrorKind::kUnavailable);
  EXPECT_EQ(OfFailure(TransportErrorKind::kCertificate).kind, ApiErrorKind::kUnavailable);
  EXPECT_EQ(OfFailure(TransportErrorKind::kReset).message, "it failed");
  EXPECT_EQ(OfFailure(TransportErrorKind::kReset).status, 0);

  const TransportError unwritable{TransportErrorKind::kMalformed, "a header has two lines", false};
  EXPECT_EQ(ToApiError(kPost, {tl::make_unexpected(unwritable), 1}).kind, ApiErrorKind::kInvalid);
}

TEST(ToApiError, KeepsWhatWasTriedAndHowOften) {
  CallError call{Response{503, {{"X-Request-Id", "abc"}}, ""}, 4, true, true};
  const ApiError error = ToApiError(kPost, call);
  EXPECT_EQ(error.tried, "POST /v2/schedules/01ABC/replicas");
  EXPECT_EQ(error.attempts, 4);
  EXPECT_TRUE(error.outcome_unknown);
  EXPECT_TRUE(error.out_of_time);
  EXPECT_EQ(error.request_id, "abc");
  EXPECT_EQ(error.message, "HTTP status 503");
}

TEST(ToApiError, RepeatsPlainTextButNoPage) {
  EXPECT_EQ(
      OfStatus(403, "Blocked by\nthe proxy\x1b[31m", {{"Content-Type", "text/plain"}}).message,
      "Blocked by the proxy [31m");
  EXPECT_EQ(OfStatus(502, "<html>Bad</html>", {{"Content-Type", "text/html"}}).message,
            "HTTP status 502");
}

TEST(ToApiError, SaysWhereARedirectPoints) {
  EXPECT_EQ(
      OfStatus(302, "", {{"Location", "https://evil.example.com/"}}).message,
      "the answer is a redirect to https://evil.example.com/, and redirects are not followed");
  EXPECT_EQ(OfStatus(302).message,
            "the answer is a redirect to an unknown place, and redirects are not followed");
}

TEST(Garbled, LeavesTheOutcomeOfAWriteUnknown) {
  const Response response{201, {{"Request-Id", "r1"}}, "{}"};
  const ApiError error = Garbled(kPost, response, "schedule_replica is missing");
  EXPECT_EQ(error.kind, ApiErrorKind::kGarbled);
  EXPECT_EQ(error.status, 201);
  EXPECT_EQ(error.message, "schedule_replica is missing");
  EXPECT_EQ(error.request_id, "r1");
  EXPECT_TRUE(error.outcome_unknown);
  EXPECT_FALSE(Garbled({Method::kGet, "/"}, response, "x").outcome_unknown);
}

TEST(RefuseEmptyId, RefusesAPathThatHasLostAnId) {
  for (const char* path : {"/v2/schedules/", "/v2/schedules//replicas"}) {
    const auto error = RefuseEmptyId({Method::kGet, path});
    ASSERT_TRUE(error) << path;
    EXPECT_EQ(error->kind, ApiErrorKind::kInvalid);
    EXPECT_EQ(error->message, "the id is empty");
    EXPECT_EQ(error->tried, std::string("GET ") + path);
    EXPECT_EQ(error->attempts, 0);
  }
  EXPECT_FALSE(RefuseEmptyId({Method::kGet, "/v2/schedules/S1/replicas"}));
}

}  // namespace
}  // namespace http
