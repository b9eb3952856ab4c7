#include "resources/mirror/shifts.h"

#include <algorithm>
#include <utility>

namespace mirror {

namespace {

// Who of those on call is meant by the person wanted; all of them when nobody has a counterpart.
std::vector<ids::UserId> Meant(const Expected& state, const Counterparts& users) {
  std::vector<ids::UserId> meant;
  for (const ids::UserId& user : state.on_call) {
    if (!state.want || CounterpartOf(user, users) == state.want) meant.push_back(user);
  }
  std::sort(meant.begin(), meant.end());
  return meant;
}

}  // namespace

std::vector<Shift> ExpectedShifts(const Timeline<Expected>& expected, const Counterparts& users) {
  std::vector<Shift> shifts;
  const auto people = Project(
      expected, [&](const Expected& state) { return std::pair(state.want, Meant(state, users)); });
  for (const auto& [span, who] : people) {
    Shift shift{span, {}, who.second};
    if (who.first) shift.external_users.push_back(*who.first);
    shifts.push_back(std::move(shift));
  }
  return shifts;
}

std::vector<Shift> ActualShifts(const Timeline<Actual>& actual, const Counterparts& users) {
  std::vector<Shift> shifts;
  for (const auto& [span, shown] :
       Project(actual, [](const Actual& state) { return state.users; })) {
    if (shown.empty()) continue;
    Shift shift{span, shown, {}};
    for (const auto& [user, external] : users) {
      if (external && std::binary_search(shown.begin(), shown.end(), *external)) {
        shift.users.push_back(user);
      }
    }
    shifts.push_back(std::move(shift));
  }
  return shifts;
}

}  // namespace mirror
