// Time zones by the names that schedules give them. A name is a file name to the system, so that
// only what can be a zone is looked up. Pure but for reading the system's zone data.
#pragma once

#include <string>

#include "absl/time/time.h"

namespace oncall {

struct Zone {
  absl::TimeZone zone = absl::UTCTimeZone();
  // False when the name is none that this machine knows; `zone` is UTC then.
  bool known = false;
};

// "Europe/London", "UTC", "Etc/GMT+3".
Zone LoadZone(const std::string& name);

}  // namespace oncall
