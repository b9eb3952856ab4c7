// Every state that an external schedule was ever in, so that a test can ask who was really on call
// at each moment, and see a gap that lasted no time at all on a clock that stands still. Not
// thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "sandbox/world/external.h"
#include "sandbox/world/timeline.h"

namespace sandbox::world {

// What a schedule foretold in one of its states.
struct OnCallState {
  std::int64_t sequence = 0;  // counts the changes of all external schedules, from 1
  absl::Time at;              // since when
  std::int64_t request = 0;   // that brought it about; 0: none did
  std::vector<OnCall> shows;
};

class History {
 public:
  // What is recorded from now on comes of the request of that number; 0: of none.
  void Serve(std::int64_t request) { request_ = request; }

  // Remembers that `target` shows this from `at` on; `at` never goes back.
  void Record(const Target& target, absl::Time at, Showing showing);

  // Who was on call at each instant of [from, until), as the schedule showed it at that very
  // instant; of several changes at one instant the last counts. Before the first change nobody was.
  std::vector<OnCall> OnCallHistory(const Target& target, absl::Time from, absl::Time until) const;

  // Every state in order, those of one instant included, each with what it showed for all of [from,
  // until).
  std::vector<OnCallState> OnCallStates(const Target& target, absl::Time from,
                                        absl::Time until) const;

 private:
  struct State {
    std::int64_t sequence = 0;
    Target target;
    absl::Time at;
    std::int64_t request = 0;
    Showing showing;
  };
  std::int64_t request_ = 0;
  std::vector<State> states_;
};

}  // namespace sandbox::world
