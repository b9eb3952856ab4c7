// The provider itself: its block, and the list of what it offers.
//
//   tf::Definition Zoo() {
//     tf::Definition definition(std::make_unique<ZooProvider>());
//     definition.Add("zoo_pet", std::make_unique<Pet>());          // a Resource<PetModel>
//     definition.Add("zoo_keeper", std::make_unique<Keeper>());    // a DataSource<KeeperModel>
//     return definition;
//   }
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "provider/sdk/any_resource.h"
#include "provider/sdk/call_data.h"
#include "provider/sdk/shape.h"

namespace tf {

// Made for each command, also when a debugged process serves several.
template <class Model>
class ConfigureCall : public Call {
 public:
  ConfigureCall(CallData& data, Model config) : Call(data), config_(std::move(config)) {}

  // Unknowns are possible while planning: a value may come from a resource that does not exist yet.
  const Model& config() const { return config_; }
  // The client's version; OpenTofu sends a made-up one. For the user agent, never for decisions.
  const std::string& terraform_version() const { return data_.terraform_version; }

  // What the later calls get from configured<T>(), of exactly this type: clients, settings, all
  // that they share. Constant, or safe to use from many threads. Calls that are under way keep the
  // object they started with. A provider whose calls share nothing does not use it.
  template <class T>
  void Use(std::shared_ptr<T> object) {
    made_ = Configured(std::move(object));
  }
  const Configured& made() const { return made_; }

 private:
  Model config_;
  Configured made_;
};

template <class Model>
class Provider {
 public:
  virtual ~Provider() = default;
  virtual const Shape<Model>& shape() const = 0;
  // Makes no request: it runs in every command, also in those that need nothing from outside.
  virtual void Configure(ConfigureCall<Model>& call) = 0;
};

// The provider with everything that it offers. Made once, when Terraform first asks for something;
// it neither reads nor needs anything from outside.
class Definition {
 public:
  template <class P>
  explicit Definition(std::unique_ptr<P> provider);

  // Adds a resource or a data source under the name users write. Names start with the provider's
  // type and "_"; a resource and a data source may share one. Engine::CheckDefinition finds names
  // that do not, and those that are there twice.
  template <class R>
  void Add(std::string name, std::unique_ptr<R> offered);

  const AnyProvider& provider() const { return *provider_; }
  const std::map<std::string, std::unique_ptr<AnyResource>, std::less<>>& resources() const {
    return resources_;
  }
  const std::map<std::string, std::unique_ptr<AnyDataSource>, std::less<>>& data_sources() const {
    return data_sources_;
  }
  // Names that were added a second time; the first stands.
  const std::vector<std::string>& repeated() const { return repeated_; }

 private:
  std::unique_ptr<AnyProvider> provider_;
  std::map<std::string, std::unique_ptr<AnyResource>, std::less<>> resources_;
  std::map<std::string, std::unique_ptr<AnyDataSource>, std::less<>> data_sources_;
  std::vector<std::string> repeated_;
};

}  // namespace tf

#include "provider/sdk/adapters.h"  // IWYU pragma: export
