// Bodies of the external systems' answers: schedules of layers and of shifts (PagerDuty), timelines
// (Opsgenie, Jira Service Management), people, errors.
#include "base/text.h"
#include "resources/http/fakes.h"
#include "resources/jsm/client.h"
#include "resources/json/answer.h"
#include "resources/opsgenie/codec.h"
#include "resources/pagerduty/codec.h"
#include "tests/fuzz/target.h"

namespace {

void ExpectClean(const http::ApiError& error) {
  HOLDS(base::IsValidUtf8(error.message) && error.message.find('\n') == std::string::npos);
}

template <typename T>
void ExpectReason(const json::Read<T>& read) {
  HOLDS(read || !read.error().Text().empty());
}

// Its schedules are read by its client alone.
void ShowJsmSchedule(std::string_view body) {
  const http::FakePlatform fake;
  fake.transport->Reply(200, std::string(body));
  jsm::Options options;
  options.cloud_id = "cloud";
  jsm::Client client(options, fake.platform());
  const auto schedule = client.ShowSchedule(ids::ExternalScheduleId("S1"), {});
  HOLDS(schedule || !schedule.error().message.empty());
  if (!schedule) ExpectClean(schedule.error());
}

}  // namespace

void Fuzz(std::string_view input) {
  const http::Response response{.status = 400, .headers = {}, .body = std::string(input)};
  http::ApiError error;
  pagerduty::ReadErrorBody(response, error);
  ExpectClean(error);
  error = {};
  opsgenie::ReadErrorBody(response, error);
  ExpectClean(error);
  ShowJsmSchedule(input);

  const auto body = json::ParseAnswer(input, "application/json");
  if (!body) {
    HOLDS(!body.error().empty());
    return;
  }
  const absl::Time until = absl::FromUnixSeconds(1773619200);
  ExpectReason(pagerduty::DecodeLayerSchedule(*body, until));
  ExpectReason(pagerduty::DecodeShiftSchedule(*body, until));
  ExpectReason(pagerduty::DecodeUser(*body));
  ExpectReason(opsgenie::DecodeTimeline(*body));
  ExpectReason(opsgenie::DecodeUser(*body));
}
