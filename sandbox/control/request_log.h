// What was asked of the stand-ins, in the order of arrival; the control interface itself is not in
// it. Secrets never enter it: of a credential only its kind is kept. Not safe for threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "nlohmann/json_fwd.hpp"
#include "sandbox/services/exchange.h"

namespace sandbox {

struct LoggedRequest {
  std::uint64_t seq = 0;
  // By the sandbox's clock.
  absl::Time at;
  std::string method;
  std::string path;
  std::string query;
  // nullopt while it is under way, and for good when the connection was cut before an answer.
  std::optional<int> status;
  std::uint64_t connection = 0;
  // "Bearer", "Token", "GenieKey", "Basic", another scheme's name, or "" without a credential.
  std::string auth;
  std::string user_agent;
  // Of writes only.
  std::string body;
  bool fault = false;
};

class RequestLog {
 public:
  // Returns the number under which the request stands in the log; numbers start at 1 and survive
  // Clear.
  std::uint64_t Begin(const Request& request, absl::Time at);
  void End(std::uint64_t seq, std::optional<int> status, bool fault);
  void Clear() { entries_.clear(); }
  const std::vector<LoggedRequest>& entries() const { return entries_; }

 private:
  std::vector<LoggedRequest> entries_;
  std::uint64_t last_seq_ = 0;
};

nlohmann::json ToJson(const LoggedRequest& entry);

}  // namespace sandbox
