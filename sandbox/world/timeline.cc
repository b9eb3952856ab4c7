#include "sandbox/world/timeline.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sandbox::world {
namespace {

// The first shift that ends after `at`.
template <typename Line>
auto FirstEndingAfter(Line& timeline, absl::Time at) {
  return std::partition_point(timeline.begin(), timeline.end(),
                              [at](const Shift& shift) { return shift.end <= at; });
}

}  // namespace

void Paint(Timeline& timeline, Shift shift) {
  if (shift.end <= shift.start) return;
  const auto first = FirstEndingAfter(timeline, shift.start);
  const auto last = std::partition_point(
      first, timeline.end(), [&](const Shift& other) { return other.start < shift.end; });

  std::vector<Shift> parts;
  if (first != last && first->start < shift.start) {
    parts.push_back(*first);
    parts.back().end = shift.start;
  }
  parts.push_back(shift);
  if (first != last && std::prev(last)->end > shift.end) {
    parts.push_back(*std::prev(last));
    parts.back().start = shift.end;
  }
  const auto at = timeline.erase(first, last);
  timeline.insert(at, std::make_move_iterator(parts.begin()), std::make_move_iterator(parts.end()));
}

Timeline Overlapping(const Timeline& timeline, absl::Time from, absl::Time until) {
  Timeline result;
  for (auto it = FirstEndingAfter(timeline, from); it != timeline.end() && it->start < until;
       ++it) {
    result.push_back(*it);
  }
  return result;
}

Timeline Clip(const Timeline& timeline, absl::Time from, absl::Time until) {
  Timeline result = Overlapping(timeline, from, until);
  for (Shift& shift : result) {
    shift.start = std::max(shift.start, from);
    shift.end = std::min(shift.end, until);
  }
  std::erase_if(result, [](const Shift& shift) { return shift.end <= shift.start; });
  return result;
}

const Shift* At(const Timeline& timeline, absl::Time at) {
  const auto it = FirstEndingAfter(timeline, at);
  return it != timeline.end() && it->start <= at ? &*it : nullptr;
}

std::vector<OnCall> Together(const std::vector<Timeline>& timelines, absl::Time from,
                             absl::Time until) {
  std::set<absl::Time> edges = {from, until};
  for (const Timeline& timeline : timelines) {
    for (const Shift& shift : Clip(timeline, from, until)) {
      edges.insert(shift.start);
      edges.insert(shift.end);
    }
  }
  std::vector<OnCall> result;
  for (auto edge = edges.begin(); std::next(edge) != edges.end(); ++edge) {
    std::set<std::string> users;
    for (const Timeline& timeline : timelines) {
      const Shift* shift = At(timeline, *edge);
      if (shift != nullptr && !shift->user.empty()) users.insert(shift->user);
    }
    AppendMerged(result, {*edge, *std::next(edge), {users.begin(), users.end()}});
  }
  return result;
}

void AppendMerged(std::vector<OnCall>& segments, OnCall next) {
  if (next.end <= next.start) return;
  if (!segments.empty() && segments.back().users == next.users) {
    segments.back().end = next.end;
  } else {
    segments.push_back(std::move(next));
  }
}

}  // namespace sandbox::world
