#include "sandbox/world/ops_account.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "sandbox/world/records.h"

namespace sandbox::world {
namespace {

auto FindByAlias(std::vector<OpsOverride>& overrides, std::string_view alias) {
  return std::find_if(overrides.begin(), overrides.end(),
                      [alias](const OpsOverride& one) { return one.alias == alias; });
}

TurnLength TurnLengthOf(const OpsRotation& rotation) {
  switch (rotation.type) {
    case OpsRotation::Type::kHourly:
      return {TurnLength::Unit::kSeconds, rotation.length * std::int64_t{3600}};
    case OpsRotation::Type::kDaily:
      return {TurnLength::Unit::kDays, rotation.length};
    case OpsRotation::Type::kWeekly:
      return {TurnLength::Unit::kDays, rotation.length * std::int64_t{7}};
  }
  return {};
}

Timeline RenderRotation(const OpsRotation& rotation, const absl::TimeZone& zone, absl::Time from,
                        absl::Time until) {
  Timeline shifts;
  if (rotation.participants.empty()) return shifts;
  for (const Turn& turn :
       TurnsBetween(rotation.start, {TurnLengthOf(rotation)}, zone, from, until)) {
    const Responder& responder =
        rotation.participants[static_cast<std::size_t>(turn.index) % rotation.participants.size()];
    for (const Span& part : WithinHours({turn.start, turn.end}, rotation.restrictions, zone)) {
      shifts.push_back({part.start, part.end, ToTimelineUser(responder), ""});
    }
  }
  return Clip(shifts, from, std::min(until, rotation.end.value_or(until)));
}

bool Concerns(const OpsOverride& one, const OpsRotation& rotation) {
  return one.rotation_ids.empty() || std::find(one.rotation_ids.begin(), one.rotation_ids.end(),
                                               rotation.id) != one.rotation_ids.end();
}

}  // namespace

std::string ToTimelineUser(const Responder& responder) {
  if (responder.type == "user") return responder.id;
  return responder.type == "none" ? "" : responder.type + ":" + responder.id;
}

Responder FromTimelineUser(std::string_view user) {
  if (user.empty()) return {"none", ""};
  const std::size_t colon = user.find(':');
  // An Atlassian account id may hold a colon too, after digits; a type is letters.
  const std::string_view type = user.substr(0, colon);
  if (colon == std::string_view::npos ||
      type.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string_view::npos) {
    return {"user", std::string(user)};
  }
  return {std::string(type), std::string(user.substr(colon + 1))};
}

std::vector<Timeline> BaseTimeline(const OpsSchedule& schedule, absl::Time from, absl::Time until) {
  const absl::TimeZone zone = ZoneOf(schedule.timezone);
  std::vector<Timeline> timelines;
  timelines.reserve(schedule.rotations.size());
  for (const OpsRotation& rotation : schedule.rotations) {
    timelines.push_back(RenderRotation(rotation, zone, from, until));
  }
  return timelines;
}

std::vector<Timeline> Render(const OpsSchedule& schedule, absl::Time from, absl::Time until) {
  std::vector<Timeline> timelines = BaseTimeline(schedule, from, until);
  for (std::size_t i = 0; i < timelines.size(); ++i) {
    for (const OpsOverride& one : schedule.overrides) {
      if (!Concerns(one, schedule.rotations[i])) continue;
      Paint(timelines[i], {one.start, one.end, ToTimelineUser(one.responder), one.alias});
    }
    timelines[i] = Clip(timelines[i], from, until);
  }
  return timelines;
}

std::vector<std::vector<OpsPeriod>> FinalTimeline(const OpsSchedule& schedule, absl::Time from,
                                                  absl::Time until, absl::Time now) {
  std::vector<std::vector<OpsPeriod>> rotations;
  for (const Timeline& timeline : Render(schedule, from, until)) {
    std::vector<OpsPeriod>& periods = rotations.emplace_back();
    for (const Shift& shift : timeline) {
      const OpsPeriod whole{shift.start, shift.end, shift.end <= now, FromTimelineUser(shift.user),
                            shift.override_id};
      periods.push_back(whole);
      if (shift.start >= now || now >= shift.end) continue;
      periods.back().end = now;
      periods.back().historical = true;
      periods.push_back(whole);
      periods.back().start = now;
    }
  }
  return rotations;
}

OpsAccount::OpsAccount(const Clock& clock, Changed changed)
    : clock_(clock), changed_(std::move(changed)) {}

const OpsUser* OpsAccount::FindUser(std::string_view id_or_username) const {
  const auto it = std::find_if(users_.begin(), users_.end(), [&](const OpsUser& user) {
    return user.id == id_or_username || user.username == id_or_username;
  });
  return it == users_.end() ? nullptr : &*it;
}

OpsUser OpsAccount::PutUser(OpsUser user) {
  user.id = ids_.Claim(user.id);
  PutById(users_, user);
  return user;
}

bool OpsAccount::RemoveUser(std::string_view id) { return RemoveById(users_, id); }

const OpsSchedule* OpsAccount::FindSchedule(std::string_view id) const {
  return FindById(schedules_, id);
}

const OpsSchedule* OpsAccount::FindScheduleNamed(std::string_view name) const {
  const auto it = std::find_if(schedules_.begin(), schedules_.end(),
                               [name](const OpsSchedule& one) { return one.name == name; });
  return it == schedules_.end() ? nullptr : &*it;
}

OpsSchedule OpsAccount::PutSchedule(OpsSchedule schedule) {
  schedule.id = ids_.Claim(schedule.id);
  for (OpsRotation& rotation : schedule.rotations) rotation.id = ids_.Claim(rotation.id);
  for (OpsOverride& one : schedule.overrides) one.alias = ids_.Claim(one.alias);
  PutById(schedules_, schedule);
  changed_(schedule.id);
  return schedule;
}

bool OpsAccount::RemoveSchedule(std::string_view id) {
  const std::string removed(id);
  if (!RemoveById(schedules_, removed)) return false;
  changed_(removed);
  return true;
}

Result<OpsOverride> OpsAccount::Checked(const OpsSchedule& schedule, OpsOverride wanted) const {
  wanted.start = WholeSeconds(wanted.start);
  wanted.end = WholeSeconds(wanted.end);
  if (wanted.end <= wanted.start) return Invalid("endDate", "End must be after the start");
  if (wanted.responder.type == "user") {
    const OpsUser* user = FindUser(wanted.responder.id);
    if (user == nullptr) return Invalid("user", "User not found");
    wanted.responder.id = user->id;
  }
  for (const std::string& id : wanted.rotation_ids) {
    if (FindById(schedule.rotations, id) == nullptr) {
      return Invalid("rotations", "Rotation not found: " + id);
    }
  }
  return wanted;
}

Result<OpsOverride> OpsAccount::CreateOverride(std::string_view schedule_id, OpsOverride wanted) {
  OpsSchedule* schedule = FindById(schedules_, schedule_id);
  if (schedule == nullptr) return NotFound("Schedule not found");
  if (FindByAlias(schedule->overrides, wanted.alias) != schedule->overrides.end()) {
    return Conflict("Alias is taken");
  }
  Result<OpsOverride> checked = Checked(*schedule, std::move(wanted));
  if (!checked) return checked;
  checked->alias = ids_.Claim(checked->alias);
  schedule->overrides.push_back(*checked);
  changed_(schedule->id);
  return checked;
}

Result<OpsOverride> OpsAccount::UpdateOverride(std::string_view schedule_id, std::string_view alias,
                                               OpsOverride wanted) {
  OpsSchedule* schedule = FindById(schedules_, schedule_id);
  if (schedule == nullptr) return NotFound("Schedule not found");
  const auto stored = FindByAlias(schedule->overrides, alias);
  if (stored == schedule->overrides.end()) return NotFound("Override not found");
  Result<OpsOverride> checked = Checked(*schedule, std::move(wanted));
  if (!checked) return checked;
  checked->alias = stored->alias;
  schedule->overrides.erase(stored);
  schedule->overrides.push_back(*checked);
  changed_(schedule->id);
  return checked;
}

Result<void> OpsAccount::DeleteOverride(std::string_view schedule_id, std::string_view alias) {
  OpsSchedule* schedule = FindById(schedules_, schedule_id);
  if (schedule == nullptr) return NotFound("Schedule not found");
  const auto stored = FindByAlias(schedule->overrides, alias);
  if (stored == schedule->overrides.end()) return NotFound("Override not found");
  schedule->overrides.erase(stored);
  changed_(schedule->id);
  return {};
}

Result<void> OpsAccount::Mirror(std::string_view schedule_id, const std::vector<std::string>& ended,
                                const std::vector<Shift>& added) {
  OpsSchedule* schedule = FindById(schedules_, schedule_id);
  if (schedule == nullptr) return NotFound("Schedule not found");
  const absl::Time now = clock_.now_in_seconds();
  for (const std::string& alias : ended) {
    const auto one = FindByAlias(schedule->overrides, alias);
    if (one == schedule->overrides.end()) continue;
    one->end = std::min(one->end, now);
    if (one->end <= one->start) schedule->overrides.erase(one);
  }
  for (const Shift& shift : added) {
    schedule->overrides.push_back(
        {ids_.Claim(), FromTimelineUser(shift.user), shift.start, shift.end, {}, true});
  }
  if (!ended.empty() || !added.empty()) changed_(schedule->id);
  return {};
}

}  // namespace sandbox::world
