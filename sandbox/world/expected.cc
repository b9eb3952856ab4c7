#include "sandbox/world/expected.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "sandbox/world/clock.h"

namespace sandbox::world {
namespace {

// One timeline per source, in their order.
std::vector<Timeline> TimelinesOf(const std::vector<Entry>& final,
                                  const std::vector<Lane>& sources) {
  std::vector<Timeline> timelines(sources.size());
  for (std::size_t i = 0; i < sources.size(); ++i) {
    for (const Entry& entry : final) {
      if (entry.lane != sources[i]) continue;
      Paint(timelines[i],
            {WholeSeconds(entry.start_at), WholeSeconds(entry.end_at), entry.user_id, ""});
    }
  }
  return timelines;
}

// Whom the lanes want at one moment.
ExpectedShift Choose(const std::vector<Timeline>& lanes, absl::Time at, const Mapping& mapping,
                     const std::string& fallback_user) {
  ExpectedShift choice;
  for (const Timeline& lane : lanes) {
    const Shift* shift = At(lane, at);
    if (shift == nullptr || shift->user.empty()) continue;
    choice.external_user = mapping(shift->user);
    if (!choice.external_user.empty()) {
      choice.unmapped_user.clear();
      return choice;
    }
    if (choice.unmapped_user.empty()) choice.unmapped_user = shift->user;
  }
  if (choice.unmapped_user.empty()) choice.external_user = fallback_user;
  return choice;
}

}  // namespace

std::vector<ExpectedShift> ExpectedShifts(const std::vector<Entry>& final,
                                          const std::vector<Lane>& sources, const Mapping& mapping,
                                          const std::string& fallback_user, absl::Time from,
                                          absl::Time until) {
  const std::vector<Timeline> lanes = TimelinesOf(final, sources);
  std::set<absl::Time> edges = {from, until};
  for (const Timeline& lane : lanes) {
    for (const Shift& shift : Clip(lane, from, until)) edges.insert({shift.start, shift.end});
  }
  std::vector<ExpectedShift> expected;
  for (auto edge = edges.begin(); std::next(edge) != edges.end(); ++edge) {
    ExpectedShift next = Choose(lanes, *edge, mapping, fallback_user);
    next.start = *edge;
    next.end = *std::next(edge);
    if (!expected.empty() && expected.back().external_user == next.external_user &&
        expected.back().unmapped_user == next.unmapped_user) {
      expected.back().end = next.end;
    } else {
      expected.push_back(std::move(next));
    }
  }
  return expected;
}

Timeline Missing(const std::vector<ExpectedShift>& expected, const std::vector<OnCall>& shows,
                 absl::Time settled_end) {
  Timeline missing;
  const auto add = [&](absl::Time start, absl::Time end, const std::string& user) {
    if (end <= start) return;
    const bool continues = !missing.empty() && missing.back().end == start &&
                           missing.back().user == user && start != settled_end;
    if (continues) {
      missing.back().end = end;
    } else {
      missing.push_back({start, end, user, ""});
    }
  };
  auto shown = shows.begin();
  for (const ExpectedShift& want : expected) {
    if (want.external_user.empty()) continue;
    while (shown != shows.end() && shown->end <= want.start) ++shown;
    for (auto have = shown; have != shows.end() && have->start < want.end; ++have) {
      if (have->users == std::vector<std::string>{want.external_user}) continue;
      const absl::Time start = std::max(have->start, want.start);
      const absl::Time end = std::min(have->end, want.end);
      add(start, std::min(end, std::max(start, settled_end)), want.external_user);
      add(std::max(start, std::min(end, settled_end)), end, want.external_user);
    }
  }
  return missing;
}

}  // namespace sandbox::world
