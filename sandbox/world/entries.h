// The entries of an incident.io schedule: who its rotations and overrides put on call. Pure
// functions.
#pragma once

#include <vector>

#include "absl/time/time.h"
#include "sandbox/world/incident_model.h"

namespace sandbox::world {

// The lanes of a schedule in its own order (rotations, then layers), each once although rotations
// have versions.
std::vector<Lane> LanesOf(const Schedule& schedule);

// Every entry that touches [from, until), in full: entries may start before and end after. Each
// list is sorted by start, then by the order of the lanes. Overrides of another schedule or of a
// lane that is gone are left out.
Entries EntriesOf(const Schedule& schedule, const std::vector<Override>& overrides, absl::Time from,
                  absl::Time until);

// Those of `final` that run at `now`.
std::vector<Entry> CurrentShifts(const std::vector<Entry>& final, absl::Time now);

// Those of `final` that run right after the next change of hands; empty when there is none.
std::vector<Entry> NextShifts(const std::vector<Entry>& final, absl::Time now);

}  // namespace sandbox::world
