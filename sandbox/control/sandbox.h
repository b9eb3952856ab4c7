// The sandbox as one function from requests to answers: finds the service, keeps the clock, applies
// faults, writes the request log. Safe for threads: one request at a time touches the world, and
// late answers wait outside.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "absl/time/time.h"
#include "sandbox/control/control.h"
#include "sandbox/control/stage.h"
#include "sandbox/services/exchange.h"

namespace sandbox {

class Sandbox {
 public:
  // `sleep` waits for late answers; it may return early when the program ends.
  Sandbox(std::unique_ptr<Stage> stage, std::function<void(absl::Duration)> sleep)
      : backstage_{std::move(stage), {}, {}}, control_(backstage_), sleep_(std::move(sleep)) {}

  // Any thread.
  Answer Respond(const Request& request);

 private:
  // Without the lock on the way out: the answer and how late it is.
  struct Outcome {
    Answer answer;
    absl::Duration delay;
  };
  Outcome RespondNow(const Request& request);
  Answer Serve(const Request& request);

  std::mutex mutex_;
  Backstage backstage_;
  Control control_;
  std::function<void(absl::Duration)> sleep_;
};

}  // namespace sandbox
