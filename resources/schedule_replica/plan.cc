#include "resources/schedule_replica/plan.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "resources/mirror/wording.h"
#include "resources/oncall/arguments.h"
#include "resources/oncall/base_shift.h"
#include "resources/oncall/drift_check.h"
#include "resources/oncall/error_text.h"
#include "resources/oncall/mirror_check.h"
#include "resources/schedule_replica/clash.h"
#include "resources/schedule_replica/explain.h"
#include "resources/schedule_replica/kept_ids.h"
#include "resources/schedule_replica/make.h"
#include "resources/schedule_replica/plan_check.h"
#include "resources/schedule_replica/plan_text.h"
#include "resources/schedule_replica/resync.h"

namespace schedule_replica {
namespace {

using http::ApiErrorKind;
using incident::NewReplica;
using incident::Replica;
using oncall::OnCall;
using Attr = tf::Attr<std::string>;

// A plan says what it could not look at; nobody waits for it until an outage ends.
constexpr absl::Duration kOutagePatience = absl::Seconds(30);

class Planning {
 public:
  Planning(OnCall& oncall, tf::PlanCall<ReplicaModel>& call)
      : oncall_(oncall),
        call_(call),
        limits_{.stop = call.stop(), .outage_patience = kOutagePatience},
        wanted_(ToNewReplica(call.plan())),
        mode_(ModeOf(oncall, call.plan())) {}

  void Run() {
    NoteWhatTheStateHolds();
    TakeOverPutBack();
    if (call_.is_create()) call_.plan().resynced_at = Attr::Null();
    LookForDoublesInTheState();
    PlanLeftovers();
    LetApplyDecideAboutResync();
    if (!CanAsk()) return;
    if (call_.changed() && !LookForDoubles()) return;
    if (repeats() || completes_replacement()) return;
    CheckSources();
    CheckMirror();
  }

 private:
  // Terraform plans again when it applies; the user has read all this by then. From 1.16 it says so
  // itself, from 1.9 every apply allows deferrals. A plan that changes nothing is never repeated.
  bool repeats() const { return has_changes() && IsRepetition(); }
  bool IsRepetition() const {
    return call_.planned_before().has_value() || call_.client().deferral_allowed;
  }
  // A resync that was planned may find nothing to do by now, and apply must not fail for that.
  // Outside of that mode deferrals alone do not tell an apply from a plan that is asked for them.
  bool RepeatsResync() const {
    return call_.planned_before().has_value() ||
           (mode_.mode == oncall::DriftCheck::kResync && call_.client().deferral_allowed);
  }
  // Whether apply has anything to do, if only to store a setting.
  bool has_changes() const {
    return call_.changed() || has_leftovers() || put_back_ || call_.settings_changed();
  }
  // Terraform plans the create of a replacement on its own, and drops what is said of it.
  bool completes_replacement() const { return call_.is_create() && held_; }
  bool has_leftovers() const {
    return !call_.is_create() && !PendingReplicas(call_.private_data()).empty();
  }

  void NoteWhatTheStateHolds() {
    tf::PrivateData& data = call_.private_data();
    held_ = HeldReplica(data);
    if (held_) oncall_.claims().Hold(*held_);
    for (const auto& pending : PendingReplicas(data)) oncall_.claims().Hold(pending.id);
    EraseNotesOfThePlan(data);
    if (call_.is_create() || !call_.prior()->id.is_known()) return;
    held_ = ids::ReplicaId(*call_.prior()->id);
    oncall_.claims().Hold(*held_);
    // Should this become a replacement, its create is planned next, without a prior state.
    SetHeldReplica(data, *held_);
  }

  // Read has found what equals the replica that is gone. By now another resource may be known to
  // hold it.
  void TakeOverPutBack() {
    const auto found = PutBackReplica(call_.private_data());
    if (!found || !held_ || call_.is_create()) return;
    if (!oncall_.claims().MayAdopt(*found)) {
      return SetPutBackReplica(call_.private_data(), std::nullopt);
    }
    put_back_ = found;
    oncall_.claims().Hold(*found);
    Warn("Replica recognised", PutBackText(*held_, *found));
    held_ = found;
    SetHeldReplica(call_.private_data(), *held_);
    ReplicaModel& plan = call_.plan();
    plan.id = plan.created_at = plan.last_sync_error = Attr::Unknown();
    plan.user_statuses = tf::Attr<tf::Set<UserStatusModel>>::Unknown();
  }

  // What the state says, with the id of what was put back.
  ReplicaModel Prior() const {
    ReplicaModel prior = *call_.prior();
    if (put_back_) prior.id = put_back_->value();
    return prior;
  }

  // An earlier change left more than one replica: apply has something to do although nothing
  // differs.
  void PlanLeftovers() {
    if (!has_leftovers()) return;
    if (!call_.changed()) call_.plan().last_sync_error = Attr::Unknown();
    std::vector<std::string> ids;
    for (const auto& pending : PendingReplicas(call_.private_data())) {
      ids.push_back(pending.id.value());
    }
    Warn("Two replicas are left", LeftoversText(ids));
  }

  // A change may bring the mode, and drift may come until then.
  void LetApplyDecideAboutResync() {
    if (call_.is_create() || mode_.mode != oncall::DriftCheck::kResync) return;
    if (has_changes()) call_.plan().resynced_at = Attr::Unknown();
  }

  bool CanAsk() {
    const oncall::NoAccess* no_access = oncall_.no_access();
    const bool known = ArgumentsKnown(call_.plan());
    if (no_access == nullptr) return known;
    const bool apply_needs_it = call_.is_create() || (call_.changed() && known);
    if (no_access->reason == oncall::NoAccess::Reason::kMissing && apply_needs_it) {
      ExplainNoAccess(*no_access,
                      Title(call_.is_create() ? "Cannot create replica" : "Cannot change replica"),
                      call_.diagnostics());
    }
    return false;
  }

  // ---- Replicas that write to the same target

  void LookForDoublesInTheState() {
    const ReplicaModel& plan = call_.plan();
    if (!plan.replica_provider.is_known() || !plan.replica_provider_id.is_known()) return;
    const oncall::Target target = oncall::TargetOf(wanted_);
    // A change makes a new replica on its target, beside whoever is there.
    const bool arrives = call_.is_create() || !TargetStays();
    const auto fate = arrives ? oncall::Planned::Fate::kCreated : oncall::Planned::Fate::kStays;
    const auto clash = oncall_.claims().Plan(target, {fate, held_});
    if (clash) Warn(ClashTitle(*clash), ClashText(*clash, target));
  }

  // False when the schedule's replicas could not be read, which is said here: nothing else could be
  // read after that.
  bool LookForDoubles() {
    if (const auto& before = call_.planned_before()) {
      if (const auto announced = AnnouncedReplica(*before)) {
        SetAnnouncedReplica(call_.private_data(), *announced);
      }
      return true;
    }
    const auto list = oncall_.Replicas(wanted_.schedule_id, limits_);
    if (!list) {
      ExplainUnreadable(list.error());
      return false;
    }
    std::vector<Replica> others;
    for (const Replica& replica :
         oncall::ReplicasOn(oncall::TargetOf(wanted_), (*list)->replicas)) {
      if (!oncall_.claims().IsFree(replica.id)) continue;
      if (!Adopts(replica, (*list)->server_time)) others.push_back(replica);
    }
    // Whom else an unmoved replica shares its target with is not news.
    if (!others.empty() && (call_.is_create() || !TargetStays())) {
      Warn("Replica exists already", DoublesText(others, wanted_, Arrival(), (*list)->server_time));
    }
    return true;
  }

  Arrives Arrival() const {
    if (AnnouncedReplica(call_.private_data())) return Arrives::kByAdoption;
    return call_.is_create() ? Arrives::kByCreate : Arrives::kByChange;
  }

  bool Adopts(const Replica& replica, const std::optional<absl::Time>& server_time) {
    const bool equal = oncall::SameArguments(replica, wanted_);
    const bool fresh = IsFresh(replica, server_time);
    const bool first = !AnnouncedReplica(call_.private_data());
    if (!equal || !fresh || !first || !oncall_.claims().Announce(replica.id)) return false;
    SetAnnouncedReplica(call_.private_data(), {replica.id, !repeats()});
    Warn("Apply adopts a replica", AdoptionText(replica, *server_time));
    return true;
  }

  bool TargetStays() const {
    return oncall::TargetOf(ToNewReplica(*call_.prior())) == oncall::TargetOf(wanted_);
  }

  void ExplainUnreadable(const http::ApiError& error) {
    switch (error.kind) {
      case ApiErrorKind::kNotFound:
        call_.diagnostics().AddError(
            base::CleanText(absl::StrCat("Schedule not found: ", wanted_.schedule_id.value()), 60),
            oncall::ErrorDetail(error), tf::Path::Root().Attribute("schedule_id"));
        return;
      case ApiErrorKind::kDenied:
      case ApiErrorKind::kInvalid:
      case ApiErrorKind::kCancelled:
        return ExplainError(error, Title("Cannot plan replica"), "", call_.diagnostics());
      default:
        Warn("Cannot check replica",
             UncheckedText(error,
                           "whether the schedule has the sources, whether another replica already "
                           "writes to the same external schedule, and what the mirror changes "
                           "there"));
    }
  }

  // ---- Sources

  void CheckSources() {
    if (mode_.mode == oncall::DriftCheck::kOff || CheckSpeaksOfSources()) return;
    const auto schedule = oncall_.Schedule(wanted_.schedule_id, limits_);
    if (!schedule) {
      return Warn("Sources not checked",
                  UncheckedText(schedule.error(), "whether the schedule still has the sources"));
    }
    const auto missing = MissingSources(wanted_.sources, **schedule);
    if (missing.empty()) return;
    call_.diagnostics().AddWarning(Title("Sources do not exist"),
                                   MissingSourcesText(missing, **schedule),
                                   tf::Path::Root().Attribute("sources"));
  }

  // The check of the mirror names vanished layers of the replica that is there.
  bool CheckSpeaksOfSources() const {
    return !call_.is_create() && oncall::CanBeChecked(wanted_.provider) &&
           call_.plan().sources == call_.prior()->sources &&
           call_.plan().schedule_id == call_.prior()->schedule_id;
  }

  // ---- The mirror

  void CheckMirror() {
    if (mode_.mode == oncall::DriftCheck::kOff) return;
    if (call_.is_create()) {
      return PreviewInPlan(oncall_, wanted_, mode_, limits_, call_.diagnostics());
    }
    const ReplicaModel prior = Prior();
    if (!oncall::CanBeChecked(prior.replica_provider.value_or(""))) {
      return SayThatNobodyCanCheck(oncall_, prior, mode_, call_.diagnostics());
    }
    oncall::MirrorCheck found = LookAtMirror(oncall_, prior, limits_);
    LeaveOutLeftovers(found);
    const bool resyncs = mode_.mode == oncall::DriftCheck::kResync && PlanResync(found);
    // Apply plans what it resyncs again, and the user has read all this by then.
    if (resyncs && IsRepetition()) return;
    if (call_.changed()) {
      found.wording.repair = TargetStays() ? mirror::Repair::kChange : mirror::Repair::kLeaves;
      found.wording.leftovers.clear();
    }
    const bool may_fail = !has_changes() && !resyncs && !RepeatsResync();
    SayInPlan(oncall_, std::move(found), prior, mode_, may_fail, call_.diagnostics());
  }

  // What is said of them already needs no advice about a shared target.
  void LeaveOutLeftovers(oncall::MirrorCheck& found) const {
    if (!found.check) return;
    for (const auto& pending : PendingReplicas(call_.private_data())) {
      std::erase(found.check->sharing, pending.id);
    }
  }

  // Whether apply will have a sync to force, or twins of an earlier one to remove.
  bool PlanResync(oncall::MirrorCheck& found) {
    const bool helps = !IsHopeless(FingerprintOf(found), call_.private_data());
    const auto twins = FreeTwins(oncall_, Prior(), limits_);
    found.wording.repair = helps ? mirror::Repair::kPlanned : mirror::Repair::kFailed;
    found.wording.leftovers.insert(twins.begin(), twins.end());
    if (!helps && twins.empty()) return false;
    call_.plan().resynced_at = Attr::Unknown();
    return true;
  }

  std::string Title(const std::string& what) const {
    return Summary(what, oncall::TargetOf(wanted_));
  }
  void Warn(const std::string& what, const std::string& detail) {
    if (!repeats()) call_.diagnostics().AddWarning(Title(what), detail);
  }

  OnCall& oncall_;
  tf::PlanCall<ReplicaModel>& call_;
  const http::CallLimits limits_;
  const NewReplica wanted_;
  const CheckMode mode_;
  // What the state holds, or held when the first half of a replacement was planned.
  std::optional<ids::ReplicaId> held_;
  // What has taken its place, for apply to take over.
  std::optional<ids::ReplicaId> put_back_;
};

}  // namespace

void PlanReplica(OnCall& oncall, tf::PlanCall<ReplicaModel>& call) { Planning(oncall, call).Run(); }

void PlanReplicaDestroy(OnCall& oncall, tf::DestroyPlanCall<ReplicaModel>& call) {
  const ids::ReplicaId id(call.state().id.value_or(""));
  oncall.claims().Hold(id);
  for (const auto& pending : PendingReplicas(call.private_data())) {
    oncall.claims().Hold(pending.id);
  }
  // What create_before_destroy left is planned again when it is deleted, too late for advice.
  if (call.client().deferral_allowed) return;
  const NewReplica held = ToNewReplica(call.state());
  const oncall::Target target = oncall::TargetOf(held);
  if (const auto clash = oncall.claims().Plan(target, {oncall::Planned::Fate::kDeleted, id})) {
    call.diagnostics().AddWarning(Summary(ClashTitle(*clash), target), ClashText(*clash, target));
  }
  const auto put_back = PutBackReplica(call.private_data());
  if (put_back && oncall.claims().MayAdopt(*put_back)) {
    call.diagnostics().AddWarning(Summary("Replica may be left", target),
                                  PutBackStaysText(id, *put_back));
  }
  std::optional<oncall::BaseShift> then;
  if (ModeOf(oncall, call.state()).mode != oncall::DriftCheck::kOff) {
    then = oncall::FindBaseShift(oncall, target, held.fallback_user_id, {call.stop()});
  }
  const bool stays = target.provider == "opsgenie";
  call.diagnostics().AddWarning(Summary(stays ? "Overrides stay behind" : "Mirroring ends", target),
                                DestroyText(target, id, then));
}

}  // namespace schedule_replica
