#include "resources/mirror/check.h"

#include <algorithm>
#include <set>
#include <utility>

namespace mirror {

namespace {

std::vector<ids::UserId> Unmapped(const Timeline<Expected>& expected, const Counterparts& users) {
  std::set<ids::UserId> unmapped;
  for (const auto& [user, counterpart] : users) {
    if (!CounterpartOf(user, users)) unmapped.insert(user);
  }
  for (const auto& [span, state] : expected) {
    if (state.counterparts.size() == state.on_call.size()) continue;  // Everybody has their own.
    for (const ids::UserId& user : state.on_call) {
      if (!CounterpartOf(user, users)) unmapped.insert(user);
    }
  }
  return {unmapped.begin(), unmapped.end()};
}

std::vector<VanishedSource> Vanished(const std::vector<Lane>& sources,
                                     const std::vector<Lane>& lanes) {
  std::vector<VanishedSource> vanished;
  for (const Lane& source : sources) {
    if (std::find(lanes.begin(), lanes.end(), source) != lanes.end()) continue;
    const bool rotation_is_gone = std::none_of(lanes.begin(), lanes.end(), [&](const Lane& lane) {
      return lane.rotation == source.rotation;
    });
    vanished.push_back({source, rotation_is_gone});
  }
  return vanished;
}

Comparison Compare(const Check& check, const SourceSchedule& schedule, const Replica& replica,
                   const std::vector<Replica>& sharing, const std::vector<ActualEntry>& actual) {
  const Interval& span = check.window.span;
  std::vector<Timeline<Expected>> others;
  others.reserve(sharing.size());
  for (const Replica& other : sharing) {
    others.push_back(ExpectedIn(span, schedule.entries, other));
  }
  Comparison comparison;
  comparison.actual = ActualIn(span, actual);
  comparison.differences = Diff(check.window, check.expected, comparison.actual, others);
  comparison.causes =
      Explain(comparison.differences, check.window, check.expected, schedule, replica);
  return comparison;
}

}  // namespace

bool Comparison::Has(Kind kind) const {
  return std::any_of(differences.begin(), differences.end(),
                     [kind](const Difference& difference) { return difference.kind == kind; });
}

Status Check::status() const {
  if (!comparison) return Status::kUnchecked;
  if (DriftIn(comparison->differences).count > 0) return Status::kDrifted;
  if (!UnsureShifts(expected).empty()) return Status::kUnchecked;
  return fell_behind() ? Status::kPending : Status::kInSync;
}

bool Check::fell_behind() const {
  return comparison && comparison->Has(Kind::kPending) && (sync_failed || never_synced || stale);
}

bool Check::is_failure() const {
  return overdue || stale || status() == Status::kDrifted || (sync_failed && fell_behind());
}

Check CheckReplica(absl::Time now, const SourceSchedule& schedule, const Replica& replica,
                   const std::vector<Replica>& sharing,
                   const std::optional<std::vector<ActualEntry>>& actual) {
  Check check;
  check.window = WindowAt(now, replica);
  check.expected = ExpectedIn(check.window.span, schedule.entries, replica);
  check.sync_failed = !replica.last_sync_error.empty();
  check.never_synced = !LastSync(replica);
  check.overdue = IsOverdue(now, replica);
  check.stale = IsStale(now, replica);
  for (ids::UserId& user : Unmapped(check.expected, replica.users)) {
    (replica.unsure.contains(user) ? check.unsure : check.unmapped).push_back(std::move(user));
  }
  if (schedule.lanes_are_known) check.vanished = Vanished(replica.sources, schedule.lanes);
  for (const Replica& other : sharing) check.sharing.push_back(other.id);
  check.entries_without_lane = CountWithoutLane(check.window.span, schedule.entries);
  if (actual) check.comparison = Compare(check, schedule, replica, sharing, *actual);
  return check;
}

}  // namespace mirror
