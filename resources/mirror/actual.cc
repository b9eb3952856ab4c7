#include "resources/mirror/actual.h"

#include <optional>
#include <tuple>

namespace mirror {

namespace {

struct Shown {
  Interval span;
  const ids::ExternalUserId* user;
  Origin origin;
};

struct ByUser {
  bool operator()(const Shown* a, const Shown* b) const {
    // The end keeps two stretches of one person apart: one may end while the other goes on.
    return std::tie(*a->user, a->span.end, a->origin) < std::tie(*b->user, b->span.end, b->origin);
  }
};

template <typename Active>
Actual Collect(const Active& active) {
  Actual actual;
  std::optional<Origin> common;
  for (const Shown* shown : active) {
    if (actual.users.empty() || actual.users.back() != *shown->user) {
      actual.users.push_back(*shown->user);
    }
    common = common.value_or(shown->origin) == shown->origin ? shown->origin : Origin::kUnknown;
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
    shown.push_back({Clip({entry.start, entry.end}, window), &*entry.user, entry.origin});
  }
  Timeline<Actual> timeline;
  Sweep<ByUser>(shown, window, [&](const Interval& span, const auto& active) {
    Extend(timeline, span, Collect(active));
  });
  return timeline;
}

}  // namespace mirror
