// What an operation is given that takes over a state which this shape has not written: one of an
// older version of the resource, or of another resource. It says how that state would have been
// stored today. Nobody is asked for anything, for the provider may not be configured; where
// Terraform refreshes, it reads the object right afterwards. A call belongs to its thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "provider/sdk/call_data.h"
#include "provider/sdk/shape.h"

namespace tf {

namespace internal {
// Attributes that `type` lacks are dropped, those that the state lacks are null. Nothing, with an
// error, for what is no such object.
std::optional<Value> ReadForeign(const ForeignState& state, const Type& type,
                                 Diagnostics& diagnostics);
}  // namespace internal

// Ends with Keep, with an error, or with neither, which refuses the state.
template <class Model>
class ForeignStateCall {
 public:
  ForeignStateCall(CallData& data, const Shape<Model>& shape) : data_(data), shape_(shape) {}
  ForeignStateCall(const ForeignStateCall&) = delete;
  ForeignStateCall& operator=(const ForeignStateCall&) = delete;

  // The version of the schema that wrote the state.
  std::int64_t version() const { return data_.foreign.version; }

  // The state in a shape that describes it; only names and types count. Attributes that the shape
  // lacks are dropped, those that the state lacks are null. Nothing, with an error, where it does
  // not fit.
  template <class Written>
  std::optional<Written> state(const Shape<Written>& shape) {
    const auto value =
        internal::ReadForeign(data_.foreign, shape.schema().type(), data_.diagnostics);
    if (!value) return std::nullopt;
    return shape.Decode(*value, data_.diagnostics);
  }

  // The object as it would have been stored today; no attribute may be unknown.
  void Keep(const Model& state) { data_.kept = shape_.Encode(state); }

  Diagnostics& diagnostics() { return data_.diagnostics; }

 protected:
  CallData& data_;

 private:
  const Shape<Model>& shape_;
};

// A state of a version below the shape's. It may be any: there is one step from each to today's.
template <class Model>
class UpgradeCall : public ForeignStateCall<Model> {
  using ForeignStateCall<Model>::ForeignStateCall;
};

// A state of another resource, which a `moved` block names: another type, or the same type of
// another provider.
template <class Model>
class MoveCall : public ForeignStateCall<Model> {
 public:
  using ForeignStateCall<Model>::ForeignStateCall;

  // As "registry.terraform.io/acme/zoo".
  std::string_view provider() const { return this->data_.foreign.provider; }
  // As "zoo_pet".
  std::string_view type_name() const { return this->data_.foreign.type_name; }
};

}  // namespace tf
