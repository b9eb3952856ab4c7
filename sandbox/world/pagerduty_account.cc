#include "sandbox/world/pagerduty_account.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "sandbox/world/records.h"

namespace sandbox::world {
namespace {

TurnLength TurnLengthOf(const PagerDutyLayer& layer) {
  constexpr std::int64_t kSecondsPerDay = 86400;
  const std::int64_t seconds = layer.rotation_turn_length_seconds;
  if (seconds % kSecondsPerDay == 0) return {TurnLength::Unit::kDays, seconds / kSecondsPerDay};
  return {TurnLength::Unit::kSeconds, seconds};
}

Timeline RenderLayer(const PagerDutyLayer& layer, const absl::TimeZone& zone, absl::Time since,
                     absl::Time until) {
  Timeline shifts;
  if (layer.users.empty()) return shifts;
  for (const Turn& turn :
       TurnsBetween(layer.rotation_virtual_start, {TurnLengthOf(layer)}, zone, since, until)) {
    const std::string& user =
        layer.users[static_cast<std::size_t>(turn.index) % layer.users.size()];
    for (const Span& part : WithinHours({turn.start, turn.end}, layer.restrictions, zone)) {
      shifts.push_back({part.start, part.end, user, ""});
    }
  }
  return Clip(shifts, layer.start, layer.end.value_or(absl::InfiniteFuture()));
}

}  // namespace

PagerDutyRendering Render(const PagerDutySchedule& schedule, absl::Time since, absl::Time until,
                          bool overflow) {
  // What overflows the range must be complete, so look a year further.
  const absl::Duration beyond = overflow ? absl::Hours(24) * 366 : absl::ZeroDuration();
  const auto cut = [&](const Timeline& timeline) {
    return overflow ? Overlapping(timeline, since, until) : Clip(timeline, since, until);
  };
  const absl::TimeZone zone = ZoneOf(schedule.time_zone);

  std::vector<Timeline> layers;
  layers.reserve(schedule.layers.size());
  for (const PagerDutyLayer& layer : schedule.layers) {
    layers.push_back(RenderLayer(layer, zone, since - beyond, until + beyond));
  }
  Timeline final;
  for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
    for (const Shift& shift : *layer) Paint(final, shift);
  }
  Timeline overrides;
  for (const PagerDutyOverride& one : schedule.overrides) {
    const Shift shift{one.start, one.end, one.user, one.id};
    Paint(overrides, shift);
    Paint(final, shift);
  }

  PagerDutyRendering rendering;
  for (const Timeline& layer : layers) rendering.layers.push_back(cut(layer));
  rendering.overrides = cut(overrides);
  rendering.final = cut(final);
  return rendering;
}

double CoveragePercentage(const Timeline& timeline, absl::Time since, absl::Time until) {
  if (until <= since) return 0;
  absl::Duration covered;
  for (const Shift& shift : Clip(timeline, since, until)) {
    if (!shift.user.empty()) covered += shift.end - shift.start;
  }
  return 100 * absl::FDivDuration(covered, until - since);
}

Timeline ComputedShiftAssignments(const PagerDutySchedule& schedule, absl::Time since,
                                  absl::Time until) {
  Timeline assignments;
  Paint(assignments, {since, until, "", ""});
  for (const Shift& shift : Render(schedule, since, until, false).final) Paint(assignments, shift);
  return assignments;
}

PagerDutyAccount::PagerDutyAccount(const Clock& clock, Changed changed)
    : clock_(clock), changed_(std::move(changed)) {}

const PagerDutyUser* PagerDutyAccount::FindUser(std::string_view id) const {
  return FindById(users_, id);
}

PagerDutyUser PagerDutyAccount::PutUser(PagerDutyUser user) {
  user.id = ids_.Claim(user.id);
  PutById(users_, user);
  return user;
}

bool PagerDutyAccount::RemoveUser(std::string_view id) { return RemoveById(users_, id); }

const PagerDutySchedule* PagerDutyAccount::FindSchedule(std::string_view id) const {
  return FindById(schedules_, id);
}

PagerDutySchedule PagerDutyAccount::PutSchedule(PagerDutySchedule schedule) {
  schedule.id = ids_.Claim(schedule.id);
  for (PagerDutyLayer& layer : schedule.layers) layer.id = ids_.Claim(layer.id);
  for (PagerDutyOverride& one : schedule.overrides) one.id = override_ids_.Claim(one.id);
  PutById(schedules_, schedule);
  changed_(schedule.id);
  return schedule;
}

bool PagerDutyAccount::RemoveSchedule(std::string_view id) {
  const std::string removed(id);
  if (!RemoveById(schedules_, removed)) return false;
  changed_(removed);
  return true;
}

Result<void> PagerDutyAccount::Check(const PagerDutyOverride& wanted) const {
  if (wanted.end <= wanted.start) return Invalid("end", "Override must end after its start");
  if (FindUser(wanted.user) == nullptr) return Invalid("user", "User not found");
  return {};
}

Result<std::vector<Result<PagerDutyOverride>>> PagerDutyAccount::CreateOverrides(
    std::string_view schedule_id, const std::vector<PagerDutyOverride>& wanted) {
  PagerDutySchedule* schedule = FindById(schedules_, schedule_id);
  if (schedule == nullptr) return NotFound("Schedule not found");
  std::vector<Result<PagerDutyOverride>> answers;
  for (PagerDutyOverride one : wanted) {
    one.start = WholeSeconds(one.start);
    one.end = WholeSeconds(one.end);
    if (auto checked = Check(one); !checked) {
      answers.push_back(tl::unexpected(checked.error()));
      continue;
    }
    one.id = override_ids_.Claim();
    schedule->overrides.push_back(one);
    answers.push_back(one);
  }
  changed_(schedule->id);
  return answers;
}

Result<PagerDutyAccount::Ended> PagerDutyAccount::DeleteOverride(std::string_view schedule_id,
                                                                 std::string_view override_id) {
  PagerDutySchedule* schedule = FindById(schedules_, schedule_id);
  if (schedule == nullptr) return NotFound("Schedule not found");
  const PagerDutyOverride* one = FindById(schedule->overrides, override_id);
  if (one == nullptr) return NotFound("Override not found");
  if (one->end <= clock_.now()) return Invalid("", "Override is over");
  const Ended ended = End(*schedule, override_id);
  changed_(schedule->id);
  return ended;
}

Result<void> PagerDutyAccount::Mirror(std::string_view schedule_id,
                                      const std::vector<std::string>& ended,
                                      const std::vector<Shift>& added) {
  PagerDutySchedule* schedule = FindById(schedules_, schedule_id);
  if (schedule == nullptr) return NotFound("Schedule not found");
  for (const std::string& id : ended) End(*schedule, id);
  for (const Shift& shift : added) {
    schedule->overrides.push_back(
        {override_ids_.Claim(), shift.start, shift.end, shift.user, true});
  }
  if (!ended.empty() || !added.empty()) changed_(schedule->id);
  return {};
}

PagerDutyAccount::Ended PagerDutyAccount::End(PagerDutySchedule& schedule,
                                              std::string_view override_id) {
  PagerDutyOverride* one = FindById(schedule.overrides, override_id);
  if (one != nullptr && one->start < clock_.now_in_seconds()) {
    one->end = std::min(one->end, clock_.now_in_seconds());
    return Ended::kCutAtNow;
  }
  RemoveById(schedule.overrides, override_id);
  return Ended::kRemoved;
}

}  // namespace sandbox::world
