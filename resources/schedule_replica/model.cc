#include "resources/schedule_replica/model.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/time.h"
#include "provider/sdk/checks.h"
#include "resources/oncall/drift_check.h"

namespace schedule_replica {
namespace {

using tf::Attr;

constexpr char kTimeoutDoc[] =
    " A duration with units, such as `90s` or `1h30m`, at most `24h`. Without it, each request may "
    "take as long as the provider's `retry_timeout`.";

bool SameProvider(const std::string& a, const std::string& b) {
  return incident::NormalisedProvider(a) == incident::NormalisedProvider(b);
}

const tf::Shape<TimeoutsModel>& TimeoutsShape() {
  static const tf::Shape<TimeoutsModel> shape{
      tf::Optional("create", &TimeoutsModel::create)
          .Check(tf::IsDuration())
          .Doc(std::string("How long a create may take.") + kTimeoutDoc),
      tf::Optional("update", &TimeoutsModel::update)
          .Check(tf::IsDuration())
          .Doc(std::string("How long a change may take.") + kTimeoutDoc),
      tf::Optional("delete", &TimeoutsModel::destroy)
          .Check(tf::IsDuration())
          .Doc(std::string("How long a delete may take.") + kTimeoutDoc),
  };
  return shape;
}

template <typename Id>
Attr<std::string> TextOf(const std::optional<Id>& id) {
  return id ? Attr<std::string>(id->value()) : Attr<std::string>::Null();
}

tf::Set<SourceModel> SourcesOf(const incident::Replica& replica) {
  std::vector<SourceModel> sources;
  for (const incident::Source& source : replica.sources) {
    sources.push_back({source.rotation_id.value(), source.layer_id.value()});
  }
  return sources;
}

tf::Set<UserStatusModel> UserStatusesOf(const incident::Replica& replica) {
  std::vector<UserStatusModel> statuses;
  for (const incident::UserStatus& status : replica.user_statuses) {
    statuses.push_back({status.user_id.value(), TextOf(status.external_user_id)});
  }
  return statuses;
}

}  // namespace

const tf::Shape<SourceModel>& SourceShape() {
  static const tf::Shape<SourceModel> shape{
      tf::Required("rotation_id", &SourceModel::rotation_id)
          .Check(tf::NotBlank())
          .Doc("The rotation."),
      tf::Required("layer_id", &SourceModel::layer_id)
          .Check(tf::NotBlank())
          .Doc("The layer of that rotation."),
  };
  return shape;
}

const tf::Shape<UserStatusModel>& UserStatusShape() {
  static const tf::Shape<UserStatusModel> shape{
      tf::Computed("user_id", &UserStatusModel::user_id).Doc("The user in incident.io."),
      tf::Computed("external_user_id", &UserStatusModel::external_user_id)
          .Doc("The same person in the external system; null when none was found."),
  };
  return shape;
}

const tf::Shape<ReplicaModel>& ReplicaShape() {
  static const tf::Shape<ReplicaModel> shape{
      tf::About("Mirrors chosen rotation layers of an incident.io schedule into a PagerDuty, "
                "Opsgenie or Jira Service Management schedule."),
      tf::Required("schedule_id", &ReplicaModel::schedule_id)
          .Check(tf::NotBlank())
          .Doc("The incident.io schedule to mirror."),
      tf::Required("replica_provider", &ReplicaModel::replica_provider)
          .Check(tf::NotBlank())
          .EqualWhen(SameProvider)
          .WarnUnless(tf::OneOf{{"pagerduty", "opsgenie", "jsm", "jira", "native"}})
          .Doc("Where to mirror to: `pagerduty`, `opsgenie`, `jsm` (`jira` means the same) or "
               "`native`. Any other value is passed on with a warning. Mirrors of `native` and of "
               "unknown systems are never checked."),
      tf::Required("replica_provider_id", &ReplicaModel::replica_provider_id)
          .Check(tf::NotBlank())
          .Doc("The external schedule that is written to, by its id there, such as `PO8107X` in "
               "PagerDuty or a UUID in Opsgenie."),
      tf::Required("replica_fallback_user_id", &ReplicaModel::replica_fallback_user_id)
          .Check(tf::NotBlank())
          .Doc("The external user who is put on call when nobody is on call in incident.io, by the "
               "user's id there, such as `PA7AXXN` in PagerDuty or a UUID in Opsgenie."),
      tf::Required("sources", &ReplicaModel::sources, SourceShape())
          .Check(tf::AtLeastOne())
          .Doc("The rotations and layers to mirror."),
      tf::Optional("mirror_window_days", &ReplicaModel::mirror_window_days)
          .Default(incident::kDefaultMirrorWindowDays)
          .Check(tf::Between{1, 90})
          .Doc("How many days ahead the mirror reaches, 1 to 90; 14 by default."),
      tf::Optional("drift_check", &ReplicaModel::drift_check)
          .Check(tf::OneOf{oncall::DriftCheckWords()})
          .Local()
          .Doc("What a plan does when the mirror is wrong: `off`, `warn`, `error` or `resync`. "
               "The provider's own setting when left out."),
      tf::Optional("wait_for_sync", &ReplicaModel::wait_for_sync)
          .Local()
          .Doc(
              "Whether a create or a change waits for the first sync. If that sync fails, a create "
              "warns; a change fails, and the replica stays as it was unless incident.io allowed "
              "no second one beside it."),
      tf::Optional("timeouts", &ReplicaModel::timeouts, TimeoutsShape())
          .Local()
          .Doc("How long each operation may take."),
      tf::Computed("id", &ReplicaModel::id)
          .Doc("The replica's id. A change in place makes a new replica, so it changes."),
      tf::Computed("created_at", &ReplicaModel::created_at).Doc("When the replica was created."),
      tf::Computed("last_sync_error", &ReplicaModel::last_sync_error)
          .Doc("What went wrong in the latest sync; null when it worked."),
      tf::Computed("user_statuses", &ReplicaModel::user_statuses, UserStatusShape())
          .Doc("Which external user each incident.io user was matched to."),
      tf::Computed("resynced_at", &ReplicaModel::resynced_at)
          .Stable()
          .Doc("When this provider last forced a sync; null when it never did."),
  };
  return shape;
}

bool ArgumentsKnown(const ReplicaModel& model) {
  return model.schedule_id.is_known() && model.replica_provider.is_known() &&
         model.replica_provider_id.is_known() && model.replica_fallback_user_id.is_known() &&
         model.mirror_window_days.is_known() && model.sources.is_known() &&
         std::ranges::all_of(*model.sources, [](const SourceModel& source) {
           return source.rotation_id.is_known() && source.layer_id.is_known();
         });
}

incident::NewReplica ToNewReplica(const ReplicaModel& model) {
  incident::NewReplica wanted{
      .schedule_id = ids::ScheduleId(model.schedule_id.value_or("")),
      .sources = {},
      .provider = model.replica_provider.value_or(""),
      .provider_id = ids::ExternalScheduleId(model.replica_provider_id.value_or("")),
      .fallback_user_id = ids::ExternalUserId(model.replica_fallback_user_id.value_or("")),
      .mirror_window_days = model.mirror_window_days.value_or(incident::kDefaultMirrorWindowDays)};
  for (const SourceModel& source : model.sources.value_or({})) {
    wanted.sources.push_back({ids::RotationId(source.rotation_id.value_or("")),
                              ids::LayerId(source.layer_id.value_or(""))});
  }
  return wanted;
}

ReplicaModel MadeFor(const ReplicaModel& plan, const incident::Replica& replica) {
  ReplicaModel state = plan;
  state.id = replica.id.value();
  state.created_at = base::FormatInstant(replica.created_at);
  state.last_sync_error = replica.last_sync_error ? Attr<std::string>(*replica.last_sync_error)
                                                  : Attr<std::string>::Null();
  state.user_statuses = UserStatusesOf(replica);
  if (state.resynced_at.is_unknown()) state.resynced_at = Attr<std::string>::Null();
  return state;
}

ReplicaModel FromReplica(const incident::Replica& replica, const ReplicaModel& model) {
  ReplicaModel state = MadeFor(model, replica);
  state.schedule_id = replica.schedule_id.value();
  state.replica_provider = replica.provider;
  state.replica_provider_id = replica.provider_id.value();
  state.replica_fallback_user_id = replica.fallback_user_id.value();
  state.sources = SourcesOf(replica);
  state.mirror_window_days = replica.mirror_window_days;
  return state;
}

ReplicaModel WithSettings(const ReplicaModel& state, const ReplicaModel& plan) {
  ReplicaModel kept = plan;
  kept.id = state.id;
  kept.created_at = state.created_at;
  kept.last_sync_error = state.last_sync_error;
  kept.user_statuses = state.user_statuses;
  kept.resynced_at = state.resynced_at;
  return kept;
}

}  // namespace schedule_replica
