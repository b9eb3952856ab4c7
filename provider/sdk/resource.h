// What the author of a managed resource writes: a class that derives from Resource<Model> and, for
// what it can do beyond the four basics, from PlansChanges, PlansDestroy, NotesStored or Imports of
// the same model.
//
// One object serves all calls, also concurrent ones: it keeps no state of its own. Each call ends
// by keeping a state, by adding errors, or both. Models that come in conform to the shape; config
// and plan may hold unknowns where said so.
#pragma once

#include <string>
#include <utility>

#include "provider/sdk/call_data.h"
#include "provider/sdk/shape.h"

namespace tf {

// A new object. `plan` holds unknowns only in computed attributes.
template <class Model>
class CreateCall : public Call {
 public:
  CreateCall(CallData& data, const Shape<Model>& shape, Model config, Model plan)
      : Call(data), shape_(shape), config_(std::move(config)), plan_(std::move(plan)) {}

  const Model& config() const { return config_; }
  const Model& plan() const { return plan_; }
  PrivateData& private_data() { return data_.private_data; }

  // The object exists and looks like this; the last call wins. Call it as soon as that is true:
  // together with an error Terraform stores the object as tainted, without Keep it stores nothing.
  // No attribute may stay unknown.
  void Keep(const Model& state) { data_.kept = shape_.Encode(state); }

 private:
  const Shape<Model>& shape_;
  Model config_;
  Model plan_;
};

// The present state of an object. After an import most attributes of `state` are null.
template <class Model>
class ReadCall : public Call {
 public:
  ReadCall(CallData& data, const Shape<Model>& shape, Model state)
      : Call(data), shape_(shape), state_(std::move(state)) {}

  const Model& state() const { return state_; }
  PrivateData& private_data() { return data_.private_data; }

  // Spellings that mean the same as in `state` stay as they are there.
  void Keep(const Model& state) { data_.kept = shape_.Encode(state); }
  // The object does not exist: Terraform forgets it and plans a create. Never say this for an
  // outage.
  void Gone() { data_.gone = true; }

 private:
  const Shape<Model>& shape_;
  Model state_;
};

// A change in place, from `state` to `plan`. With an error and no Keep, the state and the private
// data stay as they were.
template <class Model>
class UpdateCall : public Call {
 public:
  UpdateCall(CallData& data, const Shape<Model>& shape, Model config, Model state, Model plan)
      : Call(data),
        shape_(shape),
        config_(std::move(config)),
        state_(std::move(state)),
        plan_(std::move(plan)) {}

  const Model& config() const { return config_; }
  const Model& state() const { return state_; }
  const Model& plan() const { return plan_; }
  PrivateData& private_data() { return data_.private_data; }

  // The object looks like this now; the last call wins. No attribute may stay unknown.
  void Keep(const Model& state) { data_.kept = shape_.Encode(state); }

 private:
  const Shape<Model>& shape_;
  Model config_;
  Model state_;
  Model plan_;
};

// The end of an object. Without an error it is gone; one that is gone already is a success.
template <class Model>
class DeleteCall : public Call {
 public:
  DeleteCall(CallData& data, Model state) : Call(data), state_(std::move(state)) {}
  const Model& state() const { return state_; }
  PrivateData& private_data() { return data_.private_data; }

 private:
  Model state_;
};

// The resource's own step of planning, after defaults and the marking of computed attributes. It
// must be repeatable: Terraform plans again when it applies. It may refine computed attributes of
// `plan`; what the user configured stays.
template <class Model>
class PlanCall : public Call {
 public:
  PlanCall(CallData& data, Model config, const Model* prior, Model plan)
      : Call(data), config_(std::move(config)), prior_(prior), plan_(std::move(plan)) {}

  bool is_create() const { return prior_ == nullptr; }
  // True on a create, and when an attribute that is no local setting differs from the prior state.
  bool changed() const { return data_.changed; }
  const Model& config() const { return config_; }  // unknowns possible
  const Model* prior() const { return prior_; }    // nullptr on a create
  Model& plan() { return plan_; }                  // unknowns possible

  // What apply finds as its private data; starts as what is stored.
  PrivateData& private_data() { return data_.private_data; }
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

// Planning the end of an object: only diagnostics and private data matter.
template <class Model>
class DestroyPlanCall : public Call {
 public:
  DestroyPlanCall(CallData& data, Model state) : Call(data), state_(std::move(state)) {}
  const Model& state() const { return state_; }
  PrivateData& private_data() { return data_.private_data; }

 private:
  Model state_;
};

// Taking over an object that exists. Terraform reads it right afterwards, so Keep needs only what
// identifies it.
template <class Model>
class ImportCall : public Call {
 public:
  ImportCall(CallData& data, const Shape<Model>& shape) : Call(data), shape_(shape) {}
  const std::string& id() const { return data_.import_id; }  // as the user wrote it
  PrivateData& private_data() { return data_.private_data; }
  void Keep(const Model& state) { data_.kept = shape_.Encode(state); }

 private:
  const Shape<Model>& shape_;
};

// An object that a state holds, be it current, tainted or deposed. Terraform shows every one of
// them before it works with any, also where it reads nothing.
template <class Model>
class StoredCall : public Call {
 public:
  StoredCall(CallData& data, Model state) : Call(data), state_(std::move(state)) {}
  const Model& state() const { return state_; }

 private:
  Model state_;
};

template <class Model>
class Resource {
 public:
  virtual ~Resource() = default;
  virtual const Shape<Model>& shape() const = 0;
  virtual void Create(CreateCall<Model>& call) = 0;
  virtual void Read(ReadCall<Model>& call) = 0;
  virtual void Update(UpdateCall<Model>& call) = 0;
  virtual void Delete(DeleteCall<Model>& call) = 0;
};

// ---- Capabilities: derive from those that apply
// ----------------------------------------------------------------

template <class Model>
class PlansChanges {
 public:
  virtual ~PlansChanges() = default;
  virtual void Plan(PlanCall<Model>& call) = 0;
};

template <class Model>
class PlansDestroy {
 public:
  virtual ~PlansDestroy() = default;
  virtual void PlanDestroy(DestroyPlanCall<Model>& call) = 0;
};

// Called only in a process that is configured.
template <class Model>
class NotesStored {
 public:
  virtual ~NotesStored() = default;
  virtual void NoteStored(StoredCall<Model>& call) = 0;
};

template <class Model>
class Imports {
 public:
  virtual ~Imports() = default;
  virtual void Import(ImportCall<Model>& call) = 0;
};

}  // namespace tf
