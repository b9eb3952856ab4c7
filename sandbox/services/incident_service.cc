// Dispatch, rights and errors; the operations are in incident_schedules.cc, incident_replicas.cc
// and incident_people.cc.
#include "sandbox/services/incident_service.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/time.h"
#include "nlohmann/json.hpp"
#include "sandbox/services/incident_routes.h"

namespace sandbox {
namespace {

using nlohmann::json;

// What each role of an API key allows. The vendor publishes names of roles and of scopes, not the
// table between them.
struct Grant {
  std::string_view role;
  std::string_view scope;
};
constexpr std::array<Grant, 15> kGrants = {{
    {"schedules_reader", "schedules.view"},
    {"schedules_editor", "schedules.view"},
    {"schedules_editor", "schedules.create"},
    {"schedules_editor", "schedules.update"},
    {"schedules_editor", "schedules.destroy"},
    {"schedule_overrides_editor", "schedules.view"},
    {"schedule_overrides_editor", "schedule_overrides.create"},
    {"schedule_overrides_editor", "schedule_overrides.update"},
    {"schedule_overrides_editor", "schedule_overrides.destroy"},
    {"viewer", "schedules.view"},
    {"viewer", "users.view"},
    {"catalog_viewer", "catalog_types.view"},
    {"catalog_viewer", "catalog_entries.view"},
    {"catalog_editor", "catalog_types.view"},
    {"catalog_editor", "catalog_entries.view"},
}};

bool Allows(const IncidentKey& key, std::string_view scope) {
  if (scope.empty() || key.roles.empty()) return true;
  return std::any_of(kGrants.begin(), kGrants.end(), [&](const Grant& grant) {
    return grant.scope == scope &&
           std::find(key.roles.begin(), key.roles.end(), grant.role) != key.roles.end();
  });
}

const IncidentKey* FindKey(const std::vector<IncidentKey>& keys, std::string_view header) {
  constexpr std::string_view kScheme = "Bearer ";
  if (!header.starts_with(kScheme)) return nullptr;
  const std::string_view text = header.substr(kScheme.size());
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const auto& key) { return key.key == text; });
  return found == keys.end() ? nullptr : &*found;
}

std::string RequestId(std::uint64_t number) {
  char text[40];
  std::snprintf(text, sizeof(text), "5a4db0c5-0000-4000-8000-%012llx",
                static_cast<unsigned long long>(number));
  return text;
}

constexpr int kLimit = 1200;  // requests a minute

void AddRateHeaders(const RateLimit::Verdict& verdict, absl::Time now, Answer& answer) {
  const std::string limit = std::to_string(verdict.limit);
  answer.headers["X-RateLimit-Limit"] = limit + ", " + limit + ";window=60";
  answer.headers["X-RateLimit-Remaining"] = std::to_string(verdict.remaining);
  answer.headers["X-RateLimit-Used"] = std::to_string(verdict.limit - verdict.remaining);
  answer.headers["X-RateLimit-Reset"] =
      std::to_string(absl::ToUnixSeconds(now) + absl::ToInt64Seconds(verdict.full_in));
}

}  // namespace

const std::vector<IncidentService::Route>& IncidentService::Routes() {
  using S = IncidentService;
  static const auto& routes = *new std::vector<Route>{
      {"GET", "/v1/identity", "", &S::Identity},
      {"GET", "/v2/schedules", "schedules.view", &S::ListSchedules},
      {"POST", "/v2/schedules", "schedules.create", &S::CreateSchedule},
      {"GET", "/v2/schedules/{id}", "schedules.view", &S::ShowSchedule},
      {"PUT", "/v2/schedules/{id}", "schedules.update", &S::UpdateSchedule},
      {"DELETE", "/v2/schedules/{id}", "schedules.destroy", &S::DeleteSchedule},
      {"POST", "/v2/schedules/{id}/actions/preview_entries", "schedules.view", &S::PreviewEntries},
      {"GET", "/v2/schedule_entries", "schedules.view", &S::ListEntries},
      {"GET", "/v2/schedule_overrides", "schedules.view", &S::ListOverrides},
      {"POST", "/v2/schedule_overrides", "schedule_overrides.create", &S::CreateOverride},
      {"GET", "/v2/schedule_overrides/{id}", "schedules.view", &S::ShowOverride},
      {"PUT", "/v2/schedule_overrides/{id}", "schedule_overrides.update", &S::UpdateOverride},
      {"DELETE", "/v2/schedule_overrides/{id}", "schedule_overrides.destroy", &S::DeleteOverride},
      {"GET", "/v2/schedules/{id}/replicas", "schedules.view", &S::ListReplicas},
      {"POST", "/v2/schedules/{id}/replicas", "schedules.update", &S::CreateReplica},
      {"GET", "/v2/schedules/{id}/replicas/{id}", "schedules.view", &S::ShowReplica},
      {"DELETE", "/v2/schedules/{id}/replicas/{id}", "schedules.update", &S::DeleteReplica},
      {"GET", "/v2/users", "users.view", &S::ListUsers},
      {"GET", "/v2/users/{id}", "users.view", &S::ShowUser},
      {"GET", "/v3/catalog_types", "catalog_types.view", &S::ListCatalogTypes},
      {"GET", "/v3/catalog_types/{id}", "catalog_types.view", &S::ShowCatalogType},
      {"GET", "/v3/catalog_entries", "catalog_entries.view", &S::ListCatalogEntries},
      {"GET", "/v3/catalog_entries/{id}", "catalog_entries.view", &S::ShowCatalogEntry},
  };
  return routes;
}

Answer IncidentService::Respond(const Request& request, std::string_view path) {
  ++requests_;
  const std::string authorization = Header(request, "Authorization");
  if (authorization.empty()) {
    return Error(401, "authentication_error", "missing_authorization_material",
                 "No authorization material provided in request");
  }
  const IncidentKey* key = FindKey(settings_.keys, authorization);
  if (key == nullptr) {
    return Error(401, "authentication_error", "invalid_authorization_material",
                 "The API key provided is not valid");
  }
  const RateLimit::Verdict unlimited{true, kLimit, kLimit - 1, {}, absl::Milliseconds(50)};
  const auto verdict =
      settings_.rate_limit ? settings_.rate_limit->Take(request.received_at) : unlimited;
  Answer answer = verdict.allowed ? Dispatch(request, path, *key)
                                  : TooManyRequests(verdict, request.received_at);
  AddRateHeaders(verdict, request.received_at, answer);
  return answer;
}

Answer IncidentService::Dispatch(const Request& request, std::string_view path,
                                 const IncidentKey& key) {
  bool known_path = false;
  for (const Route& route : Routes()) {
    const auto captures = MatchPath(route.pattern, path);
    if (!captures) continue;
    known_path = true;
    if (route.method != request.method) continue;
    if (!Allows(key, route.scope)) {
      return Error(403, "resource_forbidden", "insufficient_permissions",
                   "This API key does not have the scope " + std::string(route.scope) +
                       " that this endpoint needs");
    }
    return (this->*route.operation)({request, *captures, key});
  }
  if (known_path) {
    return Error(405, "method_not_allowed", "method_not_allowed", "Method not allowed");
  }
  return Error(404, "not_found", "not_found", "Resource not found");
}

Answer IncidentService::Error(int status, std::string_view type, std::string_view code,
                              std::string_view message, std::string_view field) {
  json error = {{"code", code}, {"message", message}};
  if (!field.empty()) {
    error["source"] = {{"field", field}, {"pointer", "/" + std::string(field)}};
  }
  return JsonAnswer(status, {{"type", type},
                             {"status", status},
                             {"request_id", RequestId(requests_)},
                             {"errors", json::array({std::move(error)})}});
}

Answer IncidentService::Error(const world::Refusal& refusal) {
  switch (refusal.kind) {
    case world::Refusal::Kind::kNotFound:
      return Error(404, "not_found", "not_found", refusal.message);
    case world::Refusal::Kind::kConflict:
      return Error(409, "conflict", "conflict", refusal.message);
    case world::Refusal::Kind::kInvalid:
      break;
  }
  return Error(422, "validation_error", "invalid_value", refusal.message, refusal.field);
}

Answer IncidentService::TooManyRequests(const RateLimit::Verdict& verdict, absl::Time now) {
  const auto seconds = absl::ToInt64Seconds(absl::Ceil(verdict.retry_after, absl::Seconds(1)));
  Answer answer = JsonAnswer(
      429, {{"type", "too_many_requests"},
            {"status", 429},
            {"request_id", RequestId(requests_)},
            {"rate_limit",
             {{"name", "api_key_sandbox"},
              {"limit", verdict.limit},
              {"remaining", 0},
              {"retry_after", IncidentTime(now + absl::Seconds(seconds))}}},
            {"errors", json::array({{{"code", "too_many_requests"},
                                     {"message", "Too many requests hit the API too quickly"}}})}});
  answer.headers["Retry-After"] = std::to_string(seconds);
  return answer;
}

Answer IncidentService::Unreadable(const Fields& fields) {
  const std::string message = fields.KnownProblem().value_or("The request cannot be read.");
  const bool required = message.ends_with("is required.");
  return Error(422, "validation_error", required ? "is_required" : "invalid_value", message,
               fields.failed_field());
}

Answer IncidentService::NotJson() {
  return Error(400, "invalid_request_error", "invalid_json", "The request body is not valid JSON");
}

Answer IncidentService::Identity(const Call& call) {
  const IncidentKey& key = call.key;
  return JsonAnswer(200, {{"identity",
                           {{"name", key.name},
                            {"dashboard_url", "https://app.incident.io/sandbox"},
                            {"roles", key.roles},
                            {"teams", json::array()},
                            {"team_roles", json::array()}}}});
}

}  // namespace sandbox
