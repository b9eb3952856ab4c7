// What one configured provider can do: read incident.io, each thing once however many resources
// ask, and create and delete replicas without ever making one twice. Made by Configure without a
// request, dropped by the next Configure; safe to call from any thread. Without access to the API
// every call answers an error that says so.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
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
#include "resources/oncall/shared_read.h"

namespace oncall {

// Why an API cannot be asked.
struct NoAccess {
  enum class Reason {
    kMissing,  // neither configured nor in the environment
    kUnknown,  // the configuration has a value that is only known after apply
  };
  Reason reason = Reason::kMissing;
  std::string attribute = "api_key";
  // Empty when no variable stands in for the attribute.
  std::string variable = "INCIDENT_API_KEY";
};

struct Settings {
  std::variant<NoAccess, incident::Options> incident;
  DriftCheck drift_check = DriftCheck::kWarn;
};

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

template <typename T>
using Result = tl::expected<T, http::ApiError>;

class OnCall {
 public:
  explicit OnCall(Settings settings, http::Platform platform = http::SystemPlatform());

  // Null when incident.io can be asked.
  const NoAccess* no_access() const;
  DriftCheck drift_check() const { return drift_check_; }
  Claims& claims() { return claims_; }
  http::Clock& clock() const { return *clock_; }

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

  // ---- Read anew

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

  // For setting things right after `limits` ended an operation: a moment more.
  http::CallLimits ToSettle(const http::CallLimits& limits) const;

 private:
  http::ApiError NoAccessError() const;

  const std::optional<NoAccess> no_access_;
  const DriftCheck drift_check_;
  const std::shared_ptr<http::Clock> clock_;
  const std::unique_ptr<incident::Client> incident_;  // null without access
  SharedRead<ids::ScheduleId, incident::ReplicaList> replicas_;
  SharedRead<ids::ScheduleId, incident::Schedule> schedules_;
  SharedRead<std::monostate, std::vector<incident::Schedule>> all_schedules_;
  Claims claims_;
};

}  // namespace oncall
