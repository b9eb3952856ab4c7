#include "sandbox/world/entries.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>

#include "sandbox/world/calendar.h"
#include "sandbox/world/ids.h"
#include "sandbox/world/timeline.h"

namespace sandbox::world {
namespace {

std::vector<TurnLength> LengthsOf(const Rotation& rotation) {
  std::vector<TurnLength> lengths;
  for (const Handover& handover : rotation.handovers) {
    switch (handover.unit) {
      case Handover::Unit::kHourly:
        lengths.push_back({TurnLength::Unit::kSeconds, handover.interval * std::int64_t{3600}});
        break;
      case Handover::Unit::kDaily:
        lengths.push_back({TurnLength::Unit::kDays, handover.interval});
        break;
      case Handover::Unit::kWeekly:
        lengths.push_back({TurnLength::Unit::kDays, handover.interval * std::int64_t{7}});
        break;
    }
  }
  return lengths;
}

std::vector<Hours> HoursOf(const Rotation& rotation) {
  constexpr int kMinutesPerDay = 24 * 60;
  std::vector<Hours> hours;
  for (const WorkingInterval& interval : rotation.working_intervals) {
    int minutes = interval.end_minute - interval.start_minute;
    if (minutes <= 0) minutes += kMinutesPerDay;
    hours.push_back(
        {interval.weekday, interval.start_minute * std::int64_t{60}, minutes * std::int64_t{60}});
  }
  return hours;
}

std::string UserOf(const Rotation& rotation, std::int64_t turn, std::int64_t layer) {
  if (rotation.users.empty()) return "";
  const auto count = static_cast<std::int64_t>(rotation.users.size());
  const std::string& user = rotation.users[static_cast<std::size_t>((turn + layer) % count)];
  return user == kNobody ? "" : user;
}

// What one version of a rotation gives one of its layers while the version is valid.
Timeline ShiftsOf(const Rotation& rotation, std::int64_t layer, const absl::TimeZone& zone,
                  Span valid, absl::Time from, absl::Time until) {
  const std::vector<Hours> hours = HoursOf(rotation);
  Timeline shifts;
  for (const Turn& turn :
       TurnsBetween(rotation.handover_start_at, LengthsOf(rotation), zone, from, until)) {
    const Span within{std::max(turn.start, valid.start), std::min(turn.end, valid.end)};
    if (within.start >= within.end) continue;
    for (const Span& part : WithinHours(within, hours, zone)) {
      shifts.push_back({part.start, part.end, UserOf(rotation, turn.index, layer), ""});
    }
  }
  return shifts;
}

// The versions of one rotation, the earliest first.
std::vector<const Rotation*> VersionsOf(const Schedule& schedule, const std::string& rotation_id) {
  std::vector<const Rotation*> versions;
  for (const Rotation& rotation : schedule.rotations) {
    if (rotation.id == rotation_id) versions.push_back(&rotation);
  }
  std::stable_sort(versions.begin(), versions.end(), [](const Rotation* a, const Rotation* b) {
    return a->effective_from.value_or(absl::InfinitePast()) <
           b->effective_from.value_or(absl::InfinitePast());
  });
  return versions;
}

Timeline ScheduledIn(const Schedule& schedule, const Lane& lane, absl::Time from,
                     absl::Time until) {
  const absl::TimeZone zone = ZoneOf(schedule.timezone);
  const std::vector<const Rotation*> versions = VersionsOf(schedule, lane.rotation_id);
  Timeline shifts;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const Rotation& version = *versions[i];
    const auto layer =
        std::find_if(version.layers.begin(), version.layers.end(),
                     [&](const Layer& candidate) { return candidate.id == lane.layer_id; });
    if (layer == version.layers.end()) continue;
    const Span valid{version.effective_from.value_or(absl::InfinitePast()),
                     i + 1 < versions.size()
                         ? versions[i + 1]->effective_from.value_or(absl::InfinitePast())
                         : absl::InfiniteFuture()};
    for (Shift& shift :
         ShiftsOf(version, layer - version.layers.begin(), zone, valid, from, until)) {
      shifts.push_back(std::move(shift));
    }
  }
  return shifts;
}

Entry ToEntry(const Shift& shift, const Lane& lane) {
  return {shift.start,
          shift.end,
          lane,
          shift.user,
          shift.override_id,
          UlidFor(lane.rotation_id + "|" + lane.layer_id + "|" + shift.override_id + "|" +
                  std::to_string(absl::ToUnixMicros(shift.start)))};
}

void AddTouching(const Timeline& timeline, const Lane& lane, Span window,
                 std::vector<Entry>& entries) {
  for (const Shift& shift : Overlapping(timeline, window.start, window.end)) {
    entries.push_back(ToEntry(shift, lane));
  }
}

void SortByStart(std::vector<Entry>& entries) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.start_at < b.start_at; });
}

}  // namespace

std::vector<Lane> LanesOf(const Schedule& schedule) {
  std::vector<Lane> lanes;
  std::vector<std::string> seen;
  for (const Rotation& rotation : schedule.rotations) {
    if (std::find(seen.begin(), seen.end(), rotation.id) != seen.end()) continue;
    seen.push_back(rotation.id);
    for (const Rotation* version : VersionsOf(schedule, rotation.id)) {
      for (const Layer& layer : version->layers) {
        const Lane lane{rotation.id, layer.id};
        if (std::find(lanes.begin(), lanes.end(), lane) == lanes.end()) lanes.push_back(lane);
      }
    }
  }
  return lanes;
}

Entries EntriesOf(const Schedule& schedule, const std::vector<Override>& overrides, absl::Time from,
                  absl::Time until) {
  Entries entries;
  const Span window{from, until};
  for (const Lane& lane : LanesOf(schedule)) {
    const Timeline scheduled = ScheduledIn(schedule, lane, from, until);
    Timeline overriding;
    Timeline final = scheduled;
    for (const Override& stored : overrides) {
      if (stored.schedule_id != schedule.id || stored.lane != lane) continue;
      const Shift shift{stored.start_at, stored.end_at, stored.user_id, stored.id};
      Paint(overriding, shift);
      Paint(final, shift);
    }
    AddTouching(scheduled, lane, window, entries.scheduled);
    AddTouching(overriding, lane, window, entries.overrides);
    AddTouching(final, lane, window, entries.final);
  }
  SortByStart(entries.scheduled);
  SortByStart(entries.overrides);
  SortByStart(entries.final);
  return entries;
}

std::vector<Entry> CurrentShifts(const std::vector<Entry>& final, absl::Time now) {
  std::vector<Entry> running;
  std::copy_if(final.begin(), final.end(), std::back_inserter(running),
               [now](const Entry& entry) { return entry.start_at <= now && now < entry.end_at; });
  return running;
}

std::vector<Entry> NextShifts(const std::vector<Entry>& final, absl::Time now) {
  absl::Time change = absl::InfiniteFuture();
  for (const Entry& entry : final) {
    if (entry.start_at > now) change = std::min(change, entry.start_at);
    if (entry.end_at > now) change = std::min(change, entry.end_at);
  }
  return CurrentShifts(final, change);
}

}  // namespace sandbox::world
