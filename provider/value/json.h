// Values as the state file holds them: JSON, guided by the type. Pure functions, safe to call from
// any thread. The text comes from outside: whatever it is, decoding ends with a value or a
// sentence.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "provider/value/type.h"
#include "provider/value/value.h"

namespace tf {

enum class UnknownAttributes { kRefuse, kDrop };

// A missing attribute is null; one that the type lacks is dropped or refused, as asked. Numbers and
// bools may be text and the other way round, as Terraform allows. Numbers keep every digit, but
// beyond the magnitude of a double they must be text. The error is a sentence that starts with the
// path.
tl::expected<Value, std::string> DecodeJson(
    std::string_view json, const Type& type,
    UnknownAttributes unknown_attributes = UnknownAttributes::kRefuse);

// Sorted keys, no blanks, numbers beyond the magnitude of a double as text. JSON has no unknown
// values: the value must be wholly known and conform to the type; what is unknown or does not fit
// is written as null.
std::string EncodeJson(const Value& value, const Type& type);

}  // namespace tf
