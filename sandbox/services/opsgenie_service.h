// Opsgenie's REST API over the world, as far as schedules need it: schedules, timelines, overrides,
// on-calls and users. The service keeps a reference to the world. Not safe for threads.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "nlohmann/json_fwd.hpp"
#include "sandbox/services/exchange.h"
#include "sandbox/services/ops_service.h"
#include "sandbox/world/world.h"

namespace sandbox {

class OpsgenieService {
 public:
  OpsgenieService(world::World& world, OpsSettings settings)
      : world_(world), settings_(std::move(settings)) {}

  // `path` is below the base path, as "/v2/schedules".
  Answer Respond(const Request& request, std::string_view path);

  OpsSettings& settings() { return settings_; }

 private:
  struct Route;
  static const std::vector<Route>& Routes();
  Answer Dispatch(const Request& request, std::string_view path, const OpsKey& key);
  Answer Data(int status, const nlohmann::json& data) const;
  Answer Error(int status, int code, std::string_view message) const;
  Answer Error(const world::Refusal& refusal) const;
  // By id or, when the query parameter `type_name` says so, by name; null when there is none.
  const world::OpsSchedule* Find(const Request& request, const std::string& identifier,
                                 std::string_view type_name) const;

  Answer ListSchedules(const Request& request, const Captures& captures);
  Answer ShowSchedule(const Request& request, const Captures& captures);
  Answer ShowTimeline(const Request& request, const Captures& captures);
  Answer ShowOnCalls(const Request& request, const Captures& captures);
  Answer ListOverrides(const Request& request, const Captures& captures);
  Answer CreateOverride(const Request& request, const Captures& captures);
  Answer ShowOverride(const Request& request, const Captures& captures);
  Answer UpdateOverride(const Request& request, const Captures& captures);
  Answer DeleteOverride(const Request& request, const Captures& captures);
  Answer ListUsers(const Request& request, const Captures& captures);
  Answer ShowUser(const Request& request, const Captures& captures);

  world::World& world_;
  OpsSettings settings_;
  std::uint64_t requests_ = 0;
};

}  // namespace sandbox
