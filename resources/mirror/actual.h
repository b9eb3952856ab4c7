// Whom the external schedule shows at every instant. Several rotations, or a schedule of shifts,
// may show several people at once, and gaps are possible, so it is a set of people. Pure functions.
#pragma once

#include <vector>

#include "resources/ids/ids.h"
#include "resources/mirror/interval.h"
#include "resources/mirror/replica.h"
#include "resources/mirror/timeline.h"

namespace mirror {

struct Actual {
  std::vector<ids::ExternalUserId> users;  // Sorted, none twice; empty when nobody is shown.
  Origin origin = Origin::kUnknown;        // Of all of them; unknown when they differ.

  friend bool operator==(const Actual&, const Actual&) = default;
};

// Covers `window` without holes. Entries may come in any order, split, repeated or overlapping.
Timeline<Actual> ActualIn(const Interval& window, const std::vector<ActualEntry>& entries);

}  // namespace mirror
