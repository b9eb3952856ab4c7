#include "resources/schedule_replica/resource.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "base/time.h"
#include "resources/oncall/error_text.h"
#include "resources/oncall/on_call.h"
#include "resources/schedule_replica/change.h"
#include "resources/schedule_replica/explain.h"
#include "resources/schedule_replica/import_id.h"
#include "resources/schedule_replica/kept_ids.h"
#include "resources/schedule_replica/make.h"
#include "resources/schedule_replica/plan.h"
#include "resources/schedule_replica/wait_for_sync.h"

namespace schedule_replica {
namespace {

using incident::NewReplica;
using incident::Replica;
using oncall::OnCall;

// The whole operation ends by then, its waits and repetitions included.
http::CallLimits LimitsOf(OnCall& oncall, const std::stop_token& stop,
                          const tf::Attr<TimeoutsModel>& timeouts,
                          tf::Attr<std::string> TimeoutsModel::*operation) {
  http::CallLimits limits{stop};
  if (!timeouts.is_known()) return limits;
  const auto timeout = base::ParseDuration(((*timeouts).*operation).value_or(""));
  if (timeout) limits.deadline = oncall.clock().Steady() + *timeout;
  return limits;
}

std::string TitleOf(const std::string& what, const ReplicaModel& model) {
  return Summary(what, oncall::TargetOf(ToNewReplica(model)));
}

// The replica in the state first, then what an unfinished change left.
std::vector<ReplicaAddress> AddressesOf(const ReplicaModel& state, const tf::PrivateData& data) {
  std::vector<ReplicaAddress> addresses = PendingReplicas(data);
  addresses.insert(addresses.begin(), {ids::ScheduleId(state.schedule_id.value_or("")),
                                       ids::ReplicaId(state.id.value_or(""))});
  return addresses;
}

// False, with an error, for a state that does not say which replica it is about.
bool NamesAReplica(const ReplicaModel& state, tf::Diagnostics& diagnostics) {
  if (!state.schedule_id.value_or("").empty() && !state.id.value_or("").empty()) return true;
  diagnostics.AddError("The state names no replica",
                       "The state of this resource has no schedule_id or no id, so nobody can tell "
                       "which replica it is. Remove it with terraform state rm, and import the "
                       "replica.");
  return false;
}

// The first that exists; kNotFound when none does.
oncall::Result<Replica> FindFirst(OnCall& oncall, const std::vector<ReplicaAddress>& addresses,
                                  const http::CallLimits& limits) {
  oncall::Result<Replica> found = tl::unexpected(http::ApiError{});
  for (const ReplicaAddress& address : addresses) {
    found = oncall.FindReplica(address.schedule, address.id, limits);
    if (found || found.error().kind != http::ApiErrorKind::kNotFound) return found;
  }
  return found;
}

bool IsGone(OnCall& oncall, const ReplicaAddress& address, const http::CallLimits& limits) {
  const auto found = oncall.FindReplica(address.schedule, address.id, limits);
  return !found && found.error().kind == http::ApiErrorKind::kNotFound;
}

// What took the place of the one replica of the state that is gone: a change that the API let
// happen only by deleting it first, failed, and was killed after it had put an equal one back. One
// that was found before, `noted`, may have grown old.
std::optional<ids::ReplicaId> FindPutBack(OnCall& oncall, const ReplicaModel& state,
                                          const std::optional<ids::ReplicaId>& noted,
                                          const http::CallLimits& limits) {
  const NewReplica held = ToNewReplica(state);
  const auto list = oncall.Replicas(held.schedule_id, limits);
  if (!list) return std::nullopt;
  for (const Replica& replica : (*list)->replicas) {
    if (!oncall::SameArguments(replica, held)) continue;
    if (replica.id != noted && !IsFresh(replica, (*list)->server_time)) continue;
    if (oncall.claims().Announce(replica.id)) return replica.id;
  }
  return std::nullopt;
}

void WarnWhenTheScheduleIsGone(OnCall& oncall, const ids::ScheduleId& id,
                               const http::CallLimits& limits, tf::Diagnostics& diagnostics) {
  const auto schedule = oncall.Schedule(id, limits);
  if (schedule || schedule.error().kind != http::ApiErrorKind::kNotFound) return;
  diagnostics.AddWarning(
      base::CleanText(absl::StrCat("Schedule not found: ", id.value()), 60),
      oncall::ErrorDetail(
          schedule.error(),
          absl::StrCat("The schedule and its replicas are gone, or the API key belongs to another "
                       "organisation. In the second case do not apply: the replicas still exist "
                       "and would be created again. Check the key first.")));
}

constexpr char kImportForms[] =
    "The id has one of two forms:\n\n"
    "  schedule_id:replica_id\n"
    "  schedule_id:replica_provider:replica_provider_id\n\n"
    "For example 01FDAG4SAP5TYPT98WGR2N7W91:01G0J1EXE7AXZ2C93K61WBPYEH or "
    "01FDAG4SAP5TYPT98WGR2N7W91:pagerduty:PO8107X.";

// The one replica of the schedule that writes to the target; otherwise an error.
std::optional<Replica> FindOnTarget(OnCall& oncall, const ids::ScheduleId& schedule,
                                    const oncall::Target& target,
                                    tf::ImportCall<ReplicaModel>& call) {
  const std::string title = Summary("Cannot import replica", target);
  const auto list = oncall.Replicas(schedule, {call.stop()});
  if (!list) {
    ExplainError(list.error(), title, "", call.diagnostics());
    return std::nullopt;
  }
  const auto found = oncall::ReplicasOn(target, (*list)->replicas);
  if (found.size() == 1) return found.front();
  std::string ids;
  for (const Replica& replica : found) {
    absl::StrAppend(&ids, "\n  ", schedule.value(), ":", replica.id.value());
  }
  call.diagnostics().AddError(
      title, found.empty()
                 ? absl::StrCat("Schedule ", schedule.value(), " has no replica on ", Label(target),
                                ". Check the ids.")
                 : absl::StrCat("Schedule ", schedule.value(), " has several replicas on ",
                                Label(target), ". Import one of them by its own id:\n", ids));
  return std::nullopt;
}

}  // namespace

void ScheduleReplica::Create(tf::CreateCall<ReplicaModel>& call) {
  auto& oncall = call.configured<OnCall>();
  const ReplicaModel& plan = call.plan();
  const auto limits = LimitsOf(oncall, call.stop(), plan.timeouts, &TimeoutsModel::create);
  const auto announced = AnnouncedReplica(call.private_data());
  call.private_data() = {};
  oncall.claims().CarryOut(oncall::TargetOf(ToNewReplica(plan)));
  const auto* no_access = oncall.no_access();
  if (no_access != nullptr) {
    return ExplainNoAccess(*no_access, TitleOf("Cannot create replica", plan), call.diagnostics());
  }

  auto made = MakeReplica(oncall, ToNewReplica(plan), announced, limits);
  if (!made) {
    return ExplainNotMade(made.error(), TitleOf("Cannot create replica", plan), "",
                          call.diagnostics());
  }
  SayIfAdopted(*made, announced, call.diagnostics());
  call.Keep(MadeFor(plan, *made));
  if (!plan.wait_for_sync.value_or(false)) return;

  auto synced = WaitForSync(oncall, *std::move(made), limits);
  call.Keep(MadeFor(plan, synced ? *synced : synced.error().replica));
  if (synced) return;
  // An error would make Terraform delete the replica and create it again.
  if (synced.error().is_open()) {
    return call.diagnostics().AddWarning(
        TitleOf("First sync not seen", plan),
        absl::StrCat("The replica was created, but whether it has synced is not known; the next "
                     "plan says how it went.\n\n",
                     synced.error().why));
  }
  call.diagnostics().AddWarning(
      TitleOf("First sync failed", plan),
      absl::StrCat("The replica exists, but it does not mirror yet. incident.io keeps trying; "
                   "correct what keeps it from syncing.\n\n",
                   synced.error().why));
}

void ScheduleReplica::Read(tf::ReadCall<ReplicaModel>& call) {
  auto& oncall = call.configured<OnCall>();
  const ReplicaModel& state = call.state();
  if (!NamesAReplica(state, call.diagnostics())) return;
  const http::CallLimits limits{call.stop()};
  const auto addresses = AddressesOf(state, call.private_data());
  for (const ReplicaAddress& address : addresses) oncall.claims().Hold(address.id);
  if (const auto* no_access = oncall.no_access()) {
    if (no_access->reason == oncall::NoAccess::Reason::kUnknown) return call.Keep(state);
    return ExplainNoAccess(*no_access, TitleOf("Cannot read replica", state), call.diagnostics());
  }

  auto found = FindFirst(oncall, addresses, limits);
  if (!found && found.error().kind == http::ApiErrorKind::kNotFound) {
    const auto noted = PutBackReplica(call.private_data());
    if (const auto put_back = FindPutBack(oncall, state, noted, limits)) {
      SetPutBackReplica(call.private_data(), put_back);
      return call.Keep(state);
    }
    WarnWhenTheScheduleIsGone(oncall, addresses.front().schedule, limits, call.diagnostics());
    return call.Gone();
  }
  if (!found) {
    return ExplainError(found.error(), TitleOf("Cannot read replica", state), "",
                        call.diagnostics());
  }
  // What an unfinished change left takes the place of a replica that is gone.
  std::vector<ReplicaAddress> others = addresses;
  std::erase(others, addresses.front());
  std::erase_if(others, [&](const ReplicaAddress& address) {
    return address.id == found->id || IsGone(oncall, address, limits);
  });
  SetPendingReplicas(call.private_data(), others);
  SetPutBackReplica(call.private_data(), std::nullopt);
  call.Keep(FromReplica(*found, state));
}

void ScheduleReplica::Update(tf::UpdateCall<ReplicaModel>& call) {
  auto& oncall = call.configured<OnCall>();
  if (!NamesAReplica(call.state(), call.diagnostics())) return;
  oncall.claims().Hold(ids::ReplicaId(*call.state().id));
  const oncall::Target target = oncall::TargetOf(ToNewReplica(call.plan()));
  if (target != oncall::TargetOf(ToNewReplica(call.state()))) oncall.claims().CarryOut(target);
  ChangeReplica(oncall, call,
                LimitsOf(oncall, call.stop(), call.plan().timeouts, &TimeoutsModel::update));
}

void ScheduleReplica::Delete(tf::DeleteCall<ReplicaModel>& call) {
  auto& oncall = call.configured<OnCall>();
  const ReplicaModel& state = call.state();
  if (!NamesAReplica(state, call.diagnostics())) return;
  const auto limits = LimitsOf(oncall, call.stop(), state.timeouts, &TimeoutsModel::destroy);
  const std::string title = TitleOf("Cannot delete replica", state);
  const auto* no_access = oncall.no_access();
  if (no_access != nullptr) return ExplainNoAccess(*no_access, title, call.diagnostics());

  for (const ReplicaAddress& address : AddressesOf(state, call.private_data())) {
    const auto removed =
        RemoveHeld(oncall, address.schedule, address.id, limits, call.diagnostics());
    if (removed) continue;
    return ExplainError(
        removed.error(), title,
        absl::StrCat("Replica ", address.id.value(), " stays in the state and may still mirror."),
        call.diagnostics());
  }
}

void ScheduleReplica::Plan(tf::PlanCall<ReplicaModel>& call) {
  PlanReplica(call.configured<OnCall>(), call);
}

void ScheduleReplica::PlanDestroy(tf::DestroyPlanCall<ReplicaModel>& call) {
  PlanReplicaDestroy(call.configured<OnCall>(), call);
}

void ScheduleReplica::NoteStored(tf::StoredCall<ReplicaModel>& call) {
  const ids::ReplicaId id(call.state().id.value_or(""));
  if (!id.empty()) call.configured<OnCall>().claims().Hold(id);
}

void ScheduleReplica::Import(tf::ImportCall<ReplicaModel>& call) {
  auto& oncall = call.configured<OnCall>();
  const auto id = ParseImportId(call.id());
  if (!id) {
    return call.diagnostics().AddError("Import id is not understood",
                                       absl::StrCat("\"", base::CleanText(call.id(), 200),
                                                    "\" does not name a replica. ", kImportForms));
  }
  if (const auto* no_access = oncall.no_access()) {
    return ExplainNoAccess(*no_access, "Cannot import replica", call.diagnostics());
  }
  std::optional<Replica> found;
  if (const auto* target = std::get_if<oncall::Target>(&id->replica)) {
    found = FindOnTarget(oncall, id->schedule, *target, call);
  } else if (const auto* replica = std::get_if<ids::ReplicaId>(&id->replica)) {
    auto alone = oncall.FindReplica(id->schedule, *replica, {call.stop()});
    if (!alone) {
      ExplainError(alone.error(),
                   base::CleanText(absl::StrCat("Cannot import replica: ", replica->value()), 60),
                   "", call.diagnostics());
      return;
    }
    found = *std::move(alone);
  }
  if (found) call.Keep(FromReplica(*found, {}));
}

// The vendor's resource of this name stores the same arguments. What it keeps besides moves with
// every sync and is dropped.
void ScheduleReplica::Move(tf::MoveCall<ReplicaModel>& call) {
  if (call.type_name() != "incident_schedule_replica") return;
  if (const auto state = call.state(ReplicaShape())) call.Keep(*state);
}

}  // namespace schedule_replica
