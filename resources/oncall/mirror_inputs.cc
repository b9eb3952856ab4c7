#include "resources/oncall/mirror_inputs.h"

#include <algorithm>

#include "resources/mirror/window.h"

namespace oncall {
namespace {

std::vector<mirror::Lane> ToLanes(const std::vector<incident::Source>& sources) {
  std::vector<mirror::Lane> lanes;
  for (const incident::Source& source : sources) {
    lanes.push_back({source.rotation_id, source.layer_id});
  }
  return lanes;
}

// A rotation with planned changes is there once for each version.
std::vector<mirror::Lane> LanesOf(const incident::Schedule& schedule) {
  std::vector<mirror::Lane> lanes;
  for (const incident::Rotation& rotation : schedule.rotations) {
    for (const incident::Layer& layer : rotation.layers) {
      const mirror::Lane lane{rotation.id, layer.id};
      if (std::ranges::find(lanes, lane) == lanes.end()) lanes.push_back(lane);
    }
  }
  return lanes;
}

}  // namespace

mirror::SourceSchedule ToSourceSchedule(const incident::Schedule& schedule,
                                        const incident::Entries& entries) {
  mirror::SourceSchedule source{
      LanesOf(schedule), {}, schedule.updated_at, schedule.has_told_rotations};
  source.entries.reserve(entries.final_entries.size());
  for (const incident::Entry& entry : entries.final_entries) {
    std::optional<ids::UserId> user;
    if (entry.user) user = entry.user->id;
    source.entries.push_back({entry.start, entry.end, entry.rotation_id, entry.layer_id, user,
                              entry.entry_id.value_or("")});
  }
  return source;
}

mirror::Replica ToMirrorReplica(const incident::Replica& replica) {
  mirror::Replica mirrored{.id = replica.id,
                           .sources = ToLanes(replica.sources),
                           .fallback = replica.fallback_user_id,
                           .users = {},
                           .window_days = mirror::BoundedDays(replica.mirror_window_days),
                           .created_at = replica.created_at,
                           .last_synced_at = replica.last_synced_at,
                           .last_sync_error = replica.last_sync_error.value_or(""),
                           .resynced_at = std::nullopt};
  for (const incident::UserStatus& status : replica.user_statuses) {
    mirrored.users.emplace(status.user_id, status.external_user_id);
  }
  return mirrored;
}

mirror::Replica ToMirrorReplica(const incident::NewReplica& planned) {
  return {.id = {},
          .sources = ToLanes(planned.sources),
          .fallback = planned.fallback_user_id,
          .users = {},
          .window_days = mirror::BoundedDays(planned.mirror_window_days),
          .created_at = {},
          .last_synced_at = std::nullopt,
          .last_sync_error = "",
          .resynced_at = std::nullopt};
}

mirror::Names NamesIn(const incident::Schedule& schedule, const incident::Entries& entries) {
  mirror::Names names;
  for (const incident::Rotation& rotation : schedule.rotations) {
    names.rotations.emplace(rotation.id, rotation.name);
    for (const incident::Person& user : rotation.users) names.users.emplace(user.id, user.name);
  }
  for (const incident::Entry& entry : entries.final_entries) {
    if (entry.user) names.users.emplace(entry.user->id, entry.user->name);
  }
  return names;
}

}  // namespace oncall
