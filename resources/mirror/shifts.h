// Both sides of a check as lists of shifts, as a reader wants them: who, from when to when, in the
// ids of both systems. Pure functions.
#pragma once

#include <vector>

#include "resources/ids/ids.h"
#include "resources/mirror/actual.h"
#include "resources/mirror/expected.h"
#include "resources/mirror/interval.h"
#include "resources/mirror/replica.h"
#include "resources/mirror/timeline.h"

namespace mirror {

struct Shift {
  Interval span;
  std::vector<ids::ExternalUserId> external_users;  // Sorted; empty when nobody, or not known.
  std::vector<ids::UserId> users;                   // Sorted; empty for the fallback and strangers.

  friend bool operator==(const Shift&, const Shift&) = default;
};

// One shift for each person who should be shown. Whoever has no counterpart is a user alone.
std::vector<Shift> ExpectedShifts(const Timeline<Expected>& expected, const Counterparts& users);

// What the external schedule shows; stretches without anybody are left out.
std::vector<Shift> ActualShifts(const Timeline<Actual>& actual, const Counterparts& users);

}  // namespace mirror
