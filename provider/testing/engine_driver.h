// Tests a provider without Terraform: drives its engine the way Terraform's core does. It encodes
// values, proposes new states, and plans before it applies; the engine holds every answer to core's
// rules. Objects are JSON text of their attributes; what is left out is null.
//
//   tf::engine::Engine engine(Zoo);
//   tf::EngineDriver driver(engine);
//   EXPECT_EQ(Text(driver.Configure(R"({"keeper": "Ada"})")), "");
//   const auto rex = driver.Make("zoo_pet", R"({"name": "Rex", "species": "dog"})");
//   EXPECT_EQ(*rex.state.Find("id"), tf::Value::String("pet-1"));
//
// For tests of GoogleTest: text that is no such object fails the test. For one thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "provider/engine/engine.h"

namespace tf {

struct PlannedChange {
  std::string type_name;
  Value prior;
  Value config;
  Value planned;
  std::string private_data;
  std::vector<Path> replace;  // whose change needs a new object
  Diagnostics diagnostics;
};

struct StoredObject {
  Value state;  // null when there is none
  std::string private_data;
  Diagnostics diagnostics;
};

// What a data source answered.
struct LookedUp {
  Value answer;  // null when it failed
  Diagnostics diagnostics;
};

class EngineDriver {
 public:
  explicit EngineDriver(engine::Engine& engine) : engine_(engine) {}

  engine::Context context;  // what accompanies every call

  // The provider block. Without it only validation and the engine's part of planning work.
  Diagnostics Configure(std::string_view config_json);

  Diagnostics Validate(const std::string& type_name, std::string_view config_json);

  // What Terraform proposes as planned: configured values, and prior ones where the provider
  // computes.
  Value Propose(const std::string& type_name, const Value& prior, const Value& config);

  PlannedChange Plan(const std::string& type_name, std::string_view config_json,
                     const StoredObject& prior = {});
  PlannedChange Plan(const std::string& type_name, const Value& config,
                     const StoredObject& prior = {});
  PlannedChange PlanDestroy(const std::string& type_name, const StoredObject& prior);
  // A create, a change or a destroy, as planned; nothing in its configuration is unknown any more.
  StoredObject Apply(const PlannedChange& plan);
  StoredObject Read(const std::string& type_name, const StoredObject& stored);
  // With the read that follows every import.
  StoredObject Import(const std::string& type_name, std::string_view id);

  // Plans and applies; fails the test on errors.
  StoredObject Make(const std::string& type_name, std::string_view config_json,
                    const StoredObject& prior = {});

  LookedUp ReadData(const std::string& type_name, std::string_view config_json);

  // An object of the resource's type.
  Value Object(const std::string& type_name, std::string_view json);

 private:
  const Schema& SchemaOf(const std::string& type_name);
  std::string Bytes(const std::string& type_name, const Value& value);
  Value Decoded(const std::string& type_name, const std::string& bytes);

  engine::Engine& engine_;
};

// "error name: Invalid value for name: The attribute ...", one line each; for comparing whole
// texts.
std::string Text(const Diagnostics& diagnostics);

}  // namespace tf
