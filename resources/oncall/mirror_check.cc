#include "resources/oncall/mirror_check.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "base/text.h"
#include "resources/mirror/preview.h"
#include "resources/mirror/window.h"
#include "resources/oncall/mirror_inputs.h"
#include "resources/oncall/zone.h"

namespace oncall {
namespace {

using incident::Replica;

// Both sides as they were read.
struct Sides {
  std::shared_ptr<const incident::Schedule> schedule;
  std::shared_ptr<const incident::Entries> entries;
  // Null when there is a reason in `unread`.
  std::shared_ptr<const ExternalSchedule> external;
  std::optional<Unread> unread;

  bool has_source() const { return schedule && entries; }
};

// So far ahead must be read for one replica of the schedule, so that one read serves all of them.
std::int64_t LongestWindow(const std::vector<Replica>& replicas, std::int64_t own,
                           const Target* target = nullptr) {
  for (const Replica& replica : replicas) {
    if (target != nullptr && TargetOf(replica) != *target) continue;
    own = std::max(own, replica.mirror_window_days);
  }
  return mirror::BoundedDays(own);
}

// Reads incident.io first: without it there is nothing to compare with.
Sides ReadSides(OnCall& oncall, const incident::NewReplica& arguments, absl::Time from,
                const std::vector<Replica>& replicas, const http::CallLimits& limits) {
  Sides sides;
  const auto schedule = oncall.Schedule(arguments.schedule_id, limits);
  if (!schedule) {
    sides.unread = Unread{false, schedule.error()};
    return sides;
  }
  sides.schedule = *schedule;
  const auto entries = oncall.Entries(
      arguments.schedule_id, from, LongestWindow(replicas, arguments.mirror_window_days), limits);
  if (!entries) {
    sides.unread = Unread{false, entries.error()};
    return sides;
  }
  sides.entries = *entries;

  const Target target = TargetOf(arguments);
  if (const NoAccess* no_access = oncall.no_access_to(target.provider)) {
    sides.unread = Unread{true, *no_access};
    return sides;
  }
  const auto external = oncall.External(
      target, from, LongestWindow(replicas, arguments.mirror_window_days, &target), limits);
  if (external) {
    sides.external = *external;
  } else {
    sides.unread = Unread{true, external.error()};
  }
  return sides;
}

std::optional<std::vector<mirror::ActualEntry>> ActualOf(const Sides& sides) {
  if (!sides.external) return std::nullopt;
  return sides.external->entries;
}

// How the report says what was found.
void SetWording(const Target& target, const Sides& sides, MirrorCheck& result) {
  const Zone zone = LoadZone(sides.schedule->timezone);
  if (!zone.known) result.unknown_zone = base::CleanText(sides.schedule->timezone, 80);
  result.wording.system = SystemName(target.provider);
  result.wording.target = target.id;
  result.wording.names = NamesIn(*sides.schedule, *sides.entries);
  result.wording.zone = zone.zone;
  if (!sides.external) return;
  result.wording.target_name = sides.external->name;
  result.wording.names.external_users = sides.external->names;
}

std::vector<Replica> OthersOn(const Target& target, const ids::ReplicaId& own,
                              const std::vector<Replica>& replicas) {
  std::vector<Replica> others = ReplicasOn(target, replicas);
  std::erase_if(others, [&](const Replica& replica) { return replica.id == own; });
  return others;
}

// Null when nobody can say.
struct Counterpart {
  std::optional<ids::ExternalUserId> user;
  bool is_sure = false;
};

// Whom incident.io itself takes people for in that system, by its other replicas of the schedule.
mirror::Counterparts StatusesIn(std::string_view provider, const std::vector<Replica>& replicas) {
  mirror::Counterparts users;
  for (const Replica& replica : replicas) {
    if (replica.NormalisedProvider() != incident::NormalisedProvider(provider)) continue;
    for (const incident::UserStatus& status : replica.user_statuses) {
      auto& known = users[status.user_id];
      if (!known) known = status.external_user_id;
    }
  }
  return users;
}

Counterpart FindCounterpart(const incident::Person& person, const Accounts& accounts,
                            const mirror::Counterparts& statuses) {
  if (accounts.linked) {
    const auto link = accounts.linked->find(person.id);
    if (link != accounts.linked->end()) return {link->second, true};
  }
  if (auto mirrored = mirror::CounterpartOf(person.id, statuses)) {
    return {std::move(mirrored), true};
  }
  if (accounts.addresses && person.email) {
    const auto same = accounts.addresses->find(absl::AsciiStrToLower(*person.email));
    if (same != accounts.addresses->end()) return {same->second, true};
    return {std::nullopt, true};
  }
  return {std::nullopt, accounts.linked.has_value() || statuses.contains(person.id)};
}

bool IsMirrored(const incident::Entry& entry, const mirror::Replica& replica) {
  return entry.user && entry.rotation_id && entry.layer_id &&
         std::ranges::find(replica.sources, mirror::Lane{*entry.rotation_id, *entry.layer_id}) !=
             replica.sources.end();
}

// Gives `planned` the counterparts of those whom it would mirror; answers of whom it is not known.
std::set<ids::UserId> MatchPeople(const incident::Entries& entries, const Accounts& accounts,
                                  const mirror::Counterparts& statuses, mirror::Replica& planned) {
  std::set<ids::UserId> unsure;
  for (const incident::Entry& entry : entries.final_entries) {
    if (!IsMirrored(entry, planned) || planned.users.contains(entry.user->id)) continue;
    const Counterpart found = FindCounterpart(*entry.user, accounts, statuses);
    planned.users.emplace(entry.user->id, found.user);
    if (!found.is_sure) unsure.insert(entry.user->id);
  }
  return unsure;
}

// The people whom the window shows; those who come later do not matter yet.
void KeepOnlyThoseOnCall(const mirror::Check& check, mirror::Replica& planned) {
  std::set<ids::UserId> on_call;
  for (const auto& [span, state] : check.expected) {
    on_call.insert(state.on_call.begin(), state.on_call.end());
  }
  std::erase_if(planned.users, [&](const auto& user) { return !on_call.contains(user.first); });
}

}  // namespace

std::optional<mirror::Report> MirrorCheck::Report() const {
  if (!check) return std::nullopt;
  return is_planned ? mirror::WritePreview(*check, replica, wording)
                    : mirror::WriteReport(*check, replica, wording);
}

bool CanBeChecked(std::string_view provider) {
  const std::string_view normalised = incident::NormalisedProvider(provider);
  return normalised == "pagerduty" || normalised == "opsgenie" || normalised == "jsm";
}

MirrorCheck CheckMirror(OnCall& oncall, const Replica& replica, const Look& look,
                        const http::CallLimits& limits) {
  MirrorCheck result{.replica = ToMirrorReplica(replica)};
  result.replica.resynced_at = look.resynced_at;
  const auto list = oncall.Replicas(replica.schedule_id, limits);
  if (!list) {
    result.unread = Unread{false, list.error()};
    return result;
  }
  const Sides sides = ReadSides(oncall, ArgumentsOf(replica), look.now, (*list)->replicas, limits);
  result.unread = sides.unread;
  if (!sides.has_source()) return result;

  const Target target = TargetOf(replica);
  std::vector<mirror::Replica> sharing;
  for (const Replica& other : OthersOn(target, replica.id, (*list)->replicas)) {
    sharing.push_back(ToMirrorReplica(other));
  }
  result.check = mirror::CheckReplica(look.now, ToSourceSchedule(*sides.schedule, *sides.entries),
                                      result.replica, sharing, ActualOf(sides));
  SetWording(target, sides, result);
  return result;
}

MirrorCheck PreviewMirror(OnCall& oncall, const incident::NewReplica& planned, SourceOrder order,
                          const http::CallLimits& limits) {
  MirrorCheck result{.replica = ToMirrorReplica(planned)};
  result.is_planned = true;
  // The schedule's other replicas spare requests and name people, and nothing hangs on them.
  const auto list = oncall.Replicas(planned.schedule_id, limits);
  const std::vector<Replica> others = list ? (*list)->replicas : std::vector<Replica>{};
  const Sides sides = ReadSides(oncall, planned, oncall.CheckTime(), others, limits);
  result.unread = sides.unread;
  if (!sides.has_source()) return result;

  const mirror::SourceSchedule source = ToSourceSchedule(*sides.schedule, *sides.entries);
  mirror::Replica& replica = result.replica;
  if (order == SourceOrder::kOfTheSchedule) {
    replica.sources = mirror::InScheduleOrder(std::move(replica.sources), source.lanes);
  }
  const auto accounts = oncall.AccountsIn(planned.provider, limits);
  if (!accounts) {
    result.unread = Unread{true, accounts.error()};
    return result;
  }
  replica.unsure =
      MatchPeople(*sides.entries, **accounts, StatusesIn(planned.provider, others), replica);
  const absl::Time now = oncall.CheckTime();
  KeepOnlyThoseOnCall(mirror::CheckPlanned(now, source, replica, std::nullopt), replica);
  result.check = mirror::CheckPlanned(now, source, replica, ActualOf(sides));
  SetWording(TargetOf(planned), sides, result);
  return result;
}

}  // namespace oncall
