// Carries typed data sources and providers to the engine, as resource_adapter.h does for resources,
// and chooses the adapter for what an author adds. The second half of provider.h, kept apart
// because no author needs to read it.
#pragma once

#include <concepts>
#include <memory>
#include <string>
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
