#include "tests/support/engine_driver.h"

#include <gtest/gtest.h>

#include <utility>

#include "provider/value/json.h"
#include "provider/value/msgpack.h"

namespace testing_support {

using tf::Attribute;
using tf::Value;

namespace {

Value ProposeObject(const std::vector<Attribute>& attributes, const Value& prior,
                    const Value& config);

Value ProposeAttribute(const Attribute& attribute, const Value& prior, const Value& config) {
  if (config.is_null() && attribute.computed()) return prior;
  if (attribute.nesting == tf::Nesting::kSingle && config.is_known()) {
    return ProposeObject(attribute.nested, prior, config);
  }
  return config;
}

Value ProposeObject(const std::vector<Attribute>& attributes, const Value& prior,
                    const Value& config) {
  Value::Entries entries;
  for (const Attribute& attribute : attributes) {
    const Value* was = prior.Find(attribute.name);
    const Value* configured = config.Find(attribute.name);
    entries.emplace_back(attribute.name,
                         ProposeAttribute(attribute, was != nullptr ? *was : Value::Null(),
                                          configured != nullptr ? *configured : Value::Null()));
  }
  return Value::Map(std::move(entries));
}

}  // namespace

const tf::Schema& EngineDriver::SchemaOf(const std::string& type_name) {
  return engine_.definition().resources().find(type_name)->second->schema();
}

Value EngineDriver::Object(const std::string& type_name, std::string_view json) {
  auto value = tf::DecodeJson(json, SchemaOf(type_name).type());
  EXPECT_TRUE(value) << value.error();
  return value ? *value : Value::Null();
}

std::string EngineDriver::Bytes(const std::string& type_name, const Value& value) {
  return tf::EncodeMsgpack(value, SchemaOf(type_name).type());
}

Value EngineDriver::Decoded(const std::string& type_name, const std::string& bytes) {
  if (bytes.empty()) return Value::Null();
  auto value = tf::DecodeMsgpack(bytes, SchemaOf(type_name).type());
  EXPECT_TRUE(value) << value.error();
  return value ? *value : Value::Null();
}

Value EngineDriver::Propose(const std::string& type_name, const Value& prior, const Value& config) {
  return ProposeObject(SchemaOf(type_name).attributes(), prior, config);
}

PlannedChange EngineDriver::Plan(const std::string& type_name, std::string_view config_json,
                                 const StoredObject& prior) {
  return Plan(type_name, Object(type_name, config_json), prior);
}

PlannedChange EngineDriver::Plan(const std::string& type_name, const Value& config,
                                 const StoredObject& prior) {
  const std::string prior_bytes = Bytes(type_name, prior.state);
  const std::string proposed_bytes = Bytes(type_name, Propose(type_name, prior.state, config));
  const std::string config_bytes = Bytes(type_name, config);
  auto answer = engine_.PlanResource({.type_name = type_name,
                                      .prior = {prior_bytes, {}},
                                      .proposed = {proposed_bytes, {}},
                                      .config = {config_bytes, {}},
                                      .prior_private = prior.private_data,
                                      .planned_private = {}},
                                     context);
  return {type_name,
          prior.state,
          config,
          Decoded(type_name, answer.planned),
          std::move(answer.planned_private),
          std::move(answer.requires_replace),
          std::move(answer.diagnostics)};
}

PlannedChange EngineDriver::PlanDestroy(const std::string& type_name, const StoredObject& prior) {
  const std::string prior_bytes = Bytes(type_name, prior.state);
  auto answer = engine_.PlanResource({.type_name = type_name,
                                      .prior = {prior_bytes, {}},
                                      .proposed = {},
                                      .config = {},
                                      .prior_private = prior.private_data,
                                      .planned_private = {}},
                                     context);
  return {type_name,
          prior.state,
          {},
          {},
          std::move(answer.planned_private),
          {},
          std::move(answer.diagnostics)};
}

StoredObject EngineDriver::Apply(const PlannedChange& plan) {
  const std::string prior_bytes = Bytes(plan.type_name, plan.prior);
  const std::string planned_bytes = Bytes(plan.type_name, plan.planned);
  const std::string config_bytes = Bytes(plan.type_name, plan.config);
  auto answer = engine_.ApplyResource({.type_name = plan.type_name,
                                       .prior = {prior_bytes, {}},
                                       .planned = {planned_bytes, {}},
                                       .config = {config_bytes, {}},
                                       .planned_private = plan.private_data},
                                      context);
  return {Decoded(plan.type_name, answer.state), std::move(answer.private_data),
          std::move(answer.diagnostics)};
}

StoredObject EngineDriver::Read(const std::string& type_name, const StoredObject& stored) {
  const std::string bytes = Bytes(type_name, stored.state);
  auto answer = engine_.ReadResource(
      {.type_name = type_name, .state = {bytes, {}}, .private_data = stored.private_data}, context);
  return {Decoded(type_name, answer.state), std::move(answer.private_data),
          std::move(answer.diagnostics)};
}

StoredObject EngineDriver::Make(const std::string& type_name, std::string_view config_json,
                                const StoredObject& prior) {
  PlannedChange plan = Plan(type_name, config_json, prior);
  EXPECT_FALSE(plan.diagnostics.has_error()) << Text(plan.diagnostics);
  StoredObject made = Apply(plan);
  EXPECT_FALSE(made.diagnostics.has_error()) << Text(made.diagnostics);
  return made;
}

std::string Text(const tf::Diagnostics& diagnostics) {
  std::string text;
  for (const tf::Diagnostic& d : diagnostics.items()) {
    text += d.severity == tf::Severity::kError ? "error " : "warning ";
    text += d.path.ToString() + ": " + d.summary + ": " + d.detail + "\n";
  }
  return text;
}

}  // namespace testing_support
