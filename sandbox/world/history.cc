#include "sandbox/world/history.h"

#include <algorithm>
#include <utility>

namespace sandbox::world {

void History::Record(const Target& target, absl::Time at, Showing showing) {
  const auto sequence = static_cast<std::int64_t>(states_.size()) + 1;
  states_.push_back({sequence, target, at, request_, std::move(showing)});
}

std::vector<OnCall> History::OnCallHistory(const Target& target, absl::Time from,
                                           absl::Time until) const {
  std::vector<OnCall> history;
  absl::Time reached = from;
  const Showing nobody = [](absl::Time start, absl::Time end) { return Together({}, start, end); };
  const Showing* showing = &nobody;
  const auto show_until = [&](absl::Time end) {
    if (end <= reached) return;
    for (OnCall& segment : (*showing)(reached, end)) AppendMerged(history, std::move(segment));
    reached = end;
  };
  for (const State& state : states_) {
    if (state.target != target) continue;
    show_until(std::min(state.at, until));
    showing = &state.showing;
  }
  show_until(until);
  return history;
}

std::vector<OnCallState> History::OnCallStates(const Target& target, absl::Time from,
                                               absl::Time until) const {
  std::vector<OnCallState> seen;
  for (const State& state : states_) {
    if (state.target != target) continue;
    seen.push_back({state.sequence, state.at, state.request, state.showing(from, until)});
  }
  return seen;
}

}  // namespace sandbox::world
