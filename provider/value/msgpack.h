// Values as Terraform and its providers exchange them: MessagePack, guided by the type. Pure
// functions, safe to call from any thread. The bytes come from outside: whatever they are, decoding
// ends with a value or a sentence, and never takes more memory than a small multiple of their
// length.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "provider/value/type.h"
#include "provider/value/value.h"

namespace tf {

// As Terraform itself writes: keys sorted, every number and length in its shortest form, numbers
// that neither int64 nor double holds exactly as decimal text. The value must conform to the type
// (see Conforms); what does not fit is written as null, so that the bytes are readable whatever the
// value is.
std::string EncodeMsgpack(const Value& value, const Type& type);

// Accepts every form of a length or a number, and text as binary. Refused, with a sentence that
// starts with the path: an object with a missing, foreign or repeated key, text that is not UTF-8,
// NaN and infinity, bytes that end early or go on after the value, and nesting beyond kMaxDepth.
tl::expected<Value, std::string> DecodeMsgpack(std::string_view bytes, const Type& type);

}  // namespace tf
