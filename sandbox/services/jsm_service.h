// Jira Service Management's operations API over the world, and the user lookup of the platform:
// schedules, timelines, overrides, people. The service keeps a reference to the world. Not safe for
// threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nlohmann/json_fwd.hpp"
#include "sandbox/services/exchange.h"
#include "sandbox/services/ops_service.h"
#include "sandbox/world/world.h"

namespace sandbox {

class JsmService {
 public:
  JsmService(world::World& world, OpsSettings settings, std::string cloud_id)
      : world_(world), settings_(std::move(settings)), cloud_id_(std::move(cloud_id)) {}

  // `path` is below the base path: "/jsm/ops/api/{cloudId}/v1/...", also without its first part,
  // and
  // "/rest/api/3/user", also below "/ex/jira/{cloudId}".
  Answer Respond(const Request& request, std::string_view path);

  OpsSettings& settings() { return settings_; }
  const std::string& cloud_id() const { return cloud_id_; }

 private:
  struct Route;
  static const std::vector<Route>& Routes();
  Answer Dispatch(const Request& request, std::string_view path, const OpsKey& key);

  Answer ListSchedules(const Request& request, const Captures& captures);
  Answer ShowSchedule(const Request& request, const Captures& captures);
  Answer ShowTimeline(const Request& request, const Captures& captures);
  Answer ListOverrides(const Request& request, const Captures& captures);
  Answer CreateOverride(const Request& request, const Captures& captures);
  Answer ShowOverride(const Request& request, const Captures& captures);
  Answer UpdateOverride(const Request& request, const Captures& captures);
  Answer DeleteOverride(const Request& request, const Captures& captures);
  Answer ShowUser(const Request& request, const Captures& captures);
  Answer SearchUsers(const Request& request, const Captures& captures);

  world::World& world_;
  OpsSettings settings_;
  std::string cloud_id_;
};

}  // namespace sandbox
