// Worlds and configurations of any size: many schedules, and many replicas that take them in turn,
// each into an external schedule of its own.
#pragma once

#include <ostream>
#include <string>

#include "nlohmann/json.hpp"

namespace acceptance {

struct Size {
  int replicas = 0;
  int schedules = 0;
};

void PrintTo(const Size& size, std::ostream* out);

// The demo world's people with that many schedules SCHEDULE0, SCHEDULE1, ... and that many
// PagerDuty schedules TARGET0, TARGET1, ...
nlohmann::json WorldOf(const Size& size);

// One resource with a count; the first `changed` of its replicas mirror a week only.
std::string ReplicasOf(const Size& size, int changed = 0);

}  // namespace acceptance
