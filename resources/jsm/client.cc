#include "resources/jsm/client.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "resources/json/answer.h"
#include "resources/opsgenie/exchange.h"

namespace jsm {
namespace {

using json::Json;

http::ClientOptions ToHttp(const Options& options) {
  std::vector<http::Header> headers = {
      {"Authorization", "Basic " + absl::Base64Escape(options.email + ":" + options.api_token)},
      {"Accept", "application/json"}};
  auto http = http::OptionsFor(options, std::move(headers));
  http.hints.moment_headers = {"X-RateLimit-Reset"};
  return http;
}

http::Request Get(std::string path) { return {http::Method::kGet, std::move(path)}; }

json::Read<Schedule> DecodeSchedule(const Json& json) {
  json::FieldReader read(json);
  Schedule schedule;
  read.Required("id", schedule.id);
  read.Required("name", schedule.name);
  return read.Finish(std::move(schedule));
}

}  // namespace

http::Endpoint DefaultEndpoint() { return {"https", "api.atlassian.com", "", ""}; }

Client::Client(const Options& options, http::Platform platform)
    : schedules_("/jsm/ops/api/" + http::EncodePathSegment(options.cloud_id) + "/v1/schedules/"),
      http_(ToHttp(options), std::move(platform)) {}

Result<Schedule> Client::ShowSchedule(const ids::ExternalScheduleId& schedule,
                                      const http::CallLimits& limits) {
  return opsgenie::AskOnce(http_, Get(schedules_ + http::EncodePathSegment(schedule.value())),
                           limits, json::WithId(DecodeSchedule, schedule));
}

Result<opsgenie::Timeline> Client::ReadTimeline(const ids::ExternalScheduleId& schedule,
                                                absl::Time from, absl::Time until,
                                                const http::CallLimits& limits) {
  return opsgenie::ReadTimeline(http_, TimelineOf(schedule), schedule, from, until, limits);
}

Result<opsgenie::Timeline> Client::ReadTimelineWithBase(const ids::ExternalScheduleId& schedule,
                                                        absl::Time from, absl::Time until,
                                                        const http::CallLimits& limits) {
  http::Request request = TimelineOf(schedule);
  request.query = {{"expand", "base"}};
  return opsgenie::ReadTimeline(http_, request, schedule, from, until, limits);
}

http::Request Client::TimelineOf(const ids::ExternalScheduleId& schedule) const {
  return Get(schedules_ + http::EncodePathSegment(schedule.value()) + "/timeline");
}

}  // namespace jsm
