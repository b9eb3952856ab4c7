// What the stand-ins of Opsgenie and Jira Service Management have in common: keys, settings and a
// table of operations.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/services/exchange.h"
#include "sandbox/services/rate_limit.h"

namespace sandbox {

struct OpsKey {
  // The value of the Authorization header that opens the account, such as "GenieKey abc".
  std::string authorization;
  bool read_only = false;
};

struct OpsSettings {
  std::vector<OpsKey> keys;
  // Timelines start at the instant asked for and not with its day.
  bool timeline_from_instant = false;
  std::optional<RateLimit> rate_limit;
};

// The key of that header; null when there is none.
const OpsKey* FindKey(const OpsSettings& settings, std::string_view authorization);

// "GenieKey <key>" and "Basic <base64 of email:token>".
std::string GenieKey(std::string_view api_key);
std::string BasicAuth(std::string_view email, std::string_view api_token);

}  // namespace sandbox
