// Everything that can be said about one replica at one instant: where its external schedule is
// wrong, why, and what else keeps the mirror from being right. A total function: `CheckReplica`
// always has an answer, and without the external schedule it answers what incident.io alone tells.
#pragma once

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "resources/ids/ids.h"
#include "resources/mirror/actual.h"
#include "resources/mirror/diff.h"
#include "resources/mirror/expected.h"
#include "resources/mirror/explain.h"
#include "resources/mirror/replica.h"
#include "resources/mirror/window.h"

namespace mirror {

// The external schedule against the expected one.
struct Comparison {
  Timeline<Actual> actual;
  std::vector<Difference> differences;
  std::vector<Cause> causes;  // One for each difference.

  bool Has(Kind kind) const;
};

// A source that the schedule does not have any more; nothing is mirrored from it.
struct VanishedSource {
  Lane lane;
  bool rotation_is_gone = false;  // Not just the layer.

  friend bool operator==(const VanishedSource&, const VanishedSource&) = default;
};

enum class Status { kInSync, kDrifted, kPending, kUnchecked };

struct Check {
  Window window;
  Timeline<Expected> expected;
  std::optional<Comparison> comparison;  // Absent when the external schedule could not be read.

  // What incident.io alone tells.
  bool sync_failed = false;
  bool never_synced = false;  // True at once; overdue only after ten minutes.
  bool overdue = false;
  bool stale = false;
  std::vector<ids::UserId> unmapped;  // Sorted; of the replica's mapping and of the window.
  std::vector<ids::UserId> unsure;    // The same of whom it is not known whether they are mapped.
  std::vector<VanishedSource> vanished;
  std::vector<ids::ReplicaId> sharing;  // Other replicas on the same target.
  int entries_without_lane = 0;

  // Not checked as well where nothing differs as far as it is known who should be shown.
  Status status() const;
  // Pending differences that are not just the last hours of a healthy mirror.
  bool fell_behind() const;
  // What fails a plan when drift is to be an error.
  bool is_failure() const;
};

// `sharing` are the schedule's other replicas with the same target, `actual` what that target shows
// in the window of `WindowAt(now, replica)`; nullopt when it could not be read.
Check CheckReplica(absl::Time now, const SourceSchedule& schedule, const Replica& replica,
                   const std::vector<Replica>& sharing,
                   const std::optional<std::vector<ActualEntry>>& actual);

}  // namespace mirror
