// The Opsgenie side, and the Jira Service Management one, which has the same model: schedules made
// of rotations that run side by side, and overrides by alias. Reads return references and pointers
// that the next change invalidates. Every change of a schedule is announced. Not thread-safe.
#pragma once

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

struct OpsUser {
  std::string id;        // in JSM the Atlassian account id
  std::string username;  // an e-mail address
  std::string full_name;
  bool active = true;
};

// Who may be on call: type "user", "team", "escalation", "none" or another that the vendor names.
struct Responder {
  std::string type = "user";
  std::string id;

  bool operator==(const Responder&) const = default;
};

// Inside timelines a responder is one text: the id of a user, "<type>:<id>" of others, empty for
// none.
std::string ToTimelineUser(const Responder& responder);
Responder FromTimelineUser(std::string_view user);

struct OpsRotation {
  enum class Type { kHourly, kDaily, kWeekly };
  std::string id;
  std::string name;
  absl::Time start;
  std::optional<absl::Time> end;
  Type type = Type::kWeekly;
  int length = 1;
  std::vector<Responder> participants;
  std::vector<Hours> restrictions;  // empty: all hours
};

struct OpsOverride {
  std::string alias;
  Responder responder;  // type "none": nobody
  absl::Time start;
  absl::Time end;
  std::vector<std::string> rotation_ids;  // empty: all rotations
  bool by_mirror = false;                 // made by incident.io
};

struct OpsSchedule {
  std::string id;
  std::string name;
  std::string description;
  std::string timezone = "UTC";
  bool enabled = true;
  std::string team_id;
  std::vector<OpsRotation> rotations;
  std::vector<OpsOverride> overrides;  // in order of creation: the last one wins
};

struct OpsPeriod {
  absl::Time start;
  absl::Time end;
  bool historical = false;  // before now; the others are the API's "default"
  Responder responder;      // type "none": the API shows none
  std::string override_alias;
};

// The final timeline of each rotation, in order, cut to [from, until).
std::vector<Timeline> Render(const OpsSchedule& schedule, absl::Time from, absl::Time until);

// The same as the vendors show it: the period that runs now is split at `now`.
std::vector<std::vector<OpsPeriod>> FinalTimeline(const OpsSchedule& schedule, absl::Time from,
                                                  absl::Time until, absl::Time now);

// The rotations without overrides.
std::vector<Timeline> BaseTimeline(const OpsSchedule& schedule, absl::Time from, absl::Time until);

class OpsAccount {
 public:
  using Changed = std::function<void(const std::string& schedule_id)>;
  // `clock` must outlive the account.
  OpsAccount(const Clock& clock, Changed changed);

  const std::vector<OpsUser>& users() const { return users_; }
  const OpsUser* FindUser(std::string_view id_or_username) const;  // null when there is none
  // Adds, or replaces the one of that id; a blank id gets a fresh one.
  OpsUser PutUser(OpsUser user);
  bool RemoveUser(std::string_view id);  // false when there is none

  const std::vector<OpsSchedule>& schedules() const { return schedules_; }
  const OpsSchedule* FindSchedule(std::string_view id) const;         // null when there is none
  const OpsSchedule* FindScheduleNamed(std::string_view name) const;  // the first; null when none
  // Adds, or replaces the one of that id, overrides included; blank ids and aliases are filled in.
  OpsSchedule PutSchedule(OpsSchedule schedule);
  bool RemoveSchedule(std::string_view id);  // false when there is none

  // Refuses an alias that is taken, unknown users and rotations, and an end not after the start.
  Result<OpsOverride> CreateOverride(std::string_view schedule_id, OpsOverride wanted);
  // The override of that alias becomes `wanted`, and the newest.
  Result<OpsOverride> UpdateOverride(std::string_view schedule_id, std::string_view alias,
                                     OpsOverride wanted);
  Result<void> DeleteOverride(std::string_view schedule_id, std::string_view alias);

  // What a mirror does in one go, by alias: removes those of `ended` that have not started, cuts
  // those that run at now, and adds `added` for all rotations. Refused when there is no such
  // schedule; unknown aliases are passed over.
  Result<void> Mirror(std::string_view schedule_id, const std::vector<std::string>& ended,
                      const std::vector<Shift>& added);

 private:
  // With times in whole seconds and a user name turned into the id.
  Result<OpsOverride> Checked(const OpsSchedule& schedule, OpsOverride wanted) const;

  const Clock& clock_;
  Changed changed_;
  Ids ids_{IdLook::kUuid};
  std::vector<OpsUser> users_;
  std::vector<OpsSchedule> schedules_;
};

}  // namespace sandbox::world
