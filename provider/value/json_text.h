// JSON without a type: what types, dynamic values and the state file are first read as. Pure
// functions, safe to call from any thread.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "provider/value/value.h"

namespace tf {

// Arrays become lists and objects maps; of a key given twice the last one counts. Numbers keep
// every digit. The error is a sentence.
tl::expected<Value, std::string> ReadJson(std::string_view json);

// A JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
std::string QuoteJson(std::string_view text);

}  // namespace tf
