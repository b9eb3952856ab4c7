#include "resources/schedule_replica/resync.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/log.h"
#include "base/time.h"
#include "resources/mirror/wording.h"
#include "resources/oncall/error_text.h"
#include "resources/schedule_replica/change.h"
#include "resources/schedule_replica/explain.h"
#include "resources/schedule_replica/kept_ids.h"
#include "resources/schedule_replica/make.h"
#include "resources/schedule_replica/plan_check.h"
#include "resources/schedule_replica/wait_for_sync.h"

namespace schedule_replica {
namespace {

using oncall::MirrorCheck;
using oncall::OnCall;

class Forcing {
 public:
  Forcing(OnCall& oncall, const ReplicaModel& state, tf::PrivateData& data,
          const http::CallLimits& limits, tf::Diagnostics& diagnostics)
      : oncall_(oncall),
        state_(state),
        data_(data),
        limits_(limits),
        diagnostics_(diagnostics),
        arguments_(ToNewReplica(state)) {}

  std::optional<absl::Time> Run() {
    if (!oncall::CanBeChecked(arguments_.provider)) return std::nullopt;
    for (const ids::ReplicaId& twin : FreeTwins(oncall_, state_, limits_)) {
      if (!Remove(twin)) return std::nullopt;
    }
    MirrorCheck found = LookAtMirror(oncall_, state_, limits_);
    const std::string drift = FingerprintOf(found);
    if (found.unread) {
      // Nothing is known, so nothing is forced, and what earlier syncs did not change stays noted.
      // A missing credential has been told by the plan.
      if (found.unread->error() == nullptr) return std::nullopt;
      SayInPlan(oncall_, std::move(found), state_, {oncall::DriftCheck::kResync}, false,
                diagnostics_);
      return std::nullopt;
    }
    if (drift.empty()) SetHopelessDrift(data_, "");
    if (drift.empty() || IsHopeless(drift, data_)) return std::nullopt;
    if (!SyncThroughTwin()) return std::nullopt;
    const absl::Time synced = oncall_.clock().Now();
    CheckAgain(synced);
    return synced;
  }

 private:
  std::string Title(const std::string& what) const {
    return Summary(what, oncall::TargetOf(arguments_));
  }

  bool SyncThroughTwin() {
    auto twin = MakeReplica(oncall_, arguments_, std::nullopt, limits_);
    if (!twin && IsRefusedTwin(twin.error().error, arguments_, arguments_)) {
      ExplainRefused(twin.error().error);
      return false;
    }
    if (!twin) {
      ExplainNotMade(twin.error(), Title("Cannot force a sync"),
                     "Nothing was changed: the replica stays as it was.", diagnostics_);
      return false;
    }
    const ids::ReplicaId id = twin->id;
    LOG_AT(base::LogLevel::kInfo, "Waiting for the first sync of a temporary replica",
           {{"replica", id.value()}});
    const auto synced = WaitForSync(oncall_, *std::move(twin), limits_);
    const bool removed = Remove(id);
    if (!synced) ExplainNotSynced(synced.error());
    return synced && removed;
  }

  void ExplainNotSynced(const NotSynced& not_synced) {
    const bool is_open = not_synced.is_open();
    diagnostics_.AddError(
        Title(is_open ? "Forced sync not seen" : "Forced sync failed"),
        absl::StrCat("The replica stays as it was. ",
                     is_open ? "Whether incident.io has synced is not known: plan again."
                             : "Correct what keeps incident.io from syncing, and apply again.",
                     "\n\n", not_synced.why));
  }

  // Applying again would meet the same refusal.
  void ExplainRefused(const http::ApiError& refusal) {
    diagnostics_.AddError(
        Title("Cannot force a sync"),
        oncall::ErrorDetail(
            refusal,
            "A sync is forced with a temporary second replica, and the API refuses a second one on "
            "one external schedule. Nothing was changed: the replica stays as it was. Correct the "
            "mirror in incident.io: it syncs whenever its schedule changes, so add an override "
            "there and delete it. Then set drift_check to \"warn\" or \"error\", which force "
            "nothing."));
  }

  // Never the replica in the state: who calls this has asked for another id or has just made it.
  bool Remove(const ids::ReplicaId& twin) {
    oncall_.claims().Release(twin);
    const auto removed =
        oncall_.DeleteReplica(arguments_.schedule_id, twin, oncall_.ToSettle(limits_));
    if (removed) return true;
    ExplainError(removed.error(), Title("Temporary replica is left"),
                 absl::StrCat("Replica ", twin.value(),
                              ", made to force a sync, could not be deleted. It equals the replica "
                              "in the state, so on-call is covered. The next apply with "
                              "drift_check = \"resync\" deletes it."),
                 diagnostics_);
    return false;
  }

  // Asks for the replica anew: the sync may have changed who is whom.
  MirrorCheck LookAgain(absl::Time synced) {
    const auto replica = oncall_.ShowReplica(arguments_.schedule_id,
                                             ids::ReplicaId(state_.id.value_or("")), limits_);
    if (!replica) return {.unread = oncall::Unread{false, replica.error()}};
    return oncall::CheckMirror(oncall_, *replica, {synced, synced}, limits_);
  }

  void CheckAgain(absl::Time synced) {
    MirrorCheck found = LookAgain(synced);
    if (found.unread) {
      return SayInPlan(oncall_, std::move(found), state_, {oncall::DriftCheck::kResync}, false,
                       diagnostics_);
    }
    const std::string drift = FingerprintOf(found);
    SetHopelessDrift(data_, drift);
    found.wording.repair = mirror::Repair::kFailed;
    const auto report = found.Report();
    if (drift.empty() || !report) return;
    diagnostics_.AddWarning(Title("Sync did not help"),
                            absl::StrCat("incident.io has synced, and this is still different:\n\n",
                                         report->summary, "\n\n", report->detail));
  }

  OnCall& oncall_;
  const ReplicaModel& state_;
  tf::PrivateData& data_;
  const http::CallLimits limits_;
  tf::Diagnostics& diagnostics_;
  const incident::NewReplica arguments_;
};

template <typename Counts>
std::vector<ids::ReplicaId> FreeEqualsIn(OnCall& oncall, const ReplicaModel& state,
                                         const http::CallLimits& limits, Counts counts) {
  const incident::NewReplica arguments = ToNewReplica(state);
  const auto list = oncall.Replicas(arguments.schedule_id, limits);
  if (!list) return {};
  std::vector<ids::ReplicaId> found;
  for (const incident::Replica& replica : (*list)->replicas) {
    if (replica.id.value() != state.id.value_or("") && oncall.claims().IsFree(replica.id) &&
        oncall::SameArguments(replica, arguments) && counts(replica, (*list)->server_time)) {
      found.push_back(replica.id);
    }
  }
  return found;
}

}  // namespace

std::string FingerprintOf(const MirrorCheck& found) {
  if (!found.check || !found.check->comparison) return "";
  const mirror::Window& window = found.check->window;
  std::string fingerprint;
  for (const mirror::Difference& difference : found.check->comparison->differences) {
    if (!mirror::IsDrift(difference.kind)) continue;
    // Starts and the end of the window move with the clock.
    const absl::Time end = difference.span.end;
    absl::StrAppend(&fingerprint, std::string(mirror::KindName(difference.kind)), " until ",
                    end >= window.settled_end ? "end" : base::FormatInstant(end), ": ",
                    difference.want ? difference.want->value() : "", " /");
    for (const ids::ExternalUserId& user : difference.have) {
      absl::StrAppend(&fingerprint, " ", user.value());
    }
    absl::StrAppend(&fingerprint, "\n");
  }
  return fingerprint;
}

bool IsHopeless(const std::string& drift, const tf::PrivateData& data) {
  const std::vector<std::string> known = absl::StrSplit(HopelessDrift(data), '\n');
  const std::vector<std::string> lines = absl::StrSplit(drift, '\n', absl::SkipEmpty());
  return std::ranges::all_of(lines, [&](const std::string& line) {
    return std::ranges::find(known, line) != known.end();
  });
}

std::vector<ids::ReplicaId> FreeEquals(OnCall& oncall, const ReplicaModel& state,
                                       const http::CallLimits& limits) {
  return FreeEqualsIn(oncall, state, limits, [](const auto&, const auto&) { return true; });
}

std::vector<ids::ReplicaId> FreeTwins(OnCall& oncall, const ReplicaModel& state,
                                      const http::CallLimits& limits) {
  return FreeEqualsIn(oncall, state, limits, IsFresh);
}

std::optional<absl::Time> Resync(OnCall& oncall, const ReplicaModel& state, tf::PrivateData& data,
                                 const http::CallLimits& limits, tf::Diagnostics& diagnostics) {
  return Forcing(oncall, state, data, limits, diagnostics).Run();
}

}  // namespace schedule_replica
