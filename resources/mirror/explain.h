// Why a difference is there: the most likely cause that the data supports, and no guess beyond it.
// The vendor's rules that the reasoning rests on: a sync follows every change of the incident.io
// schedule and overwrites what differs then, so that drift which a successful sync left behind came
// later (https://docs.incident.io/on-call/mirroring-schedules-to-pagerduty). Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "resources/mirror/diff.h"
#include "resources/mirror/expected.h"
#include "resources/mirror/replica.h"
#include "resources/mirror/window.h"

namespace mirror {

enum class Cause {
  kNoCounterpart,   // The person on call has no account in the external system, or no link to it.
  kNotMatchedYet,   // Whether the person on call has one is not known before the first sync.
  kTwoForOneSeat,   // Several people are on call at once, and the external schedule holds one.
  kMirrorGone,      // Nothing of the mirror is left: schedule re-created, or overrides wiped.
  kEditedByHand,    // Somebody changed the external schedule after the last sync.
  kLastSyncFailed,  // incident.io said so.
  kNeverSynced,     // No sync has succeeded yet.
  kBeyondLastSync,  // Later than the last sync could look.
  kGapNotFilled,    // Nobody is on call in incident.io, and the fallback user is not shown.
  kOverrideNotMirrored,  // An override in incident.io is not shown.
  kNotMirrored,          // The external system's own rotation shows through.
  kStaleOverride,        // The schedule changed after the last sync; this is how it was before.
  kUnaccounted,  // A person of the mirror, without a reason in incident.io: left over or by hand.
};

// A few words for the last column of a table.
std::string_view CauseInShort(Cause cause);

// One sentence; a failed sync is quoted. `system` is what the external system is called:
// "PagerDuty".
std::string CauseSentence(Cause cause, const std::string& system, const Replica& replica);

// The causes of all differences of a replica, in their order.
std::vector<Cause> Explain(const std::vector<Difference>& differences, const Window& window,
                           const Timeline<Expected>& expected, const SourceSchedule& schedule,
                           const Replica& replica);

}  // namespace mirror
