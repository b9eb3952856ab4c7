// One call of the engine into a resource, a data source or the provider, in values: what goes in
// and what comes back. The typed calls of resource.h, data_source.h and provider.h are views of it;
// authors see only those. Lives on the stack of one RPC; not shared between threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "provider/sdk/diagnostics.h"
#include "provider/sdk/private_data.h"
#include "provider/value/value.h"

namespace tf {

// What the client at the other end can do; a flag it does not know is false.
struct ClientCapabilities {
  bool deferral_allowed = false;  // also set by Terraform 1.9 and later in every apply walk
  bool write_only_attributes_allowed = false;
  bool store_planned_private = false;
};

// What ConfigureProvider made: any type, shared by all calls that started with it; or nothing, for
// a provider that has nothing to share.
class Configured {
 public:
  Configured() = default;
  template <class T>
  explicit Configured(std::shared_ptr<T> object) : object_(std::move(object)), tag_(&kTag<T>) {}

  // nullptr when there is no object, and when it is of another type.
  template <class T>
  T* get() const {
    return tag_ == &kTag<T> ? static_cast<T*>(const_cast<void*>(object_.get())) : nullptr;
  }

 private:
  template <class T>
  static constexpr char kTag = 0;

  // The tag tells whether the object itself is constant.
  std::shared_ptr<const void> object_;
  const void* tag_ = nullptr;
};

// A state that another schema wrote. The views live as long as the call.
struct ForeignState {
  std::string_view provider;   // the address of the other resource's provider; upgrade: empty
  std::string_view type_name;  // of the resource that it is of
  std::int64_t version = 0;    // of the schema that wrote it
  std::string_view json;       // as the state file holds it
};

// What a resource's own step was given to plan and what it made of that, as far as its model can
// hold either. Both null when it has no such step.
struct PlanStep {
  Value before;
  Value after;
};

struct CallData {
  std::optional<Configured> configured;  // nothing before ConfigureProvider
  std::stop_token stop;
  ClientCapabilities client;
  std::string terraform_version;  // ConfigureProvider only

  Value config;   // null on delete, read and import
  Value prior;    // null on create and import
  Value planned;  // plan: as far as the engine has come; apply: as planned
  PlanStep plan_step;
  std::string import_id;
  ForeignState foreign;  // upgrade and move only
  bool changed = false;  // plan: something besides local settings differs, or it is a create
  bool settings_changed = false;  // plan: a local setting differs from the prior state

  PrivateData private_data;  // in: what is stored; out: what will be
  // Plan at apply, Terraform 1.16 and later: what the plan phase answered, be it nothing.
  std::optional<PrivateData> planned_before;

  std::optional<Value> kept;  // the state to store, when the resource said so
  bool gone = false;          // read: the object does not exist any more
  std::vector<Path> replace;  // plan: attributes whose change needs a replacement
  Diagnostics diagnostics;
};

// What every typed call offers.
class Call {
 public:
  explicit Call(CallData& data) : data_(data) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  // What the provider's Configure handed to Use. The engine makes no call that needs it before
  // ConfigureProvider. Another type than Use was given throws, which ends the call with an error.
  template <class T>
  T& configured() {
    T* object = data_.configured ? data_.configured->get<T>() : nullptr;
    if (object != nullptr) return *object;
    throw std::logic_error(
        "a call asked for an object that Configure does not share, or for one of another type");
  }
  // Requested when the user interrupts, or when nobody waits for the answer any more.
  const std::stop_token& stop() const { return data_.stop; }
  const ClientCapabilities& client() const { return data_.client; }
  Diagnostics& diagnostics() { return data_.diagnostics; }

 protected:
  CallData& data_;
};

}  // namespace tf
