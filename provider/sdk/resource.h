// What the author of a managed resource writes: a class that derives from Resource<Model> and, for
// what it can do beyond the four basics, from the capabilities below, of the same model.
//
// One object serves all calls, also concurrent ones: it keeps no state of its own, and shares
// through what the provider's Configure handed to Use. Each call ends with Keep, with errors in
// diagnostics(), or both; nothing throws.
#pragma once

#include "provider/sdk/foreign_state.h"
#include "provider/sdk/resource_calls.h"
#include "provider/sdk/shape.h"

namespace tf {

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

// ---- Capabilities

// Has a say in what is planned, or something to tell the user about it.
template <class Model>
class PlansChanges {
 public:
  virtual ~PlansChanges() = default;
  virtual void Plan(PlanCall<Model>& call) = 0;
};

// Has something to tell the user before an object is destroyed. An error refuses it. Terraform does
// not ask where it replaces an object: that is one change, planned by PlansChanges, or, with
// -replace, a create.
template <class Model>
class PlansDestroy {
 public:
  virtual ~PlansDestroy() = default;
  virtual void PlanDestroy(DestroyPlanCall<Model>& call) = 0;
};

// Wants to know which objects there are. Called only in a process that is configured, and once for
// each object before anything else is asked: it must not wait for anything.
template <class Model>
class NotesStored {
 public:
  virtual ~NotesStored() = default;
  virtual void NoteStored(StoredCall<Model>& call) = 0;
};

// Can take over an object that Terraform has not made.
template <class Model>
class Imports {
 public:
  virtual ~Imports() = default;
  virtual void Import(ImportCall<Model>& call) = 0;
};

// Reads states that earlier versions of its shape wrote (Version). Without it, or where it keeps
// nothing, they are refused.
template <class Model>
class Upgrades {
 public:
  virtual ~Upgrades() = default;
  virtual void Upgrade(UpgradeCall<Model>& call) = 0;
};

// Can go on with an object that another type of resource, or another provider, has in the state: a
// `moved` block (Terraform 1.8 and later). Where it keeps nothing, the move is refused.
template <class Model>
class AcceptsMoves {
 public:
  virtual ~AcceptsMoves() = default;
  virtual void Move(MoveCall<Model>& call) = 0;
};

}  // namespace tf
