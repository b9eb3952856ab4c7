#include "sandbox/services/jsm_service.h"

#include <algorithm>

#include "nlohmann/json.hpp"
#include "sandbox/services/ops_codec.h"
#include "sandbox/world/calendar.h"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr OpsVendor kVendor = OpsVendor::kJsm;

Answer Error(int status, std::string_view message) {
  return JsonAnswer(status, {{"message", message}});
}

Answer Error(const world::Refusal& refusal) {
  const bool missing = refusal.kind == world::Refusal::Kind::kNotFound;
  return Error(missing ? 404 : 422, refusal.message);
}

Answer NoSuchSchedule() { return Error(404, "Schedule does not exist"); }

json ToJson(const world::OpsUser& user) {
  return {{"accountId", user.id},          {"accountType", "atlassian"},
          {"active", user.active},         {"displayName", user.full_name},
          {"emailAddress", user.username}, {"timeZone", "Etc/UTC"}};
}

// A page of a list by "size" and "offset".
Answer Page(const Request& request, const json& rows, std::string_view path) {
  const auto size = IntegerQuery(request, "size", 20);
  const auto offset = IntegerQuery(request, "offset", 0);
  if (!size || *size < 1 || !offset || *offset < 0) return Error(400, "size or offset is invalid");
  const auto begin = std::min(rows.size(), static_cast<std::size_t>(*offset));
  const auto end = std::min(rows.size(), begin + static_cast<std::size_t>(*size));
  json values = json::array();
  for (std::size_t i = begin; i < end; ++i) values.push_back(rows[i]);
  json body = {{"values", values}, {"links", json::object()}};
  if (end < rows.size()) {
    body["links"]["next"] =
        std::string(path) + "?size=" + std::to_string(*size) + "&offset=" + std::to_string(end);
  }
  return JsonAnswer(200, body);
}

}  // namespace

struct JsmService::Route {
  std::string_view method;
  std::string_view pattern;
  Answer (JsmService::*operation)(const Request&, const Captures&);
};

const std::vector<JsmService::Route>& JsmService::Routes() {
  using S = JsmService;
  static const auto& routes = *new std::vector<Route>{
      {"GET", "/v1/schedules", &S::ListSchedules},
      {"GET", "/v1/schedules/{id}", &S::ShowSchedule},
      {"GET", "/v1/schedules/{id}/timeline", &S::ShowTimeline},
      {"GET", "/v1/schedules/{id}/overrides", &S::ListOverrides},
      {"POST", "/v1/schedules/{id}/overrides", &S::CreateOverride},
      {"GET", "/v1/schedules/{id}/overrides/{alias}", &S::ShowOverride},
      {"PUT", "/v1/schedules/{id}/overrides/{alias}", &S::UpdateOverride},
      {"DELETE", "/v1/schedules/{id}/overrides/{alias}", &S::DeleteOverride},
      {"GET", "/rest/api/3/user", &S::ShowUser},
      {"GET", "/rest/api/3/user/search", &S::SearchUsers},
  };
  return routes;
}

Answer JsmService::Respond(const Request& request, std::string_view path) {
  const OpsKey* key = FindKey(settings_, Header(request, "Authorization"));
  if (key == nullptr) return Error(401, "Unauthorized; scope does not match");
  if (settings_.rate_limit) {
    const auto verdict = settings_.rate_limit->Take(request.received_at);
    if (!verdict.allowed) {
      Answer answer = Error(429, "Rate limit exceeded");
      answer.headers["Retry-After"] =
          std::to_string(absl::ToInt64Seconds(absl::Ceil(verdict.retry_after, absl::Seconds(1))));
      return answer;
    }
  }
  for (const std::string& base :
       {"/jsm/ops/api/" + cloud_id_, "/ops/api/" + cloud_id_, "/ex/jira/" + cloud_id_}) {
    if (path.starts_with(base + "/")) return Dispatch(request, path.substr(base.size()), *key);
  }
  if (path.starts_with("/rest/")) return Dispatch(request, path, *key);
  return Error(404, "No such site");
}

Answer JsmService::Dispatch(const Request& request, std::string_view path, const OpsKey& key) {
  for (const Route& route : Routes()) {
    if (route.method != request.method) continue;
    const auto captures = MatchPath(route.pattern, path);
    if (!captures) continue;
    if (key.read_only && request.method != "GET") return Error(403, "Forbidden");
    return (this->*route.operation)(request, *captures);
  }
  return Error(404, "Not found");
}

Answer JsmService::ListSchedules(const Request& request, const Captures& /*captures*/) {
  const std::string query = Query(request, "query").value_or("");
  const bool rotations = Query(request, "expand") == "rotation";
  json rows = json::array();
  for (const auto& schedule : world_.jsm().schedules()) {
    if (schedule.name.find(query) == std::string::npos) continue;
    rows.push_back(ToJson(kVendor, schedule, rotations));
  }
  return Page(request, rows, "/v1/schedules");
}

Answer JsmService::ShowSchedule(const Request& /*request*/, const Captures& captures) {
  const auto* schedule = world_.jsm().FindSchedule(captures[0]);
  if (schedule == nullptr) return NoSuchSchedule();
  return JsonAnswer(200, ToJson(kVendor, *schedule, true));
}

Answer JsmService::ShowTimeline(const Request& request, const Captures& captures) {
  const auto* schedule = world_.jsm().FindSchedule(captures[0]);
  if (schedule == nullptr) return NoSuchSchedule();
  const auto range = TimelineRangeOf(request, world::ZoneOf(schedule->timezone), world_.now(),
                                     settings_.timeline_from_instant);
  if (!range) return Error(400, range.error());
  const std::string expand = Query(request, "expand").value_or("");
  return JsonAnswer(200, TimelineJson(kVendor, *schedule, world_.jsm(), *range, world_.now(),
                                      expand.find("base") != std::string::npos));
}

Answer JsmService::ListOverrides(const Request& request, const Captures& captures) {
  const auto* schedule = world_.jsm().FindSchedule(captures[0]);
  if (schedule == nullptr) return NoSuchSchedule();
  json rows = json::array();
  for (const auto& value : schedule->overrides) {
    if (value.end <= world_.now()) continue;
    rows.push_back(ToJson(kVendor, value, *schedule, world_.jsm()));
  }
  return Page(request, rows, "/v1/schedules/" + schedule->id + "/overrides");
}

Answer JsmService::CreateOverride(const Request& request, const Captures& captures) {
  const auto* schedule = world_.jsm().FindSchedule(captures[0]);
  if (schedule == nullptr) return NoSuchSchedule();
  const auto body = ParseJson(request.body);
  if (!body) return Error(400, "The body is not JSON");
  Fields fields(*body, "", world_.now());
  const auto wanted = ReadOverride(kVendor, fields, *schedule, world_.jsm());
  if (const auto& problem = fields.KnownProblem()) return Error(422, *problem);
  const auto created = world_.jsm().CreateOverride(captures[0], wanted);
  if (!created) return Error(created.error());
  return JsonAnswer(201, {{"alias", created->alias}});
}

Answer JsmService::ShowOverride(const Request& /*request*/, const Captures& captures) {
  const auto* schedule = world_.jsm().FindSchedule(captures[0]);
  if (schedule == nullptr) return NoSuchSchedule();
  for (const auto& value : schedule->overrides) {
    if (value.alias != captures[1]) continue;
    return JsonAnswer(200, ToJson(kVendor, value, *schedule, world_.jsm()));
  }
  return Error(404, "Override does not exist");
}

Answer JsmService::UpdateOverride(const Request& request, const Captures& captures) {
  const auto* schedule = world_.jsm().FindSchedule(captures[0]);
  if (schedule == nullptr) return NoSuchSchedule();
  const auto body = ParseJson(request.body);
  if (!body) return Error(400, "The body is not JSON");
  Fields fields(*body, "", world_.now());
  const auto wanted = ReadOverride(kVendor, fields, *schedule, world_.jsm());
  if (const auto& problem = fields.KnownProblem()) return Error(422, *problem);
  const auto updated = world_.jsm().UpdateOverride(captures[0], captures[1], wanted);
  if (!updated) return Error(updated.error());
  return JsonAnswer(200, {{"alias", updated->alias}});
}

Answer JsmService::DeleteOverride(const Request& /*request*/, const Captures& captures) {
  const auto deleted = world_.jsm().DeleteOverride(captures[0], captures[1]);
  return deleted ? EmptyAnswer(204) : Error(deleted.error());
}

Answer JsmService::ShowUser(const Request& request, const Captures& /*captures*/) {
  const auto* user = world_.jsm().FindUser(Query(request, "accountId").value_or(""));
  if (user == nullptr) {
    return JsonAnswer(404, {{"errorMessages", json::array({"Specified user does not exist"})}});
  }
  return JsonAnswer(200, ToJson(*user));
}

Answer JsmService::SearchUsers(const Request& request, const Captures& /*captures*/) {
  const std::string query = Query(request, "query").value_or("");
  json rows = json::array();
  for (const auto& user : world_.jsm().users()) {
    if (user.username == query || user.full_name.find(query) != std::string::npos) {
      rows.push_back(ToJson(user));
    }
  }
  return JsonAnswer(200, rows);
}

}  // namespace sandbox
