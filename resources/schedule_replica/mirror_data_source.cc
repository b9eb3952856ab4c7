#include "resources/schedule_replica/mirror_data_source.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "resources/mirror/preview.h"
#include "resources/oncall/arguments.h"
#include "resources/oncall/error_text.h"
#include "resources/oncall/mirror_check.h"
#include "resources/oncall/on_call.h"
#include "resources/schedule_replica/explain.h"
#include "resources/schedule_replica/plan_check.h"

namespace schedule_replica {
namespace {

using oncall::NoAccess;
using oncall::OnCall;

std::string NoAccessReason(const NoAccess& no_access, const std::string& system) {
  if (no_access.reason == NoAccess::Reason::kUnknown) {
    return absl::StrCat(system, " cannot be asked yet: ", no_access.attribute,
                        " in the provider block is only known after apply.");
  }
  return absl::StrCat("There is no access to ", system, ". Set ", no_access.attribute,
                      " in the provider block, or the environment variable ", no_access.variable,
                      ".");
}

// For people of whom it is not known who they are in the external system.
std::string WhyNobodyCanJudge(const oncall::MirrorCheck& result) {
  if (!result.check || result.check->unsure.empty()) return "";
  return absl::StrCat(mirror::UnsureParagraph(*result.check, result.replica, result.wording),
                      " Create the replica, and set replica_id once it has synced.");
}

// Why the mirror could not be judged; empty when it could.
std::string ReasonOf(const oncall::MirrorCheck& result, const std::string& provider) {
  if (!result.unread) return WhyNobodyCanJudge(result);
  const oncall::Unread& unread = *result.unread;
  if (const auto* no_access = unread.no_access()) {
    return NoAccessReason(*no_access, oncall::SystemName(provider));
  }
  const auto* error = unread.error();
  if (error == nullptr) return "";
  return oncall::ErrorDetail(
      *error, unread.is_external ? oncall::WhatToDo(*error, provider) : oncall::WhatToDo(*error));
}

std::string CannotBeChecked(const std::string& provider) {
  return absl::StrCat("Mirrors of the provider \"", base::CleanText(provider, 80),
                      "\" cannot be checked, only those of pagerduty, opsgenie and jsm.");
}

// The mirror with a word about the times of its report.
MirrorModel ToModel(OnCall& oncall, const MirrorModel& config, const oncall::MirrorCheck& found,
                    const std::string& provider, tf::Diagnostics& diagnostics) {
  if (found.Report()) SayWhenTheZoneIsUnknown(oncall, found, diagnostics);
  return FromMirrorCheck(config, found, oncall::SystemName(provider), ReasonOf(found, provider));
}

MirrorModel CheckExisting(OnCall& oncall, const MirrorModel& config, const http::CallLimits& limits,
                          tf::Diagnostics& diagnostics) {
  const auto replica = oncall.FindReplica(ids::ScheduleId(config.schedule_id.value_or("")),
                                          ids::ReplicaId(config.replica_id.value_or("")), limits);
  if (!replica) return Unchecked(config, oncall::ErrorDetail(replica.error()));
  if (!oncall::CanBeChecked(replica->provider)) {
    return Unchecked(config, CannotBeChecked(replica->provider));
  }
  const auto found = oncall::CheckMirror(oncall, *replica, {oncall.CheckTime()}, limits);
  return ToModel(oncall, config, found, replica->provider, diagnostics);
}

MirrorModel CheckPlanned(OnCall& oncall, const MirrorModel& config, const http::CallLimits& limits,
                         tf::Diagnostics& diagnostics) {
  const incident::NewReplica planned = ToPlannedReplica(config);
  if (!oncall::CanBeChecked(planned.provider)) {
    return Unchecked(config, CannotBeChecked(planned.provider));
  }
  const auto found = oncall::PreviewMirror(oncall, planned, oncall::SourceOrder::kAsGiven, limits);
  return ToModel(oncall, config, found, planned.provider, diagnostics);
}

}  // namespace

void MirrorDataSource::Read(tf::DataCall<MirrorModel>& call) {
  auto& oncall = call.configured<OnCall>();
  const MirrorModel& config = call.config();
  if (const auto* no_access = oncall.no_access()) {
    // What is only known after apply can be waited for; a check block must not fail for the rest.
    if (no_access->reason == NoAccess::Reason::kUnknown) {
      return ExplainNoAccess(*no_access, "Cannot check the mirror", call.diagnostics());
    }
    return call.Keep(Unchecked(config, NoAccessReason(*no_access, "incident.io")));
  }
  const http::CallLimits limits{call.stop()};
  call.Keep(config.replica_id.is_known()
                ? CheckExisting(oncall, config, limits, call.diagnostics())
                : CheckPlanned(oncall, config, limits, call.diagnostics()));
}

}  // namespace schedule_replica
