// A schedule replica with everything that the API says about it, the times of its syncs included:
// what the data sources show. The resource leaves out what moves with every sync. Plain values.
#pragma once

#include <cstdint>
#include <string>

#include "provider/sdk/shape.h"
#include "resources/incident/types.h"
#include "resources/schedule_replica/model.h"

namespace schedule_replica {

struct LiveReplicaModel {
  tf::Attr<std::string> schedule_id;
  tf::Attr<std::string> id;
  tf::Attr<std::string> replica_provider;
  tf::Attr<std::string> replica_provider_id;
  tf::Attr<std::string> replica_fallback_user_id;
  tf::Attr<tf::Set<SourceModel>> sources;
  tf::Attr<std::int64_t> mirror_window_days;
  tf::Attr<tf::Set<UserStatusModel>> user_statuses;
  // Null until the first sync that worked.
  tf::Attr<std::string> last_synced_at;
  // Null when the latest sync worked.
  tf::Attr<std::string> last_sync_error;
  tf::Attr<std::string> created_at;
  tf::Attr<std::string> updated_at;
};

// Looked up by `schedule_id` and either `id` or the target.
const tf::Shape<LiveReplicaModel>& LookedUpReplicaShape();
// An element of a list: everything computed.
const tf::Shape<LiveReplicaModel>& ListedReplicaShape();

LiveReplicaModel FromLiveReplica(const incident::Replica& replica);

}  // namespace schedule_replica
