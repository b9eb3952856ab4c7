// One system that schedules are mirrored into, whichever it is: what its schedules show and who its
// people are. Safe to call from any thread at once; made without a request.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "absl/time/time.h"
#include "resources/http/api_error.h"
#include "resources/http/client.h"
#include "resources/ids/ids.h"
#include "resources/mirror/replica.h"
#include "resources/oncall/settings.h"

namespace oncall {

struct ExternalSchedule {
  std::string name;       // Empty when the system does not tell.
  std::string time_zone;  // The same.
  std::vector<mirror::ActualEntry> entries;
  // Of the people in `entries`, as far as they are known.
  std::map<ids::ExternalUserId, std::string> names;
};

// External users by their e-mail addresses, in lower case.
using Addresses = std::map<std::string, ids::ExternalUserId>;

class ExternalSystem {
 public:
  virtual ~ExternalSystem() = default;

  // What the schedule shows in [from, until), and perhaps more.
  virtual tl::expected<ExternalSchedule, http::ApiError> Read(
      const ids::ExternalScheduleId& schedule, absl::Time from, absl::Time until,
      const http::CallLimits& limits) = 0;

  // What the schedule would show there without any override, for which one answer has to do; null
  // when that does not tell.
  virtual tl::expected<std::optional<ExternalSchedule>, http::ApiError> ReadBase(
      const ids::ExternalScheduleId& schedule, absl::Time from, absl::Time until,
      const http::CallLimits& limits) = 0;

  // Null when the API does not tell addresses.
  virtual tl::expected<std::optional<Addresses>, http::ApiError> ReadAddresses(
      const http::CallLimits& limits) = 0;
};

// Exactly one of the two is there.
struct ExternalAccess {
  std::optional<NoAccess> no_access;
  std::unique_ptr<ExternalSystem> system;
};

// The systems that can be checked, by normalised provider.
std::map<std::string, ExternalAccess, std::less<>> ExternalSystems(const Settings& settings,
                                                                   const http::Platform& platform);

}  // namespace oncall
