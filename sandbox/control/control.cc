#include "sandbox/control/control.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/time.h"
#include "nlohmann/json.hpp"
#include "sandbox/control/seed.h"
#include "sandbox/services/fields.h"

namespace sandbox {
namespace {

using nlohmann::json;

// "incident" of "/incident/v2/schedules".
std::string ServiceOf(const LoggedRequest& entry) {
  const std::size_t begin = entry.path.starts_with('/') ? 1 : 0;
  return entry.path.substr(begin, entry.path.find('/', begin) - begin);
}

}  // namespace

struct Control::Route {
  std::string_view method;
  std::string_view pattern;
  Answer (Control::*operation)(const Call&);
};

const std::vector<Control::Route>& Control::Routes() {
  using C = Control;
  static const auto& routes = *new std::vector<Route>{
      {"GET", "", &C::ShowClock},
      {"GET", "/world", &C::ShowWorld},
      {"PUT", "/world", &C::LoadWorld},
      {"GET", "/clock", &C::ShowClock},
      {"POST", "/clock", &C::MoveClock},
      {"POST", "/sync", &C::Sync},
      {"GET", "/switches", &C::ShowSwitches},
      {"POST", "/switches", &C::SetSwitches},
      {"GET", "/faults", &C::ListFaults},
      {"POST", "/faults", &C::AddFault},
      {"DELETE", "/faults", &C::ClearFaults},
      {"GET", "/requests", &C::ListRequests},
      {"DELETE", "/requests", &C::ClearRequests},
      {"GET", "/counters", &C::ShowCounters},
      {"GET", "/replicas", &C::ListReplicas},
      {"GET", "/schedules/{id}/entries", &C::ListEntries},
      {"POST", "/schedules/{id}/overrides", &C::CreateOverride},
      {"DELETE", "/schedules/{id}/overrides/{id}", &C::DeleteOverride},
      {"PATCH", "/schedules/{id}/rotations/{id}", &C::ChangeRotation},
      {"DELETE", "/schedules/{id}/rotations/{id}", &C::DeleteRotation},
      {"DELETE", "/schedules/{id}/rotations/{id}/layers/{id}", &C::DeleteLayer},
      {"DELETE", "/schedules/{id}", &C::DeleteSchedule},
      {"DELETE", "/schedules/{id}/replicas/{id}", &C::DeleteReplica},
      {"DELETE", "/users/{id}", &C::DeleteUser},
      {"POST", "/links", &C::Link},
      {"GET", "/external/{provider}/schedules/{id}/overrides", &C::ListExternalOverrides},
      {"POST", "/external/{provider}/schedules/{id}/overrides", &C::CreateExternalOverride},
      {"DELETE", "/external/{provider}/schedules/{id}/overrides/{id}", &C::DeleteExternalOverride},
      {"DELETE", "/external/{provider}/schedules/{id}", &C::DeleteExternalSchedule},
      {"DELETE", "/external/{provider}/users/{id}", &C::DeleteExternalUser},
      {"GET", "/external/{provider}/schedules/{id}/history", &C::ShowHistory},
      {"GET", "/external/{provider}/schedules/{id}/states", &C::ShowStates},
  };
  return routes;
}

Answer Misuse(std::string_view sentence) { return JsonAnswer(400, {{"error", sentence}}); }

Answer Misuse(const world::Refusal& refusal) {
  const bool missing = refusal.kind == world::Refusal::Kind::kNotFound;
  return JsonAnswer(missing ? 404 : 400, {{"error", refusal.message}});
}

std::optional<world::Span> RangeOf(const Request& request, absl::Time now, world::Span absent) {
  const auto since = Query(request, "since");
  const auto until = Query(request, "until");
  const auto from = since ? ParseMoment(*since, now) : absent.start;
  const auto to = until ? ParseMoment(*until, now) : absent.end;
  if (!from || !to) return std::nullopt;
  return world::Span{*from, *to};
}

Answer NoTimes() { return Misuse("since and until must be times: RFC 3339, or as \"-3d\"."); }

Answer Control::Respond(const Request& request, std::string_view path) {
  const auto body = request.body.empty() ? json::object() : ParseJson(request.body);
  if (!body) return Misuse("The body is not JSON.");
  for (const Route& route : Routes()) {
    if (route.method != request.method) continue;
    const auto captures = MatchPath(route.pattern, path);
    if (captures) return (this->*route.operation)({request, *captures, *body});
  }
  return JsonAnswer(404, {{"error", "There is no " + request.method + " " + request.path +
                                        "; sandbox/README.md lists what there is."}});
}

Answer Control::Clock() {
  return JsonAnswer(200, {{"now", base::FormatInstant(world().now())}, {"live", stage().live}});
}

Answer Control::ShowWorld(const Call& /*call*/) { return JsonAnswer(200, DumpStage(stage())); }

Answer Control::LoadWorld(const Call& call) {
  auto loaded = LoadStage(call.body, call.request.received_at);
  if (!loaded) return Misuse(loaded.error());
  backstage_.stage = std::move(*loaded);
  backstage_.faults.Clear();
  backstage_.log.Clear();
  return Clock();
}

Answer Control::ShowClock(const Call& /*call*/) { return Clock(); }

Answer Control::MoveClock(const Call& call) {
  Fields fields(call.body, "", world().now());
  const auto now = fields.MaybeMoment("now");
  const auto advance = fields.MaybeText("advance");
  const bool live = fields.BoolOr("live", false);
  if (auto problem = fields.Problem()) return Misuse(*problem);
  if (int{now.has_value()} + int{advance.has_value()} + int{live} != 1) {
    return Misuse("Give one of now, advance and live.");
  }
  auto to = now;
  if (live) to = call.request.received_at;
  if (advance) to = ParseMoment("+" + *advance, world().now());
  if (!to) return Misuse("advance must be a length of time such as \"2h\" or \"3d\".");
  if (!world().AdvanceTo(*to)) {
    return Misuse("The clock does not go back; it is " + base::FormatInstant(world().now()) +
                  ". Load the world anew to start earlier.");
  }
  stage().live = live;
  return Clock();
}

Answer Control::Sync(const Call& call) {
  Fields fields(call.body, "");
  const std::string schedule = fields.TextOr("schedule_id", "");
  if (auto problem = fields.Problem()) return Misuse(*problem);
  world().mirroring().SyncNow(schedule);
  return ListReplicas(call);
}

Answer Control::ShowSwitches(const Call& /*call*/) { return JsonAnswer(200, SwitchesOf(stage())); }

Answer Control::SetSwitches(const Call& call) {
  if (auto problem = sandbox::SetSwitches(call.body, stage())) return Misuse(*problem);
  return JsonAnswer(200, SwitchesOf(stage()));
}

Answer Control::ListFaults(const Call& /*call*/) {
  json rows = json::array();
  for (const auto& fault : backstage_.faults.all()) rows.push_back(ToJson(fault));
  return JsonAnswer(200, {{"faults", rows}});
}

Answer Control::AddFault(const Call& call) {
  auto fault = FaultFromJson(call.body);
  if (!fault) return Misuse(fault.error());
  backstage_.faults.Add(std::move(*fault));
  return ListFaults(call);
}

Answer Control::ClearFaults(const Call& /*call*/) {
  backstage_.faults.Clear();
  return EmptyAnswer(204);
}

Answer Control::ListRequests(const Call& call) {
  const auto method = Query(call.request, "method");
  const std::string path = Query(call.request, "path").value_or("");
  json rows = json::array();
  for (const auto& entry : backstage_.log.entries()) {
    if (method && entry.method != *method) continue;
    if (entry.path.starts_with(path)) rows.push_back(ToJson(entry));
  }
  return JsonAnswer(200, {{"requests", rows}});
}

Answer Control::ClearRequests(const Call& /*call*/) {
  backstage_.log.Clear();
  return EmptyAnswer(204);
}

Answer Control::ShowCounters(const Call& /*call*/) {
  std::map<std::string, std::set<std::uint64_t>> connections;
  std::map<std::string, int> requests;
  std::set<std::uint64_t> all;
  for (const auto& entry : backstage_.log.entries()) {
    connections[ServiceOf(entry)].insert(entry.connection);
    ++requests[ServiceOf(entry)];
    all.insert(entry.connection);
  }
  json services = json::object();
  for (const auto& [name, count] : requests) {
    services[name] = {{"requests", count}, {"connections", connections[name].size()}};
  }
  return JsonAnswer(200, {{"requests", backstage_.log.entries().size()},
                          {"connections", all.size()},
                          {"services", services}});
}

Answer Control::ListReplicas(const Call& /*call*/) {
  json rows = json::array();
  for (const auto& replica : world().mirroring().replicas()) {
    rows.push_back(ToJson(replica, IncidentSpelling{}));
  }
  return JsonAnswer(200, {{"replicas", rows}});
}

}  // namespace sandbox
