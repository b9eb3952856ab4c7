// incident.io's public API over the world: identity, schedules, entries, overrides, replicas, users
// and the part of the catalog that links people to PagerDuty. The service keeps a reference to the
// world. Not safe for threads.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "nlohmann/json_fwd.hpp"
#include "sandbox/services/exchange.h"
#include "sandbox/services/incident_codec.h"
#include "sandbox/services/rate_limit.h"
#include "sandbox/world/world.h"

namespace sandbox {

struct IncidentKey {
  std::string key;
  std::string name = "Sandbox key";
  // Names of roles as in the product; none means every right.
  std::vector<std::string> roles;
};

struct IncidentSettings {
  std::vector<IncidentKey> keys = {{"sandbox-incident-key"}};
  IncidentSpelling spelling;
  // How many final entries make a page.
  int entries_page_size = 500;
  // Replicas that exist but are left out of lists; "*" stands for all.
  std::set<std::string, std::less<>> hidden_replicas;
  std::optional<RateLimit> rate_limit;
};

class IncidentService {
 public:
  IncidentService(world::World& world, IncidentSettings settings)
      : world_(world), settings_(std::move(settings)) {}

  // `path` is below the base path, as "/v2/schedules".
  Answer Respond(const Request& request, std::string_view path);

  IncidentSettings& settings() { return settings_; }

 private:
  struct Route;
  struct Call {
    const Request& request;
    const Captures& captures;
    const IncidentKey& key;
  };
  static const std::vector<Route>& Routes();

  Answer Dispatch(const Request& request, std::string_view path, const IncidentKey& key);
  Answer Error(int status, std::string_view type, std::string_view code, std::string_view message,
               std::string_view field = "");
  Answer Error(const world::Refusal& refusal);
  Answer TooManyRequests(const RateLimit::Verdict& verdict, absl::Time now);
  // The 422 of a body that cannot be read.
  Answer Unreadable(const Fields& fields);
  Answer NotJson();

  Answer Identity(const Call& call);
  Answer ListSchedules(const Call& call);
  Answer CreateSchedule(const Call& call);
  Answer ShowSchedule(const Call& call);
  Answer UpdateSchedule(const Call& call);
  Answer DeleteSchedule(const Call& call);
  Answer ListEntries(const Call& call);
  Answer PreviewEntries(const Call& call);
  Answer ListOverrides(const Call& call);
  Answer CreateOverride(const Call& call);
  Answer ShowOverride(const Call& call);
  Answer UpdateOverride(const Call& call);
  Answer DeleteOverride(const Call& call);
  Answer ListReplicas(const Call& call);
  Answer CreateReplica(const Call& call);
  Answer ShowReplica(const Call& call);
  Answer DeleteReplica(const Call& call);
  Answer ListUsers(const Call& call);
  Answer ShowUser(const Call& call);
  Answer ListCatalogTypes(const Call& call);
  Answer ShowCatalogType(const Call& call);
  Answer ListCatalogEntries(const Call& call);
  Answer ShowCatalogEntry(const Call& call);

  nlohmann::json WithShifts(const world::Schedule& schedule, bool next_shifts) const;
  std::vector<nlohmann::json> CatalogEntries(std::string_view type_id) const;

  world::World& world_;
  IncidentSettings settings_;
  std::uint64_t requests_ = 0;
};

}  // namespace sandbox
