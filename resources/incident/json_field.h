// Reads members of a JSON object without exceptions: what is missing or of the wrong type is an
// error that names the member. Codecs read JSON through this and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "absl/time/time.h"

namespace incident {

using Json = nlohmann::json;

// Why a text is not the JSON that was asked for, as "schedule_replica.id is missing" or "it is not
// valid JSON".
using JsonError = std::string;

template <typename T>
using Read = tl::expected<T, JsonError>;

// Parses a whole document: strict UTF-8, at most `max_depth` levels, nothing behind it, no member
// twice in an object.
Read<Json> ParseJson(std::string_view text, int max_depth = 64);

// Conversions of one value; the error is "is not a string" and the like.
template <typename T>
Read<T> As(const Json& value);
template <>
Read<std::string> As(const Json& value);
template <>
Read<bool> As(const Json& value);
template <>
Read<std::int64_t> As(const Json& value);
template <>
Read<absl::Time> As(const Json& value);

// The member `name`; null when it is absent, JSON null, or `object` is no object.
const Json* Find(const Json& object, std::string_view name);

// The member as a T; an error when it is absent, null or of another type.
template <typename T>
Read<T> Field(const Json& object, std::string_view name);

// The same, but null when it is absent or null. Of another type it is still an error.
template <typename T>
Read<std::optional<T>> OptionalField(const Json& object, std::string_view name);

// The member as a list whose elements `decode` reads; an error when it is absent, null, no list, or
// an element is bad.
template <typename Decode>
auto ListField(const Json& object, std::string_view name, Decode decode)
    -> Read<std::vector<typename decltype(decode(object))::value_type>>;

}  // namespace incident
