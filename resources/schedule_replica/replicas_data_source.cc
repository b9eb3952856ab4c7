#include "resources/schedule_replica/replicas_data_source.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "provider/sdk/checks.h"
#include "resources/oncall/error_text.h"
#include "resources/oncall/on_call.h"
#include "resources/schedule_replica/explain.h"

namespace schedule_replica {

const tf::Shape<ReplicasModel>& ReplicasDataSource::shape() const {
  static const tf::Shape<ReplicasModel> shape{
      tf::About("Every replica of a schedule as it is now, also those that Terraform does not "
                "manage."),
      tf::Required("schedule_id", &ReplicasModel::schedule_id)
          .Check(tf::NotBlank())
          .Doc("The incident.io schedule that is mirrored."),
      tf::Computed("schedule_replicas", &ReplicasModel::schedule_replicas, ListedReplicaShape())
          .Doc("The replicas, oldest first."),
  };
  return shape;
}

void ReplicasDataSource::Read(tf::DataCall<ReplicasModel>& call) {
  auto& on_call = call.configured<oncall::OnCall>();
  if (const auto* no_access = on_call.no_access()) {
    return ExplainNoAccess(*no_access, "Cannot list the replicas", call.diagnostics());
  }
  const ids::ScheduleId schedule(call.config().schedule_id.value_or(""));
  const auto list = on_call.Replicas(schedule, {call.stop()});
  if (!list) {
    call.diagnostics().AddError(oncall::ToSummary(absl::StrCat("Cannot list replicas of ",
                                                               base::CleanText(schedule.value()))),
                                oncall::ErrorDetail(list.error()),
                                tf::Path::Root().Attribute("schedule_id"));
    return;
  }
  // The API promises no order; a list that moves by itself would show up as a change.
  std::vector<incident::Replica> replicas = (*list)->replicas;
  std::ranges::sort(replicas, {}, [](const incident::Replica& replica) {
    return std::pair(replica.created_at, replica.id);
  });
  std::vector<LiveReplicaModel> models;
  for (const incident::Replica& replica : replicas) models.push_back(FromLiveReplica(replica));
  call.Keep({.schedule_id = call.config().schedule_id, .schedule_replicas = std::move(models)});
}

}  // namespace schedule_replica
