// A change of a replica in place. The API cannot change one, and deleting first would take the
// mirrored overrides away and page the wrong person until the next sync. So the new replica is made
// before the old one is deleted: overrides stay while another replica has the same target.
//
//   step           its fault                   on the server      in the state
//   list           any that lasts              old                old
//   create         refused, or no effect       old                old
//                  lost, lands later           old, new           old; the next apply adopts new
//                  interrupted, has landed     old, new           old; private data names new
//   first sync     an error, or no time left   old                old
//                  interrupted                 old, new           old; private data names new
//   take back      fails                       old, new           old; private data names new
//   delete old     fails                       old, new           old; private data names new
//
// A lost answer to a read or a delete is asked for again and changes nothing. What private data
// names is finished by the next apply: one replica is left, the one that fits. Where the API
// refuses a second replica on the target (where that is not plain, a twin of the old one shows it),
// the old one goes first:
//
//   delete first   fails                       old                old
//   second create  fails                       old, put back      old, with its new id
//                  lost, has landed            new                new
//                  killed after the put back   put back           old; the next refresh notes it,
//                                                                 the next apply takes it over
//   put back       fails                       none, or perhaps   old; the next refresh drops it,
//                                              one not answered   the next apply adopts or creates
//
// change_table_test.cc has each step under each fault.
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
