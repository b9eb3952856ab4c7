#include "sandbox/services/ops_service.h"

#include <algorithm>

#include "absl/strings/escaping.h"

namespace sandbox {

const OpsKey* FindKey(const OpsSettings& settings, std::string_view authorization) {
  const auto found = std::find_if(settings.keys.begin(), settings.keys.end(), [&](const auto& key) {
    return key.authorization == authorization;
  });
  return found == settings.keys.end() ? nullptr : &*found;
}

std::string GenieKey(std::string_view api_key) { return "GenieKey " + std::string(api_key); }

std::string BasicAuth(std::string_view email, std::string_view api_token) {
  return "Basic " + absl::Base64Escape(std::string(email) + ":" + std::string(api_token));
}

}  // namespace sandbox
