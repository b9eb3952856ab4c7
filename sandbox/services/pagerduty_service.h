// PagerDuty's REST API over the world, as far as schedules need it: schedules with rendered
// entries, overrides, users, abilities, and the third version's view of shift-based schedules. The
// service keeps a reference to the world. Not safe for threads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nlohmann/json_fwd.hpp"
#include "sandbox/services/exchange.h"
#include "sandbox/services/rate_limit.h"
#include "sandbox/world/world.h"

namespace sandbox {

struct PagerDutyKey {
  std::string token;
  bool read_only = false;
};

struct PagerDutySettings {
  std::vector<PagerDutyKey> keys = {{"sandbox-pagerduty-token"}};
  std::optional<RateLimit> rate_limit;
};

class PagerDutyService {
 public:
  PagerDutyService(world::World& world, PagerDutySettings settings)
      : world_(world), settings_(std::move(settings)) {}

  // `path` is below the base path, as "/schedules".
  Answer Respond(const Request& request, std::string_view path);

  PagerDutySettings& settings() { return settings_; }

 private:
  struct Route;
  static const std::vector<Route>& Routes();
  Answer Dispatch(const Request& request, std::string_view path, const PagerDutyKey& key);

  Answer ListSchedules(const Request& request, const Captures& captures);
  Answer ShowSchedule(const Request& request, const Captures& captures);
  Answer ShowScheduleV3(const Request& request, const Captures& captures);
  Answer ListScheduleUsers(const Request& request, const Captures& captures);
  Answer ListOverrides(const Request& request, const Captures& captures);
  Answer CreateOverrides(const Request& request, const Captures& captures);
  Answer DeleteOverride(const Request& request, const Captures& captures);
  Answer ListUsers(const Request& request, const Captures& captures);
  Answer ShowUser(const Request& request, const Captures& captures);
  Answer ListAbilities(const Request& request, const Captures& captures);
  Answer ShowAbility(const Request& request, const Captures& captures);

  world::World& world_;
  PagerDutySettings settings_;
};

}  // namespace sandbox
