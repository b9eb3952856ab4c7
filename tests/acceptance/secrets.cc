#include "tests/acceptance/secrets.h"

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "nlohmann/json.hpp"

namespace acceptance {
namespace {

std::string UrlEscaped(std::string_view text) {
  std::string escaped;
  for (const unsigned char c : text) {
    if (absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.' || c == '~') {
      escaped += static_cast<char>(c);
    } else {
      absl::StrAppendFormat(&escaped, "%%%02X", c);
    }
  }
  return escaped;
}

// Inside a JSON text, as Terraform writes it: angle brackets and "&" escaped, and without that.
std::set<std::string> InJson(const std::string& secret) {
  const std::string quoted =
      nlohmann::json(secret).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const std::string inner = quoted.substr(1, quoted.size() - 2);
  return {inner,
          absl::StrReplaceAll(inner, {{"<", "\\u003c"}, {">", "\\u003e"}, {"&", "\\u0026"}})};
}

// Base64 of the secret behind 0, 1 or 2 other bytes, without the characters at either end that
// depend on what is around it: any longer text's base64 holds one of them.
std::set<std::string> InBase64(const std::string& secret, bool web_safe) {
  std::set<std::string> forms;
  for (std::size_t before = 0; before < 3; ++before) {
    const std::string text = std::string(before, 'x') + secret;
    const std::string encoded =
        web_safe ? absl::WebSafeBase64Escape(text) : absl::Base64Escape(text);
    const std::size_t begin = before == 0 ? 0 : before + 1;
    const std::size_t end = text.size() * 8 / 6;
    if (end > begin) forms.insert(encoded.substr(begin, end - begin));
  }
  return forms;
}

}  // namespace

std::vector<std::string> FormsIn(std::string_view text, const std::string& secret) {
  std::set<std::string> forms{secret, UrlEscaped(secret)};
  forms.merge(InJson(secret));
  forms.merge(InBase64(secret, false));
  forms.merge(InBase64(secret, true));
  std::vector<std::string> found;
  for (const std::string& form : forms) {
    if (text.find(form) != std::string_view::npos) found.push_back(form);
  }
  return found;
}

}  // namespace acceptance
