#include "resources/schedule_replica/replica_data_source.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/text.h"
#include "resources/oncall/arguments.h"
#include "resources/oncall/error_text.h"
#include "resources/oncall/on_call.h"
#include "resources/schedule_replica/explain.h"

namespace schedule_replica {
namespace {

using Call = tf::DataCall<LiveReplicaModel>;

ids::ScheduleId ScheduleOf(const Call& call) {
  return ids::ScheduleId(call.config().schedule_id.value_or(""));
}

std::optional<incident::Replica> FindById(Call& call) {
  const ids::ReplicaId id(call.config().id.value_or(""));
  auto found = call.configured<oncall::OnCall>().FindReplica(ScheduleOf(call), id, {call.stop()});
  if (found) return *std::move(found);

  const std::string shown = base::CleanText(id.value());
  if (found.error().kind == http::ApiErrorKind::kNotFound) {
    call.diagnostics().AddError(
        oncall::ToSummary(absl::StrCat("Replica ", shown, " does not exist")),
        oncall::ErrorDetail(found.error(),
                            "Check id and schedule_id, and that the API key is one "
                            "of the organisation that the schedule belongs to."),
        tf::Path::Root().Attribute("id"));
  } else {
    call.diagnostics().AddError(oncall::ToSummary(absl::StrCat("Cannot read replica ", shown)),
                                oncall::ErrorDetail(found.error()));
  }
  return std::nullopt;
}

std::string ListIds(const std::vector<incident::Replica>& replicas) {
  return absl::StrJoin(replicas, ", ", [](std::string* text, const incident::Replica& replica) {
    text->append(base::CleanText(replica.id.value()));
  });
}

std::optional<incident::Replica> FindByTarget(Call& call) {
  const oncall::Target target{
      std::string(incident::NormalisedProvider(call.config().replica_provider.value_or(""))),
      ids::ExternalScheduleId(call.config().replica_provider_id.value_or(""))};
  const auto list = call.configured<oncall::OnCall>().Replicas(ScheduleOf(call), {call.stop()});
  if (!list) {
    call.diagnostics().AddError(Summary("Cannot read replica", target),
                                oncall::ErrorDetail(list.error()),
                                tf::Path::Root().Attribute("schedule_id"));
    return std::nullopt;
  }

  const auto found = oncall::ReplicasOn(target, (*list)->replicas);
  if (found.size() == 1) return found.front();
  const tf::Path path = tf::Path::Root().Attribute("replica_provider_id");
  const std::string schedule = base::CleanText(ScheduleOf(call).value());
  if (found.empty()) {
    call.diagnostics().AddError(
        Summary("No replica on", target),
        absl::StrCat("Schedule ", schedule, " is not mirrored to ", Label(target),
                     ". Check replica_provider, replica_provider_id and schedule_id."),
        path);
  } else {
    call.diagnostics().AddError(
        Summary("Several replicas on", target),
        absl::StrCat("Exactly one was expected. The ids of the replicas that mirror schedule ",
                     schedule, " to it: ", ListIds(found),
                     ". Look up the one that is meant by id."),
        path);
  }
  return std::nullopt;
}

}  // namespace

void ReplicaDataSource::Read(Call& call) {
  if (const auto* no_access = call.configured<oncall::OnCall>().no_access()) {
    return ExplainNoAccess(*no_access, "Cannot read the replica", call.diagnostics());
  }
  const LiveReplicaModel& config = call.config();
  const auto replica = config.id.is_known() ? FindById(call) : FindByTarget(call);
  if (!replica) return;
  LiveReplicaModel answer = FromLiveReplica(*replica);
  if (config.replica_provider.is_known()) {
    answer.replica_provider = config.replica_provider;  // "jira" stays "jira"
  }
  call.Keep(answer);
}

}  // namespace schedule_replica
