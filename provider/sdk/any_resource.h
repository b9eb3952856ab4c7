// What the engine sees of a resource, a data source and the provider: operations on values, without
// a model. The adapters of adapters.h implement it over what authors write. Safe to call from many
// threads.
#pragma once

#include "provider/sdk/call_data.h"
#include "provider/sdk/schema.h"

namespace tf {

class AnyResource {
 public:
  virtual ~AnyResource() = default;
  virtual const Schema& schema() const = 0;
  virtual bool plans_destroy() const = 0;
  virtual bool imports() const = 0;

  // `config` conforms to the schema and may hold unknowns. Errors for what does not fit the model,
  // and the shape's rules.
  virtual void CheckConfig(const Value& config, Diagnostics& diagnostics) const = 0;

  // Each reads its inputs from `call` and leaves its outcome there; see CallData. Plan leaves its
  // outcome in plan_step, Import is called only when imports() is true.
  virtual void Plan(CallData& call) const = 0;
  virtual void PlanDestroy(CallData& call) const = 0;
  virtual void NoteStored(CallData& call) const = 0;
  virtual void Create(CallData& call) const = 0;
  virtual void Read(CallData& call) const = 0;
  virtual void Update(CallData& call) const = 0;
  virtual void Delete(CallData& call) const = 0;
  virtual void Import(CallData& call) const = 0;
  // Leave nothing kept for what they cannot take over.
  virtual void Upgrade(CallData& call) const = 0;
  virtual void Move(CallData& call) const = 0;
};

class AnyDataSource {
 public:
  virtual ~AnyDataSource() = default;
  virtual const Schema& schema() const = 0;
  virtual void CheckConfig(const Value& config, Diagnostics& diagnostics) const = 0;
  virtual void Read(CallData& call) const = 0;
};

class AnyProvider {
 public:
  virtual ~AnyProvider() = default;
  virtual const Schema& schema() const = 0;
  virtual void CheckConfig(const Value& config, Diagnostics& diagnostics) const = 0;
  // Leaves what the later calls share in `call.configured`; with errors nothing changes.
  virtual void Configure(CallData& call) const = 0;
};

}  // namespace tf
