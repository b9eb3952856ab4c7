#include "resources/schedule_replica/live_replica.h"

#include <tuple>
#include <utility>

#include "base/time.h"
#include "provider/sdk/checks.h"

namespace schedule_replica {
namespace {

const tf::Shape<SourceModel>& LiveSourceShape() {
  static const tf::Shape<SourceModel> shape{
      tf::Computed("rotation_id", &SourceModel::rotation_id).Doc("The rotation."),
      tf::Computed("layer_id", &SourceModel::layer_id).Doc("The layer of that rotation."),
  };
  return shape;
}

// `parts`, and the attributes that a look-up and a list have in common.
template <class... Parts>
tf::Shape<LiveReplicaModel> ShapeWith(Parts... parts) {
  using Model = LiveReplicaModel;
  return tf::Shape<Model>{
      std::move(parts)...,
      tf::Computed("replica_fallback_user_id", &Model::replica_fallback_user_id)
          .Doc("The external user who is on call when nobody is on call in incident.io."),
      tf::Computed("sources", &Model::sources, LiveSourceShape())
          .Doc("The rotations and layers that are mirrored."),
      tf::Computed("mirror_window_days", &Model::mirror_window_days)
          .Doc("How many days ahead the mirror reaches."),
      tf::Computed("user_statuses", &Model::user_statuses, UserStatusShape())
          .Doc("Which external user each incident.io user was matched to."),
      tf::Computed("last_synced_at", &Model::last_synced_at)
          .Doc("When a sync last worked (RFC 3339, UTC); null until the first one did."),
      tf::Computed("last_sync_error", &Model::last_sync_error)
          .Doc("What went wrong in the latest sync; null when it worked."),
      tf::Computed("created_at", &Model::created_at)
          .Doc("When the replica was created (RFC 3339, UTC)."),
      tf::Computed("updated_at", &Model::updated_at)
          .Doc("When the replica was last changed or synced (RFC 3339, UTC)."),
  };
}

constexpr char kExpected[] =
    "A replica is looked up by id, or by its target: set either id, or both replica_provider and "
    "replica_provider_id.";

void CheckLookUp(const LiveReplicaModel& config, tf::Diagnostics& diagnostics) {
  const auto& [id, provider, target] =
      std::tie(config.id, config.replica_provider, config.replica_provider_id);
  if (id.is_null() && provider.is_null() && target.is_null()) {
    diagnostics.AddError("Neither id nor a target is given", kExpected);
  } else if (id.is_known() && (provider.is_known() || target.is_known())) {
    diagnostics.AddError("Both id and a target are given", kExpected,
                         tf::Path::Root().Attribute(provider.is_known() ? "replica_provider"
                                                                        : "replica_provider_id"));
  } else if (provider.is_known() && target.is_null()) {
    diagnostics.AddError("replica_provider_id is missing", kExpected,
                         tf::Path::Root().Attribute("replica_provider"));
  } else if (target.is_known() && provider.is_null()) {
    diagnostics.AddError("replica_provider is missing", kExpected,
                         tf::Path::Root().Attribute("replica_provider_id"));
  }
}

}  // namespace

const tf::Shape<LiveReplicaModel>& LookedUpReplicaShape() {
  using Model = LiveReplicaModel;
  static const tf::Shape<Model> shape = ShapeWith(
      tf::About("A replica of a schedule as it is now, looked up by id or by its target."),
      tf::Rule<Model>{CheckLookUp},
      tf::Required("schedule_id", &Model::schedule_id)
          .Check(tf::NotBlank())
          .Doc("The incident.io schedule that is mirrored."),
      tf::OptionalComputed("id", &Model::id)
          .Check(tf::NotBlank())
          .Doc("The id of the replica. Set either this, or `replica_provider` and "
               "`replica_provider_id`."),
      tf::OptionalComputed("replica_provider", &Model::replica_provider)
          .Check(tf::NotBlank())
          .Doc("The external system: `pagerduty`, `opsgenie`, `jsm` (`jira` means the same) or "
               "`native`."),
      tf::OptionalComputed("replica_provider_id", &Model::replica_provider_id)
          .Check(tf::NotBlank())
          .Doc("The external schedule that is written to. It is an error if several replicas of "
               "the schedule write to it."));
  return shape;
}

const tf::Shape<LiveReplicaModel>& ListedReplicaShape() {
  using Model = LiveReplicaModel;
  static const tf::Shape<Model> shape =
      ShapeWith(tf::About("A replica of a schedule as it is now."),
                tf::Computed("schedule_id", &Model::schedule_id)
                    .Doc("The incident.io schedule that is mirrored."),
                tf::Computed("id", &Model::id).Doc("The id of the replica."),
                tf::Computed("replica_provider", &Model::replica_provider)
                    .Doc("The external system, as incident.io calls it."),
                tf::Computed("replica_provider_id", &Model::replica_provider_id)
                    .Doc("The external schedule that is written to."));
  return shape;
}

LiveReplicaModel FromLiveReplica(const incident::Replica& replica) {
  ReplicaModel shared = FromReplica(replica, {});
  LiveReplicaModel model{.schedule_id = std::move(shared.schedule_id),
                         .id = std::move(shared.id),
                         .replica_provider = std::move(shared.replica_provider),
                         .replica_provider_id = std::move(shared.replica_provider_id),
                         .replica_fallback_user_id = std::move(shared.replica_fallback_user_id),
                         .sources = std::move(shared.sources),
                         .mirror_window_days = shared.mirror_window_days,
                         .user_statuses = std::move(shared.user_statuses),
                         .last_sync_error = std::move(shared.last_sync_error),
                         .created_at = std::move(shared.created_at),
                         .updated_at = base::FormatInstant(replica.updated_at)};
  if (replica.last_synced_at) model.last_synced_at = base::FormatInstant(*replica.last_synced_at);
  return model;
}

}  // namespace schedule_replica
