#include "sandbox/services/exchange.h"

#include <algorithm>
#include <charconv>

#include "absl/strings/ascii.h"
#include "nlohmann/json.hpp"

namespace sandbox {
namespace {

bool IsCapture(std::string_view part) {
  return part.size() > 2 && part.front() == '{' && part.back() == '}';
}

std::vector<std::string_view> SplitPath(std::string_view path) {
  std::vector<std::string_view> parts;
  for (std::size_t slash = path.find('/'); slash != path.npos; slash = path.find('/')) {
    parts.push_back(path.substr(0, slash));
    path.remove_prefix(slash + 1);
  }
  parts.push_back(path);
  return parts;
}

}  // namespace

bool IgnoreCase::operator()(std::string_view left, std::string_view right) const {
  return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                      [](unsigned char a, unsigned char b) {
                                        return absl::ascii_tolower(a) < absl::ascii_tolower(b);
                                      });
}

std::optional<std::string> Query(const Request& request, std::string_view name) {
  const auto found = request.query.find(std::string(name));
  if (found == request.query.end()) return std::nullopt;
  return found->second;
}

std::optional<int> IntegerQuery(const Request& request, std::string_view name, int absent) {
  const auto text = Query(request, name);
  if (!text) return absent;
  int number = 0;
  const char* last = text->data() + text->size();
  const auto [end, error] = std::from_chars(text->data(), last, number);
  if (error != std::errc() || end != last) return std::nullopt;
  return number;
}

std::string Header(const Request& request, std::string_view name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? "" : found->second;
}

Answer JsonAnswer(int status, const nlohmann::json& body) {
  Answer answer;
  answer.status = status;
  answer.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  answer.headers["Content-Type"] = "application/json";
  return answer;
}

Answer EmptyAnswer(int status) {
  Answer answer;
  answer.status = status;
  return answer;
}

std::optional<nlohmann::json> ParseJson(std::string_view text) {
  auto parsed = nlohmann::json::parse(text, nullptr, false);
  if (parsed.is_discarded()) return std::nullopt;
  return parsed;
}

std::optional<Captures> MatchPath(std::string_view pattern, std::string_view path) {
  const auto wanted = SplitPath(pattern);
  const auto parts = SplitPath(path);
  if (wanted.size() != parts.size()) return std::nullopt;
  Captures captures;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (IsCapture(wanted[i]) && !parts[i].empty()) {
      captures.emplace_back(parts[i]);
    } else if (wanted[i] != parts[i]) {
      return std::nullopt;
    }
  }
  return captures;
}

}  // namespace sandbox
