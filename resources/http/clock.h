// Time and waiting, injected so that tests never sleep. Safe to call from any thread.
#pragma once

#include <memory>
#include <stop_token>

#include "absl/time/time.h"

namespace http {

class Clock {
 public:
  virtual ~Clock() = default;

  // The time of day, which may jump.
  virtual absl::Time Now() = 0;
  // A clock that never jumps and whose epoch means nothing. All deadlines are moments of this one.
  virtual absl::Time Steady() = 0;
  // Waits until Steady() reaches `until`; false when a stop is asked for first.
  virtual bool SleepUntil(absl::Time until, const std::stop_token& stop) = 0;
};

std::shared_ptr<Clock> SystemClock();

}  // namespace http
