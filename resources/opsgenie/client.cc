#include "resources/opsgenie/client.h"

#include <utility>

#include "resources/http/paging.h"
#include "resources/json/answer.h"
#include "resources/opsgenie/codec.h"
#include "resources/opsgenie/exchange.h"

namespace opsgenie {
namespace {

using json::Json;

constexpr int kPageSize = 100;

http::ClientOptions ToHttp(const Options& options) {
  std::vector<http::Header> headers = {{"Authorization", "GenieKey " + options.api_key},
                                       {"Accept", "application/json"}};
  auto http = http::OptionsFor(options, std::move(headers));
  http.hints.seconds_headers = {"X-RateLimit-Period-In-Sec"};
  return http;
}

http::Request Get(std::string path) { return {http::Method::kGet, std::move(path)}; }

http::Request TimelineOf(const ids::ExternalScheduleId& schedule) {
  http::Request request =
      Get("/v2/schedules/" + http::EncodePathSegment(schedule.value()) + "/timeline");
  request.query = {{"identifierType", "id"}};
  return request;
}

json::Read<http::OffsetPage<User>> DecodePage(const Json& json) {
  json::FieldReader read(json);
  http::OffsetPage<User> page;
  read.Required("data", page.elements, json::ListOf(DecodeUser));
  const Json* paging = json::Find(json, "paging");
  page.more = paging != nullptr && json::Find(*paging, "next") != nullptr;
  return read.Finish(std::move(page));
}

}  // namespace

std::optional<http::Endpoint> DefaultEndpoint(std::string_view region) {
  if (region == "us") return http::Endpoint{"https", "api.opsgenie.com", "", ""};
  if (region == "eu") return http::Endpoint{"https", "api.eu.opsgenie.com", "", ""};
  return std::nullopt;
}

Client::Client(const Options& options, http::Platform platform)
    : http_(ToHttp(options), std::move(platform)) {}

Result<Timeline> Client::ReadTimeline(const ids::ExternalScheduleId& schedule, absl::Time from,
                                      absl::Time until, const http::CallLimits& limits) {
  return opsgenie::ReadTimeline(http_, TimelineOf(schedule), schedule, from, until, limits);
}

Result<Timeline> Client::ReadTimelineWithBase(const ids::ExternalScheduleId& schedule,
                                              absl::Time from, absl::Time until,
                                              const http::CallLimits& limits) {
  http::Request request = TimelineOf(schedule);
  request.query.emplace_back("expand", "base");
  return opsgenie::ReadTimeline(http_, request, schedule, from, until, limits);
}

Result<std::vector<User>> Client::ListUsers(const http::CallLimits& limits) {
  http::Request list = Get("/v2/users");
  list.query = {{"limit", std::to_string(kPageSize)}};
  return http::FetchByOffset<User>(list, [&](const http::Request& page, http::ListBudget& budget) {
    return Ask(http_, page, limits, DecodePage, budget);
  });
}

}  // namespace opsgenie
