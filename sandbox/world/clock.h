// The sandbox's idea of now: a value that only the owner of the world moves, and never backwards.
// Not thread-safe.
#pragma once

#include "absl/time/time.h"

namespace sandbox::world {

// External systems store whole seconds: drops the fraction.
inline absl::Time WholeSeconds(absl::Time time) {
  return absl::FromUnixSeconds(absl::ToUnixSeconds(time));
}

class Clock {
 public:
  explicit Clock(absl::Time now) : now_(now) {}
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;

  absl::Time now() const { return now_; }

  absl::Time now_in_seconds() const { return WholeSeconds(now_); }

  // Returns false and changes nothing when `to` is before now.
  bool AdvanceTo(absl::Time to) {
    if (to < now_) return false;
    now_ = to;
    return true;
  }

 private:
  absl::Time now_;
};

}  // namespace sandbox::world
