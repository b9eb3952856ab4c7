#include "sandbox/services/pagerduty_codec.h"

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "nlohmann/json.hpp"

namespace sandbox {
namespace {

using nlohmann::json;
using world::PagerDutyAccount;
using world::PagerDutySchedule;

std::string Url(std::string_view kind, std::string_view id) {
  return "https://sandbox.pagerduty.com/" + std::string(kind) + "/" + std::string(id);
}

json Reference(std::string_view type, std::string_view kind, std::string_view id,
               std::string_view summary) {
  return {{"id", id},
          {"type", type},
          {"summary", summary},
          {"self", "https://api.pagerduty.com/" + std::string(kind) + "/" + std::string(id)},
          {"html_url", Url(kind, id)}};
}

json Entries(const world::Timeline& timeline, const PagerDutyAccount& account,
             const absl::TimeZone& zone) {
  json rows = json::array();
  for (const auto& shift : timeline) {
    rows.push_back({{"start", PagerDutyTime(shift.start, zone)},
                    {"end", PagerDutyTime(shift.end, zone)},
                    {"user", UserReference(shift.user, account)}});
  }
  return rows;
}

json Subschedule(std::string_view name, const world::Timeline* timeline,
                 const PagerDutyAccount& account, const absl::TimeZone& zone,
                 const std::optional<PagerDutyRange>& range) {
  json result = {{"name", name},
                 {"rendered_schedule_entries", json::array()},
                 {"rendered_coverage_percentage", nullptr}};
  if (timeline != nullptr && range) {
    result["rendered_schedule_entries"] = Entries(*timeline, account, zone);
    result["rendered_coverage_percentage"] =
        world::CoveragePercentage(*timeline, range->since, range->until);
  }
  return result;
}

std::string TimeOfDay(std::int64_t second) {
  return absl::FormatTime("%H:%M:%S", absl::FromUnixSeconds(second), absl::UTCTimeZone());
}

json Restriction(const world::Hours& hours) {
  json result = {{"type", hours.weekday ? "weekly_restriction" : "daily_restriction"},
                 {"start_time_of_day", TimeOfDay(hours.start_second)},
                 {"duration_seconds", hours.duration_seconds}};
  if (hours.weekday) result["start_day_of_week"] = static_cast<int>(*hours.weekday) + 1;
  return result;
}

json Layer(const world::PagerDutyLayer& layer, const world::Timeline* timeline,
           const PagerDutyAccount& account, const absl::TimeZone& zone,
           const std::optional<PagerDutyRange>& range) {
  json result = Subschedule(layer.name, timeline, account, zone, range);
  result["id"] = layer.id;
  result["start"] = PagerDutyTime(layer.start, zone);
  result["end"] = nullptr;
  if (layer.end) result["end"] = PagerDutyTime(*layer.end, zone);
  result["rotation_virtual_start"] = PagerDutyTime(layer.rotation_virtual_start, zone);
  result["rotation_turn_length_seconds"] = layer.rotation_turn_length_seconds;
  result["users"] = json::array();
  for (const auto& id : layer.users) {
    result["users"].push_back({{"user", UserReference(id, account)}});
  }
  result["restrictions"] = json::array();
  for (const auto& hours : layer.restrictions) result["restrictions"].push_back(Restriction(hours));
  return result;
}

json UsersOfLayers(const PagerDutySchedule& schedule, const PagerDutyAccount& account) {
  json users = json::array();
  std::set<std::string> seen;
  for (const auto& layer : schedule.layers) {
    for (const auto& id : layer.users) {
      if (seen.insert(id).second) users.push_back(UserReference(id, account));
    }
  }
  return users;
}

}  // namespace

std::optional<absl::Time> ParsePagerDutyTime(std::string_view text) {
  if (const auto instant = base::ParseInstant(text)) return instant;
  if (text.size() == 10) return base::ParseInstant(std::string(text) + "T00:00:00Z");
  return base::ParseInstant(std::string(text) + "Z");
}

std::string PagerDutyTime(absl::Time time, const absl::TimeZone& zone) {
  std::string text = absl::FormatTime("%Y-%m-%dT%H:%M:%S%Ez", time, zone);
  if (absl::EndsWith(text, "+00:00")) text.replace(text.size() - 6, 6, "Z");
  return text;
}

Answer PagerDutyError(int status, int code, std::string_view message,
                      const std::vector<std::string>& errors) {
  return JsonAnswer(status,
                    {{"error", {{"message", message}, {"code", code}, {"errors", errors}}}});
}

json ToJson(const world::PagerDutyUser& user) {
  json result = Reference("user", "users", user.id, user.name);
  result.update({{"name", user.name},
                 {"email", user.email},
                 {"role", user.role},
                 {"time_zone", "Etc/UTC"},
                 {"color", "purple"},
                 {"invitation_sent", false},
                 {"job_title", nullptr},
                 {"description", nullptr},
                 {"teams", json::array()},
                 {"contact_methods", json::array()},
                 {"notification_rules", json::array()}});
  return result;
}

json UserReference(const std::string& id, const PagerDutyAccount& account) {
  const auto* user = account.FindUser(id);
  if (user == nullptr) return nullptr;
  return Reference("user_reference", "users", user->id, user->name);
}

json ToJson(const world::PagerDutyOverride& value, const PagerDutyAccount& account,
            const absl::TimeZone& zone) {
  return {{"id", value.id},
          {"start", PagerDutyTime(value.start, zone)},
          {"end", PagerDutyTime(value.end, zone)},
          {"user", UserReference(value.user, account)}};
}

json ToJson(const PagerDutySchedule& schedule, const PagerDutyAccount& account,
            const absl::TimeZone& zone, const std::optional<PagerDutyRange>& range) {
  const char* type = schedule.shift_based ? "schedule_v3" : "schedule";
  json result = Reference(type, "schedules", schedule.id, schedule.name);
  result.update({{"name", schedule.name},
                 {"description", nullptr},
                 {"time_zone", schedule.time_zone},
                 {"users", UsersOfLayers(schedule, account)},
                 {"teams", json::array()},
                 {"escalation_policies", json::array()}});
  // An upgraded schedule keeps its id; what it shows is for the third version to tell.
  const bool rendered = range && !schedule.shift_based;
  const auto rendering = rendered ? Render(schedule, range->since, range->until, range->overflow)
                                  : world::PagerDutyRendering{};
  result["schedule_layers"] = json::array();
  for (std::size_t i = 0; i < schedule.layers.size() && !schedule.shift_based; ++i) {
    const auto* timeline = i < rendering.layers.size() ? &rendering.layers[i] : nullptr;
    result["schedule_layers"].push_back(Layer(schedule.layers[i], timeline, account, zone, range));
  }
  const auto* overrides = rendered ? &rendering.overrides : nullptr;
  const auto* final = rendered ? &rendering.final : nullptr;
  result["overrides_subschedule"] = Subschedule("Overrides", overrides, account, zone, range);
  result["final_schedule"] = Subschedule("Final Schedule", final, account, zone, range);
  return result;
}

json ToJsonV3(const PagerDutySchedule& schedule, const absl::TimeZone& zone,
              const std::optional<PagerDutyRange>& range) {
  json shifts = json::array();
  json coverage = nullptr;
  if (range) {
    const auto timeline = ComputedShiftAssignments(schedule, range->since, range->until);
    for (const auto& shift : timeline) {
      json member = {{"type", "empty_member"}};
      if (!shift.user.empty()) member = {{"type", "user_member"}, {"user_id", shift.user}};
      json source = {{"type", "schedule_rotation"}};
      if (!shift.override_id.empty()) {
        source = {{"type", "schedule_rotation_override"}, {"override_id", shift.override_id}};
      }
      shifts.push_back({{"start_time", PagerDutyTime(shift.start, zone)},
                        {"end_time", PagerDutyTime(shift.end, zone)},
                        {"member", member},
                        {"source", source}});
    }
    coverage = world::CoveragePercentage(timeline, range->since, range->until);
  }
  json result = Reference("schedule_v3", "schedules", schedule.id, schedule.name);
  result.update(
      {{"name", schedule.name},
       {"time_zone", schedule.time_zone},
       {"final_schedule",
        {{"computed_shift_assignments", shifts}, {"rendered_coverage_percentage", coverage}}}});
  return result;
}

}  // namespace sandbox
