#include "sandbox/services/opsgenie_service.h"

#include <algorithm>

#include "nlohmann/json.hpp"
#include "sandbox/services/ops_codec.h"
#include "sandbox/world/calendar.h"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr OpsVendor kVendor = OpsVendor::kOpsgenie;

json ToJson(const world::OpsUser& user) {
  return {{"id", user.id},
          {"username", user.username},
          {"fullName", user.full_name},
          {"role", {{"id", "User"}, {"name", "User"}}},
          {"blocked", !user.active},
          {"verified", true},
          {"timeZone", "Etc/UTC"},
          {"locale", "en_US"}};
}

const world::OpsOverride* FindOverride(const world::OpsSchedule& schedule,
                                       const std::string& alias) {
  const auto found = std::find_if(schedule.overrides.begin(), schedule.overrides.end(),
                                  [&](const auto& value) { return value.alias == alias; });
  return found == schedule.overrides.end() ? nullptr : &*found;
}

}  // namespace

struct OpsgenieService::Route {
  std::string_view method;
  std::string_view pattern;
  Answer (OpsgenieService::*operation)(const Request&, const Captures&);
};

const std::vector<OpsgenieService::Route>& OpsgenieService::Routes() {
  using S = OpsgenieService;
  static const auto& routes = *new std::vector<Route>{
      {"GET", "/v2/schedules", &S::ListSchedules},
      {"GET", "/v2/schedules/{id}", &S::ShowSchedule},
      {"GET", "/v2/schedules/{id}/timeline", &S::ShowTimeline},
      {"GET", "/v2/schedules/{id}/on-calls", &S::ShowOnCalls},
      {"GET", "/v2/schedules/{id}/overrides", &S::ListOverrides},
      {"POST", "/v2/schedules/{id}/overrides", &S::CreateOverride},
      {"GET", "/v2/schedules/{id}/overrides/{alias}", &S::ShowOverride},
      {"PUT", "/v2/schedules/{id}/overrides/{alias}", &S::UpdateOverride},
      {"DELETE", "/v2/schedules/{id}/overrides/{alias}", &S::DeleteOverride},
      {"GET", "/v2/users", &S::ListUsers},
      {"GET", "/v2/users/{id}", &S::ShowUser},
  };
  return routes;
}

Answer OpsgenieService::Respond(const Request& request, std::string_view path) {
  ++requests_;
  const OpsKey* key = FindKey(settings_, Header(request, "Authorization"));
  if (key == nullptr) return Error(401, 40101, "Could not authenticate");
  const bool throttled =
      settings_.rate_limit && !settings_.rate_limit->Take(request.received_at).allowed;
  Answer answer = throttled ? Error(429, 42901, "You are making too many requests!")
                            : Dispatch(request, path, *key);
  answer.headers["X-RateLimit-State"] = throttled ? "THROTTLED" : "OK";
  if (throttled) {
    answer.headers["X-RateLimit-Reason"] = "ACCOUNT";
    answer.headers["X-RateLimit-Period-In-Sec"] = "60";
  }
  return answer;
}

Answer OpsgenieService::Dispatch(const Request& request, std::string_view path, const OpsKey& key) {
  for (const Route& route : Routes()) {
    if (route.method != request.method) continue;
    const auto captures = MatchPath(route.pattern, path);
    if (!captures) continue;
    if (key.read_only && request.method != "GET") {
      return Error(403, 40301, "You are not authorized to make this request");
    }
    return (this->*route.operation)(request, *captures);
  }
  return Error(404, 40401, "Resource not found");
}

Answer OpsgenieService::Data(int status, const json& data) const {
  return JsonAnswer(
      status,
      {{"data", data}, {"took", 0.01}, {"requestId", "sandbox-" + std::to_string(requests_)}});
}

Answer OpsgenieService::Error(int status, int code, std::string_view message) const {
  Answer answer = JsonAnswer(status, {{"message", message},
                                      {"code", code},
                                      {"took", 0.01},
                                      {"requestId", "sandbox-" + std::to_string(requests_)}});
  answer.headers["X-Opsgenie-Errortype"] = status == 422 ? "ValidationError" : "RequestError";
  return answer;
}

Answer OpsgenieService::Error(const world::Refusal& refusal) const {
  const bool missing = refusal.kind == world::Refusal::Kind::kNotFound;
  return missing ? Error(404, 40401, refusal.message) : Error(422, 42201, refusal.message);
}

const world::OpsSchedule* OpsgenieService::Find(const Request& request,
                                                const std::string& identifier,
                                                std::string_view type_name) const {
  const bool by_name = Query(request, type_name) == "name";
  return by_name ? world_.opsgenie().FindScheduleNamed(identifier)
                 : world_.opsgenie().FindSchedule(identifier);
}

Answer OpsgenieService::ListSchedules(const Request& request, const Captures& /*captures*/) {
  const bool rotations = Query(request, "expand") == "rotation";
  json rows = json::array();
  for (const auto& schedule : world_.opsgenie().schedules()) {
    rows.push_back(ToJson(kVendor, schedule, rotations));
  }
  return Data(200, rows);
}

Answer OpsgenieService::ShowSchedule(const Request& request, const Captures& captures) {
  const auto* schedule = Find(request, captures[0], "identifierType");
  if (schedule == nullptr) return Error(404, 40401, "Schedule does not exist");
  return Data(200, ToJson(kVendor, *schedule, true));
}

Answer OpsgenieService::ShowTimeline(const Request& request, const Captures& captures) {
  const auto* schedule = Find(request, captures[0], "identifierType");
  if (schedule == nullptr) return Error(404, 40401, "Schedule does not exist");
  const auto range = TimelineRangeOf(request, world::ZoneOf(schedule->timezone), world_.now(),
                                     settings_.timeline_from_instant);
  if (!range) return Error(422, 42201, range.error());
  const std::string expand = Query(request, "expand").value_or("");
  json timeline = TimelineJson(kVendor, *schedule, world_.opsgenie(), *range, world_.now(),
                               expand.find("base") != std::string::npos);
  timeline["_parent"] = {
      {"id", schedule->id}, {"name", schedule->name}, {"enabled", schedule->enabled}};
  return Data(200, timeline);
}

Answer OpsgenieService::ShowOnCalls(const Request& request, const Captures& captures) {
  const auto* schedule = Find(request, captures[0], "scheduleIdentifierType");
  if (schedule == nullptr) return Error(404, 40401, "Schedule does not exist");
  const absl::Time now = world_.now();
  json people = json::array();
  for (const auto& timeline : Render(*schedule, now, now + absl::Seconds(1))) {
    for (const auto& shift : timeline) {
      const auto responder = world::FromTimelineUser(shift.user);
      if (responder.type == "none") continue;
      people.push_back({{"type", responder.type}, {"id", responder.id}});
    }
  }
  return Data(200, {{"onCallParticipants", people}});
}

Answer OpsgenieService::ListOverrides(const Request& request, const Captures& captures) {
  const auto* schedule = Find(request, captures[0], "scheduleIdentifierType");
  if (schedule == nullptr) return Error(404, 40401, "Schedule does not exist");
  json rows = json::array();
  for (const auto& value : schedule->overrides) {
    rows.push_back(ToJson(kVendor, value, *schedule, world_.opsgenie()));
  }
  return Data(200, rows);
}

Answer OpsgenieService::CreateOverride(const Request& request, const Captures& captures) {
  const auto* schedule = Find(request, captures[0], "scheduleIdentifierType");
  if (schedule == nullptr) return Error(404, 40401, "Schedule does not exist");
  const auto body = ParseJson(request.body);
  if (!body) return Error(400, 40001, "Request body is not processable");
  Fields fields(*body, "", world_.now());
  const auto wanted = ReadOverride(kVendor, fields, *schedule, world_.opsgenie());
  if (const auto& problem = fields.KnownProblem()) return Error(422, 42201, *problem);
  const auto created = world_.opsgenie().CreateOverride(schedule->id, wanted);
  if (!created) return Error(created.error());
  return Data(201, {{"alias", created->alias}, {"_parent", {{"id", captures[0]}}}});
}

Answer OpsgenieService::ShowOverride(const Request& request, const Captures& captures) {
  const auto* schedule = Find(request, captures[0], "scheduleIdentifierType");
  if (schedule == nullptr) return Error(404, 40401, "Schedule does not exist");
  const auto* value = FindOverride(*schedule, captures[1]);
  if (value == nullptr) return Error(404, 40401, "Override does not exist");
  return Data(200, ToJson(kVendor, *value, *schedule, world_.opsgenie()));
}

Answer OpsgenieService::UpdateOverride(const Request& request, const Captures& captures) {
  const auto* schedule = Find(request, captures[0], "scheduleIdentifierType");
  if (schedule == nullptr) return Error(404, 40401, "Schedule does not exist");
  const auto body = ParseJson(request.body);
  if (!body) return Error(400, 40001, "Request body is not processable");
  Fields fields(*body, "", world_.now());
  const auto wanted = ReadOverride(kVendor, fields, *schedule, world_.opsgenie());
  if (const auto& problem = fields.KnownProblem()) return Error(422, 42201, *problem);
  const auto updated = world_.opsgenie().UpdateOverride(schedule->id, captures[1], wanted);
  if (!updated) return Error(updated.error());
  return Data(200, {{"alias", updated->alias}});
}

Answer OpsgenieService::DeleteOverride(const Request& request, const Captures& captures) {
  const auto* schedule = Find(request, captures[0], "scheduleIdentifierType");
  if (schedule == nullptr) return Error(404, 40401, "Schedule does not exist");
  const auto deleted = world_.opsgenie().DeleteOverride(schedule->id, captures[1]);
  if (!deleted) return Error(deleted.error());
  return JsonAnswer(200, {{"result", "Deleted"},
                          {"took", 0.01},
                          {"requestId", "sandbox-" + std::to_string(requests_)}});
}

Answer OpsgenieService::ListUsers(const Request& request, const Captures& /*captures*/) {
  const auto limit = IntegerQuery(request, "limit", 100);
  const auto offset = IntegerQuery(request, "offset", 0);
  if (!limit || *limit < 1 || !offset || *offset < 0) {
    return Error(422, 42201, "limit or offset is not valid.");
  }
  const auto& users = world_.opsgenie().users();
  const auto begin = std::min(users.size(), static_cast<std::size_t>(*offset));
  const auto end = std::min(users.size(), begin + static_cast<std::size_t>(std::min(*limit, 100)));
  json rows = json::array();
  for (std::size_t i = begin; i < end; ++i) rows.push_back(ToJson(users[i]));
  json body = {{"data", rows},
               {"totalCount", users.size()},
               {"paging", json::object()},
               {"took", 0.01},
               {"requestId", "sandbox-" + std::to_string(requests_)}};
  if (end < users.size()) {
    body["paging"]["next"] = request.origin + "/opsgenie/v2/users?limit=" + std::to_string(*limit) +
                             "&offset=" + std::to_string(end);
  }
  return JsonAnswer(200, body);
}

Answer OpsgenieService::ShowUser(const Request& /*request*/, const Captures& captures) {
  const auto* user = world_.opsgenie().FindUser(captures[0]);
  if (user == nullptr) return Error(404, 40401, "User does not exist");
  return Data(200, ToJson(*user));
}

}  // namespace sandbox
