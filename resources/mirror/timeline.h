// Timelines: what holds at every instant of a window, as segments without holes, and the sweep that
// builds one from intervals in any order. Plain values; everything runs in O(n log n).
#pragma once

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "resources/mirror/interval.h"

namespace mirror {

template <typename State>
struct Segment {
  Interval span;
  State state;

  friend bool operator==(const Segment&, const Segment&) = default;
};

// Segments in order, each starting where the one before ends, neighbours different.
template <typename State>
using Timeline = std::vector<Segment<State>>;

// Appends `state` for `span`, which starts where the timeline ends; equal neighbours become one.
template <typename State>
void Extend(Timeline<State>& timeline, const Interval& span, State state) {
  if (span.empty()) return;
  if (!timeline.empty() && timeline.back().state == state) {
    timeline.back().span.end = span.end;
  } else {
    timeline.push_back({span, std::move(state)});
  }
}

// The timeline of one property of the states, `view(state)`.
template <typename State, typename View>
auto Project(const Timeline<State>& timeline, View view) {
  Timeline<decltype(view(timeline.front().state))> projected;
  for (const auto& [span, state] : timeline) Extend(projected, span, view(state));
  return projected;
}

// Walks over `window` from boundary to boundary and calls `visit(interval, active)` for every
// stretch between two of them. `active` is a set of pointers to the items whose `span` covers the
// stretch, ordered by `Order`; items that `Order` takes for equal count once. Spans are clipped.
template <typename Order, typename Item, typename Visit>
void Sweep(const std::vector<Item>& items, const Interval& window, Visit visit) {
  struct Edge {
    absl::Time at;
    const Item* item;
    bool begins;
  };
  std::vector<Edge> edges;
  edges.reserve(2 * items.size());
  for (const Item& item : items) {
    if (item.span.empty()) continue;
    edges.push_back({item.span.start, &item, true});
    edges.push_back({item.span.end, &item, false});
  }
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.at < b.at; });

  std::set<const Item*, Order> active;
  absl::Time reached = window.start;
  for (const Edge& edge : edges) {
    if (reached < edge.at) visit(Interval{reached, edge.at}, active);
    reached = edge.at;
    if (edge.begins) {
      active.insert(edge.item);
    } else {
      active.erase(edge.item);
    }
  }
  if (reached < window.end) visit(Interval{reached, window.end}, active);
}

// Reads a timeline at instants that only move forward.
template <typename State>
class Cursor {
 public:
  explicit Cursor(const Timeline<State>& timeline) : timeline_(timeline) {}

  // The segment that holds `instant`, which the timeline covers.
  const Segment<State>& At(absl::Time instant) {
    while (index_ + 1 < timeline_.size() && timeline_[index_].span.end <= instant) ++index_;
    return timeline_[index_];
  }

 private:
  const Timeline<State>& timeline_;
  std::size_t index_ = 0;
};

}  // namespace mirror
