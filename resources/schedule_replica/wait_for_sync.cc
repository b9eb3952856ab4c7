#include "resources/schedule_replica/wait_for_sync.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "resources/oncall/error_text.h"

namespace schedule_replica {
namespace {

using Reason = NotSynced::Reason;

constexpr absl::Duration kFirstPause = absl::Seconds(1);
constexpr absl::Duration kLongestPause = absl::Seconds(15);

constexpr char kInterrupted[] = "The run was interrupted.";

NotSynced Late(const incident::Replica& replica, absl::Duration waited) {
  return {Reason::kLate, replica,
          absl::StrCat("incident.io has reported neither a sync nor an error in ",
                       absl::FormatDuration(absl::Trunc(waited, absl::Seconds(1))),
                       ". Look at the replica there; timeouts.create and timeouts.update make the "
                       "wait longer.")};
}

}  // namespace

tl::expected<incident::Replica, NotSynced> WaitForSync(oncall::OnCall& oncall,
                                                       incident::Replica replica,
                                                       const http::CallLimits& limits) {
  http::Clock& clock = oncall.clock();
  const absl::Time started = clock.Steady();
  http::CallLimits mine = limits;
  if (mine.deadline == absl::InfiniteFuture()) mine.deadline = started + kFirstSyncLimit;

  for (absl::Duration pause = kFirstPause;; pause = std::min(2 * pause, kLongestPause)) {
    if (replica.last_synced_at) return replica;
    if (replica.last_sync_error) {
      const std::string words = base::CleanText(*replica.last_sync_error);
      return tl::unexpected(
          NotSynced{Reason::kFailed, replica, absl::StrCat("incident.io says: ", words)});
    }
    const absl::Time now = clock.Steady();
    if (now >= mine.deadline) return tl::unexpected(Late(replica, now - started));
    if (!clock.SleepUntil(std::min(now + pause, mine.deadline), mine.stop)) {
      return tl::unexpected(NotSynced{Reason::kInterrupted, replica, kInterrupted});
    }
    auto seen = oncall.ShowReplica(replica.schedule_id, replica.id, mine);
    if (seen) {
      replica = *std::move(seen);
    } else if (seen.error().kind == http::ApiErrorKind::kCancelled) {
      return tl::unexpected(NotSynced{Reason::kInterrupted, replica, kInterrupted});
    } else if (clock.Steady() < mine.deadline) {
      return tl::unexpected(NotSynced{Reason::kUnread, replica, oncall::ErrorDetail(seen.error())});
    }
  }
}

}  // namespace schedule_replica
