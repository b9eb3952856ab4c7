// When a request is repeated and how long to wait before: the one place of that policy, as data and
// pure functions.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "resources/http/message.h"

namespace http {

struct RetryPolicy {
  // No attempt starts later than this after the first one.
  absl::Duration retry_timeout = absl::Minutes(5);
  // The bound of the first wait; it doubles with every attempt, up to `longest_backoff`.
  absl::Duration first_backoff = absl::Milliseconds(500);
  absl::Duration longest_backoff = absl::Seconds(30);
  // The least wait after a 429 that does not say how long; the backoff comes on top.
  absl::Duration throttled_without_hint = absl::Seconds(5);
  // The bounds of a wait that the API asks for.
  absl::Duration shortest_hint = absl::Seconds(1);
  absl::Duration longest_hint = absl::Minutes(1);
  // Attempts at a server that cannot be reached at all; an address with a typing error should not
  // take minutes.
  int unreachable_attempts = 5;
};

// Where one API says when to come back, besides Retry-After, which is always read first.
struct RetryHints {
  // Headers that hold a number of seconds from now, as PagerDuty's "ratelimit-reset".
  std::vector<std::string> seconds_headers;
  // Headers that hold a moment: a Unix time, as incident.io's "X-RateLimit-Reset", or a date to the
  // minute or the second, as Atlassian's.
  std::vector<std::string> moment_headers;
  // Reads the body; null when it says nothing. May be empty.
  std::function<std::optional<absl::Time>(const Response&)> from_body;
};

// Whether the request may be sent again after this outcome of its `attempt`th try (the first is 1).
// GET and DELETE may be repeated after any passing failure; everything else only when it surely had
// no effect: not sent, or refused by 429.
bool MayRepeat(const Request& request, const Answer& answer, int attempt,
               const RetryPolicy& policy);

// Whether the API says that the allowance is spent, which concerns everybody who shares it.
bool IsThrottled(const Answer& answer);

// Whether the API does not work or cannot be reached, rather than refusing or slowing down.
bool IsOutage(const Answer& answer);

// Whether the request may have had its effect although no answer says so: sent without an answer,
// 5xx or 408. Never for a GET.
bool LeavesDoubt(const Request& request, const Answer& answer);

// Exponential backoff with full jitter; `random` is uniform in [0, 1).
absl::Duration Backoff(int attempt, double random, const RetryPolicy& policy);

// How long the API asks to wait, within the policy's bounds; null when it does not say, or not
// legibly.
std::optional<absl::Duration> RetryAfter(const Response& response, const RetryHints& hints,
                                         absl::Time now, const RetryPolicy& policy);

// How long to wait before the next attempt: what the API asks for, otherwise Backoff, and after a
// 429 never less than the policy's least. `now` is the time of day.
absl::Duration WaitAfter(const Answer& answer, int attempt, double random, const RetryHints& hints,
                         absl::Time now, const RetryPolicy& policy);

// Reads the three forms of an HTTP date, and "UTC" in place of "GMT"; null for anything else.
std::optional<absl::Time> ParseHttpDate(std::string_view text);

}  // namespace http
