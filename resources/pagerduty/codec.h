// From the JSON of the PagerDuty REST API to the values of types.h. Unknown members and unknown
// enumeration values are let through, in any order; a missing required member, or one of another
// type, is an error that names it.
#pragma once

#include "absl/time/time.h"
#include "resources/http/api_error.h"
#include "resources/http/message.h"
#include "resources/json/field.h"
#include "resources/pagerduty/types.h"

namespace pagerduty {

struct RenderedSchedule : Schedule {
  // Whether the schedule is one of shifts although it was asked for as one of layers; then it has
  // no entries.
  bool is_shift_based = false;
};

// A schedule of layers as GET /schedules/{id} shows it. What has no end goes on until `until`.
json::Read<RenderedSchedule> DecodeLayerSchedule(const json::Json& json, absl::Time until);
// A schedule of shifts as GET /v3/schedules/{id} shows it.
json::Read<RenderedSchedule> DecodeShiftSchedule(const json::Json& json, absl::Time until);

json::Read<User> DecodeUser(const json::Json& json);

// Puts the API's own message and field errors into `error`, as far as the body has them.
void ReadErrorBody(const http::Response& response, http::ApiError& error);

}  // namespace pagerduty
