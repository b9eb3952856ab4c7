// What creating a replica would do to the external schedule, said before it is done. Pure
// functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "resources/ids/ids.h"
#include "resources/mirror/check.h"
#include "resources/mirror/replica.h"
#include "resources/mirror/report.h"

namespace mirror {

// The check of a replica that does not exist yet: its differences are what the first sync would
// change. `planned.users` holds the counterparts as far as they could be found; time that hangs on
// one of `planned.unsure` is not judged.
Check CheckPlanned(absl::Time now, const SourceSchedule& schedule, const Replica& planned,
                   const std::optional<std::vector<ActualEntry>>& actual);

// How many shifts would change hands, which the fallback would cover, and who has no counterpart.
// Time that could not be judged is told. Nullopt when there is nothing of the four.
std::optional<Report> WritePreview(const Check& check, const Replica& planned,
                                   const Wording& wording);

// Of whom it is not known whether they have a counterpart, and what cannot be judged therefore, on
// one line. Empty when there is nobody.
std::string UnsureParagraph(const Check& check, const Replica& planned, const Wording& wording);

}  // namespace mirror
