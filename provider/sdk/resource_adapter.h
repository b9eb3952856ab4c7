// Carries a typed resource to the engine: decodes the models that a call needs, makes the call, and
// leaves the outcome in values. No author needs to read it.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "provider/sdk/any_resource.h"
#include "provider/sdk/resource.h"

namespace tf::internal {

template <class Model>
void CheckConfigOf(const Shape<Model>& shape, const Value& config, Diagnostics& diagnostics) {
  auto model = shape.Decode(config, diagnostics);
  if (model) shape.CheckRules(*model, diagnostics);
}

template <class Model>
class ResourceAdapter final : public AnyResource {
 public:
  explicit ResourceAdapter(std::unique_ptr<Resource<Model>> resource)
      : resource_(std::move(resource)),
        plans_changes_(dynamic_cast<PlansChanges<Model>*>(resource_.get())),
        plans_destroy_(dynamic_cast<PlansDestroy<Model>*>(resource_.get())),
        notes_stored_(dynamic_cast<NotesStored<Model>*>(resource_.get())),
        imports_(dynamic_cast<Imports<Model>*>(resource_.get())),
        upgrades_(dynamic_cast<Upgrades<Model>*>(resource_.get())),
        accepts_moves_(dynamic_cast<AcceptsMoves<Model>*>(resource_.get())) {}

  const Schema& schema() const override { return resource_->shape().schema(); }
  bool plans_destroy() const override { return plans_destroy_ != nullptr; }
  bool imports() const override { return imports_ != nullptr; }

  void CheckConfig(const Value& config, Diagnostics& diagnostics) const override {
    CheckConfigOf(resource_->shape(), config, diagnostics);
  }

  void Plan(CallData& data) const override {
    if (plans_changes_ == nullptr) return;
    std::optional<Model> prior;
    if (!data.prior.is_null()) {
      prior = Decode(data.prior, data);
      if (!prior) return;
    }
    auto config = Decode(data.config, data);
    auto plan = Decode(data.planned, data);
    if (!config || !plan) return;
    data.plan_step.before = shape().Encode(*plan);
    PlanCall<Model> call(data, *std::move(config), prior ? &*prior : nullptr, *std::move(plan));
    plans_changes_->Plan(call);
    data.plan_step.after = shape().Encode(call.plan());
  }

  void PlanDestroy(CallData& data) const override {
    if (plans_destroy_ == nullptr) return;
    CallWithState<DestroyPlanCall<Model>>(
        data, [this](auto& call) { plans_destroy_->PlanDestroy(call); });
  }

  void NoteStored(CallData& data) const override {
    if (notes_stored_ == nullptr) return;
    CallWithState<StoredCall<Model>>(data, [this](auto& call) { notes_stored_->NoteStored(call); });
  }

  void Create(CallData& data) const override {
    auto config = Decode(data.config, data);
    auto plan = Decode(data.planned, data);
    if (!config || !plan) return;
    CreateCall<Model> call(data, shape(), *std::move(config), *std::move(plan));
    resource_->Create(call);
  }

  void Read(CallData& data) const override {
    auto state = Decode(data.prior, data);
    if (!state) return;
    ReadCall<Model> call(data, shape(), *std::move(state));
    resource_->Read(call);
  }

  void Update(CallData& data) const override {
    auto config = Decode(data.config, data);
    auto state = Decode(data.prior, data);
    auto plan = Decode(data.planned, data);
    if (!config || !state || !plan) return;
    UpdateCall<Model> call(data, shape(), *std::move(config), *std::move(state), *std::move(plan));
    resource_->Update(call);
  }

  void Delete(CallData& data) const override {
    CallWithState<DeleteCall<Model>>(data, [this](auto& call) { resource_->Delete(call); });
  }

  void Import(CallData& data) const override {
    ImportCall<Model> call(data, shape());
    imports_->Import(call);
  }

  void Upgrade(CallData& data) const override {
    if (upgrades_ == nullptr) return;
    UpgradeCall<Model> call(data, shape());
    upgrades_->Upgrade(call);
  }

  void Move(CallData& data) const override {
    if (accepts_moves_ == nullptr) return;
    MoveCall<Model> call(data, shape());
    accepts_moves_->Move(call);
  }

 private:
  const Shape<Model>& shape() const { return resource_->shape(); }
  std::optional<Model> Decode(const Value& value, CallData& data) const {
    return shape().Decode(value, data.diagnostics);
  }

  template <class Kind, class Act>
  void CallWithState(CallData& data, Act act) const {
    auto state = Decode(data.prior, data);
    if (!state) return;
    Kind call(data, *std::move(state));
    act(call);
  }

  std::unique_ptr<Resource<Model>> resource_;
  PlansChanges<Model>* plans_changes_;
  PlansDestroy<Model>* plans_destroy_;
  NotesStored<Model>* notes_stored_;
  Imports<Model>* imports_;
  Upgrades<Model>* upgrades_;
  AcceptsMoves<Model>* accepts_moves_;
};

}  // namespace tf::internal
