// The other half of seed.h: the world as a seed would write it.
#include "base/time.h"
#include "nlohmann/json.hpp"
#include "sandbox/control/seed.h"

namespace sandbox {
namespace {

using nlohmann::json;

json Users(const world::World& world) {
  json rows = json::array();
  for (const auto& user : world.incident().users()) {
    rows.push_back({{"id", user.id},
                    {"name", user.name},
                    {"email", user.email},
                    {"slack_user_id", user.slack_user_id},
                    {"role", user.role},
                    {"is_active", user.is_active}});
  }
  return rows;
}

json Schedules(const world::World& world) {
  json rows = json::array();
  for (const auto& schedule : world.incident().schedules()) {
    json rotations = json::array();
    for (const auto& rotation : schedule.rotations)
      rotations.push_back(RotationAsSeed(rotation, world));
    json overrides = json::array();
    for (const auto& value : world.incident().overrides()) {
      if (value.schedule_id != schedule.id) continue;
      overrides.push_back({{"id", value.id},
                           {"rotation_id", value.lane.rotation_id},
                           {"layer_id", value.lane.layer_id},
                           {"user_id", value.user_id},
                           {"start_at", base::FormatInstant(value.start_at)},
                           {"end_at", base::FormatInstant(value.end_at)}});
    }
    rows.push_back({{"id", schedule.id},
                    {"name", schedule.name},
                    {"timezone", schedule.timezone},
                    {"team_ids", schedule.team_ids},
                    {"annotations", schedule.annotations},
                    {"rotations", rotations},
                    {"overrides", overrides}});
  }
  return rows;
}

json Restrictions(const std::vector<world::Hours>& restrictions) {
  json rows = json::array();
  for (const auto& hours : restrictions) {
    json row = {{"start_second", hours.start_second}, {"duration_seconds", hours.duration_seconds}};
    if (hours.weekday) row["weekday"] = static_cast<int>(*hours.weekday) + 1;
    rows.push_back(row);
  }
  return rows;
}

json ExternalOverride(const std::string& id, const std::string& user, absl::Time start,
                      absl::Time end, bool by_mirror) {
  return {{"id", id},
          {"user_id", user},
          {"start", base::FormatInstant(start)},
          {"end", base::FormatInstant(end)},
          {"by_mirror", by_mirror}};
}

json PagerDuty(const world::PagerDutyAccount& account) {
  json users = json::array();
  for (const auto& user : account.users()) {
    users.push_back(
        {{"id", user.id}, {"name", user.name}, {"email", user.email}, {"role", user.role}});
  }
  json schedules = json::array();
  for (const auto& schedule : account.schedules()) {
    json layers = json::array();
    for (const auto& layer : schedule.layers) {
      json row = {{"id", layer.id},
                  {"name", layer.name},
                  {"start", base::FormatInstant(layer.start)},
                  {"rotation_virtual_start", base::FormatInstant(layer.rotation_virtual_start)},
                  {"rotation_turn_length_seconds", layer.rotation_turn_length_seconds},
                  {"users", layer.users},
                  {"restrictions", Restrictions(layer.restrictions)}};
      if (layer.end) row["end"] = base::FormatInstant(*layer.end);
      layers.push_back(row);
    }
    json overrides = json::array();
    for (const auto& value : schedule.overrides) {
      overrides.push_back(
          ExternalOverride(value.id, value.user, value.start, value.end, value.by_mirror));
    }
    schedules.push_back({{"id", schedule.id},
                         {"name", schedule.name},
                         {"time_zone", schedule.time_zone},
                         {"shift_based", schedule.shift_based},
                         {"layers", layers},
                         {"overrides", overrides}});
  }
  return {{"users", users}, {"schedules", schedules}};
}

json OpsRotation(const world::OpsRotation& rotation) {
  constexpr const char* kTypes[] = {"hourly", "daily", "weekly"};
  json participants = json::array();
  for (const auto& responder : rotation.participants) {
    participants.push_back(world::ToTimelineUser(responder));
  }
  json row = {{"id", rotation.id},
              {"name", rotation.name},
              {"start", base::FormatInstant(rotation.start)},
              {"type", kTypes[static_cast<int>(rotation.type)]},
              {"length", rotation.length},
              {"participants", participants},
              {"restrictions", Restrictions(rotation.restrictions)}};
  if (rotation.end) row["end"] = base::FormatInstant(*rotation.end);
  return row;
}

json Ops(const world::OpsAccount& account) {
  json users = json::array();
  for (const auto& user : account.users()) {
    users.push_back({{"id", user.id},
                     {"username", user.username},
                     {"full_name", user.full_name},
                     {"active", user.active}});
  }
  json schedules = json::array();
  for (const auto& schedule : account.schedules()) {
    json rotations = json::array();
    for (const auto& rotation : schedule.rotations) rotations.push_back(OpsRotation(rotation));
    json overrides = json::array();
    for (const auto& value : schedule.overrides) {
      json row = ExternalOverride(value.alias, world::ToTimelineUser(value.responder), value.start,
                                  value.end, value.by_mirror);
      row["rotation_ids"] = value.rotation_ids;
      overrides.push_back(row);
    }
    schedules.push_back({{"id", schedule.id},
                         {"name", schedule.name},
                         {"timezone", schedule.timezone},
                         {"team_id", schedule.team_id},
                         {"rotations", rotations},
                         {"overrides", overrides}});
  }
  return {{"users", users}, {"schedules", schedules}};
}

json Links(const world::World& world) {
  json rows = json::array();
  for (const auto& user : world.mirroring().PagerDutyCatalog()) {
    rows.push_back({{"provider", "pagerduty"},
                    {"external_user_id", user.external_id},
                    {"user_id", user.user_id}});
  }
  for (const auto provider : {world::Provider::kOpsgenie, world::Provider::kJsm}) {
    for (const auto& user : world.incident().users()) {
      const auto external = world.mirroring().ExternalUser(provider, user.id);
      if (external.empty()) continue;
      rows.push_back({{"provider", world::ProviderName(provider)},
                      {"external_user_id", external},
                      {"user_id", user.id}});
    }
  }
  return rows;
}

json Replicas(const world::World& world) {
  json rows = json::array();
  for (const auto& replica : world.mirroring().replicas()) {
    rows.push_back(ToJson(replica, IncidentSpelling{}));
    rows.back()["sync"] = false;
  }
  return rows;
}

}  // namespace

json RotationAsSeed(const world::Rotation& rotation, const world::World& world) {
  json row = ToJson(rotation, world.incident());
  row["users"] = rotation.users;
  return row;
}

json DumpStage(Stage& stage) {
  json dump = {{"users", Users(stage.world)},
               {"schedules", Schedules(stage.world)},
               {"pagerduty", PagerDuty(stage.world.pagerduty())},
               {"opsgenie", Ops(stage.world.opsgenie())},
               {"jsm", Ops(stage.world.jsm())},
               {"links", Links(stage.world)},
               {"replicas", Replicas(stage.world)},
               {"switches", SwitchesOf(stage)}};
  if (!stage.live) dump["now"] = base::FormatInstant(stage.world.now());
  return dump;
}

}  // namespace sandbox
