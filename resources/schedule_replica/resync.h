// Forces a sync of a replica. The API has no such call, but a sync starts when a replica is
// created: a twin with the same arguments is created, waited for and deleted, while overrides stay
// because the replica still has the same target. A run that ends in between leaves a twin that
// equals the replica in every argument, so that removing it later cannot change who is on call.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "provider/sdk/diagnostics.h"
#include "provider/sdk/private_data.h"
#include "resources/http/client.h"
#include "resources/ids/ids.h"
#include "resources/oncall/mirror_check.h"
#include "resources/oncall/on_call.h"
#include "resources/schedule_replica/model.h"

namespace schedule_replica {

// The drift that was found, a line each, the same while the time passes; empty when there is none.
std::string FingerprintOf(const oncall::MirrorCheck& found);

// Whether a forced sync has changed nothing of this drift before.
bool IsHopeless(const std::string& drift, const tf::PrivateData& data);

// The replicas with the same arguments that nobody is known to have. None when the schedule's
// replicas cannot be listed.
std::vector<ids::ReplicaId> FreeEquals(oncall::OnCall& oncall, const ReplicaModel& state,
                                       const http::CallLimits& limits);

// Those of them that an unfinished resync may have left: none is an hour old. An older one is
// rather that of another resource, of which an apply is told nothing when it does not change it.
std::vector<ids::ReplicaId> FreeTwins(oncall::OnCall& oncall, const ReplicaModel& state,
                                      const http::CallLimits& limits);

// Removes twins, and forces a sync if the mirror is wrong and a sync has not failed to help before.
// The time of the sync; null when there was none. What went wrong is in `diagnostics`; drift that
// is still there afterwards is noted in `data`.
std::optional<absl::Time> Resync(oncall::OnCall& oncall, const ReplicaModel& state,
                                 tf::PrivateData& data, const http::CallLimits& limits,
                                 tf::Diagnostics& diagnostics);

}  // namespace schedule_replica
