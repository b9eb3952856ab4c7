#include "resources/oncall/error_text.h"

#include "absl/strings/str_cat.h"

namespace oncall {
namespace {

using http::ApiError;
using http::ApiErrorKind;

std::string WithoutFullStop(std::string sentence) {
  if (sentence.ends_with('.')) sentence.pop_back();
  return sentence;
}

std::string Denied(const ApiError& error) {
  if (error.status == 0) return "Provide it, and run the command again.";
  if (error.status == 401) {
    return "The API key is not accepted: check api_key in the provider block, or the environment "
           "variable INCIDENT_API_KEY.";
  }
  return "The API key may not do this. Give it a role that may (schedules_editor, and viewer to "
         "look up users), or use another key in api_key in the provider block or in the "
         "environment variable INCIDENT_API_KEY.";
}

}  // namespace

std::string WhatHappened(const ApiError& error) {
  const std::string message = WithoutFullStop(error.message);
  const std::string attempts =
      error.attempts > 1 ? absl::StrCat(" after ", error.attempts, " attempts") : "";
  if (error.tried.empty()) return absl::StrCat(message, attempts, ".");
  if (error.status == 0) {
    return absl::StrCat(error.tried, " brought no answer", attempts, ": ", message, ".");
  }
  return absl::StrCat(error.tried, " answered ", error.status, attempts, ": ", message, ".");
}

std::string WhatToDo(const ApiError& error) {
  switch (error.kind) {
    case ApiErrorKind::kNotFound:
      return "Check the id, and that the API key belongs to the organisation that has it.";
    case ApiErrorKind::kDenied:
      return Denied(error);
    case ApiErrorKind::kThrottled:
      return "The API's request limit stayed exhausted. Try again later; if it happens often, "
             "lower requests_per_minute or raise retry_timeout in the provider block.";
    case ApiErrorKind::kInvalid:
      return "Correct what the API refuses, and apply again.";
    case ApiErrorKind::kConflict:
      return "Something else has changed it at the same time. Plan and apply again.";
    case ApiErrorKind::kUnavailable:
      return error.status == 0
                 ? "Check the network and endpoint in the provider block, then try again."
                 : "Try again later; https://status.incident.io says whether there is an outage.";
    case ApiErrorKind::kGarbled:
      return "This is not what the incident.io API sends. Check endpoint in the provider block, "
             "and whether a proxy or a sign-in page answers in its place.";
    case ApiErrorKind::kCancelled:
      return "Run the command again to finish.";
  }
  return "Try again.";
}

std::string ErrorDetail(const ApiError& error) { return ErrorDetail(error, WhatToDo(error)); }

std::string ErrorDetail(const ApiError& error, const std::string& advice) {
  std::string detail = absl::StrCat(WhatHappened(error), "\n\n", advice);
  if (!error.request_id.empty()) absl::StrAppend(&detail, "\n\nRequest id: ", error.request_id);
  return detail;
}

}  // namespace oncall
