// Why an exchange over libcurl brought no whole answer: libcurl's codes and texts as a
// TransportError, in words for users. Pure but for what is asked of the handle.
#pragma once

#include <curl/curl.h>

#include <optional>
#include <string>
#include <string_view>

#include "resources/http/transport.h"
#include "resources/http/trust_store.h"

namespace http {

// How far an exchange came.
struct Progress {
  bool sent = false;            // anything of the request may have left
  bool address_known = false;   // the host's name has become an address
  std::optional<long> refusal;  // the status of a proxy that opened no way
  long os_error = 0;
};

// To be asked before the handle is used again.
Progress ProgressOf(CURL* easy, const Endpoint& endpoint);

// What is known of an exchange that failed.
struct Failure {
  CURLcode code;
  std::string_view detail;  // libcurl's own words
  Progress progress;
  std::optional<TransportErrorKind> refused;  // why its answer was not taken in
};

tl::unexpected<TransportError> Explain(const Failure& failure, const Endpoint& endpoint,
                                       const TrustStore& store);

// One that libcurl has no part in.
tl::unexpected<TransportError> Fail(TransportErrorKind kind, bool sent, const std::string& origin,
                                    std::string_view detail = "");

}  // namespace http
