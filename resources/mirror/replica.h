// What the mirroring rules are told about the world: the schedule in incident.io, the replica that
// mirrors it, and what the external schedule shows. Plain values without a clock; whoever reads the
// APIs fills them in. Terms are those of
// https://docs.incident.io/api-reference/schedule-replicas-v2.
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "resources/ids/ids.h"

namespace mirror {

// One layer of one rotation. Layers of a rotation run side by side, each with one person at a time.
struct Lane {
  ids::RotationId rotation;
  ids::LayerId layer;

  friend auto operator<=>(const Lane&, const Lane&) = default;
};

// An entry of the schedule's `final` list. It may reach beyond any window.
struct Entry {
  absl::Time start;
  absl::Time end;
  std::optional<ids::RotationId> rotation;
  std::optional<ids::LayerId> layer;
  std::optional<ids::UserId> user;  // Absent or "NOBODY": nobody is on call in this lane.
  std::string entry_id;             // Stored records, which are overrides, have one.
};

struct SourceSchedule {
  std::vector<Lane> lanes;  // Every lane, in the order in which the schedule lists them.
  std::vector<Entry> entries;
  // The latest change of the schedule that the API tells of. Whether changes of overrides count is
  // not documented, so that it proves a change and never that there was none.
  std::optional<absl::Time> changed_at;
  bool lanes_are_known = true;  // Otherwise `lanes` is empty and says nothing.
};

// A missing user and one with nullopt both have no counterpart in the external system.
using Counterparts = std::map<ids::UserId, std::optional<ids::ExternalUserId>>;

struct Replica {
  ids::ReplicaId id;
  std::vector<Lane> sources;  // The order is the preference among people on call at once.
  ids::ExternalUserId fallback;
  Counterparts users;
  // Of whom nobody can say yet whether they have a counterpart. Only of one that does not exist.
  std::set<ids::UserId> unsure;
  int window_days = 14;  // 1 to 366.
  absl::Time created_at;
  std::optional<absl::Time> last_synced_at;  // The last success.
  std::string last_sync_error;               // Empty when the last sync worked.
  // The last sync that this provider forced, perhaps of a replica that this one replaced.
  std::optional<absl::Time> resynced_at;
};

// Whether the external system says that an override put somebody there.
enum class Origin { kUnknown, kBaseSchedule, kOverride };

// One stretch of the external schedule's rendered result. The end may be the infinite future.
struct ActualEntry {
  absl::Time start;
  absl::Time end;
  // Nobody when absent. Who is not a person (a team, an escalation) is "team:<id>".
  std::optional<ids::ExternalUserId> user;
  Origin origin = Origin::kUnknown;
};

}  // namespace mirror
