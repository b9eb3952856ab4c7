// The source: who is on call, and edits as if somebody used the incident.io dashboard.
#include <algorithm>

#include "nlohmann/json.hpp"
#include "sandbox/control/control.h"
#include "sandbox/control/seed.h"
#include "sandbox/services/fields.h"
#include "sandbox/services/incident_codec.h"

namespace sandbox {
namespace {

using nlohmann::json;

Answer NoSuch(std::string_view what) {
  return JsonAnswer(404, {{"error", "There is no such " + std::string(what) + "."}});
}

Answer ScheduleAnswer(const world::Result<world::Schedule>& changed, const world::World& world) {
  if (!changed) return Misuse(changed.error());
  return JsonAnswer(200, {{"schedule", ToJson(*changed, world.incident(), IncidentSpelling{})}});
}

}  // namespace

Answer Control::ListEntries(const Call& call) {
  const absl::Time now = world().now();
  const auto range = RangeOf(call.request, now, {now, now + absl::Hours(24 * 14)});
  if (!range) return NoTimes();
  const auto entries =
      world().incident().EntriesBetween(call.captures[0], range->start, range->end);
  if (!entries) return Misuse(entries.error());
  return JsonAnswer(200, {{"entries", ToJson(entries->final, world().incident())}});
}

Answer Control::CreateOverride(const Call& call) {
  Fields fields(call.body, "", world().now());
  world::Override wanted = ReadSeedOverride(fields);
  wanted.schedule_id = call.captures[0];
  if (auto problem = fields.Problem()) return Misuse(*problem);
  const auto created = world().incident().CreateOverride(wanted);
  if (!created) return Misuse(created.error());
  return JsonAnswer(201, {{"override", ToJson(*created, world().incident())}});
}

Answer Control::DeleteOverride(const Call& call) {
  const auto deleted = world().incident().DeleteOverride(call.captures[1]);
  return deleted ? EmptyAnswer(204) : Misuse(deleted.error());
}

Answer Control::ChangeRotation(const Call& call) {
  const auto* stored = world().incident().FindSchedule(call.captures[0]);
  if (stored == nullptr) return NoSuch("schedule");
  world::Schedule schedule = *stored;
  bool found = false;
  for (auto& rotation : schedule.rotations) {
    if (rotation.id != call.captures[1]) continue;
    found = true;
    json changed = RotationAsSeed(rotation, world());
    changed.merge_patch(call.body);
    Fields fields(changed, "rotation", world().now());
    rotation = ReadRotation(fields, UsersOf(world().incident()));
    if (auto problem = fields.Problem()) return Misuse(*problem);
  }
  if (!found) return NoSuch("rotation");
  return ScheduleAnswer(world().incident().UpdateSchedule(call.captures[0], schedule), world());
}

Answer Control::DeleteRotation(const Call& call) {
  const auto* stored = world().incident().FindSchedule(call.captures[0]);
  if (stored == nullptr) return NoSuch("schedule");
  world::Schedule schedule = *stored;
  if (std::erase_if(schedule.rotations, [&](const auto& r) { return r.id == call.captures[1]; }) ==
      0) {
    return NoSuch("rotation");
  }
  return ScheduleAnswer(world().incident().UpdateSchedule(call.captures[0], schedule), world());
}

Answer Control::DeleteLayer(const Call& call) {
  const auto* stored = world().incident().FindSchedule(call.captures[0]);
  if (stored == nullptr) return NoSuch("schedule");
  world::Schedule schedule = *stored;
  std::size_t removed = 0;
  for (auto& rotation : schedule.rotations) {
    if (rotation.id != call.captures[1]) continue;
    removed += std::erase_if(rotation.layers,
                             [&](const auto& layer) { return layer.id == call.captures[2]; });
  }
  if (removed == 0) return NoSuch("layer");
  return ScheduleAnswer(world().incident().UpdateSchedule(call.captures[0], schedule), world());
}

Answer Control::DeleteSchedule(const Call& call) {
  std::vector<std::string> replicas;
  for (const auto& replica : world().mirroring().replicas()) {
    if (replica.schedule_id == call.captures[0]) replicas.push_back(replica.id);
  }
  for (const auto& id : replicas) {
    if (const auto deleted = world().mirroring().Delete(call.captures[0], id); !deleted) {
      return Misuse(deleted.error());
    }
  }
  const auto deleted = world().incident().DeleteSchedule(call.captures[0]);
  return deleted ? EmptyAnswer(204) : Misuse(deleted.error());
}

Answer Control::DeleteReplica(const Call& call) {
  const auto deleted = world().mirroring().Delete(call.captures[0], call.captures[1]);
  return deleted ? EmptyAnswer(204) : Misuse(deleted.error());
}

Answer Control::DeleteUser(const Call& call) {
  return world().incident().RemoveUser(call.captures[0]) ? EmptyAnswer(204) : NoSuch("user");
}

Answer Control::Link(const Call& call) {
  Fields fields(call.body, "");
  const auto provider = world::ParseProvider(fields.Text("provider"));
  if (!provider) fields.Fail("provider", "must be pagerduty, opsgenie or jsm.");
  const std::string external = fields.Text("external_user_id");
  const std::string user = fields.TextOr("user_id", "");
  if (auto problem = fields.Problem()) return Misuse(*problem);
  world().mirroring().Link(*provider, external, user);
  return EmptyAnswer(204);
}

}  // namespace sandbox
