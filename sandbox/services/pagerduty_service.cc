#include "sandbox/services/pagerduty_service.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "nlohmann/json.hpp"
#include "sandbox/services/fields.h"
#include "sandbox/services/pagerduty_codec.h"
#include "sandbox/world/calendar.h"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr int kLimit = 960;  // requests a minute
constexpr int kMostInPage = 100;
constexpr absl::Duration kTwoWeeks = absl::Hours(24 * 14);

const PagerDutyKey* FindKey(const std::vector<PagerDutyKey>& keys, std::string_view header) {
  for (const std::string_view scheme : {"Token token=", "Bearer "}) {
    if (!header.starts_with(scheme)) continue;
    const std::string_view token = header.substr(scheme.size());
    const auto found =
        std::find_if(keys.begin(), keys.end(), [&](const auto& key) { return key.token == token; });
    return found == keys.end() ? nullptr : &*found;
  }
  return nullptr;
}

bool ContainsIgnoringCase(const std::string& text, const std::string& part) {
  return absl::AsciiStrToLower(text).find(absl::AsciiStrToLower(part)) != std::string::npos;
}

bool BoolQuery(const Request& request, std::string_view name) {
  const auto text = Query(request, name);
  return text == "true" || text == "1";
}

absl::TimeZone ZoneFor(const Request& request, const world::PagerDutySchedule& schedule) {
  return world::ZoneOf(Query(request, "time_zone").value_or(schedule.time_zone));
}

// "since" and "until": no range when both are absent; the missing one is two weeks from the other.
tl::expected<std::optional<PagerDutyRange>, Answer> RangeOf(const Request& request) {
  const auto since_text = Query(request, "since");
  const auto until_text = Query(request, "until");
  if (!since_text && !until_text) return std::nullopt;
  const auto since = since_text ? ParsePagerDutyTime(*since_text) : absl::InfinitePast();
  const auto until = until_text ? ParsePagerDutyTime(*until_text) : absl::InfiniteFuture();
  if (!since || !until) {
    return tl::unexpected(PagerDutyError(400, 2001, "Invalid Input Provided",
                                         {"since and until must be ISO 8601 times."}));
  }
  PagerDutyRange range{since_text ? *since : *until - kTwoWeeks,
                       until_text ? *until : *since + kTwoWeeks, BoolQuery(request, "overflow")};
  if (range.until < range.since) {
    return tl::unexpected(
        PagerDutyError(400, 2004, "Invalid Input Provided", {"until must not be before since."}));
  }
  return range;
}

// A page of a list by "limit" and "offset".
Answer ClassicPage(const Request& request, std::string_view name, const std::vector<json>& rows) {
  const auto limit = IntegerQuery(request, "limit", 25);
  const auto offset = IntegerQuery(request, "offset", 0);
  if (!limit || *limit < 1 || !offset || *offset < 0 || *offset + *limit > 10'000) {
    return PagerDutyError(400, 2001, "Invalid Input Provided",
                          {"limit and offset must not exceed 10000 together."});
  }
  const auto size = static_cast<std::size_t>(std::min(*limit, kMostInPage));
  const auto begin = std::min(rows.size(), static_cast<std::size_t>(*offset));
  const auto end = std::min(rows.size(), begin + size);
  json page = json::array();
  for (std::size_t i = begin; i < end; ++i) page.push_back(rows[i]);
  json body = {{std::string(name), page},
               {"limit", size},
               {"offset", begin},
               {"more", end < rows.size()},
               {"total", nullptr}};
  if (BoolQuery(request, "total")) body["total"] = rows.size();
  return JsonAnswer(200, body);
}

Answer NoSuchSchedule() { return PagerDutyError(404, 2100, "Not Found", {"Schedule not found"}); }

void AddRateHeaders(const RateLimit::Verdict& verdict, Answer& answer) {
  answer.headers["ratelimit-limit"] = std::to_string(verdict.limit);
  answer.headers["ratelimit-remaining"] = std::to_string(verdict.remaining);
  answer.headers["ratelimit-reset"] =
      std::to_string(absl::ToInt64Seconds(absl::Ceil(verdict.retry_after, absl::Seconds(1))));
}

}  // namespace

struct PagerDutyService::Route {
  std::string_view method;
  std::string_view pattern;
  Answer (PagerDutyService::*operation)(const Request&, const Captures&);
};

const std::vector<PagerDutyService::Route>& PagerDutyService::Routes() {
  using S = PagerDutyService;
  static const auto& routes = *new std::vector<Route>{
      {"GET", "/schedules", &S::ListSchedules},
      {"GET", "/schedules/{id}", &S::ShowSchedule},
      {"GET", "/schedules/{id}/users", &S::ListScheduleUsers},
      {"GET", "/schedules/{id}/overrides", &S::ListOverrides},
      {"POST", "/schedules/{id}/overrides", &S::CreateOverrides},
      {"DELETE", "/schedules/{id}/overrides/{id}", &S::DeleteOverride},
      {"GET", "/v3/schedules/{id}", &S::ShowScheduleV3},
      {"GET", "/users", &S::ListUsers},
      {"GET", "/users/{id}", &S::ShowUser},
      {"GET", "/abilities", &S::ListAbilities},
      {"GET", "/abilities/{id}", &S::ShowAbility},
  };
  return routes;
}

Answer PagerDutyService::Respond(const Request& request, std::string_view path) {
  const PagerDutyKey* key = FindKey(settings_.keys, Header(request, "Authorization"));
  if (key == nullptr) return PagerDutyError(401, 2006, "Authentication failed");
  const RateLimit::Verdict unlimited{true, kLimit, kLimit - 1, {}, {}};
  const auto verdict =
      settings_.rate_limit ? settings_.rate_limit->Take(request.received_at) : unlimited;
  Answer answer = verdict.allowed ? Dispatch(request, path, *key)
                                  : PagerDutyError(429, 2020, "Rate Limit Exceeded");
  AddRateHeaders(verdict, answer);
  return answer;
}

Answer PagerDutyService::Dispatch(const Request& request, std::string_view path,
                                  const PagerDutyKey& key) {
  for (const Route& route : Routes()) {
    if (route.method != request.method) continue;
    const auto captures = MatchPath(route.pattern, path);
    if (!captures) continue;
    if (key.read_only && request.method != "GET") {
      return PagerDutyError(403, 2010, "Access Denied", {"This token is read-only"});
    }
    return (this->*route.operation)(request, *captures);
  }
  return PagerDutyError(404, 2100, "Not Found");
}

Answer PagerDutyService::ListSchedules(const Request& request, const Captures& /*captures*/) {
  const std::string query = Query(request, "query").value_or("");
  std::vector<json> rows;
  for (const auto& schedule : world_.pagerduty().schedules()) {
    if (!ContainsIgnoringCase(schedule.name, query)) continue;
    rows.push_back(ToJson(schedule, world_.pagerduty(), ZoneFor(request, schedule), std::nullopt));
    // The list shows no timelines, whatever is asked for.
    rows.back().erase("final_schedule");
    rows.back().erase("overrides_subschedule");
  }
  return ClassicPage(request, "schedules", rows);
}

Answer PagerDutyService::ShowSchedule(const Request& request, const Captures& captures) {
  const auto* schedule = world_.pagerduty().FindSchedule(captures[0]);
  if (schedule == nullptr) return NoSuchSchedule();
  const auto range = RangeOf(request);
  if (!range) return range.error();
  return JsonAnswer(
      200,
      {{"schedule", ToJson(*schedule, world_.pagerduty(), ZoneFor(request, *schedule), *range)}});
}

Answer PagerDutyService::ShowScheduleV3(const Request& request, const Captures& captures) {
  const auto* schedule = world_.pagerduty().FindSchedule(captures[0]);
  if (schedule == nullptr) return NoSuchSchedule();
  if (!schedule->shift_based) {
    return PagerDutyError(400, 2001, "Invalid Input Provided",
                          {"This schedule is not a v3 schedule."});
  }
  const auto range = RangeOf(request);
  if (!range) return range.error();
  return JsonAnswer(200, {{"schedule", ToJsonV3(*schedule, ZoneFor(request, *schedule), *range)}});
}

Answer PagerDutyService::ListScheduleUsers(const Request& request, const Captures& captures) {
  const auto* schedule = world_.pagerduty().FindSchedule(captures[0]);
  if (schedule == nullptr) return NoSuchSchedule();
  const auto range = RangeOf(request);
  if (!range) return range.error();
  const absl::Time now = world_.now();
  const PagerDutyRange span = range->value_or(PagerDutyRange{now, now + absl::Seconds(1)});
  std::set<std::string> seen;
  json users = json::array();
  const auto rendering = Render(*schedule, span.since, span.until, false);
  for (const auto& shift : rendering.final) {
    const auto* user = world_.pagerduty().FindUser(shift.user);
    if (user != nullptr && seen.insert(user->id).second) users.push_back(ToJson(*user));
  }
  return JsonAnswer(200, {{"users", users}});
}

Answer PagerDutyService::ListOverrides(const Request& request, const Captures& captures) {
  const auto* schedule = world_.pagerduty().FindSchedule(captures[0]);
  if (schedule == nullptr) return NoSuchSchedule();
  const auto range = RangeOf(request);
  if (!range) return range.error();
  if (!*range || !Query(request, "since") || !Query(request, "until")) {
    return PagerDutyError(400, 2003, "Missing Arguments", {"since and until are required."});
  }
  const bool editable = BoolQuery(request, "editable");
  json rows = json::array();
  for (const auto& value : schedule->overrides) {
    if (value.end <= (*range)->since || value.start >= (*range)->until) continue;
    if (editable && value.end <= world_.now()) continue;
    rows.push_back(editable ? json{{"id", value.id}}
                            : ToJson(value, world_.pagerduty(), ZoneFor(request, *schedule)));
  }
  return JsonAnswer(200, {{"overrides", rows}});
}

Answer PagerDutyService::CreateOverrides(const Request& request, const Captures& captures) {
  const auto body = ParseJson(request.body);
  if (!body) return PagerDutyError(400, 2001, "Invalid Input Provided", {"Body is not JSON."});
  Fields fields(*body, "");
  std::vector<world::PagerDutyOverride> wanted;
  for (const json& element : fields.Array("overrides")) {
    Fields row(element, "override");
    Fields user(row.Object("user"), "user");
    const auto start = ParsePagerDutyTime(row.TextOr("start", ""));
    const auto end = ParsePagerDutyTime(row.TextOr("end", ""));
    if (!start || !end) {
      return PagerDutyError(400, 2001, "Invalid Input Provided",
                            {"Override must have a start and an end."});
    }
    wanted.push_back({"", *start, *end, user.TextOr("id", ""), false});
  }
  const auto created = world_.pagerduty().CreateOverrides(captures[0], wanted);
  if (!created) return NoSuchSchedule();
  const auto* schedule = world_.pagerduty().FindSchedule(captures[0]);
  const auto zone = world::ZoneOf(schedule->time_zone);
  json rows = json::array();
  for (const auto& result : *created) {
    rows.push_back(
        result ? json{{"status", 201}, {"override", ToJson(*result, world_.pagerduty(), zone)}}
               : json{{"status", 400}, {"errors", json::array({result.error().message})}});
  }
  return JsonAnswer(201, rows);
}

Answer PagerDutyService::DeleteOverride(const Request& /*request*/, const Captures& captures) {
  const auto ended = world_.pagerduty().DeleteOverride(captures[0], captures[1]);
  if (ended) {
    const bool cut = *ended == world::PagerDutyAccount::Ended::kCutAtNow;
    return EmptyAnswer(cut ? 200 : 204);
  }
  if (ended.error().kind == world::Refusal::Kind::kNotFound) {
    return PagerDutyError(404, 4004, ended.error().message);
  }
  return PagerDutyError(400, 4004, "Invalid Override", {ended.error().message});
}

Answer PagerDutyService::ListUsers(const Request& request, const Captures& /*captures*/) {
  const std::string query = Query(request, "query").value_or("");
  std::vector<json> rows;
  for (const auto& user : world_.pagerduty().users()) {
    if (ContainsIgnoringCase(user.name, query) || ContainsIgnoringCase(user.email, query)) {
      rows.push_back(ToJson(user));
    }
  }
  return ClassicPage(request, "users", rows);
}

Answer PagerDutyService::ShowUser(const Request& /*request*/, const Captures& captures) {
  const auto* user = world_.pagerduty().FindUser(captures[0]);
  if (user == nullptr) return PagerDutyError(404, 2013, "User Not Found");
  return JsonAnswer(200, {{"user", ToJson(*user)}});
}

Answer PagerDutyService::ListAbilities(const Request& /*request*/, const Captures& /*captures*/) {
  return JsonAnswer(200, {{"abilities", {"teams", "read_only_users", "advanced_reports"}}});
}

Answer PagerDutyService::ShowAbility(const Request& /*request*/, const Captures& captures) {
  if (captures[0] == "teams") return EmptyAnswer(204);
  return PagerDutyError(402, 2014, "Account does not have the abilities to perform the action");
}

}  // namespace sandbox
