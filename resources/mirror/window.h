// How far a mirror reaches and how much of that its syncs can have covered. "incident.io syncs
// schedules only up to the next two weeks",
// https://docs.incident.io/on-call/mirroring-schedules-to-pagerduty; a replica's
// `mirror_window_days` sets its own number of days. Pure functions.
#pragma once

#include <cstdint>
#include <optional>

#include "absl/time/time.h"
#include "resources/mirror/interval.h"
#include "resources/mirror/replica.h"

namespace mirror {

struct Window {
  Interval span;
  // Up to here the last sync could look ahead. What differs later is pending, not drift.
  absl::Time settled_end;

  friend bool operator==(const Window&, const Window&) = default;
};

// The days of a window as far as they can be meant: 1 to 366. An API that tells others must not
// make us ask for more than a year.
int BoundedDays(std::int64_t days);

// The window of a check at `now`, which is cut to whole seconds.
Window WindowAt(absl::Time now, const Replica& replica);

// The last success, of the service's own syncs or of one that this provider forced.
std::optional<absl::Time> LastSync(const Replica& replica);

// Never synced, and older than the ten minutes that a first sync may take.
bool IsOverdue(absl::Time now, const Replica& replica);

// The last success is older than half the window: whatever rolls the window forward has stopped.
bool IsStale(absl::Time now, const Replica& replica);

}  // namespace mirror
