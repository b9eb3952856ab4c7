// Worlds made up at random, the same for the same seed: incident.io schedules of every shape, and
// for each a replica, or two, that mirrors it into a schedule of its own in PagerDuty, Opsgenie or
// Jira Service Management.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "nlohmann/json.hpp"

namespace acceptance {

// Numbers that follow from the seed alone, whatever the standard library.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  int Between(int low, int high);  // both included
  bool Chance(int percent) { return Between(1, 100) <= percent; }
  template <typename T>
  const T& Of(const std::vector<T>& choices) {
    return choices[static_cast<std::size_t>(Between(0, static_cast<int>(choices.size()) - 1))];
  }

 private:
  std::mt19937_64 engine_;
};

// One replica of a random world.
struct Mirror {
  std::string name;          // of the resource and of the external schedule
  nlohmann::json arguments;  // as the API takes them
  // The person whom the target shows exactly where nobody can be mirrored: the one of its own
  // rotation, or somebody who is no longer linked. Empty: everybody has a counterpart.
  std::string stands_for_unmapped;
  bool link_is_cut_later = false;

  std::string text(const char* argument) const { return arguments.at(argument); }
  absl::Duration window() const {
    return absl::Hours(24) * arguments.at("mirror_window_days").get<int>();
  }
  // "/external/pagerduty/schedules/TW3/overrides" of the control interface; `what` is the end.
  std::string ControlPath(const std::string& what) const;
};

struct RandomWorlds {
  nlohmann::json seed;  // for the sandbox, its clock included; no replica exists yet
  std::vector<Mirror> mirrors;
};

// `count` schedules at one moment, often close to the moments at which clocks change.
RandomWorlds MakeRandomWorlds(std::uint64_t seed, int count);

// The people of incident.io whom every system knows, and one whom only the external systems do.
const std::vector<std::string>& UsersOfRandomWorlds();
inline constexpr char kStranger[] = "STRANGER";

// Who an incident.io user of these worlds is in the system of that provider.
std::string CounterpartIn(const std::string& provider, const std::string& user);

}  // namespace acceptance
