// The type and the shorthands that several tests share.
#pragma once

#include <string>
#include <string_view>

#include "provider/value/number.h"
#include "provider/value/type.h"

namespace tf {

// {count: number, flag: bool, list: list(string), name: string, tags: map(string)}
inline Type SampleType() {
  return Type::Object({{"count", Type::Number()},
                       {"flag", Type::Bool()},
                       {"name", Type::String()},
                       {"tags", Type::Map(Type::String())},
                       {"list", Type::List(Type::String())}});
}

// Zero for what is not a number.
inline Number Decimal(std::string_view text) {
  return Number::ParseDecimal(text).value_or(Number());
}
inline Number Real(double value) { return Number::From(value).value_or(Number()); }

// Bytes from hexadecimal text; blanks are for the reader.
inline std::string Hex(std::string_view text) {
  std::string bytes;
  int high = -1;
  for (const char c : text) {
    if (c == ' ') continue;
    const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
    if (high < 0) {
      high = digit;
    } else {
      bytes += static_cast<char>(high * 16 + digit);
      high = -1;
    }
  }
  return bytes;
}

}  // namespace tf
