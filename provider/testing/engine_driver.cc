#include "provider/testing/engine_driver.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <utility>

#include "provider/value/json.h"
#include "provider/value/msgpack.h"

namespace tf {
namespace {

Value ProposeObject(const std::vector<Attribute>& attributes, const Value& prior,
                    const Value& config);

Value MemberOf(const Value& object, std::string_view name) {
  const Value* found = object.Find(name);
  return found != nullptr ? *found : Value::Null();
}

// Elements of lists go together by their place, those of maps by their key. In a set that users
// configure nothing is computed.
Value ProposeNested(const Attribute& attribute, const Value& prior, const Value& config) {
  const auto propose = [&](const Value& was, const Value& configured) {
    return configured.is_known() ? ProposeObject(attribute.nested, was, configured) : configured;
  };
  if (attribute.nesting == Nesting::kSingle) return propose(prior, config);
  Value proposed = config;
  if (auto* elements = proposed.AsListMutable(); attribute.nesting == Nesting::kList && elements) {
    const auto* were = prior.AsList();
    for (std::size_t i = 0; i < elements->size(); ++i) {
      const bool was_there = were != nullptr && i < were->size();
      (*elements)[i] = propose(was_there ? (*were)[i] : Value::Null(), (*elements)[i]);
    }
  } else if (auto* entries = proposed.AsMapMutable()) {
    for (auto& [key, element] : *entries) element = propose(MemberOf(prior, key), element);
  }
  return proposed;
}

Value ProposeAttribute(const Attribute& attribute, const Value& prior, const Value& config) {
  if (config.is_null() && attribute.computed()) return prior;
  if (attribute.nesting == Nesting::kNone || !config.is_known()) return config;
  return ProposeNested(attribute, prior, config);
}

Value ProposeObject(const std::vector<Attribute>& attributes, const Value& prior,
                    const Value& config) {
  Value::Entries entries;
  for (const Attribute& attribute : attributes) {
    entries.emplace_back(attribute.name,
                         ProposeAttribute(attribute, MemberOf(prior, attribute.name),
                                          MemberOf(config, attribute.name)));
  }
  return Value::Map(std::move(entries));
}

// The object that the text is of; what is left out is null.
Value Parsed(const Schema& schema, std::string_view json) {
  auto value = DecodeJson(json, schema.type());
  EXPECT_TRUE(value) << value.error();
  return value ? *std::move(value) : Value::Null();
}

// What the engine answered; no bytes are null.
Value Answered(const Schema& schema, const std::string& bytes) {
  if (bytes.empty()) return Value::Null();
  auto value = DecodeMsgpack(bytes, schema.type());
  EXPECT_TRUE(value) << value.error();
  return value ? *std::move(value) : Value::Null();
}

}  // namespace

const Schema& EngineDriver::SchemaOf(const std::string& type_name) {
  return engine_.definition().resources().find(type_name)->second->schema();
}

Value EngineDriver::Object(const std::string& type_name, std::string_view json) {
  return Parsed(SchemaOf(type_name), json);
}

std::string EngineDriver::Bytes(const std::string& type_name, const Value& value) {
  return EncodeMsgpack(value, SchemaOf(type_name).type());
}

Value EngineDriver::Decoded(const std::string& type_name, const std::string& bytes) {
  return Answered(SchemaOf(type_name), bytes);
}

Diagnostics EngineDriver::Configure(std::string_view config_json) {
  const Schema& schema = engine_.definition().provider().schema();
  const std::string config = EncodeMsgpack(Parsed(schema, config_json), schema.type());
  return engine_.Configure("1.11.4", {config, {}}, context);
}

Diagnostics EngineDriver::Validate(const std::string& type_name, std::string_view config_json) {
  const std::string config = Bytes(type_name, Object(type_name, config_json));
  return engine_.ValidateResource(type_name, {config, {}});
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

StoredObject EngineDriver::Import(const std::string& type_name, std::string_view id) {
  auto answer = engine_.ImportResource(type_name, id, context);
  StoredObject imported{Decoded(type_name, answer.state), std::move(answer.private_data),
                        std::move(answer.diagnostics)};
  if (!answer.imported) return imported;
  StoredObject read = Read(type_name, imported);
  Diagnostics said = std::move(imported.diagnostics);
  said.Append(read.diagnostics);
  read.diagnostics = std::move(said);
  return read;
}

LookedUp EngineDriver::ReadData(const std::string& type_name, std::string_view config_json) {
  const auto found = engine_.definition().data_sources().find(type_name);
  if (found == engine_.definition().data_sources().end()) {
    ADD_FAILURE() << "There is no data source " << type_name;
    return {};
  }
  const Schema& schema = found->second->schema();
  const std::string config = EncodeMsgpack(Parsed(schema, config_json), schema.type());
  auto answer = engine_.ReadData(type_name, {config, {}}, context);
  return {Answered(schema, answer.state), std::move(answer.diagnostics)};
}

StoredObject EngineDriver::Make(const std::string& type_name, std::string_view config_json,
                                const StoredObject& prior) {
  PlannedChange plan = Plan(type_name, config_json, prior);
  EXPECT_FALSE(plan.diagnostics.has_error()) << Text(plan.diagnostics);
  StoredObject made = Apply(plan);
  EXPECT_FALSE(made.diagnostics.has_error()) << Text(made.diagnostics);
  return made;
}

std::string Text(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& d : diagnostics.items()) {
    text += d.severity == Severity::kError ? "error " : "warning ";
    text += d.path.ToString() + ": " + d.summary + ": " + d.detail + "\n";
  }
  return text;
}

}  // namespace tf
