// Schedule replicas of incident.io. There is no operation that changes one.
#include "nlohmann/json.hpp"
#include "sandbox/services/incident_service.h"

namespace sandbox {

using nlohmann::json;

Answer IncidentService::ListReplicas(const Call& call) {
  const std::string& schedule_id = call.captures[0];
  if (world_.incident().FindSchedule(schedule_id) == nullptr) {
    return Error(404, "not_found", "not_found", "Schedule not found");
  }
  json rows = json::array();
  for (const auto& replica : world_.mirroring().replicas()) {
    const auto& hidden = settings_.hidden_replicas;
    if (replica.schedule_id != schedule_id) continue;
    if (hidden.contains(replica.id) || hidden.contains("*")) continue;
    rows.push_back(ToJson(replica, settings_.spelling));
  }
  return JsonAnswer(200, {{"schedule_replicas", rows}});
}

Answer IncidentService::CreateReplica(const Call& call) {
  const auto body = ParseJson(call.request.body);
  if (!body) return NotJson();
  Fields outer(*body, "");
  if (outer.Find("schedule_replica") == nullptr) outer.Fail("schedule_replica", "is required.");
  Fields fields(outer.Object("schedule_replica"), "schedule_replica");
  const auto wanted = ReadReplica(fields, call.captures[0]);
  if (outer.KnownProblem()) return Unreadable(outer);
  if (fields.KnownProblem()) return Unreadable(fields);
  const auto created = world_.mirroring().Create(wanted);
  if (!created) return Error(created.error());
  // The first sync may have run by now: answer what a read would answer.
  const auto* kept = world_.mirroring().Find(created->schedule_id, created->id);
  return JsonAnswer(
      201, {{"schedule_replica", ToJson(kept == nullptr ? *created : *kept, settings_.spelling)}});
}

Answer IncidentService::ShowReplica(const Call& call) {
  const auto* replica = world_.mirroring().Find(call.captures[0], call.captures[1]);
  if (replica == nullptr) {
    return Error(404, "not_found", "not_found", "Schedule replica not found");
  }
  return JsonAnswer(200, {{"schedule_replica", ToJson(*replica, settings_.spelling)}});
}

Answer IncidentService::DeleteReplica(const Call& call) {
  const auto deleted = world_.mirroring().Delete(call.captures[0], call.captures[1]);
  return deleted ? EmptyAnswer(204) : Error(deleted.error());
}

}  // namespace sandbox
