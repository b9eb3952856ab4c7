#include "resources/http/api_error.h"

#include <utility>

#include "base/text.h"
#include "resources/http/ascii.h"

namespace http {
namespace {

ApiErrorKind KindOf(int status) {
  switch (status) {
    case 401:
    case 402:
    case 403:
    case 407:
      return ApiErrorKind::kDenied;
    case 404:
      return ApiErrorKind::kNotFound;
    case 408:
      return ApiErrorKind::kUnavailable;
    case 409:
    case 412:
      return ApiErrorKind::kConflict;
    case 429:
      return ApiErrorKind::kThrottled;
    default:
      if (status >= 500) return ApiErrorKind::kUnavailable;
      if (status >= 400) return ApiErrorKind::kInvalid;
      return ApiErrorKind::kGarbled;
  }
}

ApiErrorKind KindOf(const TransportError& error) {
  switch (error.kind) {
    case TransportErrorKind::kCancelled:
      return ApiErrorKind::kCancelled;
    case TransportErrorKind::kTooLarge:
      return ApiErrorKind::kGarbled;
    case TransportErrorKind::kMalformed:
      // Not sent: it is the request that cannot be written.
      return error.sent ? ApiErrorKind::kGarbled : ApiErrorKind::kInvalid;
    default:
      return ApiErrorKind::kUnavailable;
  }
}

std::string MessageOf(const Response& response) {
  if (response.status >= 300 && response.status <= 399) {
    return Concat({"the answer is a redirect to ",
                   base::CleanText(response.Find("Location").value_or("an unknown place")),
                   ", and redirects are not followed"});
  }
  // Plain text is a sentence somebody wrote; a page of HTML would bury it.
  const bool plain = response.Find("Content-Type").value_or("").starts_with("text/plain");
  const std::string text = plain ? base::CleanText(response.body) : "";
  return text.empty() ? Concat({"HTTP status ", std::to_string(response.status)}) : text;
}

std::string RequestIdOf(const Response& response) {
  for (const char* name : {"X-Request-Id", "Request-Id"}) {
    if (const auto id = response.Find(name)) return base::CleanText(*id, 100);
  }
  return "";
}

std::string Tried(const Request& request) {
  return Concat({MethodName(request.method), " ", request.path});
}

}  // namespace

ApiError ToApiError(const Request& request, const CallError& error) {
  ApiError api;
  api.tried = Tried(request);
  api.attempts = error.attempts;
  api.out_of_time = error.out_of_time;
  api.callers_limit = error.callers_limit;
  api.outcome_unknown = error.in_doubt;
  if (error.last) {
    api.kind = KindOf(error.last->status);
    api.status = error.last->status;
    api.message = MessageOf(*error.last);
    api.request_id = RequestIdOf(*error.last);
  } else {
    api.kind = KindOf(error.last.error());
    api.message = base::CleanText(error.last.error().message);
  }
  return api;
}

ApiError Garbled(const Request& request, const Response& response, std::string_view what) {
  ApiError api;
  api.kind = ApiErrorKind::kGarbled;
  api.status = response.status;
  api.message = base::CleanText(what);
  api.request_id = RequestIdOf(response);
  api.outcome_unknown = request.method != Method::kGet;
  api.tried = Tried(request);
  return api;
}

std::optional<ApiError> RefuseEmptyId(const Request& request) {
  const std::string& path = request.path;
  if (!path.ends_with('/') && path.find("//") == std::string::npos) return std::nullopt;
  return ApiError{.kind = ApiErrorKind::kInvalid,
                  .message = "the id is empty",
                  .tried = std::string(MethodName(request.method)) + " " + path,
                  .attempts = 0};
}

}  // namespace http
