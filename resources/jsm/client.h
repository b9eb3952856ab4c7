// The operations API of Jira Service Management, read-only: what an external schedule shows. People
// are Atlassian account ids; their names live on the site's own host, which this API does not know.
// Safe to call from any thread at once. An answer that lacks what was asked for, or that speaks of
// another object, is an error of kind kGarbled.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "absl/time/time.h"
#include "resources/http/api_error.h"
#include "resources/http/client.h"
#include "resources/opsgenie/types.h"

namespace jsm {

// https://api.atlassian.com
http::Endpoint DefaultEndpoint();

struct Options : http::Access {
  std::string cloud_id;
  // Whose API token it is.
  std::string email;
  std::string api_token;
};

struct Schedule {
  ids::ExternalScheduleId id;
  std::string name;
};

template <typename T>
using Result = tl::expected<T, http::ApiError>;

class Client {
 public:
  // Makes no request.
  Client(const Options& options, http::Platform platform);

  Result<Schedule> ShowSchedule(const ids::ExternalScheduleId& schedule,
                                const http::CallLimits& limits);
  // The final timeline, which covers [from, until) and more. One request, and one more for each
  // time that the answer ends before `until`.
  Result<opsgenie::Timeline> ReadTimeline(const ids::ExternalScheduleId& schedule, absl::Time from,
                                          absl::Time until, const http::CallLimits& limits);
  // The same with what the rotations would show without overrides.
  Result<opsgenie::Timeline> ReadTimelineWithBase(const ids::ExternalScheduleId& schedule,
                                                  absl::Time from, absl::Time until,
                                                  const http::CallLimits& limits);

 private:
  http::Request TimelineOf(const ids::ExternalScheduleId& schedule) const;

  // "/jsm/ops/api/{cloud id}/v1/schedules/"
  std::string schedules_;
  http::Client http_;
};

}  // namespace jsm
