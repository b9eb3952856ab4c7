#include "sandbox/services/fields.h"

#include <charconv>

#include "base/text.h"
#include "base/time.h"
#include "nlohmann/json.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

std::optional<absl::Duration> UnitOf(char letter) {
  switch (letter) {
    case 's':
      return absl::Seconds(1);
    case 'm':
      return absl::Minutes(1);
    case 'h':
      return absl::Hours(1);
    case 'd':
      return absl::Hours(24);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<absl::Time> ParseMoment(std::string_view text, absl::Time now) {
  if (text == "now") return now;
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return base::ParseInstant(text);
  std::int64_t count = 0;
  const char* first = text.data() + 1;
  const char* last = text.data() + text.size() - 1;
  const auto unit = UnitOf(*last);
  const auto [end, error] = std::from_chars(first, last, count);
  if (!unit || error != std::errc() || end != last || count < 0 || count > 1'000'000'000) {
    return std::nullopt;
  }
  return text[0] == '+' ? now + count * *unit : now - count * *unit;
}

Fields::Fields(const json& json, std::string where, absl::Time now)
    : json_(json), where_(std::move(where)), now_(now) {
  if (!json_.is_object()) problem_ = (where_.empty() ? "It" : where_) + " must be an object.";
}

const json* Fields::Find(std::string_view name) {
  known_.emplace(name);
  if (!json_.is_object()) return nullptr;
  const auto found = json_.find(std::string(name));
  return found == json_.end() || found->is_null() ? nullptr : &*found;
}

void Fields::Fail(std::string_view name, std::string_view what) {
  FailWith(name,
           where_ + (where_.empty() ? "" : ".") + std::string(name) + " " + std::string(what));
}

void Fields::FailWith(std::string_view name, std::string sentence) {
  if (problem_) return;
  failed_field_ = name;
  problem_ = std::move(sentence);
}

std::optional<std::string> Fields::MaybeText(std::string_view name) {
  const json* value = Find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    Fail(name, "must be a string.");
    return std::nullopt;
  }
  return value->get<std::string>();
}

std::string Fields::TextOr(std::string_view name, std::string_view absent) {
  return MaybeText(name).value_or(std::string(absent));
}

std::string Fields::Text(std::string_view name) {
  const auto text = MaybeText(name);
  if (!text || base::IsBlank(*text)) Fail(name, "is required.");
  return text.value_or("");
}

std::optional<absl::Time> Fields::MaybeMoment(std::string_view name) {
  const auto text = MaybeText(name);
  if (!text) return std::nullopt;
  const auto moment = ParseMoment(*text, now_);
  if (!moment) Fail(name, "must be a time: RFC 3339, \"now\", or as \"+2h\", \"-3d\".");
  return moment;
}

absl::Time Fields::Moment(std::string_view name) {
  const auto moment = MaybeMoment(name);
  if (!moment) Fail(name, "is required.");
  return moment.value_or(now_);
}

std::int64_t Fields::IntegerOr(std::string_view name, std::int64_t absent, std::int64_t lowest,
                               std::int64_t highest) {
  const json* value = Find(name);
  if (value == nullptr) return absent;
  if (value->is_number_integer() || value->is_number_unsigned()) {
    const auto number = value->get<std::int64_t>();
    if (number >= lowest && number <= highest) return number;
  }
  Fail(name, "must be a whole number between " + std::to_string(lowest) + " and " +
                 std::to_string(highest) + ".");
  return absent;
}

bool Fields::BoolOr(std::string_view name, bool absent) {
  const json* value = Find(name);
  if (value == nullptr) return absent;
  if (!value->is_boolean()) {
    Fail(name, "must be true or false.");
    return absent;
  }
  return value->get<bool>();
}

std::vector<std::string> Fields::Texts(std::string_view name) {
  std::vector<std::string> texts;
  for (const json& element : Array(name)) {
    if (!element.is_string()) {
      Fail(name, "must be a list of strings.");
      return {};
    }
    texts.push_back(element.get<std::string>());
  }
  return texts;
}

std::map<std::string, std::string> Fields::TextMap(std::string_view name) {
  std::map<std::string, std::string> texts;
  for (const auto& [key, value] : Object(name).items()) {
    if (!value.is_string()) {
      Fail(name, "must be an object of strings.");
      return {};
    }
    texts.emplace(key, value.get<std::string>());
  }
  return texts;
}

const json& Fields::Array(std::string_view name) {
  static const json& empty = *new json(json::array());
  const json* value = Find(name);
  if (value == nullptr) return empty;
  if (value->is_array()) return *value;
  Fail(name, "must be a list.");
  return empty;
}

const json& Fields::Object(std::string_view name) {
  static const json& empty = *new json(json::object());
  const json* value = Find(name);
  if (value == nullptr) return empty;
  if (value->is_object()) return *value;
  Fail(name, "must be an object.");
  return empty;
}

std::optional<std::string> Fields::Problem() {
  if (problem_ || !json_.is_object()) return problem_;
  for (const auto& [name, value] : json_.items()) {
    if (!known_.contains(name)) Fail(name, "is not known here.");
  }
  return problem_;
}

std::string Fields::Below(std::string_view name, std::size_t index) const {
  return where_ + (where_.empty() ? "" : ".") + std::string(name) + "[" + std::to_string(index) +
         "]";
}

}  // namespace sandbox
