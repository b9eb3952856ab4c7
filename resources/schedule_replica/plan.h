// What the resource adds to a plan: warnings about what is seen in incident.io, and notes in
// private data for apply. It reads both sides of the mirror, each thing once for all replicas, and
// changes nothing. When Terraform repeats a plan as part of apply, it says
// nothing twice and reads only what apply needs anyway.
#pragma once

#include "provider/sdk/resource.h"
#include "resources/oncall/on_call.h"
#include "resources/schedule_replica/model.h"

namespace schedule_replica {

void PlanReplica(oncall::OnCall& oncall, tf::PlanCall<ReplicaModel>& call);

void PlanReplicaDestroy(oncall::OnCall& oncall, tf::DestroyPlanCall<ReplicaModel>& call);

}  // namespace schedule_replica
