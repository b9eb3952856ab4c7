// What creating a replica would do to the external schedule, said before it is done. Pure
// functions.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "absl/time/time.h"
#include "resources/ids/ids.h"
#include "resources/mirror/check.h"
#include "resources/mirror/replica.h"
#include "resources/mirror/report.h"

namespace mirror {

// The check of a replica that does not exist yet: its differences are what the first sync would
// change. `planned.users` holds the counterparts as far as they could be found.
Check CheckPlanned(absl::Time now, const SourceSchedule& schedule, const Replica& planned,
                   const std::optional<std::vector<ActualEntry>>& actual);

// How many shifts would change hands, which the fallback would cover, and who has no counterpart.
// Of `unsure` nobody can say before the first sync whether they have one, so that the time which
// hangs on them is not judged, but told. Nullopt when there is nothing of the four.
std::optional<Report> WritePreview(const Check& check, const Replica& planned,
                                   const std::set<ids::UserId>& unsure, const Wording& wording);

}  // namespace mirror
