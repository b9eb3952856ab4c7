// The request budget of one credential: a token bucket that holds one minute's allowance, so that
// work of ordinary size never waits. Who must wait is served in order of arrival. An API's "too
// many requests" pauses everybody who shares the bucket, once; after it those who wait go one after
// the other, not all at once into the next refusal. Safe to call from any thread.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

#include "absl/time/time.h"
#include "resources/http/clock.h"

namespace http {

class RateLimit {
 public:
  enum class Grant { kGranted, kPastDeadline, kCancelled };

  // Without an allowance only pauses hold requests back.
  RateLimit(std::optional<int> requests_per_minute, std::shared_ptr<Clock> clock);

  // Takes one token, waiting for it. kPastDeadline comes as soon as it is clear that the deadline,
  // a moment of the steady clock, cannot be met. `on_wait`, when there is one, is told before each
  // wait how long it will probably take; one call may wait in several turns.
  using OnWait = std::function<void(absl::Duration)>;
  Grant Acquire(absl::Time deadline, const std::stop_token& stop, const OnWait& on_wait = {});

  // Holds everybody until `until`, a moment of the steady clock, and empties the bucket: the API
  // has just said that the allowance is spent. An earlier moment than that of a running pause
  // changes nothing.
  void PauseUntil(absl::Time until);

  // How many requests are waiting now.
  std::size_t waiting();

 private:
  void Refill(absl::Time now);
  absl::Time ReadyAt(absl::Time now, std::size_t waiting_before) const;
  void Take(absl::Time now);

  const std::optional<int> per_minute_;
  const std::shared_ptr<Clock> clock_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  double tokens_;
  absl::Time refilled_;
  absl::Time paused_until_ = absl::InfinitePast();
  // Without an allowance: when the next of those may go whom a pause held; past when none did.
  absl::Time next_after_pause_ = absl::InfinitePast();
  std::uint64_t next_ticket_ = 0;
  std::deque<std::uint64_t> queue_;
};

}  // namespace http
