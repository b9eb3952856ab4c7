#include "resources/json/field.h"

#include <limits>

#include "base/time.h"

namespace json {
namespace {

tl::unexpected<JsonError> Wrong(std::string why) {
  return tl::make_unexpected(JsonError{"", std::move(why)});
}

}  // namespace

JsonError JsonError::Within(std::string_view member) const {
  const bool joined = path.empty() || path.front() == '[';
  return {std::string(member) + (joined ? "" : ".") + path, why};
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
