// What a replica wants its target to show, and what must be written to get there. Pure functions.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "sandbox/world/incident_model.h"
#include "sandbox/world/timeline.h"

namespace sandbox::world {

struct ExpectedShift {
  absl::Time start;
  absl::Time end;
  std::string external_user;  // empty: unknown, since none of the people on call has a counterpart
  std::string unmapped_user;  // the first of them in that case

  bool operator==(const ExpectedShift&) const = default;
};

// The external user of an incident.io user; empty when there is none.
using Mapping = std::function<std::string(const std::string& user_id)>;

// Covers [from, until) without holes, neighbours differ. Of several people at once the first in the
// order of `sources` who has a counterpart is expected; where all lanes are empty, the fallback
// user. Fractions of seconds are cut off.
std::vector<ExpectedShift> ExpectedShifts(const std::vector<Entry>& final,
                                          const std::vector<Lane>& sources, const Mapping& mapping,
                                          const std::string& fallback_user, absl::Time from,
                                          absl::Time until);

// The overrides that turn what is shown into what is expected; unknown stretches are left alone.
// `shows` covers the same range. One that would cross `settled_end`, how far the last sync reached,
// is written in two parts.
Timeline Missing(const std::vector<ExpectedShift>& expected, const std::vector<OnCall>& shows,
                 absl::Time settled_end);

}  // namespace sandbox::world
