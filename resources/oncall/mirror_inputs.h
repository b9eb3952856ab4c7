// From what incident.io's API answers to what the mirroring rules ask for. Pure functions.
#pragma once

#include <vector>

#include "resources/incident/types.h"
#include "resources/mirror/people.h"
#include "resources/mirror/replica.h"

namespace oncall {

mirror::SourceSchedule ToSourceSchedule(const incident::Schedule& schedule,
                                        const incident::Entries& entries);

mirror::Replica ToMirrorReplica(const incident::Replica& replica);
// One that does not exist yet: without counterparts, its sources in the order given.
mirror::Replica ToMirrorReplica(const incident::NewReplica& planned);

// The people and rotations that the schedule and its entries name.
mirror::Names NamesIn(const incident::Schedule& schedule, const incident::Entries& entries);

}  // namespace oncall
