#include "resources/http/rate_limit.h"

#include <algorithm>
#include <utility>

namespace http {
namespace {

// Between those whom a pause held, where no allowance sets the pace: 300 a minute, a third of what
// PagerDuty grants.
constexpr absl::Duration kPaceAfterPause = absl::Milliseconds(200);

}  // namespace

RateLimit::RateLimit(std::optional<int> requests_per_minute, std::shared_ptr<Clock> clock)
    : per_minute_(requests_per_minute),
      clock_(std::move(clock)),
      tokens_(requests_per_minute.value_or(0)),
      refilled_(clock_->Steady()) {}

RateLimit::Grant RateLimit::Acquire(absl::Time deadline, const std::stop_token& stop,
                                    const OnWait& on_wait) {
  std::unique_lock lock(mutex_);
  const std::uint64_t ticket = next_ticket_++;
  queue_.push_back(ticket);
  const auto leave = [&](Grant grant) {
    queue_.erase(std::find(queue_.begin(), queue_.end(), ticket));
    changed_.notify_all();
    return grant;
  };

  while (!stop.stop_requested()) {
    const absl::Time now = clock_->Steady();
    Refill(now);
    const auto position =
        static_cast<std::size_t>(std::find(queue_.begin(), queue_.end(), ticket) - queue_.begin());
    const absl::Time ready = ReadyAt(now, position);
    if (ready > deadline) return leave(Grant::kPastDeadline);
    if (ready > now && on_wait) {
      lock.unlock();
      on_wait(ready - now);
      lock.lock();
    }
    if (position > 0) {
      // Who is first does the waiting by the clock; it wakes the next one.
      changed_.wait(lock, stop, [&] { return queue_.front() == ticket; });
    } else if (ready > now) {
      lock.unlock();
      clock_->SleepUntil(ready, stop);
      lock.lock();
    } else {
      Take(now);
      return leave(Grant::kGranted);
    }
  }
  return leave(Grant::kCancelled);
}

void RateLimit::PauseUntil(absl::Time until) {
  const std::lock_guard lock(mutex_);
  if (until <= paused_until_) return;
  paused_until_ = until;
  // One token at the end of the pause; the rest comes at the usual pace, or the next refusal would
  // follow at once.
  tokens_ = 1;
  refilled_ = until;
  next_after_pause_ = until;
}

std::size_t RateLimit::waiting() {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void RateLimit::Refill(absl::Time now) {
  if (!per_minute_ || now <= refilled_) return;
  const double earned = absl::ToDoubleMinutes(now - refilled_) * *per_minute_;
  tokens_ = std::min<double>(*per_minute_, tokens_ + earned);
  refilled_ = now;
}

absl::Time RateLimit::ReadyAt(absl::Time now, std::size_t waiting_before) const {
  const absl::Time open = std::max(now, paused_until_);
  if (!per_minute_) {
    if (next_after_pause_ == absl::InfinitePast()) return open;
    return std::max(open,
                    next_after_pause_ + static_cast<double>(waiting_before) * kPaceAfterPause);
  }
  const double missing = static_cast<double>(waiting_before) + 1 - tokens_;
  if (missing <= 0) return open;
  return std::max(open, refilled_ + absl::Minutes(missing / *per_minute_));
}

void RateLimit::Take(absl::Time now) {
  tokens_ -= 1;
  // The last of those whom the pause held sets the others free.
  const bool last = queue_.size() == 1;
  if (next_after_pause_ != absl::InfinitePast()) {
    next_after_pause_ = last ? absl::InfinitePast() : now + kPaceAfterPause;
  }
}

}  // namespace http
