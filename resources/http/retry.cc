#include "resources/http/retry.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "absl/strings/ascii.h"
#include "base/time.h"
#include "resources/http/ascii.h"

namespace http {
namespace {

constexpr int kRequestTimeout = 408;
constexpr int kTooManyRequests = 429;

bool IsRepeatable(Method method) { return method == Method::kGet || method == Method::kDelete; }

bool MayRepeatAfter(const TransportError& error, Method method, int attempt,
                    const RetryPolicy& policy) {
  switch (error.kind) {
    case TransportErrorKind::kRefused:
    case TransportErrorKind::kResolve:
    case TransportErrorKind::kProxy:
    case TransportErrorKind::kTls:
      return attempt < policy.unreachable_attempts && (IsRepeatable(method) || !error.sent);
    case TransportErrorKind::kTimeout:
    case TransportErrorKind::kReset:
      return IsRepeatable(method) || !error.sent;
    case TransportErrorKind::kProxyDenied:
    case TransportErrorKind::kCertificate:
    case TransportErrorKind::kTooLarge:
    case TransportErrorKind::kMalformed:
    case TransportErrorKind::kCancelled:
    case TransportErrorKind::kOther:
      return false;
  }
  return false;
}

bool MayRepeatAfter(int status, Method method) {
  switch (status) {
    case kTooManyRequests:
      return true;
    case kRequestTimeout:
    case 500:
    case 502:
    case 503:
    case 504:
      return IsRepeatable(method);
    default:
      return false;
  }
}

// Seconds as digits with an optional fraction; neither signs nor "inf" nor anything in hexadecimal.
std::optional<absl::Duration> ParseSeconds(std::string_view text) {
  const std::string_view trimmed = TrimBlanks(text);
  double seconds = 0;
  const char* const end = trimmed.data() + trimmed.size();
  if (trimmed.empty() || trimmed.find_first_not_of("0123456789.") != std::string_view::npos ||
      std::from_chars(trimmed.data(), end, seconds).ptr != end) {
    return std::nullopt;
  }
  return absl::Seconds(seconds);
}

std::optional<absl::Time> ParseMoment(std::string_view text) {
  const std::string_view trimmed = TrimBlanks(text);
  if (const auto seconds = ParseSeconds(trimmed)) return absl::UnixEpoch() + *seconds;
  if (const auto instant = base::ParseInstant(trimmed)) return instant;
  // "2026-03-02T09:00Z"
  if (!trimmed.ends_with('Z')) return std::nullopt;
  return base::ParseInstant(Concat({trimmed.substr(0, trimmed.size() - 1), ":00Z"}));
}

// What `parse` makes of the first of these headers that it can read.
template <typename Parse>
auto FirstIn(const Response& response, const std::vector<std::string>& names, Parse parse)
    -> decltype(parse(std::string_view())) {
  for (const std::string& name : names) {
    const auto value = response.Find(name);
    if (!value) continue;
    if (auto parsed = parse(*value)) return parsed;
  }
  return std::nullopt;
}

// What the answer says, without bounds.
std::optional<absl::Duration> Hint(const Response& response, const RetryHints& hints,
                                   absl::Time now) {
  if (const auto header = response.Find("Retry-After")) {
    if (const auto seconds = ParseSeconds(*header)) return seconds;
    if (const auto date = ParseHttpDate(*header)) return *date - now;
  }
  // The other places describe the allowance, which matters only when it is spent.
  if (response.status != kTooManyRequests) return std::nullopt;
  if (hints.from_body) {
    if (const auto moment = hints.from_body(response)) return *moment - now;
  }
  if (const auto seconds = FirstIn(response, hints.seconds_headers, ParseSeconds)) return seconds;
  if (const auto moment = FirstIn(response, hints.moment_headers, ParseMoment)) {
    return *moment - now;
  }
  return std::nullopt;
}

}  // namespace

bool MayRepeat(const Request& request, const Answer& answer, int attempt,
               const RetryPolicy& policy) {
  if (!answer) return MayRepeatAfter(answer.error(), request.method, attempt, policy);
  return MayRepeatAfter(answer->status, request.method);
}

bool IsThrottled(const Answer& answer) { return answer && answer->status == kTooManyRequests; }

bool LeavesDoubt(const Request& request, const Answer& answer) {
  if (request.method == Method::kGet) return false;
  if (!answer) return answer.error().sent;
  return answer->status >= 500 || answer->status == kRequestTimeout;
}

absl::Duration Backoff(int attempt, double random, const RetryPolicy& policy) {
  // The exponent is bounded, so that the power is finite however long somebody keeps trying.
  const double doublings = std::exp2(std::min(attempt - 1, 30));
  return random * std::min(policy.first_backoff * doublings, policy.longest_backoff);
}

std::optional<absl::Duration> RetryAfter(const Response& response, const RetryHints& hints,
                                         absl::Time now, const RetryPolicy& policy) {
  // A moment is the server's, so it is compared with the server's clock where that is known.
  const auto server_date = response.Find("Date");
  const auto server_now = server_date ? ParseHttpDate(*server_date) : std::nullopt;
  const auto hint = Hint(response, hints, server_now.value_or(now));
  if (!hint) return std::nullopt;
  return std::clamp(*hint, policy.shortest_hint, policy.longest_hint);
}

bool IsOutage(const Answer& answer) {
  if (answer) return answer->status >= 500;
  switch (answer.error().kind) {
    case TransportErrorKind::kRefused:
    case TransportErrorKind::kResolve:
    case TransportErrorKind::kTls:
    case TransportErrorKind::kTimeout:
    case TransportErrorKind::kReset:
      return true;
    default:
      return false;
  }
}

absl::Duration WaitAfter(const Answer& answer, int attempt, double random, const RetryHints& hints,
                         absl::Time now, const RetryPolicy& policy) {
  if (answer) {
    if (const auto hint = RetryAfter(*answer, hints, now, policy)) return *hint;
  }
  const absl::Duration backoff = Backoff(attempt, random, policy);
  return IsThrottled(answer) ? policy.throttled_without_hint + backoff : backoff;
}

std::optional<absl::Time> ParseHttpDate(std::string_view text) {
  // Abseil's parser skips blanks and knows infinities; neither is part of a date.
  if (text.empty() || absl::ascii_isspace(static_cast<unsigned char>(text.front())) ||
      absl::ascii_isspace(static_cast<unsigned char>(text.back()))) {
    return std::nullopt;
  }
  for (const char* format : {"%a, %d %b %Y %H:%M:%S GMT", "%a, %d %b %Y %H:%M:%S UTC",
                             "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"}) {
    absl::Time time;
    if (absl::ParseTime(format, std::string(text), &time, nullptr) &&
        time != absl::InfiniteFuture() && time != absl::InfinitePast()) {
      return time;
    }
  }
  return std::nullopt;
}

}  // namespace http
