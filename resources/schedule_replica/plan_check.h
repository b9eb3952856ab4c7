// What a plan says of a mirror: where the external schedule is wrong, or what creating the replica
// would change there. Reads only, each thing once however many replicas ask. A check that cannot
// run is one warning; only drift_check = "error" makes errors of anything, and only where the plan
// leaves the replica as it is.
#pragma once

#include "provider/sdk/diagnostics.h"
#include "resources/http/client.h"
#include "resources/incident/types.h"
#include "resources/oncall/drift_check.h"
#include "resources/oncall/mirror_check.h"
#include "resources/oncall/on_call.h"
#include "resources/schedule_replica/model.h"

namespace schedule_replica {

// What the plan is told to do about drift, and by whom.
struct CheckMode {
  oncall::DriftCheck mode = oncall::DriftCheck::kWarn;
  bool is_own = false;  // The replica's own setting, not the provider's.
};

// The replica's own mode, or else the provider's. A setting that is not known yet checks nothing.
CheckMode ModeOf(const oncall::OnCall& oncall, const ReplicaModel& plan);

// What the mirror of `state` looks like now. Needs a provider that can be checked.
oncall::MirrorCheck LookAtMirror(oncall::OnCall& oncall, const ReplicaModel& state,
                                 const http::CallLimits& limits);

// Says what is wrong with the mirror of `state`. `may_fail`: the plan leaves the replica as it is.
void SayInPlan(oncall::OnCall& oncall, oncall::MirrorCheck found, const ReplicaModel& state,
               const CheckMode& mode, bool may_fail, tf::Diagnostics& diagnostics);

// Says once why times are told in UTC, when they are for want of the schedule's zone.
void SayWhenTheZoneIsUnknown(oncall::OnCall& oncall, const oncall::MirrorCheck& found,
                             tf::Diagnostics& diagnostics);

// Says that mirrors of this provider cannot be checked, to those who insist.
void SayThatNobodyCanCheck(oncall::OnCall& oncall, const ReplicaModel& state, const CheckMode& mode,
                           tf::Diagnostics& diagnostics);

// Says what the first sync of a replica would change.
void PreviewInPlan(oncall::OnCall& oncall, const incident::NewReplica& planned,
                   const CheckMode& mode, const http::CallLimits& limits,
                   tf::Diagnostics& diagnostics);

}  // namespace schedule_replica
