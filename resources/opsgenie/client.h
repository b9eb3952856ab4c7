// The Opsgenie REST API, read-only: what an external schedule shows and who the people are. Safe
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
#include "resources/opsgenie/types.h"

namespace opsgenie {

// Where the API of a region lives, "us" or "eu"; null for any other word.
std::optional<http::Endpoint> DefaultEndpoint(std::string_view region);

struct Options : http::Access {
  // The key of an API integration; reading is enough.
  std::string api_key;
};

template <typename T>
using Result = tl::expected<T, http::ApiError>;

class Client {
 public:
  // Makes no request.
  Client(const Options& options, http::Platform platform);

  // The final timeline, which covers [from, until) and more. One request, and one more for each
  // time that the answer ends before `until`.
  Result<Timeline> ReadTimeline(const ids::ExternalScheduleId& schedule, absl::Time from,
                                absl::Time until, const http::CallLimits& limits);
  // The same with what the rotations would show without overrides.
  Result<Timeline> ReadTimelineWithBase(const ids::ExternalScheduleId& schedule, absl::Time from,
                                        absl::Time until, const http::CallLimits& limits);

  Result<std::vector<User>> ListUsers(const http::CallLimits& limits);

 private:
  http::Client http_;
};

}  // namespace opsgenie
