#include "resources/oncall/on_call.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace oncall {
namespace {

using http::ApiError;
using http::ApiErrorKind;
using http::CallLimits;
using incident::Replica;
using incident::ReplicaList;

// How long an operation may go on to set things right after its own time is over, and after an
// interrupt, when Terraform waits for the process to end.
constexpr absl::Duration kSettleAfterTimeout = absl::Seconds(10);
constexpr absl::Duration kSettleAfterStop = absl::Seconds(1);

std::optional<NoAccess> NoAccessIn(const Settings& settings) {
  if (const auto* no_access = std::get_if<NoAccess>(&settings.incident)) return *no_access;
  return std::nullopt;
}

std::unique_ptr<incident::Client> ClientFrom(const Settings& settings, http::Platform platform) {
  const auto* options = std::get_if<incident::Options>(&settings.incident);
  if (options == nullptr) return nullptr;
  return std::make_unique<incident::Client>(*options, std::move(platform));
}

const Replica* FindIn(const ReplicaList& list, const ids::ReplicaId& id) {
  const auto found = std::ranges::find(list.replicas, id, &Replica::id);
  return found == list.replicas.end() ? nullptr : &*found;
}

void Put(ReplicaList& list, const Replica& replica) {
  const auto known = std::ranges::find(list.replicas, replica.id, &Replica::id);
  if (known == list.replicas.end()) {
    list.replicas.push_back(replica);
  } else {
    *known = replica;
  }
}

// Another resource with the same arguments lost its answer, listed, and took this replica for the
// one that it had asked for.
ApiError TakenByAnother(const Replica& replica) {
  return {.kind = ApiErrorKind::kConflict,
          .message = absl::StrCat("another resource with the same arguments has adopted replica ",
                                  replica.id.value())};
}

ApiError NoSystem(const std::string& provider) {
  return {.kind = ApiErrorKind::kDenied,
          .message = absl::StrCat("there is no access to ", SystemName(provider))};
}

// The catalog entries of PagerDuty's users, which name PagerDuty's id and link the incident.io
// user: https://help.incident.io/articles/6283288146-pagerduty-users. Null when the catalog has
// none, or may not be read.
std::optional<std::map<ids::UserId, ids::ExternalUserId>> LinksIn(incident::Client& client,
                                                                  const CallLimits& limits) {
  const auto types = client.CatalogTypes(limits);
  if (!types) return std::nullopt;
  const auto type = std::ranges::find(*types, std::optional<std::string>("PagerDutyUser"),
                                      &incident::CatalogType::registry_type);
  if (type == types->end()) return std::nullopt;
  const auto entries = client.CatalogEntries(type->id, limits);
  if (!entries) return std::nullopt;

  std::map<ids::UserId, ids::ExternalUserId> links;
  for (const incident::CatalogEntry& entry : *entries) {
    if (entry.is_archived || !entry.external_id || entry.external_id->empty()) continue;
    // A link is written as the id of the user that it leads to, and no other value is one.
    for (const auto& [attribute, literals] : entry.values) {
      for (const std::string& literal : literals) {
        links.emplace(ids::UserId(literal), ids::ExternalUserId(*entry.external_id));
      }
    }
  }
  return links;
}

}  // namespace

OnCall::OnCall(const Settings& settings, http::Platform platform)
    : no_access_(NoAccessIn(settings)),
      drift_check_(settings.drift_check),
      clock_(platform.clock),
      external_(ExternalSystems(settings, platform)),
      incident_(ClientFrom(settings, std::move(platform))),
      replicas_(clock_, [](const ReplicaList& list) { return list.replicas.size(); }),
      schedules_(clock_),
      all_schedules_(clock_),
      entries_(clock_, [](const incident::Entries& all) { return all.final_entries.size(); }),
      shown_(clock_, [](const ExternalSchedule& shown) { return shown.entries.size(); }),
      base_(clock_,
            [](const std::optional<ExternalSchedule>& base) {
              return base ? base->entries.size() : 0;
            }),
      accounts_(clock_) {}

const NoAccess* OnCall::no_access() const { return no_access_ ? &*no_access_ : nullptr; }

const NoAccess* OnCall::no_access_to(std::string_view provider) const {
  const auto found = external_.find(incident::NormalisedProvider(provider));
  return found == external_.end() || !found->second.no_access ? nullptr : &*found->second.no_access;
}

absl::Time OnCall::CheckTime() {
  std::call_once(check_time_is_set_, [this] { check_time_ = clock_->Now(); });
  return check_time_;
}

ApiError OnCall::NoAccessError() const {
  const NoAccess no_access = no_access_.value_or(NoAccess{});
  if (no_access.reason == NoAccess::Reason::kUnknown) {
    return {.kind = ApiErrorKind::kDenied,
            .message = absl::StrCat("incident.io cannot be asked yet: ", no_access.attribute,
                                    " in the provider block is only known after apply")};
  }
  return {.kind = ApiErrorKind::kDenied,
          .message = absl::StrCat("no ", no_access.attribute,
                                  " is set in the provider block, nor the environment variable ",
                                  no_access.variable)};
}

Shared<ReplicaList> OnCall::Replicas(const ids::ScheduleId& schedule, const CallLimits& limits) {
  if (!incident_) return tl::unexpected(NoAccessError());
  return replicas_.Get(schedule, limits, [&](const CallLimits& mine) {
    return incident_->ListReplicas(schedule, mine);
  });
}

Result<Replica> OnCall::FindReplica(const ids::ScheduleId& schedule, const ids::ReplicaId& replica,
                                    const CallLimits& limits) {
  const auto list = Replicas(schedule, limits);
  if (!list && list.error().kind != ApiErrorKind::kNotFound) return tl::unexpected(list.error());
  if (list) {
    if (const Replica* found = FindIn(**list, replica)) return *found;
  }
  return ShowReplica(schedule, replica, limits);
}

Shared<incident::Schedule> OnCall::Schedule(const ids::ScheduleId& schedule,
                                            const CallLimits& limits) {
  if (!incident_) return tl::unexpected(NoAccessError());
  return schedules_.Get(schedule, limits, [&](const CallLimits& mine) {
    return incident_->ShowSchedule(schedule, mine);
  });
}

Shared<std::vector<incident::Schedule>> OnCall::Schedules(const CallLimits& limits) {
  if (!incident_) return tl::unexpected(NoAccessError());
  return all_schedules_.Get({}, limits,
                            [&](const CallLimits& mine) { return incident_->ListSchedules(mine); });
}

Shared<incident::Entries> OnCall::Entries(const ids::ScheduleId& schedule, absl::Time from,
                                          std::int64_t days, const CallLimits& limits) {
  if (!incident_) return tl::unexpected(NoAccessError());
  return entries_.Get({schedule, from, days}, limits, [&](const CallLimits& mine) {
    return incident_->ScheduleEntries(schedule, from, from + days * absl::Hours(24), mine);
  });
}

Shared<ExternalSchedule> OnCall::External(const Target& target, absl::Time from, std::int64_t days,
                                          const CallLimits& limits) {
  ExternalSystem* system = SystemOf(target.provider);
  if (system == nullptr) return tl::unexpected(NoSystem(target.provider));
  return shown_.Get({target, from, days}, limits, [&](const CallLimits& mine) {
    return system->Read(target.id, from, from + days * absl::Hours(24), mine);
  });
}

Shared<std::optional<ExternalSchedule>> OnCall::Base(const Target& target, absl::Time from,
                                                     std::int64_t days, const CallLimits& limits) {
  ExternalSystem* system = SystemOf(target.provider);
  if (system == nullptr) return tl::unexpected(NoSystem(target.provider));
  return base_.Get({target, from, days}, limits, [&](const CallLimits& mine) {
    return system->ReadBase(target.id, from, from + days * absl::Hours(24), mine);
  });
}

Shared<Accounts> OnCall::AccountsIn(std::string_view provider, const CallLimits& limits) {
  const std::string normalised(incident::NormalisedProvider(provider));
  return accounts_.Get(normalised, limits, [&](const CallLimits& mine) -> Result<Accounts> {
    Accounts accounts;
    if (normalised == "pagerduty" && incident_) accounts.linked = LinksIn(*incident_, mine);
    if (ExternalSystem* system = SystemOf(normalised)) {
      if (auto addresses = system->ReadAddresses(mine)) accounts.addresses = *std::move(addresses);
    }
    if (mine.stop.stop_requested()) return tl::unexpected(StoppedWaiting());
    return accounts;
  });
}

ExternalSystem* OnCall::SystemOf(std::string_view provider) const {
  const auto found = external_.find(incident::NormalisedProvider(provider));
  return found == external_.end() ? nullptr : found->second.system.get();
}

Result<Replica> OnCall::ShowReplica(const ids::ScheduleId& schedule, const ids::ReplicaId& replica,
                                    const CallLimits& limits) {
  if (!incident_) return tl::unexpected(NoAccessError());
  auto shown = incident_->ShowReplica(schedule, replica, limits);
  if (!shown) return shown;
  bool synced = false;
  replicas_.Edit(schedule, [&](ReplicaList& known) {
    const Replica* const before = FindIn(known, replica);
    synced = before != nullptr && before->last_synced_at != shown->last_synced_at;
    Put(known, *shown);
  });
  // The external schedule is not what it was.
  if (synced) shown_.DropAll();
  return shown;
}

Result<std::vector<incident::User>> OnCall::ListUsers(const incident::UserFilter& filter,
                                                      const CallLimits& limits) {
  if (!incident_) return tl::unexpected(NoAccessError());
  return incident_->ListUsers(filter, limits);
}

Result<incident::User> OnCall::ShowUser(const ids::UserId& user, const CallLimits& limits) {
  if (!incident_) return tl::unexpected(NoAccessError());
  return incident_->ShowUser(user, limits);
}

tl::expected<Replica, NotCreated> OnCall::CreateReplica(const incident::NewReplica& wanted,
                                                        const CallLimits& limits) {
  const auto list = Replicas(wanted.schedule_id, limits);
  if (!list) return tl::unexpected(NotCreated{list.error(), {}});
  std::set<ids::ReplicaId> before;
  for (const Replica& known : (*list)->replicas) before.insert(known.id);

  auto created = incident_->CreateReplica(wanted, limits);
  if (created && !claims_.Made(created->id)) created = tl::unexpected(TakenByAnother(*created));
  if (!created) {
    if (created.error().outcome_unknown) replicas_.Drop(wanted.schedule_id);
    return tl::unexpected(NotCreated{created.error(), std::move(before)});
  }
  replicas_.Edit(wanted.schedule_id, [&](ReplicaList& known) { Put(known, *created); });
  shown_.DropAll();
  return *std::move(created);
}

tl::expected<Replica, NotLanded> OnCall::FindLanded(const incident::NewReplica& wanted,
                                                    const NotCreated& lost,
                                                    const CallLimits& limits) {
  // CreateReplica has dropped the list, so this one is newer than the request.
  const auto list = Replicas(wanted.schedule_id, ToSettle(limits));
  if (!list) return tl::unexpected(NotLanded{list.error(), {}});

  std::vector<Replica> candidates;
  for (const Replica& replica : (*list)->replicas) {
    if (SameArguments(replica, wanted) && !lost.before.contains(replica.id) &&
        claims_.IsFree(replica.id)) {
      candidates.push_back(replica);
    }
  }
  if (candidates.size() != 1) return tl::unexpected(NotLanded{{}, std::move(candidates)});
  if (!claims_.Adopt(candidates.front().id)) return tl::unexpected(NotLanded{});
  return candidates.front();
}

Result<std::optional<Replica>> OnCall::AdoptReplica(const incident::NewReplica& wanted,
                                                    const ids::ReplicaId& replica,
                                                    const CallLimits& limits) {
  const auto list = Replicas(wanted.schedule_id, limits);
  if (!list) return tl::unexpected(list.error());
  const Replica* found = FindIn(**list, replica);
  if (found == nullptr || !SameArguments(*found, wanted) || !claims_.Adopt(replica)) {
    return std::nullopt;
  }
  return *found;
}

Result<void> OnCall::DeleteReplica(const ids::ScheduleId& schedule, const ids::ReplicaId& replica,
                                   const CallLimits& limits) {
  if (!incident_) return tl::unexpected(NoAccessError());
  auto deleted = incident_->DeleteReplica(schedule, replica, limits);
  if (deleted || deleted.error().kind == ApiErrorKind::kNotFound) {
    replicas_.Edit(schedule, [&](ReplicaList& known) {
      std::erase_if(known.replicas, [&](const Replica& other) { return other.id == replica; });
    });
    shown_.DropAll();
    return {};
  }
  if (!deleted.error().outcome_unknown) return deleted;

  // The request may have been carried out although its answer was lost.
  replicas_.Drop(schedule);
  const auto left = incident_->ShowReplica(schedule, replica, ToSettle(limits));
  if (!left && left.error().kind == ApiErrorKind::kNotFound) return {};
  return deleted;
}

CallLimits OnCall::ToSettle(const CallLimits& limits) {
  if (limits.stop.stop_requested()) {
    const absl::Time end = SettledBy(limits.stop);
    return {.stop = {},
            .deadline = limits.settling ? std::min(limits.deadline, end) : end,
            .settling = true};
  }
  if (limits.settling) return limits;
  return {.stop = limits.stop,
          .deadline = std::max(limits.deadline, clock_->Steady() + kSettleAfterTimeout),
          .settling = true};
}

absl::Time OnCall::SettledBy(const std::stop_token& interrupt) {
  const std::lock_guard lock(settling_);
  const auto known =
      std::ranges::find(interrupts_, interrupt, &std::pair<std::stop_token, absl::Time>::first);
  if (known != interrupts_.end()) return known->second;
  interrupts_.emplace_back(interrupt, clock_->Steady() + kSettleAfterStop);
  return interrupts_.back().second;
}

}  // namespace oncall
