#include "sandbox/services/incident_codec.h"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/time.h"
#include "nlohmann/json.hpp"

namespace sandbox {
namespace {

using nlohmann::json;
using world::Handover;
using world::IncidentAccount;

constexpr std::array<std::pair<std::string_view, Handover::Unit>, 3> kUnits = {{
    {"hourly", Handover::Unit::kHourly},
    {"daily", Handover::Unit::kDaily},
    {"weekly", Handover::Unit::kWeekly},
}};

constexpr std::array<std::pair<std::string_view, absl::Weekday>, 7> kWeekdays = {{
    {"monday", absl::Weekday::monday},
    {"tuesday", absl::Weekday::tuesday},
    {"wednesday", absl::Weekday::wednesday},
    {"thursday", absl::Weekday::thursday},
    {"friday", absl::Weekday::friday},
    {"saturday", absl::Weekday::saturday},
    {"sunday", absl::Weekday::sunday},
}};

template <typename Names, typename Value>
std::string_view NameIn(const Names& names, Value value) {
  for (const auto& [name, candidate] : names) {
    if (candidate == value) return name;
  }
  return "";
}

template <typename Names>
auto ValueIn(const Names& names, std::string_view wanted)
    -> std::optional<typename Names::value_type::second_type> {
  for (const auto& [name, value] : names) {
    if (name == wanted) return value;
  }
  return std::nullopt;
}

std::string ClockText(int minutes) {
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(minutes / 60) + ":" + two(minutes % 60);
}

// "HH:MM" in minutes.
std::optional<int> ClockMinutes(const std::string& text) {
  int hours = 0;
  int minutes = 0;
  const char* from = text.data();
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  if (std::from_chars(from, from + 2, hours).ptr != from + 2 ||
      std::from_chars(from + 3, from + 5, minutes).ptr != from + 5) {
    return std::nullopt;
  }
  if (hours < 0 || hours > 24 || minutes < 0 || minutes > 59) return std::nullopt;
  return hours * 60 + minutes;
}

// What an entry says of a person: less than the user object itself. People who left keep their id.
json UserInEntry(const std::string& id, const IncidentAccount& account) {
  const world::User* user = account.FindUser(id);
  if (user == nullptr) return {{"id", id}, {"name", id}, {"role", "unset"}};
  json result = {{"id", user->id}, {"name", user->name}, {"role", user->role}};
  if (!user->email.empty()) result["email"] = user->email;
  if (!user->slack_user_id.empty()) result["slack_user_id"] = user->slack_user_id;
  return result;
}

json ToJson(const world::Entry& entry, const IncidentAccount& account) {
  json result = {{"start_at", IncidentTime(entry.start_at)},
                 {"end_at", IncidentTime(entry.end_at)}};
  if (!entry.lane.rotation_id.empty()) result["rotation_id"] = entry.lane.rotation_id;
  if (!entry.lane.layer_id.empty()) result["layer_id"] = entry.lane.layer_id;
  if (!entry.entry_id.empty()) result["entry_id"] = entry.entry_id;
  if (!entry.fingerprint.empty()) result["fingerprint"] = entry.fingerprint;
  if (!entry.user_id.empty()) result["user"] = UserInEntry(entry.user_id, account);
  return result;
}

Handover ReadHandover(Fields& fields) {
  Handover handover;
  handover.interval = static_cast<int>(fields.IntegerOr("interval", 1, 0, 1000));
  const auto unit = ValueIn(kUnits, fields.TextOr("interval_type", "weekly"));
  if (!unit) fields.Fail("interval_type", "must be hourly, daily or weekly.");
  handover.unit = unit.value_or(Handover::Unit::kWeekly);
  return handover;
}

world::Layer ReadLayer(Fields& fields) {
  const std::string id = fields.TextOr("id", "");
  return {id, fields.TextOr("name", id)};
}

world::WorkingInterval ReadWorkingInterval(Fields& fields) {
  const auto weekday = ValueIn(kWeekdays, fields.Text("weekday"));
  if (!weekday) fields.Fail("weekday", "must be monday to sunday.");
  const auto start = ClockMinutes(fields.Text("start_time"));
  if (!start) fields.Fail("start_time", "must be a time such as 09:00.");
  const auto end = ClockMinutes(fields.Text("end_time"));
  if (!end) fields.Fail("end_time", "must be a time such as 17:00.");
  return {weekday.value_or(absl::Weekday::monday), start.value_or(0), end.value_or(0)};
}

// Reads every element of a list with `read`; the first problem of an element becomes the list's.
template <typename Read>
auto ReadEach(Fields& fields, std::string_view name, const Read& read) {
  std::vector<decltype(read(fields))> values;
  const json& array = fields.Array(name);
  for (std::size_t i = 0; i < array.size(); ++i) {
    Fields element(array[i], fields.Below(name, i), fields.now());
    values.push_back(read(element));
    if (const auto& problem = element.KnownProblem()) fields.FailWith(name, *problem);
  }
  return values;
}

std::string ReadUser(Fields& fields, std::string_view name, const json& reference,
                     const FindUser& user) {
  std::string id = user(reference);
  if (id.empty()) fields.Fail(name, "names a user that does not exist.");
  return id;
}

}  // namespace

std::string IncidentTime(absl::Time time) {
  return base::FormatInstant(absl::FromUnixMicros(absl::ToUnixMicros(time)));
}

json ToJson(const world::User& user) {
  json result = {{"id", user.id},
                 {"name", user.name},
                 {"role", user.role},
                 {"is_active", user.is_active},
                 {"base_role",
                  {{"id", "01SANDB0XBASER0LE000000000"},
                   {"name", "Responder"},
                   {"slug", "responder"},
                   {"description", ""}}},
                 {"custom_roles", json::array()},
                 {"seats", {{"on_call", "full_access"}, {"response", "full_access"}}}};
  if (!user.email.empty()) result["email"] = user.email;
  if (!user.slack_user_id.empty()) result["slack_user_id"] = user.slack_user_id;
  return result;
}

json ToJson(const world::Rotation& rotation, const IncidentAccount& account) {
  json result = {{"id", rotation.id},
                 {"name", rotation.name},
                 {"handover_start_at", IncidentTime(rotation.handover_start_at)},
                 {"handovers", json::array()},
                 {"layers", json::array()},
                 {"users", json::array()},
                 {"working_intervals", json::array()}};
  if (rotation.effective_from) result["effective_from"] = IncidentTime(*rotation.effective_from);
  if (!rotation.scheduling_mode.empty()) result["scheduling_mode"] = rotation.scheduling_mode;
  for (const auto& handover : rotation.handovers) {
    result["handovers"].push_back(
        {{"interval", handover.interval}, {"interval_type", NameIn(kUnits, handover.unit)}});
  }
  for (const auto& layer : rotation.layers) {
    result["layers"].push_back({{"id", layer.id}, {"name", layer.name}});
  }
  for (const auto& id : rotation.users) result["users"].push_back(UserInEntry(id, account));
  for (const auto& interval : rotation.working_intervals) {
    result["working_intervals"].push_back({{"weekday", NameIn(kWeekdays, interval.weekday)},
                                           {"start_time", ClockText(interval.start_minute)},
                                           {"end_time", ClockText(interval.end_minute)}});
  }
  return result;
}

json ToJson(const world::Override& value, const IncidentAccount& account) {
  json result = {{"id", value.id},
                 {"schedule_id", value.schedule_id},
                 {"rotation_id", value.lane.rotation_id},
                 {"layer_id", value.lane.layer_id},
                 {"start_at", IncidentTime(value.start_at)},
                 {"end_at", IncidentTime(value.end_at)},
                 {"created_at", IncidentTime(value.created_at)},
                 {"updated_at", IncidentTime(value.updated_at)}};
  if (!value.user_id.empty()) result["user"] = UserInEntry(value.user_id, account);
  return result;
}

json ToJson(const std::vector<world::Entry>& entries, const IncidentAccount& account) {
  json result = json::array();
  for (const auto& entry : entries) result.push_back(ToJson(entry, account));
  return result;
}

json ToJson(const world::Entries& entries, const IncidentAccount& account) {
  return {{"scheduled", ToJson(entries.scheduled, account)},
          {"overrides", ToJson(entries.overrides, account)},
          {"final", ToJson(entries.final, account)}};
}

json ToJson(const world::Schedule& schedule, const IncidentAccount& account,
            const IncidentSpelling& spelling) {
  json result = {{"id", schedule.id},
                 {"name", schedule.name},
                 {"timezone", schedule.timezone},
                 {"annotations", schedule.annotations},
                 {"team_ids", schedule.team_ids},
                 {"created_at", IncidentTime(schedule.created_at)},
                 {"updated_at", IncidentTime(schedule.updated_at)},
                 {"config", {{"rotations", json::array()}}}};
  for (const auto& rotation : schedule.rotations) {
    result["config"]["rotations"].push_back(ToJson(rotation, account));
  }
  if (!schedule.holiday_country_codes.empty()) {
    result["holidays_public_config"] = {{"country_codes", schedule.holiday_country_codes}};
  }
  if (!spelling.old_server) {
    result["permalink"] = "https://app.incident.io/sandbox/on-call/schedules/" + schedule.id;
  }
  return result;
}

json ToJson(const world::Replica& replica, const IncidentSpelling& spelling) {
  std::string provider(world::ProviderName(replica.target.provider));
  if (spelling.old_server && provider == "jsm") provider = "jira";
  if (const auto other = spelling.provider.find(provider); other != spelling.provider.end()) {
    provider = other->second;
  }
  json result = {{"id", replica.id},
                 {"schedule_id", replica.schedule_id},
                 {"sources", json::array()},
                 {"replica_provider", provider},
                 {"replica_provider_id", replica.target.schedule_id},
                 {"replica_fallback_user_id", replica.fallback_user_id},
                 {"user_statuses", json::array()},
                 {"created_at", IncidentTime(replica.created_at)},
                 {"updated_at", IncidentTime(replica.updated_at)}};
  for (const auto& lane : replica.sources) {
    result["sources"].push_back({{"rotation_id", lane.rotation_id}, {"layer_id", lane.layer_id}});
  }
  if (!spelling.old_server && !spelling.omit_mirror_window_days) {
    result["mirror_window_days"] = replica.mirror_window_days;
  }
  for (const auto& status : replica.user_statuses) {
    json row = {{"user_id", status.user_id}};
    if (!status.external_user_id.empty()) row["external_user_id"] = status.external_user_id;
    result["user_statuses"].push_back(std::move(row));
  }
  if (replica.last_synced_at) result["last_synced_at"] = IncidentTime(*replica.last_synced_at);
  if (replica.last_sync_error) result["last_sync_error"] = *replica.last_sync_error;
  return result;
}

FindUser UsersOf(const IncidentAccount& account) {
  return [&account](const json& reference) -> std::string {
    if (reference.is_string()) return reference.get<std::string>();
    Fields fields(reference, "user");
    std::string id = fields.TextOr("id", "");
    const std::string email = fields.TextOr("email", "");
    const std::string slack = fields.TextOr("slack_user_id", "");
    if (!id.empty()) return id;
    if (email.empty() && slack.empty()) return world::kNobody;
    for (const auto& user : account.users()) {
      if (!email.empty() && user.email == email) return user.id;
      if (!slack.empty() && user.slack_user_id == slack) return user.id;
    }
    return "";
  };
}

world::Rotation ReadRotation(Fields& fields, const FindUser& user) {
  world::Rotation rotation;
  rotation.id = fields.TextOr("id", "");
  rotation.name = fields.TextOr("name", rotation.id);
  rotation.effective_from = fields.MaybeMoment("effective_from");
  rotation.handover_start_at = fields.MaybeMoment("handover_start_at").value_or(fields.now());
  rotation.handovers = ReadEach(fields, "handovers", ReadHandover);
  rotation.layers = ReadEach(fields, "layers", ReadLayer);
  for (const json& reference : fields.Array("users")) {
    rotation.users.push_back(ReadUser(fields, "users", reference, user));
  }
  rotation.working_intervals = ReadEach(fields, "working_intervals", ReadWorkingInterval);
  rotation.scheduling_mode = fields.TextOr("scheduling_mode", "");
  return rotation;
}

world::Schedule ReadSchedule(Fields& fields, const FindUser& user) {
  world::Schedule schedule;
  schedule.name = fields.TextOr("name", "");
  schedule.timezone = fields.TextOr("timezone", "UTC");
  schedule.team_ids = fields.Texts("team_ids");
  schedule.annotations = fields.TextMap("annotations");
  Fields holidays(fields.Object("holidays_public_config"), "holidays_public_config");
  schedule.holiday_country_codes = holidays.Texts("country_codes");
  Fields config(fields.Object("config"), "config", fields.now());
  schedule.rotations = ReadEach(config, "rotations",
                                [&user](Fields& rotation) { return ReadRotation(rotation, user); });
  if (const auto& problem = config.KnownProblem()) fields.FailWith("config", *problem);
  return schedule;
}

world::Override ReadOverride(Fields& fields, const FindUser& user) {
  world::Override value;
  value.schedule_id = fields.TextOr("schedule_id", "");
  value.lane = {fields.Text("rotation_id"), fields.Text("layer_id")};
  value.start_at = fields.Moment("start_at");
  value.end_at = fields.Moment("end_at");
  const json* reference = fields.Find("user");
  if (reference == nullptr) {
    fields.Fail("user", "is required.");
  } else {
    value.user_id = ReadUser(fields, "user", *reference, user);
  }
  return value;
}

world::NewReplica ReadReplica(Fields& fields, std::string schedule_id) {
  world::NewReplica wanted;
  wanted.schedule_id = std::move(schedule_id);
  wanted.provider = fields.Text("replica_provider");
  wanted.provider_id = fields.Text("replica_provider_id");
  wanted.fallback_user_id = fields.Text("replica_fallback_user_id");
  if (fields.Find("sources") == nullptr) fields.Fail("sources", "is required.");
  wanted.sources = ReadEach(fields, "sources", [](Fields& source) {
    return world::Lane{source.Text("rotation_id"), source.Text("layer_id")};
  });
  if (fields.Find("mirror_window_days") != nullptr) {
    wanted.mirror_window_days =
        static_cast<int>(fields.IntegerOr("mirror_window_days", 14, -100'000, 100'000));
  }
  return wanted;
}

}  // namespace sandbox
