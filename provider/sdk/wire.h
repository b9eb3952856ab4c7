// How one attribute's value crosses between C++ and Terraform, plain or nested. Nothing here is for
// authors of resources.
#pragma once

#include <algorithm>
#include <concepts>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "provider/sdk/codec.h"
#include "provider/sdk/schema.h"

namespace tf {

template <class Model>
class Shape;

namespace internal {

// The nested model that an attribute of type T holds.
template <class T>
struct Element {
  using type = T;
};
template <class T>
struct Element<std::vector<T>> {
  using type = T;
};
template <class T>
struct Element<Set<T>> {
  using type = T;
};
template <class T>
struct Element<std::map<std::string, T>> {
  using type = T;
};
template <class T>
using ElementOf = typename Element<T>::type;

// How values of T cross: the type, and the two directions.
template <class T>
struct Wire {
  Type type;
  Nesting nesting = Nesting::kNone;
  std::vector<Attribute> nested;
  // Of a known value; nothing when an element is unknown.
  std::function<std::optional<T>(const Value&, const Path&, Diagnostics&)> decode;
  // Of any value.
  std::function<Attr<T>(const Value&, const Path&, Diagnostics&)> decode_attr;
  std::function<Value(const T&)> encode;
  // Whether some of it is a double, which not every number survives.
  bool rounds = false;
  // The rules of the nested shape, for one object.
  Attribute::NestedRules nested_rules;
};

template <class T>
constexpr bool IsOfDoubles() {
  if constexpr (std::same_as<T, ElementOf<T>>) {
    return std::same_as<T, double>;
  } else {
    return IsOfDoubles<ElementOf<T>>();
  }
}

template <PlainValue T>
Wire<T> PlainWire() {
  return {.type = Codec<T>::type(),
          .nesting = Nesting::kNone,
          .nested = {},
          .decode =
              [](const Value& value, const Path& path, Diagnostics& diagnostics) {
                return value.IsWhollyKnown() ? Codec<T>::Decode(value, path, diagnostics)
                                             : std::nullopt;
              },
          .decode_attr = DecodeAttr<T>,
          .encode = [](const T& t) { return Codec<T>::Encode(t); },
          .rounds = IsOfDoubles<T>(),
          .nested_rules = nullptr};
}

// The four ways to hold nested models. `Decode` sees a container whose elements are known objects.
template <class Nested>
struct Held {
  static constexpr Nesting kNesting = Nesting::kSingle;
  static Type TypeOf(const Type& object) { return object; }
  template <class DecodeOne>
  static std::optional<Nested> Decode(const Value& value, const Path& path, Diagnostics&,
                                      DecodeOne decode) {
    return decode(value, path);
  }
  template <class EncodeOne>
  static Value Encode(const Nested& nested, EncodeOne encode) {
    return encode(nested);
  }
};

template <class Nested>
struct Held<std::vector<Nested>> {
  static constexpr Nesting kNesting = Nesting::kList;
  static Type TypeOf(const Type& object) { return Type::List(object); }
  template <class DecodeOne>
  static auto Decode(const Value& value, const Path& path, Diagnostics& diagnostics,
                     DecodeOne decode) {
    return DecodeElements<Nested>(value, path, true, diagnostics, decode);
  }
  template <class EncodeOne>
  static Value Encode(const std::vector<Nested>& models, EncodeOne encode) {
    return EncodeElements(models, encode);
  }
};

template <class Nested>
struct Held<Set<Nested>> {
  static constexpr Nesting kNesting = Nesting::kSet;
  static Type TypeOf(const Type& object) { return Type::Set(object); }
  template <class DecodeOne>
  static std::optional<Set<Nested>> Decode(const Value& value, const Path& path,
                                           Diagnostics& diagnostics, DecodeOne decode) {
    auto models = DecodeElements<Nested>(value, path, false, diagnostics, decode);
    if (!models) return std::nullopt;
    return Set<Nested>(*std::move(models));
  }
  template <class EncodeOne>
  static Value Encode(const Set<Nested>& models, EncodeOne encode) {
    return EncodeElements(models, encode);
  }
};

template <class Nested>
struct Held<std::map<std::string, Nested>> {
  static constexpr Nesting kNesting = Nesting::kMap;
  static Type TypeOf(const Type& object) { return Type::Map(object); }
  template <class DecodeOne>
  static auto Decode(const Value& value, const Path& path, Diagnostics& diagnostics,
                     DecodeOne decode) {
    return DecodeMembers<Nested>(value, path, diagnostics, decode);
  }
  template <class EncodeOne>
  static Value Encode(const std::map<std::string, Nested>& models, EncodeOne encode) {
    return EncodeMembers(models, encode);
  }
};

template <class T>
Wire<T> NestedWire(const Shape<ElementOf<T>>& shape) {
  auto decode = [&shape](const Value& value, const Path& path,
                         Diagnostics& diagnostics) -> std::optional<T> {
    if (HasUnknownElement(value, Held<T>::kNesting)) return std::nullopt;
    return Held<T>::Decode(value, path, diagnostics, [&](const Value& element, const Path& at) {
      return shape.Decode(element, diagnostics, at);
    });
  };
  return {.type = Held<T>::TypeOf(shape.schema().type()),
          .nesting = Held<T>::kNesting,
          .nested = shape.schema().attributes(),
          .decode = decode,
          .decode_attr =
              [decode](const Value& value, const Path& path, Diagnostics& diagnostics) {
                if (value.is_null()) return Attr<T>::Null();
                if (value.is_unknown() || HasUnknownElement(value, Held<T>::kNesting))
                  return Attr<T>::Unknown();
                auto decoded = decode(value, path, diagnostics);
                return decoded ? Attr<T>(*std::move(decoded)) : Attr<T>::Null();
              },
          .encode =
              [&shape](const T& t) {
                return Held<T>::Encode(t, [&shape](const auto& one) { return shape.Encode(one); });
              },
          .rounds = std::ranges::any_of(shape.schema().attributes(), &Attribute::rounds),
          .nested_rules = shape.nested_rules()};
}

template <class Model, class Nested>
inline constexpr bool kIsShapeOf =
    std::is_lvalue_reference_v<Nested> && std::same_as<std::remove_cvref_t<Nested>, Shape<Model>>;

// What goes with a member of type T in its line: nothing for a plain value, the shape of the model
// that it holds otherwise, as a reference.
template <class T, class... Nested>
concept Declarable = (PlainValue<T> && sizeof...(Nested) == 0) ||
                     (sizeof...(Nested) == 1 && (kIsShapeOf<ElementOf<T>, Nested> && ...));

template <class T, class... Nested>
Wire<T> WireOf(const Nested&... nested) {
  if constexpr (sizeof...(Nested) == 0) {
    return PlainWire<T>();
  } else {
    return NestedWire<T>(nested...);
  }
}

}  // namespace internal
}  // namespace tf
