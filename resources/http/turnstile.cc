#include "resources/http/turnstile.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace http {

struct Turnstile::State {
  std::function<void()> on_leave;
  std::mutex mutex;
  std::condition_variable_any left;
  bool taken = false;

  void Leave() {
    if (on_leave) on_leave();
    {
      const std::lock_guard lock(mutex);
      taken = false;
    }
    left.notify_one();
  }
};

Turnstile::Turnstile(std::function<void()> on_leave) : state_(std::make_shared<State>()) {
  state_->on_leave = std::move(on_leave);
}

Turnstile::Turn Turnstile::Enter(absl::Duration patience, const std::stop_token& stop) {
  State& state = *state_;
  std::unique_lock lock(state.mutex);
  // An endless duration does not fit the standard library's.
  const auto slice = absl::ToChronoNanoseconds(std::min(patience, absl::Hours(24)));
  if (!state.left.wait_for(lock, stop, slice, [&] { return !state.taken; })) return nullptr;
  state.taken = true;
  return {this, [kept = state_](void*) { kept->Leave(); }};
}

}  // namespace http
