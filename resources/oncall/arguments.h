// When two replicas mirror the same thing. Sources are a set and "jira" is "jsm"; ids, times and
// sync results do not count. Pure functions.
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "resources/ids/ids.h"
#include "resources/incident/types.h"

namespace oncall {

// The external schedule that a replica writes to.
struct Target {
  std::string provider;  // normalised
  ids::ExternalScheduleId id;

  friend auto operator<=>(const Target&, const Target&) = default;
};

Target TargetOf(const incident::Replica& replica);
Target TargetOf(const incident::NewReplica& wanted);

// Those of a schedule's replicas that write to `target`, in their order.
std::vector<incident::Replica> ReplicasOn(const Target& target,
                                          const std::vector<incident::Replica>& replicas);

// What would be asked of the API to get a replica like this one.
incident::NewReplica ArgumentsOf(const incident::Replica& replica);

bool SameArguments(const incident::NewReplica& a, const incident::NewReplica& b);
bool SameArguments(const incident::Replica& replica, const incident::NewReplica& wanted);

// The arguments in which they differ, as users write them ("sources", "mirror_window_days").
std::vector<std::string> Differences(const incident::NewReplica& a, const incident::NewReplica& b);

// "PagerDuty", "Opsgenie", "Jira Service Management"; other providers as they are.
std::string SystemName(std::string_view provider);

}  // namespace oncall
