#include "provider/engine/validate.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "provider/testing/engine_driver.h"

namespace tf::engine {
namespace {

Attribute Text(const std::string& name, Mode mode = Mode::kOptional) {
  Attribute attribute;
  attribute.name = name;
  attribute.type = Type::String();
  attribute.mode = mode;
  return attribute;
}

Attribute::Requirement Refusing(std::string what) {
  return [what = std::move(what)](const Value&) { return std::optional(what); };
}

// What is said about one attribute whose configured value is `value`.
std::string Said(Attribute attribute, Value value) {
  const std::string name = attribute.name;
  std::vector<Attribute> attributes;
  attributes.push_back(std::move(attribute));
  Diagnostics diagnostics;
  ValidateConfig(Schema(std::move(attributes), "", 0), Value::Map({{name, std::move(value)}}),
                 diagnostics);
  return Text(diagnostics);
}

TEST(ValidateConfig, OnlyWhatIsRequiredHasToBeThere) {
  EXPECT_EQ(Said(Text("name"), Value::Null()), "");
  EXPECT_EQ(Said(Text("name", Mode::kRequired), Value::Null()),
            "error name: Missing value for name: The attribute name is required.\n");
  EXPECT_EQ(Said(Text("name", Mode::kRequired), Value::Unknown()), "");
}

TEST(ValidateConfig, WhatTheProviderSetsCannotBeConfigured) {
  const std::string refusal =
      "error id: Cannot set id: The attribute id is set by the provider; remove it from the "
      "configuration.\n";
  EXPECT_EQ(Said(Text("id", Mode::kComputed), Value::String("x")), refusal);
  EXPECT_EQ(Said(Text("id", Mode::kComputed), Value::Unknown()), refusal);
  EXPECT_EQ(Said(Text("id", Mode::kOptionalComputed), Value::String("x")), "");
}

TEST(ValidateConfig, ChecksSeeNeitherNullNorUnknown) {
  Attribute name = Text("name");
  name.checks.push_back(Refusing("must be different"));
  EXPECT_EQ(Said(name, Value::Null()), "");
  EXPECT_EQ(Said(name, Value::Unknown()), "");
  EXPECT_EQ(Said(name, Value::String("x")),
            "error name: Invalid value for name: The attribute name must be different, not "
            "\"x\".\n");
}

TEST(ValidateConfig, OneReasonIsEnoughForOneValue) {
  Attribute name = Text("name");
  name.checks = {Refusing("must be short"), Refusing("must be long")};
  name.advisory = {Refusing("is long")};
  EXPECT_EQ(Said(name, Value::String("x")),
            "error name: Invalid value for name: The attribute name must be short, not \"x\".\n");
}

TEST(ValidateConfig, AdviceIsAWarning) {
  Attribute name = Text("name");
  name.advisory.push_back(Refusing("is short"));
  name.deprecated = "Use title.";
  EXPECT_EQ(Said(name, Value::String("x")),
            "warning name: Unusual value for name: The attribute name usually is short, not "
            "\"x\". The value is passed on as it is.\n"
            "warning name: Deprecated: name: Use title.\n");
}

TEST(ValidateConfig, NeverRepeatsWhatIsSensitiveOrBlank) {
  Attribute key = Text("key");
  key.checks.push_back(Refusing("must be longer"));
  EXPECT_EQ(Said(key, Value::String(" ")),
            "error key: Invalid value for key: The attribute key must be longer.\n");
  key.sensitive = true;
  EXPECT_EQ(Said(key, Value::String("secret")),
            "error key: Invalid value for key: The attribute key must be longer.\n");
}

TEST(ValidateConfig, NeverRepeatsWhatLiesInsideSomethingSensitive) {
  Attribute password = Text("password");
  password.checks.push_back(Refusing("must be longer"));
  Attribute user = Text("user");
  user.advisory.push_back(Refusing("is a name"));
  Attribute login;
  login.name = "login";
  login.nesting = Nesting::kSingle;
  login.nested = {password, user};
  login.type = ObjectTypeOf(login.nested);
  Attribute access;
  access.name = "access";
  access.nesting = Nesting::kList;
  access.nested = {login};
  access.type = Type::List(ObjectTypeOf(access.nested));
  access.sensitive = true;

  const Value secrets =
      Value::Map({{"password", Value::String("hunter2")}, {"user", Value::String("ann")}});
  EXPECT_EQ(Said(access, Value::List({Value::Map({{"login", secrets}})})),
            "error access[0].login.password: Invalid value for access[0].login.password: The "
            "attribute access[0].login.password must be longer.\n"
            "warning access[0].login.user: Unusual value for access[0].login.user: The attribute "
            "access[0].login.user usually is a name. The value is passed on as it is.\n");
}

TEST(ValidateConfig, LooksIntoNestedObjectsAndRefusesNullOnes) {
  Attribute tags;
  tags.name = "tags";
  tags.nesting = Nesting::kList;
  tags.nested = {Text("key", Mode::kRequired)};
  tags.type = Type::List(ObjectTypeOf(tags.nested));
  const Value untagged = Value::Map({{"key", Value::Null()}});
  EXPECT_EQ(Said(tags, Value::List({untagged})),
            "error tags[0].key: Missing value for tags[0].key: The attribute tags[0].key is "
            "required.\n");
  EXPECT_EQ(Said(tags, Value::List({Value::Null()})),
            "error tags: Invalid value for tags: The attribute tags must not have null as an "
            "element.\n");
}

struct SpanModel {
  Attr<std::int64_t> from;
  Attr<std::int64_t> to;
};

const Shape<SpanModel>& SpanShape() {
  static const Shape<SpanModel> shape{
      Required("from", &SpanModel::from),
      Required("to", &SpanModel::to),
      Rule<SpanModel>{[](const SpanModel& span, Diagnostics& diagnostics) {
        if (!span.from.is_known() || !span.to.is_known() || *span.from <= *span.to) return;
        diagnostics.AddError("Turned round", "It ends first.", Path::Root().Attribute("to"));
        diagnostics.AddWarning("Odd", "It is odd.");
      }},
  };
  return shape;
}

struct PlanModel {
  Attr<std::vector<SpanModel>> list;
  Attr<Set<SpanModel>> set;
};

TEST(ValidateConfig, RunsTheRulesOfNestedObjectsAtTheirPlaces) {
  static const Shape<PlanModel> shape{Optional("list", &PlanModel::list, SpanShape()),
                                      Optional("set", &PlanModel::set, SpanShape())};
  auto span = [](Value from, std::int64_t to) {
    return Value::Map({{"from", std::move(from)}, {"to", Value::Int(to)}});
  };
  const Value spans = Value::List({span(Value::Int(1), 2), span(Value::Unknown(), 0),
                                   span(Value::Int(2), 1), Value::Unknown()});
  Diagnostics diagnostics;
  ValidateConfig(shape.schema(), Value::Map({{"list", spans}, {"set", spans}}), diagnostics);
  EXPECT_EQ(Text(diagnostics),
            "error list[2].to: Turned round: It ends first.\n"
            "warning list[2]: Odd: It is odd.\n"
            "error set.to: Turned round: It ends first.\n"
            "warning set: Odd: It is odd.\n");
}

}  // namespace
}  // namespace tf::engine
