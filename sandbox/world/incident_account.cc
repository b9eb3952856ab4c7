#include "sandbox/world/incident_account.h"

#include <algorithm>
#include <utility>

#include "sandbox/world/calendar.h"
#include "sandbox/world/entries.h"
#include "sandbox/world/records.h"

namespace sandbox::world {
namespace {

int LongestInterval(Handover::Unit unit) {
  switch (unit) {
    case Handover::Unit::kHourly:
      return 23;
    case Handover::Unit::kDaily:
      return 14;
    case Handover::Unit::kWeekly:
      return 4;
  }
  return 0;
}

Result<void> CheckHandovers(const Rotation& rotation) {
  constexpr char kField[] = "schedule.config.rotations.handovers";
  if (rotation.handovers.empty()) return Invalid(kField, "A rotation needs at least one handover");
  for (const Handover& handover : rotation.handovers) {
    const int longest = LongestInterval(handover.unit);
    if (handover.interval < 1 || handover.interval > longest) {
      return Invalid(kField, "Interval must be between 1 and " + std::to_string(longest));
    }
  }
  return {};
}

Result<void> CheckWorkingIntervals(const Rotation& rotation) {
  constexpr int kLastMinute = 24 * 60;
  for (const WorkingInterval& interval : rotation.working_intervals) {
    if (interval.start_minute < 0 || interval.start_minute >= kLastMinute ||
        interval.end_minute < 0 || interval.end_minute > kLastMinute) {
      return Invalid("schedule.config.rotations.working_intervals", "Not a time of the day");
    }
  }
  return {};
}

bool HasLane(const Schedule& schedule, const Lane& lane) {
  const std::vector<Lane> lanes = LanesOf(schedule);
  return std::find(lanes.begin(), lanes.end(), lane) != lanes.end();
}

}  // namespace

IncidentAccount::IncidentAccount(const Clock& clock, Hooks hooks)
    : clock_(clock), hooks_(std::move(hooks)) {}

const User* IncidentAccount::FindUser(std::string_view id) const { return FindById(users_, id); }

User IncidentAccount::PutUser(User user) {
  user.id = ids_.Claim(user.id);
  PutById(users_, user);
  return user;
}

bool IncidentAccount::RemoveUser(std::string_view id) { return RemoveById(users_, id); }

const Schedule* IncidentAccount::FindSchedule(std::string_view id) const {
  return FindById(schedules_, id);
}

Result<Schedule> IncidentAccount::CreateSchedule(Schedule schedule) {
  if (auto checked = Check(schedule); !checked) return tl::unexpected(checked.error());
  if (FindSchedule(schedule.id) != nullptr) return Conflict("The schedule exists already");
  FillIds(schedule);
  schedule.created_at = schedule.updated_at = clock_.now();
  schedules_.push_back(schedule);
  hooks_.changed(schedule.id);
  return schedule;
}

Result<Schedule> IncidentAccount::UpdateSchedule(std::string_view id, Schedule schedule) {
  Schedule* stored = FindById(schedules_, id);
  if (stored == nullptr) return NotFound("Schedule not found");
  if (auto checked = Check(schedule); !checked) return tl::unexpected(checked.error());
  schedule.id = stored->id;
  schedule.created_at = stored->created_at;
  schedule.updated_at = clock_.now();
  FillIds(schedule);
  *stored = schedule;
  hooks_.changed(schedule.id);
  return schedule;
}

Result<void> IncidentAccount::DeleteSchedule(std::string_view id) {
  Schedule* stored = FindById(schedules_, id);
  if (stored == nullptr) return NotFound("Schedule not found");
  const int replicas = hooks_.replica_count(stored->id);
  if (replicas > 0) {
    return Invalid(
        "", "The schedule has " + std::to_string(replicas) + " active replicas: delete them first");
  }
  const std::string deleted = stored->id;
  std::erase_if(overrides_, [&](const Override& one) { return one.schedule_id == deleted; });
  RemoveById(schedules_, deleted);
  hooks_.changed(deleted);
  return {};
}

Result<Entries> IncidentAccount::EntriesBetween(std::string_view schedule_id, absl::Time from,
                                                absl::Time until) const {
  const Schedule* schedule = FindSchedule(schedule_id);
  if (schedule == nullptr) return NotFound("Schedule not found");
  return EntriesOf(*schedule, overrides_, from, until);
}

Result<Entries> IncidentAccount::PreviewEntries(const Schedule& schedule, absl::Time from,
                                                absl::Time until) const {
  if (FindSchedule(schedule.id) == nullptr) return NotFound("Schedule not found");
  if (auto checked = Check(schedule); !checked) return tl::unexpected(checked.error());
  return EntriesOf(schedule, overrides_, from, until);
}

const Override* IncidentAccount::FindOverride(std::string_view id) const {
  return FindById(overrides_, id);
}

Result<Override> IncidentAccount::CreateOverride(Override wanted) {
  if (wanted.user_id == kNobody) wanted.user_id.clear();
  if (auto checked = Check(wanted); !checked) return tl::unexpected(checked.error());
  if (FindOverride(wanted.id) != nullptr) return Conflict("The override exists already");
  wanted.id = ids_.Claim(wanted.id);
  wanted.created_at = wanted.updated_at = clock_.now();
  TakeTimeFromNeighbours(wanted);
  overrides_.push_back(wanted);
  hooks_.changed(wanted.schedule_id);
  return wanted;
}

Result<Override> IncidentAccount::UpdateOverride(std::string_view id, Override wanted) {
  const Override* stored = FindOverride(id);
  if (stored == nullptr) return NotFound("Override not found");
  if (wanted.user_id == kNobody) wanted.user_id.clear();
  if (wanted.user_id != stored->user_id) {
    return Invalid("user", "An override cannot change its user");
  }
  wanted.id = stored->id;
  wanted.schedule_id = stored->schedule_id;
  wanted.created_at = stored->created_at;
  wanted.updated_at = clock_.now();
  if (auto checked = Check(wanted); !checked) return tl::unexpected(checked.error());
  TakeTimeFromNeighbours(wanted);
  *FindById(overrides_, wanted.id) = wanted;
  hooks_.changed(wanted.schedule_id);
  return wanted;
}

Result<void> IncidentAccount::DeleteOverride(std::string_view id) {
  if (deleted_overrides_.contains(id)) return {};
  const Override* stored = FindOverride(id);
  if (stored == nullptr) return NotFound("Override not found");
  const std::string schedule_id = stored->schedule_id;
  deleted_overrides_.insert(stored->id);
  RemoveById(overrides_, id);
  hooks_.changed(schedule_id);
  return {};
}

Result<void> IncidentAccount::Check(const Schedule& schedule) const {
  if (schedule.name.empty()) return Invalid("schedule.name", "Name is required");
  if (!IsZone(schedule.timezone)) return Invalid("schedule.timezone", "Not a known time zone");
  for (const Rotation& rotation : schedule.rotations) {
    if (rotation.name.empty()) {
      return Invalid("schedule.config.rotations.name", "Name is required");
    }
    if (auto checked = CheckHandovers(rotation); !checked) return checked;
    if (auto checked = CheckWorkingIntervals(rotation); !checked) return checked;
    if (rotation.layers.size() > 20) {
      return Invalid("schedule.config.rotations.layers", "At most 20 layers");
    }
    for (const std::string& user : rotation.users) {
      if (user != kNobody && FindUser(user) == nullptr) {
        return Invalid("schedule.config.rotations.users", "User not found: " + user);
      }
    }
  }
  return {};
}

Result<void> IncidentAccount::Check(const Override& wanted) const {
  const Schedule* schedule = FindSchedule(wanted.schedule_id);
  if (schedule == nullptr) return Invalid("schedule_id", "Schedule not found");
  if (!HasLane(*schedule, wanted.lane)) {
    return Invalid("layer_id", "The schedule has no such rotation and layer");
  }
  if (wanted.end_at <= wanted.start_at) return Invalid("end_at", "End must be after the start");
  if (!wanted.user_id.empty() && FindUser(wanted.user_id) == nullptr) {
    return Invalid("user", "User not found: " + wanted.user_id);
  }
  return {};
}

void IncidentAccount::FillIds(Schedule& schedule) {
  schedule.id = ids_.Claim(schedule.id);
  for (Rotation& rotation : schedule.rotations) {
    rotation.id = ids_.Claim(rotation.id);
    if (rotation.layers.empty()) rotation.layers.push_back({"", "Layer 1"});
    for (Layer& layer : rotation.layers) layer.id = ids_.Claim(layer.id);
  }
}

void IncidentAccount::TakeTimeFromNeighbours(const Override& wanted) {
  std::vector<Override> kept;
  for (const Override& other : overrides_) {
    const bool neighbour = other.id != wanted.id && other.schedule_id == wanted.schedule_id &&
                           other.lane == wanted.lane && other.start_at < wanted.end_at &&
                           other.end_at > wanted.start_at;
    if (!neighbour) {
      kept.push_back(other);
      continue;
    }
    deleted_overrides_.insert(other.id);
    const Span before{other.start_at, wanted.start_at};
    const Span after{wanted.end_at, other.end_at};
    for (const Span& rest : {before, after}) {
      if (rest.start >= rest.end) continue;
      Override part = other;
      part.id = ids_.Claim();
      part.start_at = rest.start;
      part.end_at = rest.end;
      part.created_at = part.updated_at = clock_.now();
      kept.push_back(part);
    }
  }
  overrides_ = std::move(kept);
}

}  // namespace sandbox::world
