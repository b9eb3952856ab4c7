// Sends one request and brings its answer. No policy: nothing is repeated, no redirect is followed,
// any status is a response. Safe to call from any thread at once.
#pragma once

#include <stop_token>

#include "absl/time/time.h"
#include "resources/http/message.h"
#include "resources/http/url.h"

namespace http {

struct SendLimits {
  // For the exchange itself, connecting included.
  absl::Duration request_timeout = absl::Seconds(30);
  // For everything, the wait for a free connection included.
  absl::Duration total = absl::InfiniteDuration();
};

class Transport {
 public:
  virtual ~Transport() = default;

  // Blocks until the answer is complete, a limit is reached, or a stop is asked for (kCancelled, at
  // once).
  virtual Answer Send(const Endpoint& endpoint, const Request& request, const SendLimits& limits,
                      const std::stop_token& stop) = 0;
};

}  // namespace http
