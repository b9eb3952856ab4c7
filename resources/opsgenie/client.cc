#include "resources/opsgenie/client.h"

#include <iterator>
#include <utility>

#include "resources/json/answer.h"
#include "resources/opsgenie/codec.h"
#include "resources/opsgenie/exchange.h"

namespace opsgenie {
namespace {

using json::Json;

constexpr int kPageSize = 100;
// No account comes near it; it bounds what a server that never stops can cost.
constexpr int kMostPages = 1000;

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

struct Page {
  std::vector<User> users;
  bool more = false;
};

json::Read<Page> DecodePage(const Json& json) {
  json::FieldReader read(json);
  Page page;
  read.Required("data", page.users, json::ListOf(DecodeUser));
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
  std::vector<User> all;
  http::Request request;
  for (int page_count = 0; page_count < kMostPages; ++page_count) {
    request = Get("/v2/users");
    request.query = {{"limit", std::to_string(kPageSize)}, {"offset", std::to_string(all.size())}};
    auto page = Ask(http_, request, limits, DecodePage);
    if (!page) return tl::make_unexpected(std::move(page).error());
    if (page->users.empty() && page->more) break;
    all.insert(all.end(), std::make_move_iterator(page->users.begin()),
               std::make_move_iterator(page->users.end()));
    if (!page->more) return all;
  }
  return tl::make_unexpected(
      http::Garbled(request, {200, {}, ""}, "the pages of the answer do not end"));
}

}  // namespace opsgenie
