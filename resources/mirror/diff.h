// Where the external schedule differs from what the mirror should show, as the shortest list of
// stretches. Pure functions.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "resources/ids/ids.h"
#include "resources/mirror/actual.h"
#include "resources/mirror/expected.h"
#include "resources/mirror/interval.h"
#include "resources/mirror/window.h"

namespace mirror {

enum class Kind {
  kWrongUser,      // Somebody is shown, and it is not who should be.
  kUncovered,      // Nobody is shown.
  kExtraUser,      // Who should be is shown, and others are too.
  kOverlapChoice,  // Of several people on call at once another one is shown than we would choose.
  kPending,        // Differs where the last sync could not look yet.
  kUnmapped,       // Nobody can say who should be shown: no counterpart of the person is known.
};

// The name in the data source: "wrong_user".
std::string_view KindName(Kind kind);

// Whether the mirror is wrong, rather than late, or beyond what can be judged.
constexpr bool IsDrift(Kind kind) {
  return kind == Kind::kWrongUser || kind == Kind::kUncovered || kind == Kind::kExtraUser;
}

struct Difference {
  Interval span;
  Kind kind;
  std::optional<ids::ExternalUserId> want;  // Absent for kUnmapped.
  std::vector<ids::ExternalUserId> have;    // Sorted.
  std::vector<ids::UserId> on_call;         // In incident.io then, in order of preference.

  // What is true of the whole stretch, and tells how it may have come about.
  bool is_gap = false;            // Nobody is on call in incident.io.
  bool is_unsure = false;         // Of kUnmapped: whether there is a counterpart is not known.
  bool by_override = false;       // A stored override in incident.io asks for `want`.
  bool have_are_on_call = false;  // All who are shown are on call in incident.io then.
  Origin origin = Origin::kUnknown;
};

// Compares the two sides, which cover `window.span`. `others` are the expected timelines of further
// replicas with the same target: what satisfies one of them is in sync. Sorted by start; neighbours
// of equal kind and people are one; what is shorter than 60 s is left out, but for kUnmapped.
std::vector<Difference> Diff(const Window& window, const Timeline<Expected>& expected,
                             const Timeline<Actual>& actual,
                             const std::vector<Timeline<Expected>>& others = {});

struct Totals {
  int count = 0;  // Drift only.
  absl::Duration length;
};
Totals DriftIn(const std::vector<Difference>& differences);

}  // namespace mirror
