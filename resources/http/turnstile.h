// Lets one at a time through: who enters has the turn until the last copy of it is gone. Safe to
// call from any thread; a turn may outlive the turnstile.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "absl/time/time.h"

namespace http {

class Turnstile {
 public:
  using Turn = std::shared_ptr<void>;

  // `on_leave` is called after each turn, before the next one.
  explicit Turnstile(std::function<void()> on_leave = {});

  // Null when `patience` or a stop ends the wait.
  Turn Enter(absl::Duration patience, const std::stop_token& stop);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace http
