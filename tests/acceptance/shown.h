// Whom an external schedule of the sandbox shows when, as its control interface answers. Pure
// functions; what cannot be read fails the test.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "nlohmann/json.hpp"

namespace acceptance {

absl::Time InstantOf(const nlohmann::json& text);

// A stretch during which the same people are shown.
struct Shown {
  absl::Time start;
  absl::Time end;
  std::vector<std::string> users;  // sorted; nobody when empty

  bool operator==(const Shown&) const = default;
};
// One after the other, without holes.
using ShownTimeline = std::vector<Shown>;

// The "on_call" of an answer.
ShownTimeline ReadShown(const nlohmann::json& on_call);

const std::vector<std::string>& UsersAt(const ShownTimeline& timeline, absl::Time at);

// Where somebody's stretch starts.
std::set<absl::Time> StartsOf(const std::vector<ShownTimeline>& timelines);

}  // namespace acceptance
