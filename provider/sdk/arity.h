// Counts the members of a model, so that a member without a line does not compile, nor one that is
// no Attr. Nothing here is for authors of resources.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include "provider/value/attr.h"

namespace tf {

template <class Model, class T>
class Line;

namespace internal {

// Converts to every Attr and to nothing else, so that Model{AnyAttr{}, AnyAttr{}} is valid for
// models of two members or more.
struct AnyAttr {
  template <class T>
  operator Attr<T>() const;  // NOLINT(google-explicit-constructor): the conversion is its purpose
};
struct Anything {
  template <class T>
  operator T() const;  // NOLINT(google-explicit-constructor): the same
};

template <class Model, class Any, std::size_t... I>
constexpr bool TakesMembers(std::index_sequence<I...>) {
  return requires { Model{((void)I, Any{})...}; };
}

// How many of the aggregate's members, from the first on, an `Any` initializes.
template <class Model, class Any, std::size_t N = 0>
constexpr std::size_t Arity() {
  if constexpr (TakesMembers<Model, Any>(std::make_index_sequence<N + 1>())) {
    return Arity<Model, Any, N + 1>();
  } else {
    return N;
  }
}

template <class Model>
concept AllMembersAreAttrs =
    std::is_aggregate_v<Model> && Arity<Model, AnyAttr>() == Arity<Model, Anything>();

template <class Part, class Model>
inline constexpr std::size_t kIsLine = 0;
template <class Model, class T>
inline constexpr std::size_t kIsLine<Line<Model, T>, Model> = 1;

// There are as many lines as members. That two of them are for one member shows when the shape is
// built.
template <class Model, class... Parts>
concept OneLinePerMember = (kIsLine<Parts, Model> + ... + 0) == Arity<Model, AnyAttr>();

}  // namespace internal
}  // namespace tf
