// A schedule replica as users write it and as the state holds it, and the two ways between that and
// the API's objects. Plain values; in plans any attribute may be unknown.
#pragma once

#include <cstdint>
#include <string>

#include "provider/sdk/shape.h"
#include "resources/incident/types.h"

namespace schedule_replica {

struct SourceModel {
  tf::Attr<std::string> rotation_id;
  tf::Attr<std::string> layer_id;

  friend bool operator==(const SourceModel&, const SourceModel&) = default;
};

struct UserStatusModel {
  tf::Attr<std::string> user_id;
  // Null when the person has no counterpart in the external system.
  tf::Attr<std::string> external_user_id;

  friend bool operator==(const UserStatusModel&, const UserStatusModel&) = default;
};

struct TimeoutsModel {
  tf::Attr<std::string> create;
  tf::Attr<std::string> update;
  tf::Attr<std::string> destroy;  // "delete" to users

  friend bool operator==(const TimeoutsModel&, const TimeoutsModel&) = default;
};

struct ReplicaModel {
  tf::Attr<std::string> schedule_id;
  tf::Attr<std::string> replica_provider;
  tf::Attr<std::string> replica_provider_id;
  tf::Attr<std::string> replica_fallback_user_id;
  tf::Attr<tf::Set<SourceModel>> sources;
  tf::Attr<std::int64_t> mirror_window_days;
  tf::Attr<std::string> drift_check;
  tf::Attr<bool> wait_for_sync;
  tf::Attr<TimeoutsModel> timeouts;
  tf::Attr<std::string> id;
  tf::Attr<std::string> created_at;
  tf::Attr<std::string> last_sync_error;
  tf::Attr<tf::Set<UserStatusModel>> user_statuses;
  // Null until this provider forced a sync.
  tf::Attr<std::string> resynced_at;
};

const tf::Shape<ReplicaModel>& ReplicaShape();
// Sources as users write them, and who is whom as it is read.
const tf::Shape<SourceModel>& SourceShape();
const tf::Shape<UserStatusModel>& UserStatusShape();

// Whether every argument that the API is sent is known.
bool ArgumentsKnown(const ReplicaModel& model);

// What to ask of the API; needs ArgumentsKnown, what is not known is left empty.
incident::NewReplica ToNewReplica(const ReplicaModel& model);

// The state of a replica that was found, with the settings and the resync time of `model`, which
// the API does not know.
ReplicaModel FromReplica(const incident::Replica& replica, const ReplicaModel& model);

// The state after `replica` was made for `plan`: what was configured stays as it is spelled.
ReplicaModel MadeFor(const ReplicaModel& plan, const incident::Replica& replica);

// The state after a change that needed nothing: the settings of `plan`, the rest as in `state`.
ReplicaModel WithSettings(const ReplicaModel& state, const ReplicaModel& plan);

}  // namespace schedule_replica
