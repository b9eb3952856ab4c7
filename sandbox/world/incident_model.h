// What incident.io stores, as plain structs that a seed can fill. Nothing here checks itself;
// IncidentAccount does.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace sandbox::world {

// The user id that stands for no one in a rotation or an override.
inline constexpr char kNobody[] = "NOBODY";

struct User {
  std::string id;
  std::string name;
  std::string email;          // empty: none
  std::string slack_user_id;  // empty: none
  std::string role = "responder";
  bool is_active = true;
};

struct Handover {
  enum class Unit { kHourly, kDaily, kWeekly };
  Unit unit = Unit::kWeekly;
  int interval = 1;
};

struct Layer {
  std::string id;
  std::string name;
};

// People are scheduled from `start_minute` to `end_minute` of the local day; an end not after the
// start is on the next day.
struct WorkingInterval {
  absl::Weekday weekday = absl::Weekday::monday;
  int start_minute = 0;
  int end_minute = 0;
};

// One version of a rotation. Versions share the id; each is valid until the next one's
// `effective_from`.
struct Rotation {
  std::string id;
  std::string name;
  std::optional<absl::Time> effective_from;  // nullopt: since ever
  absl::Time handover_start_at;     // the first user starts here; nobody is scheduled before
  std::vector<Handover> handovers;  // used in turn
  std::vector<Layer> layers;        // lane k starts k users further on
  std::vector<std::string> users;   // ids, kNobody allowed; empty: nobody
  std::vector<WorkingInterval> working_intervals;  // empty: all hours
  std::string scheduling_mode;                     // echoed; "fair" is scheduled as "sequential"
};

struct Schedule {
  std::string id;
  std::string name;
  std::string timezone;
  std::vector<std::string> team_ids;
  std::map<std::string, std::string> annotations;
  std::vector<Rotation> rotations;  // versions of one rotation in any order
  std::vector<std::string> holiday_country_codes;
  absl::Time created_at;
  absl::Time updated_at;
};

// The id of a lane: one layer of one rotation.
struct Lane {
  std::string rotation_id;
  std::string layer_id;

  bool operator==(const Lane&) const = default;
  bool operator<(const Lane& other) const {
    return std::tie(rotation_id, layer_id) < std::tie(other.rotation_id, other.layer_id);
  }
};

struct Override {
  std::string id;
  std::string schedule_id;
  Lane lane;
  absl::Time start_at;
  absl::Time end_at;
  std::string user_id;  // empty: nobody
  absl::Time created_at;
  absl::Time updated_at;
};

// One row of the entries answer.
struct Entry {
  absl::Time start_at;
  absl::Time end_at;
  Lane lane;
  std::string user_id;      // empty: nobody
  std::string entry_id;     // the override's id; empty for shifts of the rotation
  std::string fingerprint;  // the same in every request, distinct in every part of a split shift

  bool operator==(const Entry&) const = default;
};

struct Entries {
  std::vector<Entry> scheduled;  // what the rotations alone give
  std::vector<Entry> overrides;
  std::vector<Entry> final;  // overrides replace their own lane, nothing else
};

}  // namespace sandbox::world
