// The machinery behind shape.h: counting a model's members, and the way one attribute's value
// crosses between C++ and Terraform. Nothing here is for authors of resources.
#pragma once

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
template <class Model, class T>
class Line;

namespace internal {

// Converts to every Attr and to nothing else, so that Model{AnyAttr{}, AnyAttr{}} is valid for
// models of two members or more.
struct AnyAttr {
  template <class T>
  operator Attr<T>() const;  // NOLINT(google-explicit-constructor): the conversion is its purpose
};

template <class Model, std::size_t... I>
constexpr bool TakesMembers(std::index_sequence<I...>) {
  return requires { Model{((void)I, AnyAttr{})...}; };
}

// How many members the aggregate has.
template <class Model, std::size_t N = 0>
constexpr std::size_t Arity() {
  static_assert(std::is_aggregate_v<Model>, "a model is a plain struct of Attr members");
  if constexpr (TakesMembers<Model>(std::make_index_sequence<N + 1>())) {
    return Arity<Model, N + 1>();
  } else {
    return N;
  }
}

template <class Part, class Model>
inline constexpr std::size_t kIsLine = 0;
template <class Model, class T>
inline constexpr std::size_t kIsLine<Line<Model, T>, Model> = 1;

// Every member of the model is an Attr and has exactly one line.
template <class Model, class... Parts>
concept OneLinePerMember = (kIsLine<Parts, Model> + ... + 0) == Arity<Model>();

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
  std::function<std::optional<T>(const Value&, const Path&, Diagnostics&)>
      decode;                                                                   // of a known value
  std::function<Attr<T>(const Value&, const Path&, Diagnostics&)> decode_attr;  // of any value
  std::function<Value(const T&)> encode;
};

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
          .encode = [](const T& t) { return Codec<T>::Encode(t); }};
}

// Decoding and encoding of the four ways to hold nested models. `Decode` sees a container whose
// elements are known objects.
template <class Nested>
struct Held {
  static constexpr Nesting kNesting = Nesting::kSingle;
  static Type TypeOf(const Type& object) { return object; }
  static std::optional<Nested> Decode(const Shape<Nested>& shape, const Value& value,
                                      const Path& path, Diagnostics& diagnostics) {
    return shape.Decode(value, diagnostics, path);
  }
  static Value Encode(const Shape<Nested>& shape, const Nested& nested) {
    return shape.Encode(nested);
  }
};

template <class Nested>
std::optional<std::vector<Nested>> DecodeModels(const Shape<Nested>& shape, const Value& value,
                                                const Path& path, bool indexed,
                                                Diagnostics& diagnostics) {
  const auto* elements = value.AsList();
  if (elements == nullptr) return AddTypeError(diagnostics, path, "a collection"), std::nullopt;
  std::vector<Nested> models;
  models.reserve(elements->size());
  for (std::size_t i = 0; i < elements->size(); ++i) {
    auto model = shape.Decode((*elements)[i], diagnostics,
                              indexed ? path.Index(static_cast<std::int64_t>(i)) : path);
    if (!model) return std::nullopt;
    models.push_back(*std::move(model));
  }
  return models;
}

template <class Models, class Nested>
Value EncodeModels(const Shape<Nested>& shape, const Models& models) {
  std::vector<Value> values;
  values.reserve(models.size());
  for (const Nested& model : models) values.push_back(shape.Encode(model));
  return Value::List(std::move(values));
}

template <class Nested>
struct Held<std::vector<Nested>> {
  static constexpr Nesting kNesting = Nesting::kList;
  static Type TypeOf(const Type& object) { return Type::List(object); }
  static std::optional<std::vector<Nested>> Decode(const Shape<Nested>& shape, const Value& value,
                                                   const Path& path, Diagnostics& diagnostics) {
    return DecodeModels(shape, value, path, true, diagnostics);
  }
  static Value Encode(const Shape<Nested>& shape, const std::vector<Nested>& models) {
    return EncodeModels(shape, models);
  }
};

template <class Nested>
struct Held<Set<Nested>> {
  static constexpr Nesting kNesting = Nesting::kSet;
  static Type TypeOf(const Type& object) { return Type::Set(object); }
  // A path cannot lead into a set: errors are put on the set's attribute path as far as it goes.
  static std::optional<Set<Nested>> Decode(const Shape<Nested>& shape, const Value& value,
                                           const Path& path, Diagnostics& diagnostics) {
    auto models = DecodeModels(shape, value, path, false, diagnostics);
    if (!models) return std::nullopt;
    return Set<Nested>(*std::move(models));
  }
  static Value Encode(const Shape<Nested>& shape, const Set<Nested>& models) {
    return EncodeModels(shape, models);
  }
};

template <class Nested>
struct Held<std::map<std::string, Nested>> {
  static constexpr Nesting kNesting = Nesting::kMap;
  static Type TypeOf(const Type& object) { return Type::Map(object); }
  static std::optional<std::map<std::string, Nested>> Decode(const Shape<Nested>& shape,
                                                             const Value& value, const Path& path,
                                                             Diagnostics& diagnostics) {
    const auto* members = value.AsMap();
    if (members == nullptr) return AddTypeError(diagnostics, path, "a map"), std::nullopt;
    std::map<std::string, Nested> models;
    for (const auto& [key, member] : *members) {
      auto model = shape.Decode(member, diagnostics, path.Key(key));
      if (!model) return std::nullopt;
      models.emplace(key, *std::move(model));
    }
    return models;
  }
  static Value Encode(const Shape<Nested>& shape, const std::map<std::string, Nested>& models) {
    std::vector<std::pair<std::string, Value>> members;
    members.reserve(models.size());
    for (const auto& [key, model] : models) members.emplace_back(key, shape.Encode(model));
    return Value::Map(std::move(members));
  }
};

template <class T>
Wire<T> NestedWire(const Shape<ElementOf<T>>& shape) {
  auto decode = [&shape](const Value& value, const Path& path, Diagnostics& diagnostics) {
    return Held<T>::Decode(shape, value, path, diagnostics);
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
          .encode = [&shape](const T& t) { return Held<T>::Encode(shape, t); }};
}

}  // namespace internal
}  // namespace tf
