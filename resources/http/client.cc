#include "resources/http/client.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>
#include <utility>

#include "base/log.h"
#include "base/text.h"
#include "resources/http/curl_transport.h"

namespace http {
namespace {

constexpr absl::Duration kWorthALine = absl::Seconds(2);
// For a request that only sees whether an outage has ended.
constexpr absl::Duration kSecondLook = absl::Seconds(5);

double SystemRandom() {
  // Spreads retries and nothing else, so the time and the thread are seed enough.
  thread_local std::minstd_rand generator(static_cast<unsigned>(
      std::chrono::steady_clock::now().time_since_epoch().count() ^
      static_cast<long>(std::hash<std::thread::id>{}(std::this_thread::get_id()))));
  return std::uniform_real_distribution<double>(0, 1)(generator);
}

std::string Describe(const Answer& answer) {
  return answer ? "status " + std::to_string(answer->status) : answer.error().message;
}

// Writes a line about a wait that is worth one; answers whether it was.
bool LogWait(const Request& request, absl::Duration wait, const CallError& so_far) {
  if (wait <= kWorthALine) return false;
  LOG_AT(base::LogLevel::kInfo, "waiting before the next attempt",
         {{"method", std::string(MethodName(request.method))},
          {"path", request.path},
          {"outcome", so_far.attempts == 0 ? "not sent yet" : Describe(so_far.last)},
          {"wait", absl::FormatDuration(wait)}});
  return true;
}

Answer NotSent(TransportErrorKind kind, std::string message) {
  return tl::make_unexpected(TransportError{kind, std::move(message), false});
}

}  // namespace

Platform SystemPlatform() {
  return {std::make_shared<CurlTransport>(), SystemClock(), SystemRandom};
}

ClientOptions OptionsFor(const Access& access, std::vector<Header> headers) {
  ClientOptions options;
  options.endpoint = access.endpoint;
  options.user_agent = access.user_agent;
  options.headers = std::move(headers);
  options.request_timeout = access.request_timeout;
  options.retry.retry_timeout = access.retry_timeout;
  return options;
}

Client::Client(ClientOptions options, Platform platform)
    : options_(std::move(options)),
      platform_(std::move(platform)),
      rate_limit_(options_.requests_per_minute, platform_.clock) {
  // The user may append to it through the environment: it must stay one line.
  options_.headers.push_back({"User-Agent", base::CleanText(options_.user_agent)});
}

tl::expected<Response, CallError> Client::Call(Request request, const CallLimits& limits) {
  request.headers.insert(request.headers.end(), options_.headers.begin(), options_.headers.end());

  CallError failure{NotSent(TransportErrorKind::kTimeout, "there was no time left to send it")};
  const bool looks_again = in_outage_ && limits.outage_patience < absl::InfiniteDuration();
  const absl::Duration patience = looks_again ? absl::ZeroDuration() : limits.outage_patience;
  // retry_timeout and patience count from the first attempt; before it only the deadline can come
  // too soon.
  absl::Time retries_end = absl::InfiniteFuture();
  absl::Time patience_ends = absl::InfiniteFuture();
  absl::Time no_attempt_after = limits.deadline;
  while (AwaitTurn(request, no_attempt_after, limits.stop, failure)) {
    if (failure.attempts++ == 0) {
      retries_end = platform_.clock->Steady() + options_.retry.retry_timeout;
      patience_ends = platform_.clock->Steady() + patience;
    }
    failure.last = Attempt(request, limits, looks_again);
    if (request.method == Method::kGet) in_outage_ = IsOutage(failure.last);
    if (failure.last && failure.last->ok()) return *std::move(failure.last);

    failure.in_doubt = failure.in_doubt || LeavesDoubt(request, failure.last);
    no_attempt_after = std::min(limits.deadline, retries_end);
    if (IsOutage(failure.last)) no_attempt_after = std::min(no_attempt_after, patience_ends);
    if (!MayRepeat(request, failure.last, failure.attempts, options_.retry) ||
        !AwaitRepeat(request, no_attempt_after, limits.stop, failure)) {
      break;
    }
  }
  failure.callers_limit = failure.out_of_time && no_attempt_after < retries_end;
  return tl::make_unexpected(std::move(failure));
}

bool Client::AwaitTurn(const Request& request, absl::Time no_attempt_after,
                       const std::stop_token& stop, CallError& failure) {
  bool is_told = false;
  const auto tell = [&](absl::Duration wait) {
    if (!is_told) is_told = LogWait(request, wait, failure);
  };
  switch (rate_limit_.Acquire(no_attempt_after, stop, tell)) {
    case RateLimit::Grant::kGranted:
      return true;
    case RateLimit::Grant::kPastDeadline:
      failure.out_of_time = true;
      return false;
    case RateLimit::Grant::kCancelled:
      break;
  }
  failure.last = NotSent(TransportErrorKind::kCancelled, "the request was cancelled");
  return false;
}

Answer Client::Attempt(const Request& request, const CallLimits& limits, bool looks_again) {
  const absl::Time start = platform_.clock->Steady();
  const absl::Duration timeout =
      looks_again ? std::min(options_.request_timeout, kSecondLook) : options_.request_timeout;
  Answer answer = platform_.transport->Send(options_.endpoint, request,
                                            {timeout, limits.deadline - start}, limits.stop);
  LOG_AT(base::LogLevel::kDebug, "request ended",
         {{"method", std::string(MethodName(request.method))},
          {"path", request.path},
          {"outcome", Describe(answer)},
          {"duration", absl::FormatDuration(platform_.clock->Steady() - start)}});
  return answer;
}

bool Client::AwaitRepeat(const Request& request, absl::Time no_attempt_after,
                         const std::stop_token& stop, CallError& failure) {
  const absl::Duration wait = WaitAfter(failure.last, failure.attempts, platform_.random(),
                                        options_.hints, platform_.clock->Now(), options_.retry);
  const absl::Time until = platform_.clock->Steady() + wait;
  if (IsThrottled(failure.last)) rate_limit_.PauseUntil(until);
  if (until > no_attempt_after) {
    failure.out_of_time = true;
    return false;
  }
  // The pause of the budget is this request's wait as well.
  if (IsThrottled(failure.last)) return true;
  LogWait(request, wait, failure);
  if (platform_.clock->SleepUntil(until, stop)) return true;
  failure.last = NotSent(TransportErrorKind::kCancelled, "the request was cancelled");
  return false;
}

}  // namespace http
