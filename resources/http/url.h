// Addresses: where an API lives and how an outside id becomes part of a path. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace http {

// Makes any text exactly one path segment: everything but letters, digits, "-", "_", "~" and "." is
// percent-encoded, and so are the dots of "." and "..", which would navigate. An empty text stays
// empty: it is no segment.
std::string EncodePathSegment(std::string_view text);

// "?a=1&b=x%20y", or nothing for no pairs.
std::string EncodeQuery(const std::vector<std::pair<std::string, std::string>>& pairs);

// The base address of one API, as ParseEndpoint accepted it.
struct Endpoint {
  std::string scheme;  // "https" or "http"
  std::string host;    // lower case; an IPv6 address with its brackets
  std::string port;    // empty: the scheme's own
  std::string prefix;  // put before every path: "" or "/some/path", never with a slash at its end

  // "https://host:port", for messages.
  std::string Origin() const;
  // The whole address of a request: origin, prefix, path and query.
  std::string Url(std::string_view path,
                  const std::vector<std::pair<std::string, std::string>>& query) const;

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// Reads an endpoint: https, or http for loopback hosts (localhost, 127.0.0.0/8, [::1]); a path is a
// prefix; no query, fragment or user info. The error is a sentence for users.
tl::expected<Endpoint, std::string> ParseEndpoint(std::string_view text);

}  // namespace http
