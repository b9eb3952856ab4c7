// Whom the external schedule should show at every instant, by incident.io's rules for mirroring.
// One person per instant: "as only one person can be on-call per schedule in PagerDuty",
// https://docs.incident.io/on-call/mirroring-schedules-to-pagerduty. Pure functions.
#pragma once

#include <optional>
#include <vector>

#include "resources/ids/ids.h"
#include "resources/mirror/interval.h"
#include "resources/mirror/replica.h"
#include "resources/mirror/timeline.h"

namespace mirror {

struct Expected {
  // Who should be shown; nullopt when somebody is on call and nobody of them has a counterpart, or
  // it is not known.
  std::optional<ids::ExternalUserId> want;
  // Who is on call in incident.io, in order of preference. Nobody: a gap, the fallback is wanted.
  std::vector<ids::UserId> on_call;
  // The counterparts of those who have one, in the same order, none twice.
  std::vector<ids::ExternalUserId> counterparts;
  // A stored override put the wanted person there, or took somebody away to make the gap.
  bool by_override = false;
  // Somebody comes first of whom nobody can say yet whether they have a counterpart.
  bool is_unsure = false;

  bool is_gap() const { return on_call.empty(); }
  friend bool operator==(const Expected&, const Expected&) = default;
};

// Who `user` is in the external system; nullopt when that is not known there.
std::optional<ids::ExternalUserId> CounterpartOf(const ids::UserId& user,
                                                 const Counterparts& users);

// Covers `window` without holes. Only entries of the replica's own sources count.
Timeline<Expected> ExpectedIn(const Interval& window, const std::vector<Entry>& entries,
                              const Replica& replica);

// Where nobody is on call in incident.io, so that the fallback user is wanted. Sorted, apart.
std::vector<Interval> FallbackShifts(const Timeline<Expected>& expected);

// Where nobody can say yet who should be shown. Sorted, apart.
std::vector<Interval> UnsureShifts(const Timeline<Expected>& expected);

// The entries in `window` that name no rotation or no layer, and so belong to no lane.
int CountWithoutLane(const Interval& window, const std::vector<Entry>& entries);

// `sources` in the order in which the schedule lists its lanes, for sources that come as a set.
// Lanes that the schedule does not have go last.
std::vector<Lane> InScheduleOrder(std::vector<Lane> sources, const std::vector<Lane>& lanes);

}  // namespace mirror
