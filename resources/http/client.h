// One API under one credential: adds the headers, keeps to the rate budget, repeats what may be
// repeated. Safe to call from any thread at once; everybody who uses the same Client shares its
// budget.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "absl/time/time.h"
#include "resources/http/clock.h"
#include "resources/http/message.h"
#include "resources/http/rate_limit.h"
#include "resources/http/retry.h"
#include "resources/http/transport.h"
#include "resources/http/url.h"

namespace http {

// What the program takes from outside; tests put their own in place.
struct Platform {
  std::shared_ptr<Transport> transport;
  std::shared_ptr<Clock> clock;
  // Uniform in [0, 1); called from any thread.
  std::function<double()> random;
};

// libcurl, the system's clock and random numbers. Makes no connection yet.
Platform SystemPlatform();

// Where an API lives, and how patiently it is asked. The options of each API's client add its
// credential.
struct Access {
  Endpoint endpoint;
  std::string user_agent;
  absl::Duration request_timeout = absl::Seconds(30);
  absl::Duration retry_timeout = absl::Minutes(5);
};

struct ClientOptions {
  Endpoint endpoint;
  std::string user_agent;
  // Sent with every request: authorization and what else the API wants. Never logged.
  std::vector<Header> headers;
  absl::Duration request_timeout = absl::Seconds(30);
  RetryPolicy retry;
  RetryHints hints;
  // Null: the API's own answers are the only limit.
  std::optional<int> requests_per_minute;
};

// Options with `headers` that otherwise say what `access` says.
ClientOptions OptionsFor(const Access& access, std::vector<Header> headers);

// What ends a call early, besides its result. Written as {stop} or {stop, deadline}.
struct CallLimits {
  std::stop_token stop;
  // A moment of Clock::Steady().
  absl::Time deadline = absl::InfiniteFuture();
  // How long an API that does not work is asked again; one that only slows us down is waited for
  // all the same. Where it was found not to work a moment ago, it is asked once, and not for long.
  absl::Duration outage_patience = absl::InfiniteDuration();
  // The operation is over and this is its time to set things right: there is no more to be had.
  bool settling = false;
};

struct CallError {
  // What the last attempt brought: a response outside 2xx, or none.
  Answer last;
  int attempts = 0;
  // Whether one of the attempts may have had its effect all the same. Never for a GET.
  bool in_doubt = false;
  // Whether it would have been tried again, had retry_timeout or the deadline left time for it.
  bool out_of_time = false;
  // Whether it was a limit of the caller's that left none.
  bool callers_limit = false;
};

class Client {
 public:
  Client(ClientOptions options, Platform platform);

  // A response in 2xx, or why there is none.
  tl::expected<Response, CallError> Call(Request request, const CallLimits& limits);

 private:
  // Both answer whether the call goes on; when it does not, `failure` says why.
  bool AwaitTurn(const Request& request, absl::Time no_attempt_after, const std::stop_token& stop,
                 CallError& failure);
  bool AwaitRepeat(const Request& request, absl::Time no_attempt_after, const std::stop_token& stop,
                   CallError& failure);
  // `looks_again`: only to see whether an outage has ended.
  Answer Attempt(const Request& request, const CallLimits& limits, bool looks_again);

  ClientOptions options_;
  Platform platform_;
  RateLimit rate_limit_;
  std::atomic<bool> in_outage_ = false;  // by the latest read
};

}  // namespace http
