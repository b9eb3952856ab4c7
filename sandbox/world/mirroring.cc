#include "sandbox/world/mirroring.h"

#include <algorithm>
#include <cctype>

#include "sandbox/world/entries.h"
#include "sandbox/world/records.h"

namespace sandbox::world {
namespace {

constexpr int kDefaultWindowDays = 14;
constexpr int kLongestWindowDays = 90;

bool SameAddress(std::string_view a, std::string_view b) {
  return !a.empty() && std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

absl::Duration Window(const Replica& replica) {
  return absl::Hours(24) * replica.mirror_window_days;
}

// The overrides that show somebody else than is expected, at any moment of theirs within the
// window. Where nobody known is expected, an override may stay.
std::vector<std::string> Stale(const std::vector<MirrorOverride>& overrides,
                               const std::vector<ExpectedShift>& expected) {
  std::vector<std::string> stale;
  for (const MirrorOverride& one : overrides) {
    const bool wrong =
        std::any_of(expected.begin(), expected.end(), [&](const ExpectedShift& want) {
          return want.start < one.end && one.start < want.end && !want.external_user.empty() &&
                 want.external_user != one.user;
        });
    if (wrong) stale.push_back(one.id);
  }
  return stale;
}

}  // namespace

Mirroring::Mirroring(const Clock& clock, const IncidentAccount& incident, External& external)
    : clock_(clock), incident_(incident), external_(external) {}

const Replica* Mirroring::Find(std::string_view schedule_id, std::string_view id) const {
  const Replica* replica = FindById(replicas_, id);
  return replica != nullptr && replica->schedule_id == schedule_id ? replica : nullptr;
}

int Mirroring::Count(std::string_view schedule_id) const {
  return static_cast<int>(
      std::count_if(replicas_.begin(), replicas_.end(),
                    [&](const Replica& replica) { return replica.schedule_id == schedule_id; }));
}

Result<Replica> Mirroring::Create(const NewReplica& wanted) {
  Result<Target> target = Check(wanted);
  if (!target) return tl::unexpected(target.error());
  Replica replica;
  replica.id = ids_.Claim();
  replica.schedule_id = wanted.schedule_id;
  replica.sources = wanted.sources;
  replica.target = *target;
  replica.fallback_user_id = wanted.fallback_user_id;
  replica.mirror_window_days = wanted.mirror_window_days.value_or(kDefaultWindowDays);
  replica.user_statuses = StatusesOf(replica);
  replica.created_at = replica.updated_at = clock_.now();
  replicas_.push_back(replica);
  AskForSync(replicas_.back());
  return replicas_.back();
}

Result<Target> Mirroring::Check(const NewReplica& wanted) const {
  const Schedule* schedule = incident_.FindSchedule(wanted.schedule_id);
  if (schedule == nullptr) return NotFound("Schedule not found");
  const std::optional<Provider> provider = ParseProvider(wanted.provider);
  if (!provider) return Invalid("replica_provider", "Not a known provider: " + wanted.provider);
  if (wanted.sources.empty()) return Invalid("sources", "At least one source is required");
  const std::vector<Lane> lanes = LanesOf(*schedule);
  for (const Lane& source : wanted.sources) {
    if (std::find(lanes.begin(), lanes.end(), source) == lanes.end()) {
      return Invalid("sources", "The schedule has no rotation " + source.rotation_id +
                                    " with a layer " + source.layer_id);
    }
  }
  const int days = wanted.mirror_window_days.value_or(kDefaultWindowDays);
  if (days < 1 || days > kLongestWindowDays) {
    return Invalid("mirror_window_days", "Must be between 1 and 90");
  }
  Target target{*provider, wanted.provider_id};
  if (wanted.provider_id.empty() || !external_.HasSchedule(target)) {
    return Invalid("replica_provider_id", "External schedule not found: " + wanted.provider_id);
  }
  if (wanted.fallback_user_id.empty() || !external_.HasUser(*provider, wanted.fallback_user_id)) {
    return Invalid("replica_fallback_user_id",
                   "External user not found: " + wanted.fallback_user_id);
  }
  if (switches_.refuse_second_replica && IsMirrored(target)) {
    return tl::unexpected(Refusal{switches_.second_refused_as, "replica_provider_id",
                                  "Another replica mirrors to this schedule"});
  }
  return target;
}

Replica Mirroring::Put(Replica replica) {
  replica.id = ids_.Claim(replica.id);
  PutById(replicas_, replica);
  return replica;
}

Result<void> Mirroring::Delete(std::string_view schedule_id, std::string_view id) {
  const Replica* replica = Find(schedule_id, id);
  if (replica == nullptr) return NotFound("Schedule replica not found");
  const Target target = replica->target;
  RemoveById(replicas_, id);
  // incident.io does not clean up on Opsgenie.
  if (IsMirrored(target) || target.provider == Provider::kOpsgenie) return {};
  std::vector<std::string> ended;
  for (const MirrorOverride& one : external_.MirrorOverrides(target)) ended.push_back(one.id);
  external_.Mirror(target, ended, {});
  return {};
}

bool Mirroring::IsMirrored(const Target& target) const {
  return std::any_of(replicas_.begin(), replicas_.end(),
                     [&](const Replica& replica) { return replica.target == target; });
}

void Mirroring::ScheduleChanged(std::string_view schedule_id) {
  for (Replica& replica : replicas_) {
    if (replica.schedule_id == schedule_id) AskForSync(replica);
  }
}

void Mirroring::SyncNow(std::string_view schedule_id) {
  for (Replica& replica : replicas_) {
    if (schedule_id.empty() || replica.schedule_id == schedule_id) Sync(replica);
  }
}

absl::Time Mirroring::NextDue() const {
  absl::Time next = absl::InfiniteFuture();
  for (const Replica& replica : replicas_) {
    next = std::min(next, replica.sync_due.value_or(absl::InfiniteFuture()));
  }
  return next;
}

void Mirroring::RunDue() {
  for (Replica& replica : replicas_) {
    if (replica.sync_due && *replica.sync_due <= clock_.now()) Sync(replica);
  }
}

void Mirroring::AskForSync(Replica& replica) {
  if (switches_.sync_delay == absl::InfiniteDuration()) return;
  if (switches_.sync_delay <= absl::ZeroDuration()) return Sync(replica);
  const absl::Time due = clock_.now() + switches_.sync_delay;
  replica.sync_due = std::min(replica.sync_due.value_or(due), due);
}

void Mirroring::Sync(Replica& replica) {
  replica.sync_due.reset();
  replica.updated_at = clock_.now();
  replica.user_statuses = StatusesOf(replica);
  replica.last_sync_error = Write(replica);
  if (!replica.last_sync_error) replica.last_synced_at = clock_.now();
}

std::optional<std::string> Mirroring::Write(const Replica& replica) {
  if (!switches_.sync_fails_with.empty()) return switches_.sync_fails_with;
  if (replica.target.provider == Provider::kNative) return std::nullopt;
  if (!external_.HasSchedule(replica.target)) {
    return "Failed to find external schedule " + replica.target.schedule_id;
  }
  const absl::Time from = clock_.now_in_seconds();
  const absl::Time until = from + Window(replica);
  const auto entries = incident_.EntriesBetween(replica.schedule_id, from, until);
  if (!entries) return "Failed to find schedule " + replica.schedule_id;

  const Provider provider = replica.target.provider;
  const std::vector<ExpectedShift> expected = ExpectedShifts(
      entries->final, replica.sources,
      [&](const std::string& user_id) { return ExternalUser(provider, user_id); },
      replica.fallback_user_id, from, until);

  // Elsewhere a wrong override is covered by a newer one.
  std::vector<std::string> stale;
  if (provider == Provider::kJsm) {
    stale = Stale(external_.MirrorOverrides(replica.target), expected);
  }
  const std::vector<OnCall> shows = external_.Snapshot(replica.target, stale)(from, until);
  const absl::Time settled_end =
      WholeSeconds(replica.last_synced_at.value_or(clock_.now())) + Window(replica);
  if (switches_.sync_writes) {
    external_.Mirror(replica.target, stale, Missing(expected, shows, settled_end));
  }
  return UnmappedError(expected);
}

std::optional<std::string> Mirroring::UnmappedError(
    const std::vector<ExpectedShift>& expected) const {
  std::vector<std::string> named;
  std::string error;
  for (const ExpectedShift& shift : expected) {
    const std::string& id = shift.unmapped_user;
    if (id.empty() || std::find(named.begin(), named.end(), id) != named.end()) continue;
    named.push_back(id);
    const User* user = incident_.FindUser(id);
    error += (error.empty() ? "" : "; ");
    error += "Failed to find external user for " + (user == nullptr ? id : user->name);
  }
  if (error.empty()) return std::nullopt;
  return error;
}

std::vector<UserStatus> Mirroring::StatusesOf(const Replica& replica) const {
  std::vector<UserStatus> statuses;
  const Schedule* schedule = incident_.FindSchedule(replica.schedule_id);
  if (schedule == nullptr) return statuses;
  for (const Rotation& rotation : schedule->rotations) {
    const bool mirrored =
        std::any_of(replica.sources.begin(), replica.sources.end(),
                    [&](const Lane& source) { return source.rotation_id == rotation.id; });
    if (!mirrored) continue;
    for (const std::string& user : rotation.users) {
      const bool listed =
          std::any_of(statuses.begin(), statuses.end(),
                      [&](const UserStatus& status) { return status.user_id == user; });
      if (user == kNobody || listed) continue;
      statuses.push_back({user, ExternalUser(replica.target.provider, user)});
    }
  }
  return statuses;
}

void Mirroring::Link(Provider provider, std::string external_user_id, std::string user_id) {
  links_[{provider, std::move(external_user_id)}] = std::move(user_id);
}

std::string Mirroring::ExternalUser(Provider provider, std::string_view user_id) const {
  for (const auto& [external, linked] : links_) {
    if (external.first == provider && linked == user_id) return external.second;
  }
  if (provider != Provider::kPagerDuty) return "";
  for (const PagerDutyUser& user : external_.pagerduty().users()) {
    if (LinkedUser(user) == user_id) return user.id;
  }
  return "";
}

std::string Mirroring::LinkedUser(const PagerDutyUser& user) const {
  const auto link = links_.find({Provider::kPagerDuty, user.id});
  if (link != links_.end()) return link->second;
  for (const User& candidate : incident_.users()) {
    if (SameAddress(candidate.email, user.email)) return candidate.id;
  }
  return "";
}

std::vector<CatalogUser> Mirroring::PagerDutyCatalog() const {
  std::vector<CatalogUser> catalog;
  for (const PagerDutyUser& user : external_.pagerduty().users()) {
    catalog.push_back(
        {UlidFor("PagerDutyUser|" + user.id), user.id, user.name, user.email, LinkedUser(user)});
  }
  return catalog;
}

}  // namespace sandbox::world
