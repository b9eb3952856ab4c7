#include "resources/schedule_replica/change.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "base/time.h"
#include "resources/oncall/error_text.h"
#include "resources/schedule_replica/explain.h"
#include "resources/schedule_replica/kept_ids.h"
#include "resources/schedule_replica/make.h"
#include "resources/schedule_replica/plan_check.h"
#include "resources/schedule_replica/resync.h"
#include "resources/schedule_replica/wait_for_sync.h"

namespace schedule_replica {
namespace {

using incident::NewReplica;
using incident::Replica;
using oncall::OnCall;

constexpr char kTrialUnsettled[] =
    " A replica that equals it was asked for to see why, and the answer is lost: should one "
    "appear, the drift check names it as sharing the target. Delete it in incident.io then.";

class Change {
 public:
  Change(OnCall& oncall, tf::UpdateCall<ReplicaModel>& call, const http::CallLimits& limits)
      : oncall_(oncall),
        call_(call),
        limits_(limits),
        announced_(AnnouncedReplica(call.private_data())),
        state_(call.state()),
        old_(ToNewReplica(state_)),
        wanted_(ToNewReplica(call.plan())),
        old_address_{old_.schedule_id, ids::ReplicaId(state_.id.value_or(""))},
        pending_(PendingReplicas(call.private_data())) {
    EraseNotesOfThePlan(call.private_data());
  }

  void Run() {
    TakeOverPutBack();
    if (oncall::SameArguments(old_, wanted_)) return KeepOld();
    auto left_over = FindAmongPending();
    if (!left_over) {
      return ExplainError(left_over.error(), Title("Cannot change replica"),
                          "The replica stays as it was.", call_.diagnostics());
    }
    if (*left_over) return Finish(**std::move(left_over));
    MakeNewFirst();
  }

 private:
  std::string Title(const std::string& what) const {
    return Summary(what, oncall::TargetOf(wanted_));
  }

  // What planning took for the replica that the state names, if it is still equal to that. One that
  // cannot be read now stays noted.
  void TakeOverPutBack() {
    const auto id = PutBackReplica(call_.private_data());
    if (!id) return;
    const auto found = oncall_.FindReplica(old_.schedule_id, *id, limits_);
    if (!found && found.error().kind != http::ApiErrorKind::kNotFound) return;
    SetPutBackReplica(call_.private_data(), std::nullopt);
    if (!found || !oncall::SameArguments(*found, old_)) return;
    oncall_.claims().Hold(*id);
    state_ = FromReplica(*found, state_);
    old_address_.id = *id;
  }

  // The state says what it said; private data names whatever else is there.
  void KeepOldAnd(const std::vector<ReplicaAddress>& pending) {
    pending_ = pending;
    SetPendingReplicas(call_.private_data(), pending_);
    call_.Keep(state_);
  }
  void KeepNew(const ReplicaModel& state) {
    SetPendingReplicas(call_.private_data(), {});
    call_.Keep(state);
  }

  // As planned. A change is no forced sync, so the time of the last one stays.
  ReplicaModel Made(const Replica& made) const {
    ReplicaModel plan = call_.plan();
    if (plan.resynced_at.is_unknown()) plan.resynced_at = state_.resynced_at;
    return MadeFor(plan, made);
  }

  // Nothing that the API knows about differs, so only leftovers of an earlier change have to go.
  void KeepOld() {
    const std::vector<ReplicaAddress> leftovers = pending_;
    if (!DeleteAll(leftovers)) return;
    ReplicaModel state = WithSettings(state_, call_.plan());
    KeepNew(state);
    if (!call_.plan().resynced_at.is_unknown()) return;
    if (const auto synced =
            Resync(oncall_, state, call_.private_data(), limits_, call_.diagnostics())) {
      state.resynced_at = base::FormatInstant(*synced);
      KeepNew(state);
    }
  }

  // A replica that an earlier change made and that is what is wanted now.
  oncall::Result<std::optional<Replica>> FindAmongPending() {
    for (const ReplicaAddress& address : pending_) {
      oncall_.claims().Hold(address.id);
      auto found = oncall_.FindReplica(address.schedule, address.id, limits_);
      if (!found && found.error().kind == http::ApiErrorKind::kNotFound) continue;
      if (!found) return tl::unexpected(found.error());
      if (oncall::SameArguments(*found, wanted_)) return *std::move(found);
    }
    return std::nullopt;
  }

  // What equals the old replica may be left of an interrupted resync, and outlives it then. It may
  // as well belong to a resource that this run does not change, so nobody but the user can tell.
  void NameEqualsOfOld() {
    if (ModeOf(oncall_, call_.plan()).mode != oncall::DriftCheck::kResync) return;
    for (const ids::ReplicaId& twin : FreeEquals(oncall_, state_, limits_)) {
      call_.diagnostics().AddWarning(
          Summary("Replica may be left", oncall::TargetOf(old_)),
          absl::StrCat("Replica ", base::CleanText(twin.value()), " of schedule ",
                       base::CleanText(old_.schedule_id.value()),
                       " has the arguments that this resource had until now, as one has that an "
                       "interrupted forced sync left. If no other resource manages it, delete it "
                       "in incident.io: it goes on mirroring."));
    }
  }

  void MakeNewFirst() {
    auto made = MakeReplica(oncall_, wanted_, announced_, limits_);
    if (!made && IsRefusedTwin(made.error().error, old_, wanted_) && RefusesTwins(made.error())) {
      return DeleteOldFirst(made.error().error);
    }
    if (!made) {
      return ExplainNotMade(made.error(), Title("Cannot change replica"),
                            "The replica stays as it was." + left_of_the_trial_,
                            call_.diagnostics());
    }
    SayIfAdopted(*made, announced_, call_.diagnostics());
    Finish(*std::move(made));
  }

  // A conflict says so itself. Arguments may be refused for another reason, for which the mirror
  // must not go: whether the API takes a twin of the old one, which changes nothing, tells the two
  // apart.
  bool RefusesTwins(const NotMade& refusal) {
    if (refusal.error.kind == http::ApiErrorKind::kConflict) return true;
    const auto twin = MakeReplica(oncall_, old_, std::nullopt, limits_);
    if (!twin) {
      if (twin.error().unsettled) left_of_the_trial_ = kTrialUnsettled;
      return IsRefusedTwin(twin.error().error, old_, old_);
    }
    oncall_.claims().Release(twin->id);
    if (!oncall_.DeleteReplica(twin->schedule_id, twin->id, oncall_.ToSettle(limits_))) {
      std::vector<ReplicaAddress> both = pending_;
      both.push_back({twin->schedule_id, twin->id});
      KeepOldAnd(both);
      left_of_the_trial_ = absl::StrCat(" Replica ", base::CleanText(twin->id.value()),
                                        ", which equals it and was made to see why, could not be "
                                        "deleted; the next apply deletes it.");
    }
    return false;
  }

  // The new replica exists. From here on every early end leaves both, and names the new one.
  void Finish(Replica made) {
    const ReplicaAddress address{made.schedule_id, made.id};
    std::vector<ReplicaAddress> both = pending_;
    if (std::ranges::find(both, address) == both.end()) both.push_back(address);
    KeepOldAnd(both);

    if (call_.plan().wait_for_sync.value_or(false)) {
      auto synced = WaitForSync(oncall_, std::move(made), limits_);
      if (!synced) return TakeBack(address, synced.error());
      made = *std::move(synced);
    }
    std::vector<ReplicaAddress> others = both;
    std::erase(others, address);
    others.push_back(old_address_);
    if (!DeleteAll(others)) return;
    KeepNew(Made(made));
    NameEqualsOfOld();
  }

  // The new replica does not mirror, so the old one stays and the new one goes.
  void TakeBack(const ReplicaAddress& made, const NotSynced& not_synced) {
    std::string outcome = "The new replica was deleted again and the old one stays as it was.";
    if (not_synced.reason == NotSynced::Reason::kInterrupted) {
      outcome = "Both replicas are there; the next apply deletes one of them.";
    } else {
      oncall_.claims().Release(made.id);
      const auto deleted = oncall_.DeleteReplica(made.schedule, made.id, oncall_.ToSettle(limits_));
      if (deleted) {
        std::vector<ReplicaAddress> left = pending_;
        std::erase(left, made);
        KeepOldAnd(left);
      } else {
        outcome =
            absl::StrCat("The old replica stays as it was, but the new one, ", made.id.value(),
                         ", could not be deleted: ", oncall::WhatHappened(deleted.error()),
                         " The next apply deletes one of them.");
      }
    }
    call_.diagnostics().AddError(
        Title("Change did not sync"),
        absl::StrCat(outcome,
                     not_synced.is_open() ? " Apply again.\n\n"
                                          : " Correct what keeps it from syncing, and apply again."
                                            "\n\n",
                     not_synced.why));
  }

  // Deletes them in order; at the first that stays, the state stays too and an error says so.
  bool DeleteAll(const std::vector<ReplicaAddress>& addresses) {
    for (const ReplicaAddress& address : addresses) {
      const auto deleted =
          RemoveHeld(oncall_, address.schedule, address.id, limits_, call_.diagnostics());
      if (!deleted) {
        ExplainLeft(address, deleted.error());
        KeepOldAnd(pending_);
        return false;
      }
      std::erase(pending_, address);
    }
    return true;
  }

  void ExplainLeft(const ReplicaAddress& left, const http::ApiError& error) {
    if (pending_.empty()) {
      return ExplainError(error, Title("Cannot change replica"),
                          "The API refuses a second replica on the target, and the old one could "
                          "not be deleted. It stays as it was.",
                          call_.diagnostics());
    }
    ExplainError(error, Title("Two replicas are left"),
                 absl::StrCat("Replica ", left.id.value(),
                              " could not be deleted. Until the next apply deletes it, both exist, "
                              "and on-call stays covered."),
                 call_.diagnostics());
  }

  void DeleteOldFirst(const http::ApiError& refusal) {
    std::vector<ReplicaAddress> all = pending_;
    all.push_back(old_address_);
    if (!DeleteAll(all)) return;
    auto made = MakeReplica(oncall_, wanted_, std::nullopt, limits_);
    if (!made) return PutBack(made.error());

    call_.diagnostics().AddWarning(
        Title("Mirroring interrupted"),
        absl::StrCat("The API refuses a second replica on one external schedule, so the old "
                     "replica was deleted before the new one was created. Until the first sync "
                     "of the new one the external schedule shows its own rotation: check who is "
                     "on call there.\n\n",
                     oncall::WhatHappened(refusal)));
    KeepNew(Made(*made));
    if (!call_.plan().wait_for_sync.value_or(false)) return;
    auto synced = WaitForSync(oncall_, *made, limits_);
    const Replica& seen = synced ? *synced : synced.error().replica;
    KeepNew(Made(seen));
    if (!synced) {
      call_.diagnostics().AddError(
          Title("Change did not sync"),
          absl::StrCat(
              "The old replica is deleted already, so the new one stays. ",
              synced.error().is_open()
                  ? "The next plan says how its first sync went."
                  : "Correct what keeps it from syncing; nothing else needs to be applied.",
              "\n\n", synced.error().why));
    }
  }

  void PutBack(const NotMade& not_made) {
    auto restored = MakeReplica(oncall_, old_, std::nullopt, oncall_.ToSettle(limits_));
    if (restored) {
      KeepNew(MadeFor(state_, *restored));
      return ExplainNotMade(not_made, Title("Cannot change replica"),
                            "The old replica was deleted before, since the API refuses a second "
                            "one on the target, and has been put back.",
                            call_.diagnostics());
    }
    if (!not_made.unsettled && IsRefusedTwin(restored.error().error, old_, old_)) {
      ExplainTaken(restored.error().error);
    } else {
      ExplainNothingLeft(not_made, restored.error());
    }
    KeepOldAnd({});
  }

  // Nothing was put back because something is there: what an earlier run put back, which only a
  // refresh takes into the state, or what somebody else has made.
  void ExplainTaken(const http::ApiError& refusal) {
    call_.diagnostics().AddError(
        Title("Cannot change replica"),
        oncall::ErrorDetail(
            refusal,
            "The replica in the state is gone, and another one writes to the target already, of "
            "which the API allows one alone. Plan again without -refresh=false: it takes what an "
            "earlier run has put back for the same replica, and names any other."));
  }

  // A create whose answer was lost may have had its effect since the list was read, and then keep
  // the old one from being put back.
  void ExplainNothingLeft(const NotMade& new_one, const NotMade& old_one) {
    const bool is_known = !new_one.unsettled && !old_one.unsettled;
    const std::string outcome = absl::StrCat(
        "The old replica was deleted before, since the API refuses a second one on the target, and "
        "could not be put back: ",
        oncall::WhatHappened(old_one.error), " ",
        is_known ? "The external schedule shows its own rotation: check who is on call there. The "
                   "next apply creates the replica."
                 : "Whether the schedule has a replica is not known, since a request without an "
                   "answer may still take effect: check who is on call in the external schedule. "
                   "The next apply adopts the new replica if it is there by then, and creates it "
                   "otherwise.");
    ExplainNotMade(new_one, Title(is_known ? "No replica is left" : "Perhaps no replica is left"),
                   outcome, call_.diagnostics());
  }

  OnCall& oncall_;
  tf::UpdateCall<ReplicaModel>& call_;
  const http::CallLimits limits_;
  const std::optional<Announced> announced_;
  ReplicaModel state_;
  const NewReplica old_;
  const NewReplica wanted_;
  ReplicaAddress old_address_;
  std::vector<ReplicaAddress> pending_;
  // A sentence about the twin that showed why the new replica was refused; mostly empty.
  std::string left_of_the_trial_;
};

}  // namespace

void ChangeReplica(OnCall& oncall, tf::UpdateCall<ReplicaModel>& call,
                   const http::CallLimits& limits) {
  Change(oncall, call, limits).Run();
}

bool IsRefusedTwin(const http::ApiError& error, const NewReplica& old, const NewReplica& wanted) {
  if (oncall::TargetOf(old) != oncall::TargetOf(wanted)) return false;
  if (error.kind == http::ApiErrorKind::kConflict) return error.status == 409;
  if (error.status != 422) return false;
  return std::ranges::all_of(error.fields, [](const http::FieldError& field) {
    return field.field.ends_with("replica_provider_id") ||
           field.field.ends_with("replica_provider");
  });
}

oncall::Result<void> RemoveHeld(OnCall& oncall, const ids::ScheduleId& schedule,
                                const ids::ReplicaId& replica, const http::CallLimits& limits,
                                tf::Diagnostics& diagnostics) {
  if (oncall.claims().MayDelete(replica)) return oncall.DeleteReplica(schedule, replica, limits);
  diagnostics.AddWarning(
      absl::StrCat("Replica ", replica.value(), " was not deleted"),
      absl::StrCat("This run was also to create a replica with the same arguments. It has adopted "
                   "replica ",
                   replica.value(),
                   " for that instead of making a second one, so the replica stays. Nothing has to "
                   "be done."));
  return {};
}

}  // namespace schedule_replica
