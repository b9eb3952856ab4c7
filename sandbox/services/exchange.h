// One HTTP exchange as the stand-ins see it: plain values, so that services, faults and the request
// log need no HTTP library. Nothing here throws; text from outside is taken as it is.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "nlohmann/json_fwd.hpp"

namespace sandbox {

// Header names compare without regard to case.
struct IgnoreCase {
  using is_transparent = void;
  bool operator()(std::string_view left, std::string_view right) const;
};

struct Request {
  std::string method;
  // Decoded, without the query.
  std::string path;
  std::multimap<std::string, std::string> query;
  std::map<std::string, std::string, IgnoreCase> headers;
  std::string body;
  // Counts up from 1 in the order in which the connections made their first request.
  std::uint64_t connection = 0;
  // "http://127.0.0.1:8080", for links in answers.
  std::string origin;
  // By the wall clock, whatever the sandbox's own clock says.
  absl::Time received_at;
};

// What happens to the connection in place of, or in the middle of, an answer.
enum class Cut {
  kNone,
  kReset,     // the peer sees a connection reset
  kClose,     // the peer sees an orderly end before the first byte
  kTruncate,  // the announced length is the whole body's, but only `Answer::sent_bytes` of it
              // arrive
};

struct Answer {
  int status = 200;
  std::string body;
  std::map<std::string, std::string, IgnoreCase> headers;
  Cut cut = Cut::kNone;
  std::size_t sent_bytes = 0;
};

// The first value of a query parameter; nullopt when it is absent.
std::optional<std::string> Query(const Request& request, std::string_view name);

// A query parameter that is a whole number; nullopt when it is something else, `absent` when it is
// absent.
std::optional<int> IntegerQuery(const Request& request, std::string_view name, int absent);

// A header's value; "" when it is absent.
std::string Header(const Request& request, std::string_view name);

// An answer with a JSON body. Invalid UTF-8 inside is replaced.
Answer JsonAnswer(int status, const nlohmann::json& body);

// An answer without a body.
Answer EmptyAnswer(int status);

// Text as JSON; nullopt when it is not JSON.
std::optional<nlohmann::json> ParseJson(std::string_view text);

// The parts of `path` at the places of `pattern`'s `{names}`; nullopt when it does not match. A
// part is never empty and never holds a slash: "/v2/users/{id}" matches "/v2/users/U1" with {"U1"}.
using Captures = std::vector<std::string>;
std::optional<Captures> MatchPath(std::string_view pattern, std::string_view path);

}  // namespace sandbox
