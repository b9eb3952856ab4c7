// What each operation of a managed resource is given and how it answers. Models that come in
// conform to the shape; unknowns are possible only where said so. A call lives as long as the
// operation and belongs to its thread.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "provider/sdk/call_data.h"
#include "provider/sdk/shape.h"

namespace tf {

// What all calls about one object have in common.
class ObjectCall : public Call {
 public:
  using Call::Call;
  // Starts as what is stored beside the state; what it holds at the end is stored.
  PrivateData& private_data() { return data_.private_data; }
};

// A call that can answer what the object looks like.
template <class Model>
class KeepingCall : public ObjectCall {
 public:
  KeepingCall(CallData& data, const Shape<Model>& shape) : ObjectCall(data), shape_(shape) {}

  // The object exists and looks like this; no attribute may stay unknown. The last call wins.
  void Keep(const Model& state) { data_.kept = shape_.Encode(state); }

 private:
  const Shape<Model>& shape_;
};

// A new object. Keep it as soon as it exists: together with an error Terraform stores it as
// tainted, without Keep it stores nothing.
template <class Model>
class CreateCall : public KeepingCall<Model> {
 public:
  CreateCall(CallData& data, const Shape<Model>& shape, Model config, Model plan)
      : KeepingCall<Model>(data, shape), config_(std::move(config)), plan_(std::move(plan)) {}

  const Model& config() const { return config_; }
  // The configuration with its defaults; unknowns only in computed attributes.
  const Model& plan() const { return plan_; }

 private:
  Model config_;
  Model plan_;
};

// The present state of an object. Spellings that mean the same as in `state` stay as they are
// there.
template <class Model>
class ReadCall : public KeepingCall<Model> {
 public:
  ReadCall(CallData& data, const Shape<Model>& shape, Model state)
      : KeepingCall<Model>(data, shape), state_(std::move(state)) {}

  // As stored. After an import most attributes are null.
  const Model& state() const { return state_; }

  // The object does not exist: Terraform forgets it and plans a create. Never say this for an
  // outage.
  void Gone() { this->data_.gone = true; }

 private:
  Model state_;
};

// A change in place, from `state` to `plan`. With an error and no Keep, the state and the private
// data stay as they were.
template <class Model>
class UpdateCall : public KeepingCall<Model> {
 public:
  UpdateCall(CallData& data, const Shape<Model>& shape, Model config, Model state, Model plan)
      : KeepingCall<Model>(data, shape),
        config_(std::move(config)),
        state_(std::move(state)),
        plan_(std::move(plan)) {}

  const Model& config() const { return config_; }
  const Model& state() const { return state_; }
  const Model& plan() const { return plan_; }  // unknowns only in computed attributes

 private:
  Model config_;
  Model state_;
  Model plan_;
};

// An object that a state holds, with nothing to answer but diagnostics and private data.
template <class Model>
class StateCall : public ObjectCall {
 public:
  StateCall(CallData& data, Model state) : ObjectCall(data), state_(std::move(state)) {}
  const Model& state() const { return state_; }

 private:
  Model state_;
};

// The end of an object. Without an error it is gone; one that is gone already is a success.
template <class Model>
class DeleteCall : public StateCall<Model> {
  using StateCall<Model>::StateCall;
};

// Planning the end of an object.
template <class Model>
class DestroyPlanCall : public StateCall<Model> {
  using StateCall<Model>::StateCall;
};

// An object that a state holds, be it current, tainted or deposed. Terraform shows each one before
// it does anything with it, also where it reads nothing. Private data is not at hand.
template <class Model>
class StoredCall : public StateCall<Model> {
  using StateCall<Model>::StateCall;
};

// The resource's own step of planning, after defaults and the marking of computed attributes. It
// may refine computed attributes of `plan`; what the user configured stays. It must be repeatable:
// Terraform plans again when it applies.
template <class Model>
class PlanCall : public ObjectCall {
 public:
  PlanCall(CallData& data, Model config, const Model* prior, Model plan)
      : ObjectCall(data), config_(std::move(config)), prior_(prior), plan_(std::move(plan)) {}

  bool is_create() const { return prior_ == nullptr; }
  // True on a create, and when an attribute that is no local setting differs from the prior state.
  bool changed() const { return data_.changed; }
  // True when a local setting differs from the prior state. Never on a create.
  bool settings_changed() const { return data_.settings_changed; }
  const Model& config() const { return config_; }  // unknowns possible
  const Model* prior() const { return prior_; }    // nullptr on a create
  Model& plan() { return plan_; }                  // unknowns possible

  // When this is the repetition at apply and the client hands it back: what the planning phase left
  // in private_data.
  const std::optional<PrivateData>& planned_before() const { return data_.planned_before; }

  // The change of this attribute needs a new object.
  void Replace(Path path) { data_.replace.push_back(std::move(path)); }

 private:
  Model config_;
  const Model* prior_;
  Model plan_;
};

// Taking over an object that exists. Terraform reads it right afterwards, so Keep needs only what
// identifies it.
template <class Model>
class ImportCall : public KeepingCall<Model> {
 public:
  using KeepingCall<Model>::KeepingCall;
  const std::string& id() const { return this->data_.import_id; }  // as the user wrote it
};

}  // namespace tf
