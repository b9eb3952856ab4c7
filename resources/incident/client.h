// The incident.io API: one method per endpoint. Safe to call from any thread at once; all calls
// share one rate budget. An answer that lacks what was asked for, or that speaks of another object,
// is an error of kind kGarbled: no method ever returns an object the API did not send. Lists are
// complete: paging happens inside.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "absl/time/time.h"
#include "resources/http/api_error.h"
#include "resources/http/client.h"
#include "resources/incident/types.h"

namespace incident {

struct Options : http::Access {
  std::string api_key;
  int requests_per_minute = 1200;
};

template <typename T>
using Result = tl::expected<T, http::ApiError>;

struct UserFilter {
  // Matched by the API; several users may share one address.
  std::optional<std::string> email;
};

class Client {
 public:
  // Makes no request.
  Client(const Options& options, http::Platform platform);

  Result<ReplicaList> ListReplicas(const ids::ScheduleId& schedule, const http::CallLimits& limits);
  Result<Replica> ShowReplica(const ids::ScheduleId& schedule, const ids::ReplicaId& replica,
                              const http::CallLimits& limits);
  // Sent once; repeated only when it surely had no effect. After an error with `outcome_unknown`
  // the replica may exist.
  Result<Replica> CreateReplica(const NewReplica& wanted, const http::CallLimits& limits);
  // kNotFound when it does not exist, which is also the answer to a repeated delete.
  Result<void> DeleteReplica(const ids::ScheduleId& schedule, const ids::ReplicaId& replica,
                             const http::CallLimits& limits);

  Result<Schedule> ShowSchedule(const ids::ScheduleId& schedule, const http::CallLimits& limits);
  Result<std::vector<Schedule>> ListSchedules(const http::CallLimits& limits);
  // Everything that overlaps [from, until).
  Result<Entries> ScheduleEntries(const ids::ScheduleId& schedule, absl::Time from,
                                  absl::Time until, const http::CallLimits& limits);

  // The inactive included.
  Result<std::vector<User>> ListUsers(const UserFilter& filter, const http::CallLimits& limits);
  Result<User> ShowUser(const ids::UserId& user, const http::CallLimits& limits);

  Result<std::vector<CatalogType>> CatalogTypes(const http::CallLimits& limits);
  Result<std::vector<CatalogEntry>> CatalogEntries(const std::string& catalog_type_id,
                                                   const http::CallLimits& limits);

 private:
  http::Client http_;
};

}  // namespace incident
