// The last check before a value leaves the provider: Terraform ends the run with an obscure
// message, or panics, when an answer does not have exactly the shape of the schema. Pure, safe to
// call from any thread.
#pragma once

#include <optional>
#include <string>

#include "provider/value/type.h"
#include "provider/value/value.h"

namespace tf {

// nullopt when the value has exactly this type: every attribute there, none too many, tuples of the
// right length, text that is valid UTF-8. Null and unknown fit every type. Otherwise one sentence
// that starts with the path.
std::optional<std::string> Conforms(const Value& value, const Type& type);

}  // namespace tf
