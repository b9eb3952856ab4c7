#include "provider/engine/plan.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "provider/engine/plan_rules.h"
#include "provider/engine/schema_rules.h"
#include "provider/engine/walk.h"

namespace tf::engine {
namespace {

using Attributes = std::vector<Attribute>;

// What the user leaves out gets its default, also where the proposal holds an older value.
void ApplyDefaults(const Attributes& attributes, const Value& config, Value& planned) {
  for (const Attribute& attribute : attributes) {
    const Value& configured = Member(config, attribute.name);
    Value* value = planned.FindMutable(attribute.name);
    if (value == nullptr) continue;
    // A default is the whole value, and what is left to the provider is nobody else's to fill in.
    if (configured.is_null()) {
      if (attribute.default_value) *value = *attribute.default_value;
      continue;
    }
    if (attribute.nesting == Nesting::kSet) continue;  // nothing inside may have a default
    for (const NestedElement& nested :
         NestedElements(attribute, *value, {&configured}, Path::Root())) {
      ApplyDefaults(attribute.nested, *nested.others[0], *nested.element);
    }
  }
}

enum class Kind { kSetting, kArgument };

// Whether a local setting, or anything else, differs. Unknown is never the same as what is there.
bool Differ(Kind kind, const Attributes& attributes, const Value& prior, const Value& planned) {
  return std::ranges::any_of(attributes, [&](const Attribute& attribute) {
    return attribute.local == (kind == Kind::kSetting) &&
           !Equal(Member(prior, attribute.name), Member(planned, attribute.name), attribute.type);
  });
}

// A change in place may alter everything that the provider computes, so none of it is known before
// apply; except what the schema calls stable, and what would need a replacement. An object without
// a prior one is created, also when the resource that holds it is only changed.
void MarkComputed(const Attributes& attributes, const Value& prior, const Value& config,
                  Value& planned) {
  for (const Attribute& attribute : attributes) {
    const Value& was = Member(prior, attribute.name);
    const Value& configured = Member(config, attribute.name);
    Value* value = planned.FindMutable(attribute.name);
    if (value == nullptr) continue;
    const bool decided_later =
        attribute.computed() && !attribute.default_value && configured.is_null();
    const bool may_change = prior.is_null() || !(attribute.stable || attribute.replaces);
    if (decided_later && may_change) {
      *value = Value::Unknown();
      continue;
    }
    for (const NestedElement& nested :
         NestedElements(attribute, *value, {&was, &configured}, Path::Root())) {
      if (attribute.nesting != Nesting::kSet) {
        MarkComputed(attribute.nested, *nested.others[0], *nested.others[1], *nested.element);
      }
    }
  }
}

// It is safe to name an attribute whose value does not differ: Terraform compares.
void RequireReplacement(const Attributes& attributes, const Value& prior, CallData& call) {
  for (const Attribute& attribute : attributes) {
    if (!attribute.replaces) continue;
    if (!Equal(Member(prior, attribute.name), Member(call.planned, attribute.name),
               attribute.type)) {
      call.replace.push_back(Path::Root().Attribute(attribute.name));
    }
  }
}

}  // namespace

void PlanChange(const AnyResource& resource, CallData& call) {
  const Attributes& attributes = resource.schema().attributes();
  const bool is_create = call.prior.is_null();

  // 1. Defaults.
  ApplyDefaults(attributes, call.config, call.planned);

  // 2. Another spelling of the prior value is no change.
  if (!is_create) KeepSpelling(attributes, call.prior, call.planned);

  // 3. Only a change makes computed attributes unknown: without one there must be no difference at
  // all.
  call.changed = is_create || Differ(Kind::kArgument, attributes, call.prior, call.planned);
  call.settings_changed =
      !is_create && Differ(Kind::kSetting, attributes, call.prior, call.planned);
  if (call.changed) MarkComputed(attributes, call.prior, call.config, call.planned);

  // 4. What cannot change in place.
  if (!is_create) RequireReplacement(attributes, call.prior, call);

  // 5. The resource's own step. A process that nobody configured has nothing to decide it with.
  if (call.configured) {
    resource.Plan(call);
    BringOver(attributes, call.plan_step.before, call.plan_step.after, call.planned);
  }
  CutPathsAtSets(resource.schema(), call.replace);

  // 6. What Terraform will check is checked here first, in words that name the provider as the
  // culprit.
  if (!call.diagnostics.has_error()) CheckPlan(resource.schema(), call);
}

}  // namespace tf::engine
