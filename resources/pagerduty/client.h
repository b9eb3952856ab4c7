// The PagerDuty REST API, read-only: what an external schedule shows and who the people are. Safe
// to call from any thread at once. An answer that lacks what was asked for, or that speaks of
// another object, is an error of kind kGarbled. Lists are complete: paging happens inside.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "absl/time/time.h"
#include "resources/http/api_error.h"
#include "resources/http/client.h"
#include "resources/pagerduty/types.h"

namespace pagerduty {

// Where the API of a service region lives, "us" or "eu"; null for any other word.
std::optional<http::Endpoint> DefaultEndpoint(std::string_view region);

struct Options : http::Access {
  // An account's or a user's API token; reading is enough.
  std::string token;
};

template <typename T>
using Result = tl::expected<T, http::ApiError>;

class Client {
 public:
  // Makes no request.
  Client(const Options& options, http::Platform platform);

  // The schedule with what it shows in [from, until), widened to whole seconds and cut there. One
  // request, and another one for a shift-based schedule. Where PagerDuty refuses a window of more
  // than 31 days, it is read in parts of that length, unless it is longer than a year.
  Result<Schedule> ReadSchedule(const ids::ExternalScheduleId& schedule, absl::Time from,
                                absl::Time until, const http::CallLimits& limits);

  // The same by one request of at most 31 days, for the sake of the layers: a shift-based schedule
  // comes without entries.
  Result<Schedule> ReadLayers(const ids::ExternalScheduleId& schedule, absl::Time from,
                              absl::Time until, const http::CallLimits& limits);

  Result<User> ShowUser(const ids::ExternalUserId& user, const http::CallLimits& limits);
  Result<std::vector<User>> ListUsers(const http::CallLimits& limits);

 private:
  http::Client http_;
};

}  // namespace pagerduty
