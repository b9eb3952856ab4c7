// Schedules, entries and overrides of incident.io.
#include <algorithm>
#include <cctype>
#include <charconv>

#include "base/time.h"
#include "nlohmann/json.hpp"
#include "sandbox/services/incident_routes.h"
#include "sandbox/services/incident_service.h"
#include "sandbox/world/entries.h"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr int kMostSchedules = 10'000;
constexpr int kMostOverrides = 250;
// With larger pages the vendor leaves next_shifts empty.
constexpr int kMostWithNextShifts = 25;
constexpr absl::Duration kDefaultWindow = absl::Hours(24 * 28);
constexpr absl::Duration kLongestPreview = absl::Hours(24 * 91);
// Two turns of the longest rotation that the vendor allows, four weeks.
constexpr absl::Duration kNextShiftsWithin = absl::Hours(24 * 56);

constexpr std::string_view kCursorPrefix = "ent_";

// A cursor is opaque to clients; it is the moment at which the next page starts.
std::string CursorAt(absl::Time time) {
  return std::string(kCursorPrefix) + std::to_string(absl::ToUnixMicros(time));
}

std::optional<absl::Time> ParseCursor(std::string_view text) {
  if (!text.starts_with(kCursorPrefix)) return std::nullopt;
  text.remove_prefix(kCursorPrefix.size());
  std::int64_t micros = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), micros);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return absl::FromUnixMicros(micros);
}

// Where the page that starts at `from` ends: before the first later entry that no longer fits.
// Infinite future: the page is the last one. Entries that cross the end come again on the next
// page.
absl::Time EndOfPage(const std::vector<world::Entry>& final, absl::Time from, int page_size) {
  for (std::size_t i = static_cast<std::size_t>(page_size); i < final.size(); ++i) {
    if (final[i].start_at > from) return final[i].start_at;
  }
  return absl::InfiniteFuture();
}

void KeepBefore(absl::Time end, std::vector<world::Entry>& entries) {
  std::erase_if(entries, [end](const auto& entry) { return entry.start_at >= end; });
}

std::string EscapeQuery(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string escaped;
  for (const unsigned char c : text) {
    const bool plain = std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      escaped += static_cast<char>(c);
    } else {
      escaped += {'%', kHex[c >> 4], kHex[c & 15]};
    }
  }
  return escaped;
}

json EntriesMeta(const Request& request, const std::string& schedule_id, absl::Time next,
                 absl::Time until) {
  const std::string cursor = CursorAt(next);
  return {{"after", cursor},
          {"after_url", request.origin + "/incident/v2/schedule_entries?schedule_id=" +
                            EscapeQuery(schedule_id) + "&entry_window_start=" + cursor +
                            "&entry_window_end=" + EscapeQuery(IncidentTime(until))}};
}

}  // namespace

json IncidentService::WithShifts(const world::Schedule& schedule, bool next_shifts) const {
  const auto& account = world_.incident();
  json result = ToJson(schedule, account, settings_.spelling);
  const absl::Time now = world_.now();
  const auto entries = account.EntriesBetween(schedule.id, now, now + kNextShiftsWithin);
  if (!entries) return result;
  result["current_shifts"] = ToJson(world::CurrentShifts(entries->final, now), account);
  result["next_shifts"] =
      next_shifts ? ToJson(world::NextShifts(entries->final, now), account) : json::array();
  return result;
}

Answer IncidentService::ListSchedules(const Call& call) {
  const auto size = PageSizeOf(call.request, kMostSchedules);
  if (!size) {
    return Error(422, "validation_error", "invalid_value", "page_size must be between 1 and 10000",
                 "page_size");
  }
  const auto& schedules = world_.incident().schedules();
  std::vector<std::string> ids;
  for (const auto& schedule : schedules) ids.push_back(schedule.id);
  const Slice slice = PageOf(call.request, ids, *size);
  json rows = json::array();
  for (std::size_t i = slice.begin; i < slice.end; ++i) {
    rows.push_back(WithShifts(schedules[i], *size <= kMostWithNextShifts));
  }
  return JsonAnswer(200,
                    {{"schedules", rows}, {"pagination_meta", PaginationMeta(ids, slice, *size)}});
}

Answer IncidentService::CreateSchedule(const Call& call) {
  const auto body = ParseJson(call.request.body);
  if (!body) return NotJson();
  Fields outer(*body, "");
  Fields fields(outer.Object("schedule"), "schedule", world_.now());
  const auto schedule = ReadSchedule(fields, UsersOf(world_.incident()));
  if (fields.KnownProblem()) return Unreadable(fields);
  const auto created = world_.incident().CreateSchedule(schedule);
  if (!created) return Error(created.error());
  return JsonAnswer(201, {{"schedule", WithShifts(*created, true)}});
}

Answer IncidentService::ShowSchedule(const Call& call) {
  const auto* schedule = world_.incident().FindSchedule(call.captures[0]);
  if (schedule == nullptr) return Error(404, "not_found", "not_found", "Schedule not found");
  return JsonAnswer(200, {{"schedule", WithShifts(*schedule, true)}});
}

Answer IncidentService::UpdateSchedule(const Call& call) {
  const auto body = ParseJson(call.request.body);
  if (!body) return NotJson();
  Fields outer(*body, "");
  Fields fields(outer.Object("schedule"), "schedule", world_.now());
  const auto schedule = ReadSchedule(fields, UsersOf(world_.incident()));
  if (fields.KnownProblem()) return Unreadable(fields);
  const auto updated = world_.incident().UpdateSchedule(call.captures[0], schedule);
  if (!updated) return Error(updated.error());
  return JsonAnswer(200, {{"schedule", WithShifts(*updated, true)}});
}

Answer IncidentService::DeleteSchedule(const Call& call) {
  const auto deleted = world_.incident().DeleteSchedule(call.captures[0]);
  return deleted ? EmptyAnswer(202) : Error(deleted.error());
}

Answer IncidentService::ListEntries(const Call& call) {
  const auto schedule_id = Query(call.request, "schedule_id");
  if (!schedule_id) {
    return Error(422, "validation_error", "is_required", "schedule_id is required", "schedule_id");
  }
  const auto start = Query(call.request, "entry_window_start");
  std::optional<absl::Time> from = world_.now();
  if (start)
    from = ParseCursor(*start).has_value() ? ParseCursor(*start) : base::ParseInstant(*start);
  if (!from) {
    return Error(422, "validation_error", "invalid_value", "entry_window_start is not a time",
                 "entry_window_start");
  }
  const auto end = Query(call.request, "entry_window_end");
  const auto until = end ? base::ParseInstant(*end) : *from + kDefaultWindow;
  if (!until || *until < *from) {
    return Error(422, "validation_error", "invalid_value",
                 "entry_window_end is not a time after entry_window_start", "entry_window_end");
  }
  auto entries = world_.incident().EntriesBetween(*schedule_id, *from, *until);
  if (!entries) return Error(entries.error());

  const absl::Time page_end = EndOfPage(entries->final, *from, settings_.entries_page_size);
  KeepBefore(page_end, entries->scheduled);
  KeepBefore(page_end, entries->overrides);
  KeepBefore(page_end, entries->final);
  json answer = {{"schedule_entries", ToJson(*entries, world_.incident())}};
  if (page_end != absl::InfiniteFuture()) {
    answer["pagination_meta"] = EntriesMeta(call.request, *schedule_id, page_end, *until);
  }
  return JsonAnswer(200, answer);
}

Answer IncidentService::PreviewEntries(const Call& call) {
  const auto* stored = world_.incident().FindSchedule(call.captures[0]);
  if (stored == nullptr) return Error(404, "not_found", "not_found", "Schedule not found");
  const auto body = ParseJson(call.request.body);
  if (!body) return NotJson();
  Fields outer(*body, "", world_.now());
  const absl::Time from = outer.MaybeMoment("entry_window_start").value_or(world_.now());
  const absl::Time until = outer.MaybeMoment("entry_window_end").value_or(from + kDefaultWindow);
  Fields fields(outer.Object("schedule"), "schedule", world_.now());
  auto schedule = ReadSchedule(fields, UsersOf(world_.incident()));
  if (outer.KnownProblem()) return Unreadable(outer);
  if (fields.KnownProblem()) return Unreadable(fields);
  schedule.id = stored->id;
  const auto entries =
      world_.incident().PreviewEntries(schedule, from, std::min(until, from + kLongestPreview));
  if (!entries) return Error(entries.error());
  return JsonAnswer(200, {{"schedule_entries", ToJson(*entries, world_.incident())}});
}

Answer IncidentService::ListOverrides(const Call& call) {
  const auto schedule_id = Query(call.request, "schedule_id");
  const auto size = PageSizeOf(call.request, kMostOverrides);
  if (!schedule_id || !size) {
    const char* field = schedule_id ? "page_size" : "schedule_id";
    return Error(422, "validation_error", schedule_id ? "invalid_value" : "is_required",
                 schedule_id ? "page_size must be between 1 and 250" : "schedule_id is required",
                 field);
  }
  const auto rotation = Query(call.request, "rotation_id");
  const auto layer = Query(call.request, "layer_id");
  std::vector<std::string> ids;
  std::vector<json> all;
  for (const auto& value : world_.incident().overrides()) {
    if (value.schedule_id != *schedule_id) continue;
    if (rotation && value.lane.rotation_id != *rotation) continue;
    if (layer && value.lane.layer_id != *layer) continue;
    ids.push_back(value.id);
    all.push_back(ToJson(value, world_.incident()));
  }
  const Slice slice = PageOf(call.request, ids, *size);
  json rows = json::array();
  for (std::size_t i = slice.begin; i < slice.end; ++i) rows.push_back(all[i]);
  return JsonAnswer(200,
                    {{"overrides", rows}, {"pagination_meta", PaginationMeta(ids, slice, *size)}});
}

Answer IncidentService::CreateOverride(const Call& call) {
  const auto body = ParseJson(call.request.body);
  if (!body) return NotJson();
  Fields fields(*body, "", world_.now());
  fields.Text("schedule_id");
  const auto wanted = ReadOverride(fields, UsersOf(world_.incident()));
  if (fields.KnownProblem()) return Unreadable(fields);
  const auto created = world_.incident().CreateOverride(wanted);
  if (!created) return Error(created.error());
  return JsonAnswer(201, {{"override", ToJson(*created, world_.incident())}});
}

Answer IncidentService::ShowOverride(const Call& call) {
  const auto* found = world_.incident().FindOverride(call.captures[0]);
  if (found == nullptr) return Error(404, "not_found", "not_found", "Override not found");
  return JsonAnswer(200, {{"override", ToJson(*found, world_.incident())}});
}

Answer IncidentService::UpdateOverride(const Call& call) {
  const auto* stored = world_.incident().FindOverride(call.captures[0]);
  if (stored == nullptr) return Error(404, "not_found", "not_found", "Override not found");
  const auto body = ParseJson(call.request.body);
  if (!body) return NotJson();
  Fields fields(*body, "", world_.now());
  auto wanted = ReadOverride(fields, UsersOf(world_.incident()));
  if (fields.KnownProblem()) return Unreadable(fields);
  wanted.schedule_id = stored->schedule_id;
  const auto updated = world_.incident().UpdateOverride(call.captures[0], wanted);
  if (!updated) return Error(updated.error());
  return JsonAnswer(200, {{"override", ToJson(*updated, world_.incident())}});
}

Answer IncidentService::DeleteOverride(const Call& call) {
  const auto deleted = world_.incident().DeleteOverride(call.captures[0]);
  return deleted ? EmptyAnswer(204) : Error(deleted.error());
}

}  // namespace sandbox
