// The PagerDuty side: people, and schedules made of layers and overrides, of which the newest wins.
// Reads return references and pointers that the next change invalidates. Every change of a schedule
// is announced. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "sandbox/world/calendar.h"
#include "sandbox/world/clock.h"
#include "sandbox/world/ids.h"
#include "sandbox/world/result.h"
#include "sandbox/world/timeline.h"

namespace sandbox::world {

struct PagerDutyUser {
  std::string id;
  std::string name;
  std::string email;
  std::string role = "user";
};

struct PagerDutyLayer {
  std::string id;
  std::string name;
  absl::Time start;
  std::optional<absl::Time> end;
  absl::Time rotation_virtual_start;
  std::int64_t rotation_turn_length_seconds = 604800;  // whole days keep the local time
  std::vector<std::string> users;
  std::vector<Hours> restrictions;  // empty: all hours
};

struct PagerDutyOverride {
  std::string id;
  absl::Time start;
  absl::Time end;
  std::string user;
  bool by_mirror = false;  // made by incident.io
};

struct PagerDutySchedule {
  std::string id;
  std::string name;
  std::string time_zone = "UTC";
  std::vector<PagerDutyLayer> layers;        // the highest first, as the API lists them
  std::vector<PagerDutyOverride> overrides;  // in order of creation: the last one wins
  bool shift_based = false;                  // upgraded: only the v3 operations show it
};

// What PagerDuty shows of a schedule for a range. A user may have been deleted since: look it up,
// null means gone.
struct PagerDutyRendering {
  std::vector<Timeline> layers;  // one per layer, in the same order
  Timeline overrides;            // on top of one another
  Timeline final;                // override_id says which entries are overrides
};

// `overflow` false cuts entries at the edges; true gives those that touch the range in full.
PagerDutyRendering Render(const PagerDutySchedule& schedule, absl::Time since, absl::Time until,
                          bool overflow);

// The share of [since, until) that somebody covers, in percent; 0 for an empty range.
double CoveragePercentage(const Timeline& timeline, absl::Time since, absl::Time until);

// The v3 view of the same: the final schedule cut at the edges, and a shift with an empty user
// wherever nobody is.
Timeline ComputedShiftAssignments(const PagerDutySchedule& schedule, absl::Time since,
                                  absl::Time until);

class PagerDutyAccount {
 public:
  using Changed = std::function<void(const std::string& schedule_id)>;
  // `clock` must outlive the account.
  PagerDutyAccount(const Clock& clock, Changed changed);

  const std::vector<PagerDutyUser>& users() const { return users_; }
  const PagerDutyUser* FindUser(std::string_view id) const;  // null when there is none
  // Adds, or replaces the one of that id; a blank id gets a fresh one.
  PagerDutyUser PutUser(PagerDutyUser user);
  bool RemoveUser(std::string_view id);  // false when there is none; layers keep the id

  const std::vector<PagerDutySchedule>& schedules() const { return schedules_; }
  const PagerDutySchedule* FindSchedule(std::string_view id) const;  // null when there is none
  // Adds, or replaces the one of that id, overrides included; blank ids are filled in.
  PagerDutySchedule PutSchedule(PagerDutySchedule schedule);
  bool RemoveSchedule(std::string_view id);  // false when there is none

  // One answer per element, in order: an element is refused without harm to the others. All that
  // are accepted take effect at once. Ids are made up. The whole is refused when there is no such
  // schedule.
  Result<std::vector<Result<PagerDutyOverride>>> CreateOverrides(
      std::string_view schedule_id, const std::vector<PagerDutyOverride>& wanted);

  enum class Ended { kRemoved, kCutAtNow };
  // Removes an override that has not started and cuts one that runs; refuses one that is over.
  Result<Ended> DeleteOverride(std::string_view schedule_id, std::string_view override_id);

  // What a mirror does in one go, by override id: end those of `ended` and add `added`. Refused
  // when there is no such schedule; unknown ids are passed over.
  Result<void> Mirror(std::string_view schedule_id, const std::vector<std::string>& ended,
                      const std::vector<Shift>& added);

 private:
  Result<void> Check(const PagerDutyOverride& wanted) const;
  Ended End(PagerDutySchedule& schedule, std::string_view override_id);

  const Clock& clock_;
  Changed changed_;
  Ids ids_{IdLook::kPagerDuty};
  Ids override_ids_{IdLook::kPagerDutyOverride};
  std::vector<PagerDutyUser> users_;
  std::vector<PagerDutySchedule> schedules_;
};

}  // namespace sandbox::world
