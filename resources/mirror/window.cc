#include "resources/mirror/window.h"

#include <algorithm>

namespace mirror {

namespace {

constexpr absl::Duration kFirstSyncTakes = absl::Minutes(10);
constexpr std::int64_t kMostDays = 366;

}  // namespace

int BoundedDays(std::int64_t days) {
  return static_cast<int>(std::clamp(days, std::int64_t{1}, kMostDays));
}

Window WindowAt(absl::Time now, const Replica& replica) {
  const absl::Duration reach = Days(replica.window_days);
  const absl::Time start = FloorToSecond(now);
  const absl::Time end = start + reach;
  absl::Time settled_end = start;
  if (const auto synced = LastSync(replica)) {
    // A server clock ahead of ours must not settle more than the window.
    settled_end = std::clamp(FloorToSecond(*synced) + reach, start, end);
  }
  return {{start, end}, settled_end};
}

std::optional<absl::Time> LastSync(const Replica& replica) {
  // A change in place makes a new replica, of which an earlier forced sync says nothing.
  const auto forced = replica.resynced_at > replica.created_at ? replica.resynced_at : std::nullopt;
  return std::max(replica.last_synced_at, forced);
}

bool IsOverdue(absl::Time now, const Replica& replica) {
  return !LastSync(replica) && now - replica.created_at > kFirstSyncTakes;
}

bool IsStale(absl::Time now, const Replica& replica) {
  const auto synced = LastSync(replica);
  return synced && now - *synced > Days(replica.window_days) / 2;
}

}  // namespace mirror
