// Terraform's number: exact, of any length. Plain data, safe to use from any thread. There is no
// NaN and no infinity: whoever offers one gets nothing.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace tf {

class Number {
 public:
  // Zero.
  Number() = default;

  template <std::integral T>
    requires(!std::same_as<T, bool>)
  static Number From(T value) {
    if (std::in_range<std::int64_t>(value)) return Number(static_cast<std::int64_t>(value));
    return Number(std::to_string(value));
  }
  // nullopt for NaN and the infinities.
  static std::optional<Number> From(double value);
  // Reads decimal text without loss: sign, digits, fraction and exponent, as in JSON, but also
  // "+5", ".5" and "5.". nullopt for anything else, and for an exponent that would add more than
  // 512 zeros.
  static std::optional<Number> ParseDecimal(std::string_view text);

  // The value when it is a whole number in range, however it was written: 3.0 and "3e0" are 3.
  std::optional<std::int64_t> AsInt64() const;
  // The nearest double; infinite when beyond the range of doubles.
  double AsDouble() const;
  // Plain decimal text without exponent; of a double the shortest text that identifies it.
  std::string ToDecimal() const;

  // The value when a double holds it exactly and it is not a whole number in the range of int64;
  // otherwise nullptr.
  const double* AsExactFraction() const { return std::get_if<double>(&value_); }

  // As Terraform compares: whole numbers exactly, others by their shortest decimal text, so that
  // the double 0.1 equals the text "0.1".
  bool operator==(const Number& other) const;

 private:
  explicit Number(std::int64_t value) : value_(value) {}
  explicit Number(double value) : value_(value) {}
  explicit Number(std::string text) : value_(std::move(text)) {}

  // Every value has one representation: an int64 when it is a whole number in range, a double when
  // it was one or equals one exactly and has a fraction, otherwise decimal text without needless
  // zeros.
  std::variant<std::int64_t, double, std::string> value_;
};

}  // namespace tf
