#include "resources/json/field.h"

#include <limits>
#include <set>

#include "base/time.h"

namespace json {
namespace {

constexpr int kMaxDepth = 64;

// Whether brackets nest deeper than we are willing to follow. Looked at before the parser builds
// anything.
bool IsTooDeep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxDepth) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

// Follows the parser and remembers the member that an object has twice; of two answers to one
// question neither counts.
class DuplicateFinder {
 public:
  void On(Json::parse_event_t event, const Json& parsed) {
    if (event == Json::parse_event_t::object_start) {
      open_objects_.emplace_back();
    } else if (event == Json::parse_event_t::object_end && !open_objects_.empty()) {
      open_objects_.pop_back();
    } else if (event == Json::parse_event_t::key && !open_objects_.empty()) {
      const auto& name = parsed.get_ref<const std::string&>();
      if (!open_objects_.back().insert(name).second && !duplicate_) duplicate_ = name;
    }
  }
  const std::optional<std::string>& duplicate() const { return duplicate_; }

 private:
  std::vector<std::set<std::string>> open_objects_;
  std::optional<std::string> duplicate_;
};

tl::unexpected<JsonError> Wrong(std::string why) {
  return tl::make_unexpected(JsonError{"", std::move(why)});
}

}  // namespace

JsonError JsonError::Within(std::string_view member) const {
  const bool joined = path.empty() || path.front() == '[';
  return {std::string(member) + (joined ? "" : ".") + path, why};
}

Read<Json> ParseJson(std::string_view text) {
  if (IsTooDeep(text)) return Wrong("is nested too deeply");
  DuplicateFinder duplicates;
  const auto follow = [&duplicates](int, Json::parse_event_t event, const Json& parsed) {
    duplicates.On(event, parsed);
    return true;
  };
  Json json = Json::parse(text, follow, /*allow_exceptions=*/false);
  if (json.is_discarded()) return Wrong("is not valid JSON");
  if (duplicates.duplicate())
    return tl::make_unexpected(JsonError{*duplicates.duplicate(), "is there twice"});
  return json;
}

std::string WriteJson(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

const Json* Find(const Json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto member = object.find(name);
  return member == object.end() || member->is_null() ? nullptr : &*member;
}

Read<std::string> DecodeString(const Json& value) {
  if (!value.is_string()) return Wrong("is not a string");
  return value.get_ref<const std::string&>();
}

Read<bool> DecodeBool(const Json& value) {
  if (!value.is_boolean()) return Wrong("is not true or false");
  return value.get<bool>();
}

Read<std::int64_t> DecodeInteger(const Json& value) {
  // The parser keeps what fits as an integer, above zero as an unsigned one, and everything else as
  // floating point.
  constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (!value.is_number_integer() ||
      (value.is_number_unsigned() && value.get<std::uint64_t>() > kMax)) {
    return Wrong("is not a whole number");
  }
  return value.get<std::int64_t>();
}

Read<absl::Time> DecodeInstant(const Json& value) {
  if (!value.is_string()) return Wrong("is not a time");
  const auto instant = base::ParseInstant(value.get_ref<const std::string&>());
  if (!instant) return Wrong("is not a time");
  return *instant;
}

FieldReader::FieldReader(const Json& object) : object_(object) {
  if (!object.is_object()) failure_ = JsonError{"", "is not an object"};
}

void FieldReader::Fail(std::string_view name, const JsonError& error) {
  if (!failure_) failure_ = error.Within(name);
}

}  // namespace json
