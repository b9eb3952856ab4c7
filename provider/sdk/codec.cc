#include "provider/sdk/codec.h"

#include <cmath>

#include "absl/strings/str_cat.h"

namespace tf {

void AddTypeError(Diagnostics& diagnostics, const Path& path, const Value& value,
                  const std::string& expected) {
  diagnostics.AddError(
      "Unexpected kind of value",
      absl::StrCat("The attribute ", path.ToString(), " must ",
                   value.is_null() ? "not be null" : absl::StrCat("be ", expected), "."),
      path);
}

std::optional<std::string> Codec<std::string>::Decode(const Value& value, const Path& path,
                                                      Diagnostics& diagnostics) {
  if (const std::string* text = value.AsString()) return *text;
  AddTypeError(diagnostics, path, value, "text");
  return std::nullopt;
}

std::optional<bool> Codec<bool>::Decode(const Value& value, const Path& path,
                                        Diagnostics& diagnostics) {
  if (const bool* b = value.AsBool()) return *b;
  AddTypeError(diagnostics, path, value, "true or false");
  return std::nullopt;
}

std::optional<Number> Codec<Number>::Decode(const Value& value, const Path& path,
                                            Diagnostics& diagnostics) {
  if (const Number* number = value.AsNumber()) return *number;
  AddTypeError(diagnostics, path, value, "a number");
  return std::nullopt;
}

std::optional<std::int64_t> Codec<std::int64_t>::Decode(const Value& value, const Path& path,
                                                        Diagnostics& diagnostics) {
  if (const Number* number = value.AsNumber()) {
    if (auto whole = number->AsInt64()) return whole;
  }
  AddTypeError(diagnostics, path, value, "a whole number");
  return std::nullopt;
}

std::optional<double> Codec<double>::Decode(const Value& value, const Path& path,
                                            Diagnostics& diagnostics) {
  const Number* number = value.AsNumber();
  if (number == nullptr) return AddTypeError(diagnostics, path, value, "a number"), std::nullopt;
  const double nearest = number->AsDouble();
  if (std::isfinite(nearest)) return nearest;
  AddTypeError(diagnostics, path, value, "a number between -1.8e308 and 1.8e308");
  return std::nullopt;
}

}  // namespace tf
