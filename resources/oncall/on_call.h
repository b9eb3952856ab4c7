// What one configured provider can do: read incident.io, each thing once however many resources
// ask, and create and delete replicas without ever making one twice. Made by Configure without a
// request, dropped by the next Configure; safe to call from any thread. Without access to the API
// every call answers an error that says so.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "resources/http/client.h"
#include "resources/ids/ids.h"
#include "resources/incident/client.h"
#include "resources/incident/types.h"
#include "resources/oncall/arguments.h"
#include "resources/oncall/claims.h"
#include "resources/oncall/drift_check.h"
#include "resources/oncall/external_system.h"
#include "resources/oncall/mentions.h"
#include "resources/oncall/settings.h"
#include "resources/oncall/shared_read.h"

namespace oncall {

// Why there is no new replica.
struct NotCreated {
  http::ApiError error;
  // The replicas that the schedule had before the request was sent; empty when it was not sent.
  std::set<ids::ReplicaId> before;
};

// Why no replica came of a request whose answer was lost.
struct NotLanded {
  // Set when the schedule's replicas could not be listed.
  std::optional<http::ApiError> unreadable;
  // New replicas that all equal the wanted one: two or more, or none.
  std::vector<incident::Replica> candidates;
};

// Who is whom in an external system, for people whom no replica's own answer names yet.
struct Accounts {
  // By the link of the incident.io catalog. Null when the catalog tells nothing of this system.
  std::optional<std::map<ids::UserId, ids::ExternalUserId>> linked;
  // Null when the system was not asked, or does not tell.
  std::optional<Addresses> addresses;
};

template <typename T>
using Result = tl::expected<T, http::ApiError>;

class OnCall {
 public:
  OnCall(const Settings& settings, http::Platform platform);

  // Null when incident.io can be asked.
  const NoAccess* no_access() const;
  DriftCheck drift_check() const { return drift_check_; }
  Claims& claims() { return claims_; }
  Mentions& mentions() { return mentions_; }
  http::Clock& clock() const { return *clock_; }

  // Null when the system of this provider can be asked.
  const NoAccess* no_access_to(std::string_view provider) const;
  // The moment that all checks of this configured provider speak of: that of the first one.
  absl::Time CheckTime();

  // ---- Read once and shared

  Shared<incident::ReplicaList> Replicas(const ids::ScheduleId& schedule,
                                         const http::CallLimits& limits);
  // From the schedule's list; one that the list lacks is asked for alone. kNotFound only when both
  // say so.
  Result<incident::Replica> FindReplica(const ids::ScheduleId& schedule,
                                        const ids::ReplicaId& replica,
                                        const http::CallLimits& limits);
  Shared<incident::Schedule> Schedule(const ids::ScheduleId& schedule,
                                      const http::CallLimits& limits);
  Shared<std::vector<incident::Schedule>> Schedules(const http::CallLimits& limits);
  // Who is on call in the `days` from `from` on.
  Shared<incident::Entries> Entries(const ids::ScheduleId& schedule, absl::Time from,
                                    std::int64_t days, const http::CallLimits& limits);
  // What an external schedule shows in the `days` from `from` on.
  Shared<ExternalSchedule> External(const Target& target, absl::Time from, std::int64_t days,
                                    const http::CallLimits& limits);
  // What it would show there without overrides; null when its system does not tell.
  Shared<std::optional<ExternalSchedule>> Base(const Target& target, absl::Time from,
                                               std::int64_t days, const http::CallLimits& limits);
  // Never an error: what cannot be read is null.
  Shared<Accounts> AccountsIn(std::string_view provider, const http::CallLimits& limits);

  // ---- Read anew; what is learnt of a replica is told to those who ask for the list

  Result<incident::Replica> ShowReplica(const ids::ScheduleId& schedule,
                                        const ids::ReplicaId& replica,
                                        const http::CallLimits& limits);
  Result<std::vector<incident::User>> ListUsers(const incident::UserFilter& filter,
                                                const http::CallLimits& limits);
  Result<incident::User> ShowUser(const ids::UserId& user, const http::CallLimits& limits);

  // ---- Write

  // Never sends anything before the schedule's replicas are known, and never sends it twice.
  tl::expected<incident::Replica, NotCreated> CreateReplica(const incident::NewReplica& wanted,
                                                            const http::CallLimits& limits);

  // After a create whose outcome is unknown: lists again and adopts the one replica that equals the
  // wanted one, was not there before and is nobody's.
  tl::expected<incident::Replica, NotLanded> FindLanded(const incident::NewReplica& wanted,
                                                        const NotCreated& lost,
                                                        const http::CallLimits& limits);

  // Adopts the replica that planning announced. Null when it is gone, differs by now, or another
  // resource has it; an error when the list cannot be read.
  Result<std::optional<incident::Replica>> AdoptReplica(const incident::NewReplica& wanted,
                                                        const ids::ReplicaId& replica,
                                                        const http::CallLimits& limits);

  // Success when it does not exist afterwards, whoever deleted it and also when an answer was lost.
  // Whether it may be deleted at all, Claims::MayDelete knows.
  Result<void> DeleteReplica(const ids::ScheduleId& schedule, const ids::ReplicaId& replica,
                             const http::CallLimits& limits);

  // For setting things right after `limits` ended an operation: ten seconds more, or one after an
  // interrupt. A settling within another one gets nothing more, and all that is settled after one
  // interrupt ends a second after that was first noticed here.
  http::CallLimits ToSettle(const http::CallLimits& limits);

 private:
  http::ApiError NoAccessError() const;
  absl::Time SettledBy(const std::stop_token& interrupt);
  ExternalSystem* SystemOf(std::string_view provider) const;

  const std::optional<NoAccess> no_access_;
  const DriftCheck drift_check_;
  const std::shared_ptr<http::Clock> clock_;
  const std::map<std::string, ExternalAccess, std::less<>> external_;
  const std::unique_ptr<incident::Client> incident_;  // null without access
  SharedRead<ids::ScheduleId, incident::ReplicaList> replicas_;
  SharedRead<ids::ScheduleId, incident::Schedule> schedules_;
  SharedRead<std::monostate, std::vector<incident::Schedule>> all_schedules_;
  SharedRead<std::tuple<ids::ScheduleId, absl::Time, std::int64_t>, incident::Entries> entries_;
  SharedRead<std::tuple<Target, absl::Time, std::int64_t>, ExternalSchedule> shown_;
  SharedRead<std::tuple<Target, absl::Time, std::int64_t>, std::optional<ExternalSchedule>> base_;
  SharedRead<std::string, Accounts> accounts_;
  std::once_flag check_time_is_set_;
  absl::Time check_time_;
  Claims claims_;
  Mentions mentions_;
  std::mutex settling_;
  // The interrupts that were noticed, each with the end of what may be settled after it.
  std::vector<std::pair<std::stop_token, absl::Time>> interrupts_;
};

}  // namespace oncall
