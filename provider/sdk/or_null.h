// What an API tells or leaves out as an attribute: null stands for what it left out.
#pragma once

#include <optional>

#include "provider/value/attr.h"

namespace tf {

template <class T>
Attr<T> OrNull(const std::optional<T>& value) {
  return value ? Attr<T>(*value) : Attr<T>::Null();
}

}  // namespace tf
