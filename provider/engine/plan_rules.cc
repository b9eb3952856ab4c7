#include "provider/engine/plan_rules.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/engine/walk.h"
#include "provider/value/conform.h"

namespace tf::engine {
namespace {

using Attributes = std::vector<Attribute>;

void CheckPlanned(const Attributes& attributes, const Value& prior, const Value& config,
                  const Value& planned, const Path& at, Diagnostics& diagnostics);

// A configured nested attribute keeps its elements; inside them the rules hold again.
void CheckNested(const Attribute& attribute, const Value& prior, const Value& config,
                 const Value& planned, const Path& path, Diagnostics& diagnostics) {
  if (!planned.is_known() || SizeOf(planned) != SizeOf(config)) {
    AddBug(diagnostics,
           absl::StrCat("It planned other elements for ", path.ToString(), " than are configured."),
           path);
    return;
  }
  if (attribute.nesting == Nesting::kSet) return;
  for (const ConstNestedElement& nested :
       NestedElements(attribute, planned, {&prior, &config}, path)) {
    CheckPlanned(attribute.nested, *nested.others[0], *nested.others[1], *nested.element,
                 nested.path, diagnostics);
  }
}

void CheckPlanned(const Attributes& attributes, const Value& prior, const Value& config,
                  const Value& planned, const Path& at, Diagnostics& diagnostics) {
  for (const Attribute& attribute : attributes) {
    const Path path = at.Attribute(attribute.name);
    const Value& was = Member(prior, attribute.name);
    const Value& configured = Member(config, attribute.name);
    const Value* value = planned.Find(attribute.name);
    if (value == nullptr) continue;  // conformance is checked for the whole object
    if (Equal(*value, configured, attribute.type)) continue;
    if (configured.is_null()) {
      if (!attribute.computed()) {
        AddBug(diagnostics,
               absl::StrCat("It planned ", std::string(Describe(*value)), " for ", path.ToString(),
                            ", which is not configured and which it may not set."),
               path);
      }
    } else if (!was.is_null() && Equal(*value, was, attribute.type)) {
      continue;
    } else if (attribute.nesting != Nesting::kNone && configured.is_known()) {
      CheckNested(attribute, was, configured, *value, path, diagnostics);
    } else {
      AddBug(diagnostics,
             absl::StrCat("It planned a value for ", path.ToString(),
                          " that is neither the configured nor the prior one."),
             path);
    }
  }
}

// Terraform refuses a state with unknowns. Returns whether there were any.
bool NullUnknowns(Value& value) {
  if (value.is_unknown()) {
    value = Value::Null();
    return true;
  }
  bool found = false;
  if (auto* elements = value.AsListMutable()) {
    for (Value& element : *elements) found |= NullUnknowns(element);
  } else if (auto* entries = value.AsMapMutable()) {
    for (auto& entry : *entries) found |= NullUnknowns(entry.second);
  }
  return found;
}

// Whether `applied` is what `planned` announced; anything may have become of an unknown.
bool Fulfils(const Attribute& attribute, const Value& planned, const Value& applied) {
  if (planned.is_unknown()) return true;
  if (planned.IsWhollyKnown()) return Equal(planned, applied, attribute.type);
  if (planned.is_null() != applied.is_null() || SizeOf(planned) != SizeOf(applied)) return false;
  if (attribute.nesting == Nesting::kNone || attribute.nesting == Nesting::kSet) return true;
  for (const ConstNestedElement& nested :
       NestedElements(attribute, applied, {&planned}, Path::Root())) {
    for (const Attribute& inner : attribute.nested) {
      const Value* value = nested.element->Find(inner.name);
      if (value != nullptr && !Fulfils(inner, Member(*nested.others[0], inner.name), *value))
        return false;
    }
  }
  return true;
}

// Whether the value holds an unknown that the provider was not to decide.
bool HasUnknownArgument(const Attribute& attribute, const Value& value) {
  if (attribute.computed() || value.IsWhollyKnown()) return false;
  if (attribute.nesting == Nesting::kNone || !value.is_known()) return true;
  for (const ConstNestedElement& nested : NestedElements(attribute, value, {}, Path::Root())) {
    for (const Attribute& inner : attribute.nested) {
      const Value* member = nested.element->Find(inner.name);
      if (member != nullptr && HasUnknownArgument(inner, *member)) return true;
    }
  }
  return HasUnknownElement(value, attribute.nesting);
}

// A state of another form cannot be stored at all, so nothing is left of it.
bool FitsSchema(const Schema& schema, Value& state, Diagnostics& diagnostics) {
  const auto misfit = Conforms(state, schema.type());
  if (!misfit) return true;
  AddBug(diagnostics, absl::StrCat("The new state does not fit the schema: ", *misfit, "."));
  state = Value::Null();
  return false;
}

}  // namespace

void AddBug(Diagnostics& diagnostics, const std::string& what, Path path) {
  diagnostics.AddError(
      "The provider made a mistake",
      absl::StrCat(what, " This is a bug in the provider; please report it to its authors."),
      std::move(path));
}

void CheckPlan(const Schema& schema, CallData& call) {
  if (auto misfit = Conforms(call.planned, schema.type())) {
    return AddBug(call.diagnostics,
                  absl::StrCat("Its plan does not fit the schema: ", *misfit, "."));
  }
  CheckPlanned(schema.attributes(), call.prior, call.config, call.planned, Path::Root(),
               call.diagnostics);
}

void CheckApplied(const Schema& schema, const Value& planned, bool must_match, Value& applied,
                  Diagnostics& diagnostics) {
  if (!FitsSchema(schema, applied, diagnostics)) return;
  for (const Attribute& attribute : schema.attributes()) {
    Value* value = applied.FindMutable(attribute.name);
    if (value == nullptr) continue;
    const Path path = Path::Root().Attribute(attribute.name);
    if (NullUnknowns(*value) && must_match) {
      AddBug(diagnostics, absl::StrCat("It left ", attribute.name, " unknown after the apply."),
             path);
    } else if (must_match && !Fulfils(attribute, Member(planned, attribute.name), *value)) {
      AddBug(diagnostics,
             absl::StrCat("The plan announced another value for ", attribute.name,
                          " than the apply ended with."),
             path);
    }
  }
}

void CheckState(const Schema& schema, Value& state, Diagnostics& diagnostics) {
  if (!FitsSchema(schema, state, diagnostics)) return;
  for (const Attribute& attribute : schema.attributes()) {
    Value* value = state.FindMutable(attribute.name);
    if (value == nullptr || !NullUnknowns(*value)) continue;
    AddBug(diagnostics, absl::StrCat("It left ", attribute.name, " unknown."),
           Path::Root().Attribute(attribute.name));
  }
}

void CheckAnswer(const Schema& schema, const Value& config, const Value& answer,
                 Diagnostics& diagnostics) {
  for (const Attribute& attribute : schema.attributes()) {
    const Value& configured = Member(config, attribute.name);
    if (configured.is_null() || attribute.nesting != Nesting::kNone) continue;
    if (SameMeaning(attribute, configured, Member(answer, attribute.name))) continue;
    AddBug(diagnostics,
           absl::StrCat("It answered another value for ", attribute.name, " than is configured."),
           Path::Root().Attribute(attribute.name));
  }
}

void RefuseUnknownArguments(const Schema& schema, const Value& planned, Diagnostics& diagnostics) {
  for (const Attribute& attribute : schema.attributes()) {
    const Value* value = planned.Find(attribute.name);
    if (value == nullptr || !HasUnknownArgument(attribute, *value)) continue;
    AddBug(diagnostics,
           absl::StrCat("It was asked to apply a plan in which ", attribute.name, " is unknown."),
           Path::Root().Attribute(attribute.name));
  }
}

}  // namespace tf::engine
