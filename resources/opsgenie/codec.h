// From the JSON of Opsgenie and of Jira Service Management operations to the values of types.h.
// Unknown members and unknown enumeration values are let through, in any order; a missing required
// member, or one of another type, is an error that names it.
#pragma once

#include <optional>

#include "absl/time/time.h"
#include "resources/http/api_error.h"
#include "resources/http/message.h"
#include "resources/json/field.h"
#include "resources/opsgenie/types.h"

namespace opsgenie {

struct TimelineAnswer {
  Timeline timeline;
  // Which schedule it is and where the timeline ends; null when the answer does not say.
  std::optional<ids::ExternalScheduleId> schedule;
  std::optional<absl::Time> end;
};

// A timeline as it is, or as the "data" of the answer. A person is the "recipient" of a period in
// Opsgenie and its "responder" in Jira Service Management.
json::Read<TimelineAnswer> DecodeTimeline(const json::Json& answer);

json::Read<User> DecodeUser(const json::Json& json);

// Puts the API's own message, request id and field errors into `error`, as far as the body has
// them.
void ReadErrorBody(const http::Response& response, http::ApiError& error);

}  // namespace opsgenie
