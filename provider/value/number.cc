#include "provider/value/number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

namespace tf {
namespace {

// How much longer than its source a number may become by its exponent: enough for every double, too
// little to fill the memory with.
constexpr std::int64_t kMaxAddedZeros = 512;

// Room for every double in plain notation: sign, 309 digits, point, and all the digits that a
// fraction can have.
constexpr int kMaxFractionDigits = 1074;
using DoubleText = std::array<char, 1 + 309 + 1 + kMaxFractionDigits>;

std::string_view TakeDigits(std::string_view& rest) {
  const std::size_t count = std::min(rest.find_first_not_of("0123456789"), rest.size());
  const std::string_view digits = rest.substr(0, count);
  rest.remove_prefix(count);
  return digits;
}

bool Skip(std::string_view& rest, std::string_view any_of) {
  if (rest.empty() || any_of.find(rest.front()) == std::string_view::npos) return false;
  rest.remove_prefix(1);
  return true;
}

// The digits after an "e", limited to what fits; nullopt when there are none.
std::optional<std::int64_t> TakeExponent(std::string_view& rest) {
  constexpr std::int64_t kEnormous = 1'000'000'000'000;
  const bool negative = rest.starts_with('-');
  Skip(rest, "+-");
  const std::string_view digits = TakeDigits(rest);
  if (digits.empty()) return std::nullopt;
  std::int64_t exponent = 0;
  for (const char c : digits) exponent = std::min(exponent * 10 + (c - '0'), kEnormous);
  return negative ? -exponent : exponent;
}

// The number's one plain spelling: no exponent, no needless zeros, no "+" and no "-0".
std::optional<std::string> PlainDecimal(std::string_view text) {
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  Skip(rest, "+-");
  const std::string_view whole = TakeDigits(rest);
  const std::string_view fraction = Skip(rest, ".") ? TakeDigits(rest) : std::string_view();
  if (whole.empty() && fraction.empty()) return std::nullopt;
  std::optional<std::int64_t> exponent = 0;
  if (Skip(rest, "eE")) exponent = TakeExponent(rest);
  if (!exponent || !rest.empty()) return std::nullopt;

  std::string digits = std::string(whole).append(fraction);
  const std::size_t first = digits.find_first_not_of('0');
  if (first == std::string::npos) return "0";
  digits.erase(digits.find_last_not_of('0') + 1);
  digits.erase(0, first);

  // How many of the digits are before the point: below zero when zeros come between.
  const auto length = static_cast<std::int64_t>(digits.size());
  const std::int64_t before = static_cast<std::int64_t>(whole.size() - first) + *exponent;
  const std::int64_t zeros = std::max(-before, before - length);
  if (zeros > static_cast<std::int64_t>(text.size()) + kMaxAddedZeros) return std::nullopt;

  std::string plain = negative ? "-" : "";
  if (before <= 0) return plain.append("0.").append(-before, '0').append(digits);
  if (before >= length) return plain.append(digits).append(before - length, '0');
  return plain.append(digits, 0, before).append(".").append(digits, before);
}

// The double that equals a plain decimal fraction exactly; nullopt when there is none, as for 0.1.
std::optional<double> ExactDouble(std::string_view plain) {
  // Halves, quarters and so on all end in 5, which settles most numbers at once.
  if (plain.back() != '5') return std::nullopt;
  double value = 0;
  const auto read = std::from_chars(plain.begin(), plain.end(), value);
  if (read.ec != std::errc()) return std::nullopt;

  DoubleText buffer;
  const auto written = std::to_chars(buffer.begin(), buffer.end(), value, std::chars_format::fixed,
                                     kMaxFractionDigits);
  std::string_view exact(buffer.data(), written.ptr - buffer.data());
  exact = exact.substr(0, exact.find_last_not_of('0') + 1);
  if (exact != plain) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Number> Number::From(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  if (value != std::trunc(value)) return Number(value);
  constexpr double kTwoTo63 = 9223372036854775808.0;
  if (value >= -kTwoTo63 && value < kTwoTo63) return Number(static_cast<std::int64_t>(value));
  DoubleText buffer;
  const auto written =
      std::to_chars(buffer.begin(), buffer.end(), value, std::chars_format::fixed, 0);
  return Number(std::string(buffer.data(), written.ptr));
}

std::optional<Number> Number::ParseDecimal(std::string_view text) {
  std::optional<std::string> plain = PlainDecimal(text);
  if (!plain) return std::nullopt;
  if (plain->find('.') == std::string::npos) {
    std::int64_t integer = 0;
    const auto read = std::from_chars(plain->data(), plain->data() + plain->size(), integer);
    if (read.ec == std::errc()) return Number(integer);
  } else if (const std::optional<double> exact = ExactDouble(*plain)) {
    return Number(*exact);
  }
  return Number(*std::move(plain));
}

std::optional<std::int64_t> Number::AsInt64() const {
  const auto* integer = std::get_if<std::int64_t>(&value_);
  if (integer == nullptr) return std::nullopt;
  return *integer;
}

double Number::AsDouble() const {
  if (const auto* integer = std::get_if<std::int64_t>(&value_)) {
    return static_cast<double>(*integer);
  }
  if (const auto* fraction = std::get_if<double>(&value_)) return *fraction;

  const auto& text = std::get<std::string>(value_);
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec == std::errc()) return value;
  const bool negative = text.starts_with('-');
  const bool tiny = text.starts_with(negative ? "-0." : "0.");
  const double magnitude = tiny ? 0.0 : std::numeric_limits<double>::infinity();
  return negative ? -magnitude : magnitude;
}

std::string Number::ToDecimal() const {
  if (const auto* integer = std::get_if<std::int64_t>(&value_)) return std::to_string(*integer);
  if (const auto* text = std::get_if<std::string>(&value_)) return *text;
  DoubleText buffer;
  const auto written = std::to_chars(buffer.begin(), buffer.end(), std::get<double>(value_),
                                     std::chars_format::fixed);
  return std::string(buffer.data(), written.ptr);
}

bool Number::operator==(const Number& other) const {
  if (value_.index() == other.value_.index()) return value_ == other.value_;
  if (AsInt64() || other.AsInt64()) return false;
  return ToDecimal() == other.ToDecimal();
}

}  // namespace tf
