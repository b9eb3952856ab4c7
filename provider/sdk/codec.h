// How a C++ type is a Terraform value. A member of a model is an Attr<T>; T is text, bool, a whole
// number, double (the nearest one; plan and state keep the digits), Number (exact), or a
// std::vector (list), Set (set) or std::map (map) of these. Nested models go through their Shape
// instead. Decoding never fails silently: what does not fit T adds an error to the diagnostics and
// yields nothing.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "provider/sdk/diagnostics.h"
#include "provider/value/attr.h"
#include "provider/value/number.h"
#include "provider/value/type.h"
#include "provider/value/value.h"

namespace tf {

// Left undefined for a type that is no plain value: a nested model needs its shape in the line that
// declares it.
template <class T>
struct Codec;

template <class T>
concept PlainValue = requires { Codec<T>::type(); };

template <>
struct Codec<std::string> {
  static Type type() { return Type::String(); }
  static Value Encode(const std::string& text) { return Value::String(text); }
  static std::optional<std::string> Decode(const Value& value, const Path& path,
                                           Diagnostics& diagnostics);
};

template <>
struct Codec<bool> {
  static Type type() { return Type::Bool(); }
  static Value Encode(bool b) { return Value::Bool(b); }
  static std::optional<bool> Decode(const Value& value, const Path& path, Diagnostics& diagnostics);
};

template <>
struct Codec<Number> {
  static Type type() { return Type::Number(); }
  static Value Encode(const Number& number) { return Value::Of(number); }
  static std::optional<Number> Decode(const Value& value, const Path& path,
                                      Diagnostics& diagnostics);
};

template <>
struct Codec<std::int64_t> {
  static Type type() { return Type::Number(); }
  static Value Encode(std::int64_t number) { return Value::Int(number); }
  static std::optional<std::int64_t> Decode(const Value& value, const Path& path,
                                            Diagnostics& diagnostics);
};

template <>
struct Codec<double> {
  static Type type() { return Type::Number(); }
  // Infinities and NaN are no numbers of Terraform's: null.
  static Value Encode(double number) {
    auto finite = Number::From(number);
    return finite ? Value::Of(*std::move(finite)) : Value::Null();
  }
  static std::optional<double> Decode(const Value& value, const Path& path,
                                      Diagnostics& diagnostics);
};

// The error for a value that is not of the type its attribute has, or for an element that is null;
// every decoder reports through it.
void AddTypeError(Diagnostics& diagnostics, const Path& path, const Value& value,
                  const std::string& expected);

namespace internal {

// The elements of a list or set, each as `decode(element, path)` reads it; nothing, with an error,
// when one does not fit. No element is unknown: see DecodeAttr. A path cannot lead into a set, so
// only those of a list are numbered.
template <class T, class DecodeOne>
std::optional<std::vector<T>> DecodeElements(const Value& value, const Path& path, bool is_list,
                                             Diagnostics& diagnostics, DecodeOne decode) {
  const auto* elements = value.AsList();
  if (elements == nullptr)
    return AddTypeError(diagnostics, path, value, "a collection"), std::nullopt;
  std::vector<T> result;
  result.reserve(elements->size());
  for (std::size_t i = 0; i < elements->size(); ++i) {
    std::optional<T> element =
        decode((*elements)[i], is_list ? path.Index(static_cast<std::int64_t>(i)) : path);
    if (!element) return std::nullopt;
    result.push_back(*std::move(element));
  }
  return result;
}

// The same for the members of a map.
template <class T, class DecodeOne>
std::optional<std::map<std::string, T>> DecodeMembers(const Value& value, const Path& path,
                                                      Diagnostics& diagnostics, DecodeOne decode) {
  const auto* members = value.AsMap();
  if (members == nullptr) return AddTypeError(diagnostics, path, value, "a map"), std::nullopt;
  std::map<std::string, T> result;
  for (const auto& [key, member] : *members) {
    std::optional<T> element = decode(member, path.Key(key));
    if (!element) return std::nullopt;
    result.emplace(key, *std::move(element));
  }
  return result;
}

template <class Elements, class EncodeOne>
Value EncodeElements(const Elements& elements, EncodeOne encode) {
  std::vector<Value> values;
  values.reserve(elements.size());
  for (const auto& element : elements) values.push_back(encode(element));
  return Value::List(std::move(values));
}

template <class T, class EncodeOne>
Value EncodeMembers(const std::map<std::string, T>& map, EncodeOne encode) {
  std::vector<std::pair<std::string, Value>> members;
  members.reserve(map.size());
  for (const auto& [key, element] : map) members.emplace_back(key, encode(element));
  return Value::Map(std::move(members));
}

// Reads plain values for the loops above.
template <class T>
auto PlainDecoder(Diagnostics& diagnostics) {
  return [&diagnostics](const Value& value, const Path& path) {
    return Codec<T>::Decode(value, path, diagnostics);
  };
}

}  // namespace internal

template <PlainValue T>
struct Codec<std::vector<T>> {
  static Type type() { return Type::List(Codec<T>::type()); }
  static Value Encode(const std::vector<T>& list) {
    return internal::EncodeElements(list, Codec<T>::Encode);
  }
  static std::optional<std::vector<T>> Decode(const Value& value, const Path& path,
                                              Diagnostics& diagnostics) {
    return internal::DecodeElements<T>(value, path, true, diagnostics,
                                       internal::PlainDecoder<T>(diagnostics));
  }
};

template <PlainValue T>
struct Codec<Set<T>> {
  static Type type() { return Type::Set(Codec<T>::type()); }
  static Value Encode(const Set<T>& set) { return internal::EncodeElements(set, Codec<T>::Encode); }
  static std::optional<Set<T>> Decode(const Value& value, const Path& path,
                                      Diagnostics& diagnostics) {
    auto elements = internal::DecodeElements<T>(value, path, false, diagnostics,
                                                internal::PlainDecoder<T>(diagnostics));
    if (!elements) return std::nullopt;
    return Set<T>(*std::move(elements));
  }
};

template <PlainValue T>
struct Codec<std::map<std::string, T>> {
  static Type type() { return Type::Map(Codec<T>::type()); }
  static Value Encode(const std::map<std::string, T>& map) {
    return internal::EncodeMembers(map, Codec<T>::Encode);
  }
  static std::optional<std::map<std::string, T>> Decode(const Value& value, const Path& path,
                                                        Diagnostics& diagnostics) {
    return internal::DecodeMembers<T>(value, path, diagnostics,
                                      internal::PlainDecoder<T>(diagnostics));
  }
};

// A plain attribute. A collection with an unknown inside is unknown as a whole: half of it is no
// basis for a decision.
template <PlainValue T>
Attr<T> DecodeAttr(const Value& value, const Path& path, Diagnostics& diagnostics) {
  if (value.is_null()) return Attr<T>::Null();
  if (!value.IsWhollyKnown()) return Attr<T>::Unknown();
  auto decoded = Codec<T>::Decode(value, path, diagnostics);
  return decoded ? Attr<T>(*std::move(decoded)) : Attr<T>::Null();
}

template <class T, class EncodeKnown>
Value EncodeAttr(const Attr<T>& attr, EncodeKnown encode) {
  if (attr.is_null()) return Value::Null();
  if (attr.is_unknown()) return Value::Unknown();
  return encode(*attr);
}

}  // namespace tf
