// What a text about a mirror needs besides the facts: how things are called, in which zone times
// are told, and what the reader can do. Plain values.
#pragma once

#include <set>
#include <string>

#include "absl/time/time.h"
#include "resources/ids/ids.h"
#include "resources/mirror/people.h"

namespace mirror {

// How drift will be put right.
enum class Repair {
  kOffered,  // Nobody has asked for it: drift_check = "resync" would force a sync.
  kPlanned,  // Apply forces a sync.
  kFailed,   // A forced sync has changed nothing of it.
  kChange,   // Apply makes a new replica on the same target, which begins with a sync.
  kLeaves,   // Apply moves the replica to another target.
};

struct Wording {
  std::string system;  // "PagerDuty".
  ids::ExternalScheduleId target;
  std::string target_name;             // Empty: the id is shown.
  bool target_name_is_shared = false;  // Another schedule has this name: the id is added.
  Names names;
  absl::TimeZone zone;  // Of the incident.io schedule.
  Repair repair = Repair::kOffered;
  // Replicas on the same target that apply removes: an interrupted forced sync left them.
  std::set<ids::ReplicaId> leftovers;
};

}  // namespace mirror
