// Drives an engine the way Terraform's core does: encodes values, proposes new states, plans again
// before it applies, and holds every answer to core's own rules. Objects are JSON text of their
// attributes; what is left out is null.
//
//   EngineDriver driver(engine);
//   auto plan = driver.Plan("zoo_pet", R"({"name": "Rex", "species": "dog"})");
//   auto applied = driver.Apply(plan);
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "provider/engine/engine.h"

namespace testing_support {

struct PlannedChange {
  std::string type_name;
  tf::Value prior;
  tf::Value config;
  tf::Value planned;
  std::string private_data;
  std::vector<tf::Path> replace;
  tf::Diagnostics diagnostics;
};

struct StoredObject {
  tf::Value state;  // null when there is none
  std::string private_data;
  tf::Diagnostics diagnostics;
};

class EngineDriver {
 public:
  explicit EngineDriver(tf::engine::Engine& engine) : engine_(engine) {}

  tf::engine::Context context;  // what accompanies every call

  // An object of the type; fails the test when the text is no such object.
  tf::Value Object(const std::string& type_name, std::string_view json);
  // As Terraform builds it: configured values, and prior ones where the provider computes.
  tf::Value Propose(const std::string& type_name, const tf::Value& prior, const tf::Value& config);

  PlannedChange Plan(const std::string& type_name, std::string_view config_json,
                     const StoredObject& prior = {});
  PlannedChange Plan(const std::string& type_name, const tf::Value& config,
                     const StoredObject& prior = {});
  PlannedChange PlanDestroy(const std::string& type_name, const StoredObject& prior);
  // `config` as at apply, when nothing is unknown any more; the plan is applied as it is.
  StoredObject Apply(const PlannedChange& plan);
  StoredObject Read(const std::string& type_name, const StoredObject& stored);

  // Plans and applies; fails the test on errors.
  StoredObject Make(const std::string& type_name, std::string_view config_json,
                    const StoredObject& prior = {});

 private:
  const tf::Schema& SchemaOf(const std::string& type_name);
  std::string Bytes(const std::string& type_name, const tf::Value& value);
  tf::Value Decoded(const std::string& type_name, const std::string& bytes);

  tf::engine::Engine& engine_;
};

// "error name: Invalid value for name: The attribute ...", one line each; for comparing whole
// texts.
std::string Text(const tf::Diagnostics& diagnostics);

}  // namespace testing_support
