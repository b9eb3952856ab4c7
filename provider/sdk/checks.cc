#include "provider/sdk/checks.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "base/time.h"

namespace tf {

std::optional<std::string> NotBlank::operator()(const std::string& text) const {
  if (!base::IsBlank(text)) return std::nullopt;
  return "must not be blank";
}

std::optional<std::string> Between::operator()(const std::int64_t& number) const {
  if (low <= number && number <= high) return std::nullopt;
  return absl::StrCat("must be between ", low, " and ", high);
}

std::optional<std::string> AtLeast::operator()(const std::int64_t& number) const {
  if (low <= number) return std::nullopt;
  return absl::StrCat("must be ", low, " or more");
}

std::optional<std::string> OneOf::operator()(const std::string& text) const {
  if (std::find(words.begin(), words.end(), text) != words.end()) return std::nullopt;
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) list += i + 1 == words.size() ? " or " : ", ";
    absl::StrAppend(&list, "\"", words[i], "\"");
  }
  return "must be " + list;
}

std::optional<std::string> IsDuration::operator()(const std::string& text) const {
  if (base::ParseDuration(text)) return std::nullopt;
  return "must be a duration above zero and at most 24h, as \"90s\", \"1h30m\" or \"500ms\"";
}

}  // namespace tf
