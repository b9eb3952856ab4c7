// How a call to an API fails, in one form for all vendors. The texts come from outside but are
// clean: one line, valid UTF-8, bounded. Sentences for users are made from it by the surfaces.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "resources/http/client.h"

namespace http {

enum class ApiErrorKind {
  kNotFound,     // 404 and nothing else
  kDenied,       // 401: the credential is not accepted; 403, 402: it may not do this
  kThrottled,    // 429 for longer than there was time
  kInvalid,      // any other 4xx: the API refuses the request as it is
  kConflict,     // 409, 412: it does not fit the present state
  kUnavailable,  // no answer, 408 or 5xx
  kGarbled,      // an answer that is not what was asked for
  kCancelled,
};

struct FieldError {
  // As the API names it: "sources", "schedule_replica.sources" or "/schedule_replica/sources".
  std::string field;
  std::string message;
};

struct ApiError {
  ApiErrorKind kind = ApiErrorKind::kUnavailable;
  // 0 when no answer came.
  int status = 0;
  // The API's own words when it sent some, otherwise what went wrong. Never empty.
  std::string message;
  // For the vendor's support; empty when the API gave none.
  std::string request_id;
  std::vector<FieldError> fields;
  // The request may have had its effect although this error came instead of the answer. Never for a
  // GET.
  bool outcome_unknown = false;
  // "POST /v2/schedules/01ABC/replicas".
  std::string tried;
  int attempts = 1;
  // Whether retry_timeout or a deadline ended the attempts.
  bool out_of_time = false;
  // Whether it was a limit of the caller's, so that another caller may have more time.
  bool callers_limit = false;
};

// Everything that does not depend on the vendor; the message says what the status means until the
// vendor's codec puts the API's own words there.
ApiError ToApiError(const Request& request, const CallError& error);

// For a 2xx answer that is not what was asked for; `what` says in which way ("schedule_replica is
// missing").
ApiError Garbled(const Request& request, const Response& response, std::string_view what);

// Why a request must not be sent: an id in its path is empty, which makes it the path of something
// else. Null when all are there.
std::optional<ApiError> RefuseEmptyId(const Request& request);

}  // namespace http
