#include "resources/schedule_replica/plan_check.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "base/time.h"
#include "resources/mirror/report.h"
#include "resources/mirror/words.h"
#include "resources/oncall/arguments.h"
#include "resources/oncall/error_text.h"
#include "resources/oncall/mirror_check.h"
#include "resources/schedule_replica/explain.h"

namespace schedule_replica {
namespace {

using oncall::DriftCheck;
using oncall::MirrorCheck;
using oncall::OnCall;
using oncall::Target;

std::string_view WordFor(DriftCheck mode) {
  return mode == DriftCheck::kError ? "error" : "resync";
}

std::string ForAnError(const std::string& detail, DriftCheck mode) {
  return absl::StrCat(
      detail, "\n\n",
      mirror::Wrap(absl::StrCat("This fails the plan because of drift_check = \"",
                                std::string(WordFor(mode)),
                                "\". `terraform destroy` plans first, too: to destroy all the "
                                "same, add -refresh=false.")));
}

class Speaker {
 public:
  Speaker(OnCall& oncall, Target target, const CheckMode& mode, bool may_fail,
          tf::Diagnostics& diagnostics)
      : oncall_(oncall),
        target_(std::move(target)),
        mode_(mode),
        may_fail_(may_fail),
        diagnostics_(diagnostics) {}

  // A mirror that nobody can check is only worth a word where the replica itself insists.
  void SayThatNobodyCanCheck() {
    if (!mode_.is_own || !insists()) return;
    diagnostics_.AddWarning(
        Summary("Mirror is not checked", target_),
        absl::StrCat("drift_check asks to compare this mirror with incident.io, which is possible "
                     "for the providers pagerduty, opsgenie and jsm only. Leave drift_check out "
                     "here, or set it to \"off\"."),
        DriftCheckPath());
  }

  void Say(MirrorCheck found) {
    mirror::Wording& wording = found.wording;
    wording.target_name_is_shared = !wording.target_name.empty() &&
                                    oncall_.mentions().MeansAnother(target_, wording.target_name);
    const auto report = found.Report();
    const std::string unknown =
        found.is_planned ? "what the first sync would change"
                         : absl::StrCat("whether ", System(),
                                        " shows the people who are on call in incident.io");
    if (found.unread) SayUnread(*found.unread, unknown, report);
    if (!report) return;
    if (!found.unread || found.unread->no_access() != nullptr) {
      if (report->is_failure && fails()) {
        diagnostics_.AddError(report->summary, ForAnError(report->detail, mode_.mode));
      } else {
        diagnostics_.AddWarning(report->summary, report->detail);
      }
    }
    SayWhenTheZoneIsUnknown(oncall_, found, diagnostics_);
  }

  // `unknown` is what nobody can say therefore.
  void SayUnread(const oncall::Unread& unread, const std::string& unknown,
                 const std::optional<mirror::Report>& report) {
    if (const auto* no_access = unread.no_access()) return SayNoAccess(*no_access);
    const auto* error = unread.error();
    if (error == nullptr) return;
    const std::string advice =
        unread.is_external ? oncall::WhatToDo(*error, target_.provider) : oncall::WhatToDo(*error);
    std::string text = absl::StrCat("So it is not known ", unknown, ". ", advice);
    // What incident.io alone tells belongs to the same message.
    if (report) absl::StrAppend(&text, "\n\n", report->summary, "\n\n", report->detail);
    const std::string summary = Summary("Cannot check mirror", target_);
    if (fails()) {
      diagnostics_.AddError(summary, oncall::ErrorDetail(*error, ForAnError(text, mode_.mode)));
    } else {
      diagnostics_.AddWarning(summary, oncall::ErrorDetail(*error, text));
    }
  }

 private:
  bool insists() const {
    return mode_.mode == DriftCheck::kError || mode_.mode == DriftCheck::kResync;
  }
  bool fails() const { return may_fail_ && mode_.mode == DriftCheck::kError; }
  std::string System() const { return oncall::SystemName(target_.provider); }
  static tf::Path DriftCheckPath() { return tf::Path::Root().Attribute("drift_check"); }

  // Without a credential the rest is checked, unless somebody asked for more. One that is not known
  // yet is nobody's fault.
  void SayNoAccess(const oncall::NoAccess& no_access) {
    if (!insists() || no_access.reason == oncall::NoAccess::Reason::kUnknown) return;
    const std::string summary = Summary("Cannot check mirror", target_);
    const std::string detail = absl::StrCat(
        "drift_check = \"", std::string(WordFor(mode_.mode)), "\" needs access to ", System(),
        ". Set ", no_access.attribute, " in the provider block, or the environment variable ",
        no_access.variable, "; or set drift_check to \"warn\".");
    if (may_fail_) {
      diagnostics_.AddError(summary, ForAnError(detail, mode_.mode), DriftCheckPath());
    } else {
      diagnostics_.AddWarning(summary, detail, DriftCheckPath());
    }
  }

  OnCall& oncall_;
  const Target target_;
  const CheckMode mode_;
  const bool may_fail_;
  tf::Diagnostics& diagnostics_;
};

std::optional<absl::Time> ResyncedAt(const ReplicaModel& state) {
  if (!state.resynced_at.is_known()) return std::nullopt;
  return base::ParseInstant(*state.resynced_at);
}

}  // namespace

CheckMode ModeOf(const OnCall& oncall, const ReplicaModel& plan) {
  if (plan.drift_check.is_unknown()) return {DriftCheck::kOff, true};
  const auto own = oncall::ParseDriftCheck(plan.drift_check.value_or(""));
  return own ? CheckMode{*own, true} : CheckMode{oncall.drift_check(), false};
}

MirrorCheck LookAtMirror(OnCall& oncall, const ReplicaModel& state,
                         const http::CallLimits& limits) {
  const auto replica = oncall.FindReplica(ids::ScheduleId(state.schedule_id.value_or("")),
                                          ids::ReplicaId(state.id.value_or("")), limits);
  if (!replica) return {.unread = oncall::Unread{false, replica.error()}};
  return oncall::CheckMirror(oncall, *replica, {oncall.CheckTime(), ResyncedAt(state)}, limits);
}

void SayInPlan(OnCall& oncall, MirrorCheck found, const ReplicaModel& state, const CheckMode& mode,
               bool may_fail, tf::Diagnostics& diagnostics) {
  Speaker(oncall, oncall::TargetOf(ToNewReplica(state)), mode, may_fail, diagnostics)
      .Say(std::move(found));
}

void SayWhenTheZoneIsUnknown(OnCall& oncall, const MirrorCheck& found,
                             tf::Diagnostics& diagnostics) {
  if (found.unknown_zone.empty() || !oncall.mentions().IsFirst(found.unknown_zone)) return;
  diagnostics.AddWarning(
      base::CleanText(absl::StrCat("Unknown time zone: ", found.unknown_zone), 60),
      absl::StrCat("incident.io names ", found.unknown_zone,
                   " as the time zone of the schedule, and this machine does not know it, so times "
                   "are told in UTC. Install the system's time zone data, or correct the time zone "
                   "in incident.io."));
}

void SayThatNobodyCanCheck(OnCall& oncall, const ReplicaModel& state, const CheckMode& mode,
                           tf::Diagnostics& diagnostics) {
  Speaker(oncall, oncall::TargetOf(ToNewReplica(state)), mode, /*may_fail=*/false, diagnostics)
      .SayThatNobodyCanCheck();
}

void PreviewInPlan(OnCall& oncall, const incident::NewReplica& planned, const CheckMode& mode,
                   const http::CallLimits& limits, tf::Diagnostics& diagnostics) {
  if (mode.mode == DriftCheck::kOff) return;
  Speaker speaker(oncall, oncall::TargetOf(planned), mode, /*may_fail=*/false, diagnostics);
  if (!oncall::CanBeChecked(planned.provider)) return speaker.SayThatNobodyCanCheck();
  speaker.Say(oncall::PreviewMirror(oncall, planned, oncall::SourceOrder::kOfTheSchedule, limits));
}

}  // namespace schedule_replica
