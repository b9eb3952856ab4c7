#include "resources/http/retry.h"

#include <gtest/gtest.h>

namespace http {
namespace {

using Kind = TransportErrorKind;

Answer Status(int status, std::vector<Header> headers = {}) {
  return Response{status, std::move(headers), ""};
}
Answer Failure(Kind kind, bool sent) {
  return tl::make_unexpected(TransportError{kind, "it failed", sent});
}

// 2026-03-02T09:00:00Z, a Monday.
const absl::Time kNow = absl::FromUnixSeconds(1772442000);

TEST(MayRepeat, FollowsTheStatusAndTheMethod) {
  const struct {
    int status;
    bool get, del, post;
  } kCases[] = {
      {301, false, false, false}, {400, false, false, false}, {401, false, false, false},
      {403, false, false, false}, {404, false, false, false}, {408, true, true, false},
      {409, false, false, false}, {422, false, false, false}, {429, true, true, true},
      {500, true, true, false},   {501, false, false, false}, {502, true, true, false},
      {503, true, true, false},   {504, true, true, false},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(MayRepeat({Method::kGet}, Status(c.status), 1, {}), c.get) << c.status;
    EXPECT_EQ(MayRepeat({Method::kDelete}, Status(c.status), 1, {}), c.del) << c.status;
    EXPECT_EQ(MayRepeat({Method::kPost}, Status(c.status), 1, {}), c.post) << c.status;
  }
}

TEST(MayRepeat, RepeatsAPostOnlyWhenItWasNotSent) {
  for (const Kind kind : {Kind::kTimeout, Kind::kReset}) {
    EXPECT_TRUE(MayRepeat({Method::kPost}, Failure(kind, false), 1, {}));
    EXPECT_FALSE(MayRepeat({Method::kPost}, Failure(kind, true), 1, {}));
    EXPECT_TRUE(MayRepeat({Method::kGet}, Failure(kind, true), 1, {}));
    EXPECT_TRUE(MayRepeat({Method::kDelete}, Failure(kind, true), 1, {}));
  }
  EXPECT_TRUE(MayRepeat({Method::kPost}, Failure(Kind::kRefused, false), 1, {}));
  EXPECT_FALSE(MayRepeat({Method::kPost}, Failure(Kind::kRefused, true), 1, {}));
}

TEST(MayRepeat, GivesUpSoonOnAServerThatCannotBeReached) {
  for (const Kind kind : {Kind::kRefused, Kind::kResolve, Kind::kProxy, Kind::kTls}) {
    EXPECT_TRUE(MayRepeat({Method::kGet}, Failure(kind, false), 4, {}));
    EXPECT_FALSE(MayRepeat({Method::kGet}, Failure(kind, false), 5, {}));
  }
}

TEST(MayRepeat, NeverRepeatsWhatWouldFailTheSameWay) {
  for (const Kind kind : {Kind::kProxyDenied, Kind::kCertificate, Kind::kTooLarge, Kind::kMalformed,
                          Kind::kCancelled, Kind::kOther}) {
    EXPECT_FALSE(MayRepeat({Method::kGet}, Failure(kind, false), 1, {}));
  }
}

TEST(LeavesDoubt, OnlyAfterARequestThatChangesSomething) {
  EXPECT_FALSE(LeavesDoubt({Method::kGet}, Failure(Kind::kReset, true)));
  EXPECT_TRUE(LeavesDoubt({Method::kPost}, Failure(Kind::kReset, true)));
  EXPECT_FALSE(LeavesDoubt({Method::kPost}, Failure(Kind::kRefused, false)));
  for (const int status : {408, 500, 502, 504}) {
    EXPECT_TRUE(LeavesDoubt({Method::kPost}, Status(status))) << status;
    EXPECT_FALSE(LeavesDoubt({Method::kGet}, Status(status))) << status;
  }
  for (const int status : {302, 400, 404, 409, 422, 429}) {
    EXPECT_FALSE(LeavesDoubt({Method::kPost}, Status(status))) << status;
  }
}

TEST(IsOutage, IsAServerThatFailsOrIsNotReached) {
  for (const int status : {500, 502, 503, 504}) EXPECT_TRUE(IsOutage(Status(status))) << status;
  for (const int status : {200, 404, 408, 429, 499}) {
    EXPECT_FALSE(IsOutage(Status(status))) << status;
  }
  for (const Kind kind :
       {Kind::kRefused, Kind::kResolve, Kind::kTls, Kind::kTimeout, Kind::kReset}) {
    EXPECT_TRUE(IsOutage(Failure(kind, false)));
  }
  for (const Kind kind : {Kind::kProxyDenied, Kind::kCertificate, Kind::kTooLarge, Kind::kMalformed,
                          Kind::kCancelled, Kind::kOther}) {
    EXPECT_FALSE(IsOutage(Failure(kind, false)));
  }
}

TEST(Backoff, DoublesUpToItsBoundWithFullJitter) {
  const RetryPolicy policy;
  EXPECT_EQ(Backoff(1, 0.0, policy), absl::ZeroDuration());
  EXPECT_EQ(Backoff(1, 0.5, policy), absl::Milliseconds(250));
  EXPECT_EQ(Backoff(2, 0.5, policy), absl::Milliseconds(500));
  EXPECT_EQ(Backoff(6, 0.5, policy), absl::Seconds(8));
  EXPECT_EQ(Backoff(7, 0.5, policy), absl::Seconds(15));
  EXPECT_EQ(Backoff(1'000'000, 0.5, policy), absl::Seconds(15));
}

TEST(RetryAfter, ReadsSecondsAndDatesWithinBounds) {
  const struct {
    std::string_view header;
    std::optional<absl::Duration> wait;
  } kCases[] = {
      {"7", absl::Seconds(7)},
      {" 7 ", absl::Seconds(7)},
      {"1.5", absl::Seconds(1.5)},
      {"0", absl::Seconds(1)},
      {"61", absl::Minutes(1)},
      {"99999999999999999999", absl::Minutes(1)},
      {"Mon, 02 Mar 2026 09:00:20 GMT", absl::Seconds(20)},
      {"Mon, 02 Mar 2026 09:00:20 UTC", absl::Seconds(20)},
      {"Monday, 02-Mar-26 09:00:20 GMT", absl::Seconds(20)},
      {"Mon Mar  2 09:00:20 2026", absl::Seconds(20)},
      {"Mon, 02 Mar 2026 08:00:00 GMT", absl::Seconds(1)},
      {"Mon, 02 Mar 2099 09:00:00 GMT", absl::Minutes(1)},
      {"", std::nullopt},
      {"-5", std::nullopt},
      {"inf", std::nullopt},
      {"0x10", std::nullopt},
      {"1e9", std::nullopt},
      {"1.2.3", std::nullopt},
      {".", std::nullopt},
      {"soon", std::nullopt},
      {"infinite-future", std::nullopt},
      {"Mon, 02 Mar 2026", std::nullopt},
  };
  for (const auto& c : kCases) {
    const Response response{429, {{"Retry-After", std::string(c.header)}}, ""};
    EXPECT_EQ(RetryAfter(response, {}, kNow, {}), c.wait) << c.header;
  }
  EXPECT_EQ(RetryAfter({429}, {}, kNow, {}), std::nullopt);
}

TEST(RetryAfter, MeasuresADateByTheServersClock) {
  const Response response{
      503,
      {{"Date", "Mon, 02 Mar 2026 12:00:00 GMT"}, {"Retry-After", "Mon, 02 Mar 2026 12:00:05 GMT"}},
      ""};
  EXPECT_EQ(RetryAfter(response, {}, kNow, {}), absl::Seconds(5));
}

TEST(RetryAfter, PrefersTheHeaderThenTheBodyThenTheVendorsHeaders) {
  RetryHints hints;
  hints.seconds_headers = {"ratelimit-reset"};
  hints.moment_headers = {"X-RateLimit-Reset"};
  Response response{429, {{"X-RateLimit-Reset", "1772442040"}}, ""};
  EXPECT_EQ(RetryAfter(response, hints, kNow, {}), absl::Seconds(40));
  response.headers.push_back({"Ratelimit-Reset", "30"});
  EXPECT_EQ(RetryAfter(response, hints, kNow, {}), absl::Seconds(30));
  hints.from_body = [](const Response&) { return kNow + absl::Seconds(20); };
  EXPECT_EQ(RetryAfter(response, hints, kNow, {}), absl::Seconds(20));
  response.headers.push_back({"Retry-After", "10"});
  EXPECT_EQ(RetryAfter(response, hints, kNow, {}), absl::Seconds(10));
}

TEST(RetryAfter, ReadsAMomentAsUnixTimeAndAsADate) {
  RetryHints hints;
  hints.moment_headers = {"X-RateLimit-Reset"};
  const struct {
    std::string_view header;
    std::optional<absl::Duration> wait;
  } kCases[] = {
      {"1772442040", absl::Seconds(40)},
      {"1772442000", absl::Seconds(1)},
      {"2026-03-02T09:00:40Z", absl::Seconds(40)},
      {"2026-03-02T09:01Z", absl::Seconds(60)},
      {"2026-03-02T09:01X", std::nullopt},
      {"2026-03-02T09:01", std::nullopt},
      {"Z", std::nullopt},
      {"tomorrow", std::nullopt},
  };
  for (const auto& c : kCases) {
    const Response response{429, {{"X-RateLimit-Reset", std::string(c.header)}}, ""};
    EXPECT_EQ(RetryAfter(response, hints, kNow, {}), c.wait) << c.header;
  }
}

TEST(RetryAfter, TakesTheFirstOfTheVendorsHeadersThatItCanRead) {
  RetryHints hints;
  hints.seconds_headers = {"X-RateLimit-Period", "ratelimit-reset"};
  const Response response{429, {{"X-RateLimit-Period", "soon"}, {"ratelimit-reset", "30"}}, ""};
  EXPECT_EQ(RetryAfter(response, hints, kNow, {}), absl::Seconds(30));
}

TEST(WaitAfter, TakesTheHintAndOtherwiseTheBackoff) {
  const auto wait = [](const Answer& answer, int attempt) {
    return WaitAfter(answer, attempt, 0.5, {}, kNow, {});
  };
  EXPECT_EQ(wait(Status(503, {{"Retry-After", "7"}}), 1), absl::Seconds(7));
  EXPECT_EQ(wait(Status(503), 2), absl::Milliseconds(500));
  EXPECT_EQ(wait(Failure(Kind::kReset, true), 1), absl::Milliseconds(250));
}

TEST(WaitAfter, NeverComesBackAtOnceAfterA429) {
  const auto wait = [](const Answer& answer, double random) {
    return WaitAfter(answer, 1, random, {}, kNow, {});
  };
  EXPECT_EQ(wait(Status(429, {{"Retry-After", "2"}}), 0), absl::Seconds(2));
  EXPECT_EQ(wait(Status(429), 0), absl::Seconds(5));
  EXPECT_EQ(wait(Status(429), 0.5), absl::Milliseconds(5250));
}

TEST(RetryAfter, TakesTheVendorsHeadersOnlyWhenTheAllowanceIsSpent) {
  RetryHints hints;
  hints.seconds_headers = {"ratelimit-reset"};
  EXPECT_EQ(RetryAfter({503, {{"ratelimit-reset", "30"}}, ""}, hints, kNow, {}), std::nullopt);
}

TEST(ParseHttpDate, RefusesWhatIsNoDate) {
  EXPECT_EQ(ParseHttpDate("Mon, 02 Mar 2026 09:00:00 GMT"), kNow);
  for (const char* text : {"", " Mon, 02 Mar 2026 09:00:00 GMT", "Mon, 02 Mar 2026 09:00:00 GMT ",
                           "Mon, 02 Mar 2026 09:00:00 CET", "2026-03-02T09:00:00Z", "infinite-past",
                           "Mon, 42 Mar 2026 09:00:00 GMT"}) {
    EXPECT_EQ(ParseHttpDate(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace http
