// Carries typed data sources and providers to the engine, as resource_adapter.h does for resources,
// and chooses the adapter for what an author adds. The second half of provider.h, kept apart
// because no author needs to read it.
#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "provider/sdk/any_resource.h"
#include "provider/sdk/data_source.h"
#include "provider/sdk/provider.h"
#include "provider/sdk/resource_adapter.h"

namespace tf {
namespace internal {

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

template <class R>
concept IsOffered = requires(const R* offered) { ModelOf(offered); };

// Whether R has the capability without effect: for another model, or as a private base, which no
// cast finds.
template <template <class> class Capability, class Model>
void AsCapability(const Capability<Model>*);
template <template <class> class Capability, class R, class Model>
inline constexpr bool kIsLost =
    !std::derived_from<R, Capability<Model>> &&
    (std::is_base_of_v<Capability<Model>, R> ||
     requires(const R* resource) { AsCapability<Capability>(resource); });

template <class R, class Model>
constexpr void CheckCapabilities() {
  static_assert(!kIsLost<PlansChanges, R, Model> && !kIsLost<PlansDestroy, R, Model> &&
                    !kIsLost<NotesStored, R, Model> && !kIsLost<Imports, R, Model> &&
                    !kIsLost<Upgrades, R, Model> && !kIsLost<AcceptsMoves, R, Model>,
                "a capability is a public base, and of the resource's own model");
}

}  // namespace internal

template <class P>
Definition::Definition(std::unique_ptr<P> provider) {
  using Model = decltype(internal::ModelOf(static_cast<const P*>(nullptr)));
  provider_ = std::make_unique<internal::ProviderAdapter<Model>>(std::move(provider));
}

template <class R>
void Definition::Add(std::string name, std::unique_ptr<R> offered) {
  static_assert(internal::IsOffered<R>, "not a Resource or a DataSource, derived from in public");
  using Model = decltype(internal::ModelOf(static_cast<const R*>(nullptr)));
  const auto add = [&](auto& all, auto adapter) {
    if (!all.emplace(name, std::move(adapter)).second) repeated_.push_back(name);
  };
  if constexpr (std::derived_from<R, Resource<Model>>) {
    internal::CheckCapabilities<R, Model>();
    add(resources_, std::make_unique<internal::ResourceAdapter<Model>>(std::move(offered)));
  } else {
    add(data_sources_, std::make_unique<internal::DataSourceAdapter<Model>>(std::move(offered)));
  }
}

}  // namespace tf
