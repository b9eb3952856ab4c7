#include "sandbox/control/seed.h"

#include <utility>

#include "nlohmann/json.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

// Reads every element of the list `name` with `read(Fields&)`, which may fail the element by fields
// or by returning a refusal of the world.
template <typename Read>
void ForEach(Fields& outer, std::string_view name, const Read& read) {
  const json& array = outer.Array(name);
  for (std::size_t i = 0; i < array.size(); ++i) {
    Fields fields(array[i], outer.Below(name, i), outer.now());
    read(fields);
    if (auto problem = fields.Problem()) outer.FailWith(name, *problem);
  }
}

template <typename T>
void Expect(Fields& fields, const world::Result<T>& result) {
  if (!result)
    fields.FailWith(result.error().field, fields.where() + ": " + result.error().message);
}

StageKeys ReadKeys(Fields& outer) {
  StageKeys keys;
  Fields fields(outer.Object("keys"), "keys");
  if (fields.Find("incident") != nullptr) keys.incident.keys.clear();
  ForEach(fields, "incident", [&](Fields& key) {
    keys.incident.keys.push_back(
        {key.Text("key"), key.TextOr("name", "Sandbox key"), key.Texts("roles")});
  });
  if (fields.Find("pagerduty") != nullptr) keys.pagerduty.keys.clear();
  ForEach(fields, "pagerduty", [&](Fields& key) {
    keys.pagerduty.keys.push_back({key.Text("token"), key.BoolOr("read_only", false)});
  });
  if (fields.Find("opsgenie") != nullptr) keys.opsgenie.keys.clear();
  ForEach(fields, "opsgenie", [&](Fields& key) {
    keys.opsgenie.keys.push_back({GenieKey(key.Text("api_key")), key.BoolOr("read_only", false)});
  });
  if (fields.Find("jsm") != nullptr) keys.jsm.keys.clear();
  ForEach(fields, "jsm", [&](Fields& key) {
    keys.jsm.keys.push_back(
        {BasicAuth(key.Text("email"), key.Text("api_token")), key.BoolOr("read_only", false)});
  });
  keys.jsm_cloud_id = fields.TextOr("jsm_cloud_id", keys.jsm_cloud_id);
  if (auto problem = fields.Problem()) outer.FailWith("keys", *problem);
  return keys;
}

void ReadUser(Fields& fields, world::World& world) {
  world::User user;
  user.id = fields.Text("id");
  user.name = fields.TextOr("name", user.id);
  user.email = fields.TextOr("email", "");
  user.slack_user_id = fields.TextOr("slack_user_id", "");
  user.role = fields.TextOr("role", "responder");
  user.is_active = fields.BoolOr("is_active", true);
  world.incident().PutUser(user);
}

void ReadSchedule(Fields& fields, world::World& world) {
  world::Schedule schedule;
  schedule.id = fields.Text("id");
  schedule.name = fields.TextOr("name", schedule.id);
  schedule.timezone = fields.TextOr("timezone", "UTC");
  schedule.team_ids = fields.Texts("team_ids");
  schedule.annotations = fields.TextMap("annotations");
  ForEach(fields, "rotations", [&](Fields& rotation) {
    schedule.rotations.push_back(ReadRotation(rotation, UsersOf(world.incident())));
  });
  if (!fields.KnownProblem()) Expect(fields, world.incident().CreateSchedule(schedule));
  ForEach(fields, "overrides", [&](Fields& override_fields) {
    world::Override value = ReadSeedOverride(override_fields);
    value.schedule_id = schedule.id;
    if (override_fields.KnownProblem()) return;
    Expect(override_fields, world.incident().CreateOverride(value));
  });
}

// {"weekday": 1, "start_second": 32400, "duration_seconds": 28800}; weekday 1 is Monday, none means
// every day.
std::vector<world::Hours> ReadRestrictions(Fields& outer) {
  std::vector<world::Hours> restrictions;
  ForEach(outer, "restrictions", [&](Fields& fields) {
    world::Hours hours;
    if (fields.Find("weekday") != nullptr) {
      hours.weekday = static_cast<absl::Weekday>(fields.IntegerOr("weekday", 1, 1, 7) - 1);
    }
    hours.start_second = fields.IntegerOr("start_second", 0, 0, 86'399);
    hours.duration_seconds = fields.IntegerOr("duration_seconds", 86'400, 1, 604'800);
    restrictions.push_back(hours);
  });
  return restrictions;
}

// External systems know whole seconds only.
absl::Time ExternalMoment(Fields& fields, std::string_view name) {
  return world::WholeSeconds(fields.Moment(name));
}
std::optional<absl::Time> MaybeExternalMoment(Fields& fields, std::string_view name) {
  const auto moment = fields.MaybeMoment(name);
  return moment ? std::optional(world::WholeSeconds(*moment)) : std::nullopt;
}

world::PagerDutyLayer ReadLayer(Fields& fields) {
  world::PagerDutyLayer layer;
  layer.id = fields.TextOr("id", "");
  layer.name = fields.TextOr("name", "Layer");
  layer.start = ExternalMoment(fields, "start");
  layer.end = MaybeExternalMoment(fields, "end");
  layer.rotation_virtual_start =
      MaybeExternalMoment(fields, "rotation_virtual_start").value_or(layer.start);
  layer.rotation_turn_length_seconds =
      fields.IntegerOr("rotation_turn_length_seconds", 604'800, 1, 31'536'000);
  layer.users = fields.Texts("users");
  layer.restrictions = ReadRestrictions(fields);
  return layer;
}

void ReadPagerDuty(Fields& outer, world::PagerDutyAccount& account) {
  Fields fields(outer.Object("pagerduty"), "pagerduty", outer.now());
  ForEach(fields, "users", [&](Fields& user) {
    const std::string id = user.Text("id");
    account.PutUser(
        {id, user.TextOr("name", id), user.TextOr("email", ""), user.TextOr("role", "user")});
  });
  ForEach(fields, "schedules", [&](Fields& row) {
    world::PagerDutySchedule schedule;
    schedule.id = row.Text("id");
    schedule.name = row.TextOr("name", schedule.id);
    schedule.time_zone = row.TextOr("time_zone", "UTC");
    schedule.shift_based = row.BoolOr("shift_based", false);
    ForEach(row, "layers", [&](Fields& layer) { schedule.layers.push_back(ReadLayer(layer)); });
    ForEach(row, "overrides", [&](Fields& value) {
      const auto shift = ReadExternalOverride(value);
      schedule.overrides.push_back({shift.override_id, shift.start, shift.end, shift.user,
                                    value.BoolOr("by_mirror", false)});
    });
    if (!row.KnownProblem()) account.PutSchedule(schedule);
  });
  if (auto problem = fields.Problem()) outer.FailWith("pagerduty", *problem);
}

world::OpsRotation ReadOpsRotation(Fields& fields) {
  world::OpsRotation rotation;
  rotation.id = fields.TextOr("id", "");
  rotation.name = fields.TextOr("name", "Rotation");
  rotation.start = ExternalMoment(fields, "start");
  rotation.end = MaybeExternalMoment(fields, "end");
  const std::string type = fields.TextOr("type", "weekly");
  if (type == "hourly") rotation.type = world::OpsRotation::Type::kHourly;
  if (type == "daily") rotation.type = world::OpsRotation::Type::kDaily;
  if (type != "hourly" && type != "daily" && type != "weekly") {
    fields.Fail("type", "must be hourly, daily or weekly.");
  }
  rotation.length = static_cast<int>(fields.IntegerOr("length", 1, 1, 1000));
  for (const auto& user : fields.Texts("participants")) {
    rotation.participants.push_back(world::FromTimelineUser(user));
  }
  rotation.restrictions = ReadRestrictions(fields);
  return rotation;
}

void ReadOps(Fields& outer, const char* name, world::OpsAccount& account) {
  Fields fields(outer.Object(name), name, outer.now());
  ForEach(fields, "users", [&](Fields& user) {
    const std::string id = user.Text("id");
    account.PutUser({id, user.TextOr("username", ""), user.TextOr("full_name", id),
                     user.BoolOr("active", true)});
  });
  ForEach(fields, "schedules", [&](Fields& row) {
    world::OpsSchedule schedule;
    schedule.id = row.Text("id");
    schedule.name = row.TextOr("name", schedule.id);
    schedule.timezone = row.TextOr("timezone", "UTC");
    schedule.team_id = row.TextOr("team_id", "");
    ForEach(row, "rotations",
            [&](Fields& rotation) { schedule.rotations.push_back(ReadOpsRotation(rotation)); });
    ForEach(row, "overrides", [&](Fields& value) {
      const auto shift = ReadExternalOverride(value);
      schedule.overrides.push_back({shift.override_id, world::FromTimelineUser(shift.user),
                                    shift.start, shift.end, value.Texts("rotation_ids"),
                                    value.BoolOr("by_mirror", false)});
    });
    if (!row.KnownProblem()) account.PutSchedule(schedule);
  });
  if (auto problem = fields.Problem()) outer.FailWith(name, *problem);
}

void ReadLink(Fields& fields, world::World& world) {
  const auto provider = world::ParseProvider(fields.Text("provider"));
  if (!provider) fields.Fail("provider", "must be pagerduty, opsgenie or jsm.");
  const std::string external = fields.Text("external_user_id");
  const std::string user = fields.TextOr("user_id", "");
  if (provider) world.mirroring().Link(*provider, external, user);
}

// A replica is kept as it is written; unless "sync" is false it then makes its first sync.
void ReadReplicaOfSeed(Fields& fields, world::World& world) {
  const std::string schedule_id = fields.Text("schedule_id");
  const auto wanted = ReadReplica(fields, schedule_id);
  const auto provider = world::ParseProvider(wanted.provider);
  if (!provider) fields.Fail("replica_provider", "must be pagerduty, opsgenie, jsm or native.");
  if (world.incident().FindSchedule(schedule_id) == nullptr) {
    fields.Fail("schedule_id", "names a schedule that does not exist.");
  }
  world::Replica replica;
  replica.id = fields.TextOr("id", "");
  replica.schedule_id = schedule_id;
  replica.sources = wanted.sources;
  replica.target = {provider.value_or(world::Provider::kNative), wanted.provider_id};
  replica.fallback_user_id = wanted.fallback_user_id;
  replica.mirror_window_days = wanted.mirror_window_days.value_or(14);
  replica.created_at = fields.MaybeMoment("created_at").value_or(world.now());
  replica.updated_at = fields.MaybeMoment("updated_at").value_or(replica.created_at);
  replica.last_synced_at = fields.MaybeMoment("last_synced_at");
  replica.last_sync_error = fields.MaybeText("last_sync_error");
  ForEach(fields, "user_statuses", [&](Fields& status) {
    replica.user_statuses.push_back(
        {status.Text("user_id"), status.TextOr("external_user_id", "")});
  });
  const bool sync = fields.BoolOr("sync", true);
  if (fields.KnownProblem()) return;
  world.mirroring().Put(replica);
  if (sync) world.mirroring().SyncNow(schedule_id);
}

}  // namespace

world::Override ReadSeedOverride(Fields& fields) {
  world::Override value;
  value.id = fields.TextOr("id", "");
  value.lane = {fields.Text("rotation_id"), fields.Text("layer_id")};
  value.user_id = fields.TextOr("user_id", "");
  value.start_at = fields.Moment("start_at");
  value.end_at = fields.Moment("end_at");
  return value;
}

world::Shift ReadExternalOverride(Fields& fields) {
  const absl::Time start = ExternalMoment(fields, "start");
  const absl::Time end = ExternalMoment(fields, "end");
  return {start, end, fields.TextOr("user_id", ""), fields.TextOr("id", "")};
}

tl::expected<std::unique_ptr<Stage>, std::string> LoadStage(const json& seed, absl::Time wall_now) {
  Fields clock(seed, "", wall_now);
  const auto fixed = clock.MaybeMoment("now");
  if (const auto& problem = clock.KnownProblem()) return tl::unexpected(*problem);

  Fields fields(seed, "", fixed.value_or(wall_now));
  fields.Find("now");
  auto stage = std::make_unique<Stage>(fields.now(), ReadKeys(fields));
  stage->live = !fixed.has_value();
  world::World& world = stage->world;
  ForEach(fields, "users", [&](Fields& user) { ReadUser(user, world); });
  ReadPagerDuty(fields, world.pagerduty());
  ReadOps(fields, "opsgenie", world.opsgenie());
  ReadOps(fields, "jsm", world.jsm());
  ForEach(fields, "schedules", [&](Fields& schedule) { ReadSchedule(schedule, world); });
  ForEach(fields, "links", [&](Fields& link) { ReadLink(link, world); });
  ForEach(fields, "replicas", [&](Fields& replica) { ReadReplicaOfSeed(replica, world); });
  if (const json* switches = fields.Find("switches")) {
    if (auto problem = SetSwitches(*switches, *stage)) fields.FailWith("switches", *problem);
  }
  if (auto problem = fields.Problem()) return tl::unexpected(*problem);
  return stage;
}

}  // namespace sandbox
