// A change of a replica in place. The API cannot change one, and deleting first would take the
// mirrored overrides away and page the wrong person until the next sync. So the new replica is made
// before the old one is deleted: overrides stay while another replica has the same target.
//
//   step that fails         on the server           in the state
//   list, create            old                     old
//   create, outcome unknown old, perhaps new        old; the next apply adopts
//   first sync              old                     old
//   take back after that    old, new                old; private data names new
//   delete the old          old, new                old; private data names new
//
// What private data names is finished by the next apply: one replica is left, the one that fits.
// Where the API refuses a second replica on the target, the old one is deleted first, and put back
// when the create fails.
#pragma once

#include "provider/sdk/resource.h"
#include "resources/http/api_error.h"
#include "resources/incident/types.h"
#include "resources/oncall/on_call.h"
#include "resources/schedule_replica/model.h"

namespace schedule_replica {

void ChangeReplica(oncall::OnCall& oncall, tf::UpdateCall<ReplicaModel>& call,
                   const http::CallLimits& limits);

// Whether the API refused `wanted` because `old` already writes to its target: a conflict, or a
// refusal that names no argument besides those that make the target.
bool IsRefusedTwin(const http::ApiError& error, const incident::NewReplica& old,
                   const incident::NewReplica& wanted);

// Deletes a replica that a state holds, unless this process has just adopted it: then it belongs to
// another resource, which is a success with a warning.
oncall::Result<void> RemoveHeld(oncall::OnCall& oncall, const ids::ScheduleId& schedule,
                                const ids::ReplicaId& replica, const http::CallLimits& limits,
                                tf::Diagnostics& diagnostics);

}  // namespace schedule_replica
