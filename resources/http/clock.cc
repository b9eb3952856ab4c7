#include "resources/http/clock.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "absl/time/clock.h"

namespace http {
namespace {

class RealClock final : public Clock {
 public:
  absl::Time Now() override { return absl::Now(); }

  absl::Time Steady() override {
    return absl::UnixEpoch() +
           absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
  }

  bool SleepUntil(absl::Time until, const std::stop_token& stop) override {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested() && Steady() < until) {
      // In slices, since an endless duration does not fit the standard library's.
      const absl::Duration slice = std::min(until - Steady(), absl::Hours(1));
      never.wait_for(lock, stop, absl::ToChronoNanoseconds(slice), [] { return false; });
    }
    return !stop.stop_requested();
  }
};

}  // namespace

std::shared_ptr<Clock> SystemClock() { return std::make_shared<RealClock>(); }

}  // namespace http
