// Carries typed resources, data sources and providers to the engine: decodes the models a call
// needs, makes the call, and leaves the outcome in values. The second half of provider.h, kept
// apart because no author needs to read it.
#pragma once

#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "provider/sdk/any_resource.h"
#include "provider/sdk/data_source.h"
#include "provider/sdk/provider.h"
#include "provider/sdk/resource.h"

namespace tf {
namespace internal {

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
        imports_(dynamic_cast<Imports<Model>*>(resource_.get())) {}

  const Schema& schema() const override { return resource_->shape().schema(); }
  bool plans_destroy() const override { return plans_destroy_ != nullptr; }
  bool imports() const override { return imports_ != nullptr; }

  void CheckConfig(const Value& config, Diagnostics& diagnostics) const override {
    CheckConfigOf(resource_->shape(), config, diagnostics);
  }

  void Plan(CallData& data) const override {
    if (plans_changes_ == nullptr) return;
    const Shape<Model>& shape = resource_->shape();
    std::optional<Model> prior;
    if (!data.prior.is_null()) {
      prior = shape.Decode(data.prior, data.diagnostics);
      if (!prior) return;
    }
    auto config = shape.Decode(data.config, data.diagnostics);
    auto plan = shape.Decode(data.planned, data.diagnostics);
    if (!config || !plan) return;
    const Value before = shape.Encode(*plan);
    PlanCall<Model> call(data, *std::move(config), prior ? &*prior : nullptr, *std::move(plan));
    plans_changes_->Plan(call);
    TakeOver(before, shape.Encode(call.plan()), data.planned);
  }

  void PlanDestroy(CallData& data) const override {
    if (plans_destroy_ == nullptr) return;
    auto state = resource_->shape().Decode(data.prior, data.diagnostics);
    if (!state) return;
    DestroyPlanCall<Model> call(data, *std::move(state));
    plans_destroy_->PlanDestroy(call);
  }

  void NoteStored(CallData& data) const override {
    if (notes_stored_ == nullptr) return;
    auto state = resource_->shape().Decode(data.prior, data.diagnostics);
    if (!state) return;
    StoredCall<Model> call(data, *std::move(state));
    notes_stored_->NoteStored(call);
  }

  void Create(CallData& data) const override {
    const Shape<Model>& shape = resource_->shape();
    auto config = shape.Decode(data.config, data.diagnostics);
    auto plan = shape.Decode(data.planned, data.diagnostics);
    if (!config || !plan) return;
    CreateCall<Model> call(data, shape, *std::move(config), *std::move(plan));
    resource_->Create(call);
  }

  void Read(CallData& data) const override {
    const Shape<Model>& shape = resource_->shape();
    auto state = shape.Decode(data.prior, data.diagnostics);
    if (!state) return;
    ReadCall<Model> call(data, shape, *std::move(state));
    resource_->Read(call);
  }

  void Update(CallData& data) const override {
    const Shape<Model>& shape = resource_->shape();
    auto config = shape.Decode(data.config, data.diagnostics);
    auto state = shape.Decode(data.prior, data.diagnostics);
    auto plan = shape.Decode(data.planned, data.diagnostics);
    if (!config || !state || !plan) return;
    UpdateCall<Model> call(data, shape, *std::move(config), *std::move(state), *std::move(plan));
    resource_->Update(call);
  }

  void Delete(CallData& data) const override {
    auto state = resource_->shape().Decode(data.prior, data.diagnostics);
    if (!state) return;
    DeleteCall<Model> call(data, *std::move(state));
    resource_->Delete(call);
  }

  void Import(CallData& data) const override {
    ImportCall<Model> call(data, resource_->shape());
    imports_->Import(call);
  }

 private:
  // Only what the plan step changed goes back: the rest keeps its exact value, numbers and unknown
  // elements included.
  void TakeOver(const Value& before, const Value& after, Value& planned) const {
    for (const Attribute& attribute : schema().attributes()) {
      const Value* old_value = before.Find(attribute.name);
      const Value* new_value = after.Find(attribute.name);
      Value* target = planned.FindMutable(attribute.name);
      if (old_value == nullptr || new_value == nullptr || target == nullptr) continue;
      if (!Equal(*old_value, *new_value, attribute.type)) *target = *new_value;
    }
  }

  std::unique_ptr<Resource<Model>> resource_;
  PlansChanges<Model>* plans_changes_;
  PlansDestroy<Model>* plans_destroy_;
  NotesStored<Model>* notes_stored_;
  Imports<Model>* imports_;
};

template <class Model>
class DataSourceAdapter final : public AnyDataSource {
 public:
  explicit DataSourceAdapter(std::unique_ptr<DataSource<Model>> source)
      : source_(std::move(source)) {}

  const Schema& schema() const override { return source_->shape().schema(); }
  void CheckConfig(const Value& config, Diagnostics& diagnostics) const override {
    CheckConfigOf(source_->shape(), config, diagnostics);
  }
  void Read(CallData& data) const override {
    auto config = source_->shape().Decode(data.config, data.diagnostics);
    if (!config) return;
    DataCall<Model> call(data, source_->shape(), *std::move(config));
    source_->Read(call);
  }

 private:
  std::unique_ptr<DataSource<Model>> source_;
};

template <class Model>
class ProviderAdapter final : public AnyProvider {
 public:
  explicit ProviderAdapter(std::unique_ptr<Provider<Model>> provider)
      : provider_(std::move(provider)) {}

  const Schema& schema() const override { return provider_->shape().schema(); }
  void CheckConfig(const Value& config, Diagnostics& diagnostics) const override {
    CheckConfigOf(provider_->shape(), config, diagnostics);
  }
  void Configure(CallData& data) const override {
    auto config = provider_->shape().Decode(data.config, data.diagnostics);
    if (!config) return;
    ConfigureCall<Model> call(data, *std::move(config));
    provider_->Configure(call);
    if (!data.diagnostics.has_error()) data.configured = call.made();
  }

 private:
  std::unique_ptr<Provider<Model>> provider_;
};

// The model of a class that an author wrote; never called.
template <class Model>
Model ModelOf(const Resource<Model>*);
template <class Model>
Model ModelOf(const DataSource<Model>*);
template <class Model>
Model ModelOf(const Provider<Model>*);

}  // namespace internal

template <class P>
Definition::Definition(std::unique_ptr<P> provider) {
  using Model = decltype(internal::ModelOf(static_cast<const P*>(nullptr)));
  provider_ = std::make_unique<internal::ProviderAdapter<Model>>(std::move(provider));
}

template <class R>
void Definition::Add(std::string name, std::unique_ptr<R> offered) {
  using Model = decltype(internal::ModelOf(static_cast<const R*>(nullptr)));
  if constexpr (std::derived_from<R, Resource<Model>>) {
    resources_.insert_or_assign(
        std::move(name), std::make_unique<internal::ResourceAdapter<Model>>(std::move(offered)));
  } else {
    data_sources_.insert_or_assign(
        std::move(name), std::make_unique<internal::DataSourceAdapter<Model>>(std::move(offered)));
  }
}

}  // namespace tf
