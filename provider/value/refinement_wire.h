// The facts about an unknown value as Terraform writes them: the payload of a MessagePack
// extension. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "provider/value/number.h"
#include "provider/value/value.h"
#include "provider/value/wire.h"

namespace tf::internal {

// The type of the extension whose payload is a refinement; every other one is an unknown value
// without facts.
inline constexpr std::int8_t kRefinementExtension = 12;

// The payload with the facts that suit the type; empty when there are none. At most 1024 bytes, the
// most that Terraform reads: a long prefix is cut, a long bound left out.
std::string EncodeRefinement(const Refinement& refinement, const Type& type);

// The unknown value of that type, or the one value that the facts leave. Facts that cannot be read
// are dropped: an unknown value without facts is always true.
Value DecodeRefinement(std::string_view payload, const Type& type);

// Numbers, here because bounds are numbers too.
void WriteNumber(const Number& number, WireWriter& writer);
// nullopt when the item is not a number, or NaN or infinite.
std::optional<Number> ToNumber(const WireItem& item);

}  // namespace tf::internal
