// The incident.io side: people, schedules, overrides, and who is linked to whom. Replicas are in
// mirroring.h. Reads return references and pointers that the next change invalidates. Every change
// of a schedule or its overrides is announced, which is how mirrors follow. Not thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "sandbox/world/clock.h"
#include "sandbox/world/ids.h"
#include "sandbox/world/incident_model.h"
#include "sandbox/world/result.h"

namespace sandbox::world {

class IncidentAccount {
 public:
  struct Hooks {
    std::function<void(const std::string& schedule_id)> changed;
    std::function<int(const std::string& schedule_id)> replica_count;
  };
  // `clock` must outlive the account.
  IncidentAccount(const Clock& clock, Hooks hooks);

  const std::vector<User>& users() const { return users_; }
  const User* FindUser(std::string_view id) const;  // null when there is none
  // Adds, or replaces the one of that id; a blank id gets a fresh one. Announces nothing.
  User PutUser(User user);
  bool RemoveUser(std::string_view id);  // false when there is none

  const std::vector<Schedule>& schedules() const { return schedules_; }
  const Schedule* FindSchedule(std::string_view id) const;  // null when there is none
  // Blank ids of the schedule, its rotations and layers are filled in; a rotation without layers
  // gets one. Refuses a missing name, an unknown zone, handovers out of range, unknown users, and
  // an id that is taken.
  Result<Schedule> CreateSchedule(Schedule schedule);
  // Replaces everything but id and created_at; what is not given is lost. Same checks.
  Result<Schedule> UpdateSchedule(std::string_view id, Schedule schedule);
  // Refused while the schedule has replicas. Its overrides go with it.
  Result<void> DeleteSchedule(std::string_view id);

  // The entries that touch [from, until).
  Result<Entries> EntriesBetween(std::string_view schedule_id, absl::Time from,
                                 absl::Time until) const;
  // The entries as they would be with `schedule`'s configuration, which is checked and not kept;
  // overrides as stored.
  Result<Entries> PreviewEntries(const Schedule& schedule, absl::Time from, absl::Time until) const;

  // In order of creation, of all schedules.
  const std::vector<Override>& overrides() const { return overrides_; }
  const Override* FindOverride(std::string_view id) const;  // null when there is none
  // Takes the time away from others on the same lane: those are deleted, what remains of them comes
  // back with new ids. user_id kNobody and "" both mean nobody; a blank id gets a fresh one.
  // Refuses an unknown schedule, lane or user, an end not after the start, and an id that is taken.
  Result<Override> CreateOverride(Override wanted);
  // Moves or resizes, like CreateOverride, and keeps the id. Refuses another person or schedule.
  Result<Override> UpdateOverride(std::string_view id, Override wanted);
  // Succeeds again for one that was deleted before.
  Result<void> DeleteOverride(std::string_view id);

 private:
  Result<void> Check(const Schedule& schedule) const;
  Result<void> Check(const Override& wanted) const;
  void FillIds(Schedule& schedule);
  void TakeTimeFromNeighbours(const Override& wanted);

  const Clock& clock_;
  Hooks hooks_;
  Ids ids_{IdLook::kUlid};
  std::vector<User> users_;
  std::vector<Schedule> schedules_;
  std::vector<Override> overrides_;
  std::set<std::string, std::less<>> deleted_overrides_;
};

}  // namespace sandbox::world
