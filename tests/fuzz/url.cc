// Endpoints that users write and outside ids that become part of a path: no id may address another
// resource, and no endpoint may carry more than an origin and a path.
#include "resources/http/url.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "tests/fuzz/target.h"

void Fuzz(std::string_view input) {
  const std::string segment = http::EncodePathSegment(input);
  HOLDS(segment != "." && segment != "..");
  HOLDS(std::ranges::all_of(segment, [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '~' || c == '.' || c == '%';
  }));
  HOLDS(segment.empty() == input.empty());

  const auto endpoint = http::ParseEndpoint(input);
  if (!endpoint) {
    HOLDS(!endpoint.error().empty());
    return;
  }
  HOLDS(endpoint->scheme == "https" || endpoint->scheme == "http");
  HOLDS(!endpoint->host.empty() && endpoint->host.find('@') == std::string::npos);
  HOLDS(!endpoint->prefix.ends_with('/'));
  const auto again = http::ParseEndpoint(endpoint->Url("", {}));
  HOLDS(again && *again == *endpoint);
}
