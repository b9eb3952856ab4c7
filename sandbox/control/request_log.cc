#include "sandbox/control/request_log.h"

#include "absl/strings/ascii.h"
#include "base/time.h"
#include "nlohmann/json.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

// The scheme alone; a value without one may be the secret itself.
std::string AuthKind(const std::string& header) {
  const std::size_t blank = header.find(' ');
  if (blank == std::string::npos) return header.empty() ? "" : "unknown";
  return header.substr(0, blank);
}

std::string QueryText(const Request& request) {
  std::string text;
  for (const auto& [name, value] : request.query) {
    if (!text.empty()) text += '&';
    text.append(name).append("=").append(value);
  }
  return text;
}

}  // namespace

std::uint64_t RequestLog::Begin(const Request& request, absl::Time at) {
  LoggedRequest entry;
  entry.seq = ++last_seq_;
  entry.at = at;
  entry.method = request.method;
  entry.path = request.path;
  entry.query = QueryText(request);
  entry.connection = request.connection;
  entry.auth = AuthKind(Header(request, "Authorization"));
  entry.user_agent = Header(request, "User-Agent");
  if (request.method != "GET" && request.method != "HEAD") entry.body = request.body;
  entries_.push_back(std::move(entry));
  return last_seq_;
}

void RequestLog::End(std::uint64_t seq, std::optional<int> status, bool fault) {
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
    if (entry->seq != seq) continue;
    entry->status = status;
    entry->fault = fault;
    return;
  }
}

json ToJson(const LoggedRequest& entry) {
  json result = {{"seq", entry.seq},
                 {"at", base::FormatInstant(entry.at)},
                 {"method", entry.method},
                 {"path", entry.path},
                 {"query", entry.query},
                 {"status", nullptr},
                 {"connection", entry.connection},
                 {"auth", entry.auth},
                 {"user_agent", entry.user_agent},
                 {"fault", entry.fault}};
  if (entry.status) result["status"] = *entry.status;
  if (!entry.body.empty()) {
    const auto body = ParseJson(entry.body);
    result["body"] = body ? *body : json(entry.body);
  }
  return result;
}

}  // namespace sandbox
