#include "resources/mirror/actual.h"

#include <optional>
#include <tuple>

namespace mirror {

namespace {

struct Shown {
  Interval span;
  const ActualEntry* entry;
};

struct ByUser {
  bool operator()(const Shown* a, const Shown* b) const {
    // The end keeps two stretches of one person apart: one may end while the other goes on.
    return std::tie(*a->entry->user, a->span.end, a->entry->origin) <
           std::tie(*b->entry->user, b->span.end, b->entry->origin);
  }
};

template <typename Active>
Actual Collect(const Active& active) {
  Actual actual;
  std::optional<Origin> common;
  for (const Shown* shown : active) {
    if (actual.users.empty() || actual.users.back() != *shown->entry->user) {
      actual.users.push_back(*shown->entry->user);
    }
    const Origin origin = shown->entry->origin;
    common = common.value_or(origin) == origin ? origin : Origin::kUnknown;
  }
  actual.origin = common.value_or(Origin::kUnknown);
  return actual;
}

}  // namespace

Timeline<Actual> ActualIn(const Interval& window, const std::vector<ActualEntry>& entries) {
  std::vector<Shown> shown;
  shown.reserve(entries.size());
  for (const ActualEntry& entry : entries) {
    if (!entry.user || entry.user->empty()) continue;
    shown.push_back({Clip({entry.start, entry.end}, window), &entry});
  }
  Timeline<Actual> timeline;
  Sweep<ByUser>(shown, window, [&](const Interval& span, const auto& active) {
    Extend(timeline, span, Collect(active));
  });
  return timeline;
}

}  // namespace mirror
