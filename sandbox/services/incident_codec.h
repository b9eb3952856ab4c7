// How incident.io writes and reads its objects. Written from the vendor's published API
// description: schedules, entries, overrides and replicas of version 2, the catalog of version 3.
// Pure functions; reading tolerates unknown fields, as the vendor does.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "nlohmann/json_fwd.hpp"
#include "sandbox/services/fields.h"
#include "sandbox/world/incident_account.h"
#include "sandbox/world/incident_model.h"
#include "sandbox/world/mirroring.h"

namespace sandbox {

// How this server spells what differs between versions of the real one.
struct IncidentSpelling {
  // As before August 2026: "jira", neither mirror_window_days nor permalink.
  bool old_server = false;
  bool omit_mirror_window_days = false;
  // Replaces values of replica_provider, such as "pagerduty" by one that nobody knows yet.
  std::map<std::string, std::string> provider;
};

// UTC with microseconds at most, as the API answers.
std::string IncidentTime(absl::Time time);

nlohmann::json ToJson(const world::User& user);
nlohmann::json ToJson(const world::Rotation& rotation, const world::IncidentAccount& account);
nlohmann::json ToJson(const world::Override& value, const world::IncidentAccount& account);
nlohmann::json ToJson(const world::Entries& entries, const world::IncidentAccount& account);
nlohmann::json ToJson(const std::vector<world::Entry>& entries,
                      const world::IncidentAccount& account);
// Without current and next shifts.
nlohmann::json ToJson(const world::Schedule& schedule, const world::IncidentAccount& account,
                      const IncidentSpelling& spelling);
nlohmann::json ToJson(const world::Replica& replica, const IncidentSpelling& spelling);

// Finds the id of a user that a payload names by id, e-mail address or Slack id.
using FindUser = std::function<std::string(const nlohmann::json& reference)>;
FindUser UsersOf(const world::IncidentAccount& account);

// Each reads one object through `fields`, which keeps the first problem.
world::Schedule ReadSchedule(Fields& fields, const FindUser& user);
world::Rotation ReadRotation(Fields& fields, const FindUser& user);
world::Override ReadOverride(Fields& fields, const FindUser& user);
world::NewReplica ReadReplica(Fields& fields, std::string schedule_id);

}  // namespace sandbox
