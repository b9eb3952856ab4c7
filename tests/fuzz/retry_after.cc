// What an API says about when to come back: "NAME: VALUE" lines, an empty line, a body.
#include "absl/strings/str_split.h"
#include "resources/http/retry.h"
#include "resources/incident/codec.h"
#include "tests/fuzz/target.h"

void Fuzz(std::string_view input) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(std::string(input), absl::MaxSplits("\n\n", 1));
  http::Response response{.status = 429, .headers = {}, .body = parts.second};
  for (const auto& line : absl::StrSplit(parts.first, '\n')) {
    const std::pair<std::string, std::string> header =
        absl::StrSplit(line, absl::MaxSplits(": ", 1));
    response.headers.push_back({header.first, header.second});
  }
  const http::RetryPolicy policy;
  const http::RetryHints hints{.seconds_headers = {"ratelimit-reset"},
                               .moment_headers = {"X-RateLimit-Reset"},
                               .from_body = incident::RetryAfterInBody};
  const auto wait = http::RetryAfter(response, hints, absl::FromUnixSeconds(1772442000), policy);
  if (wait) HOLDS(*wait >= policy.shortest_hint && *wait <= policy.longest_hint);
}
