#include "provider/engine/schema_rules.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/engine/plan_rules.h"
#include "provider/engine/walk.h"

namespace tf::engine {
namespace {

constexpr std::array<std::string_view, 7> kReservedInResources = {
    "connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"};
constexpr std::array<std::string_view, 2> kReservedInProviders = {"alias", "version"};

bool IsName(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// Where an attribute is declared, as far as the rules differ.
struct Place {
  bool in_resource;  // else in a data source or the provider block, where nothing is planned
  bool nested = false;
  bool in_set = false;
  bool in_configurable_set = false;
};

struct Breach {
  bool there;
  std::string_view rule;
};

// Nobody fills in what a default leaves out: it is the whole value.
bool HoldsWhatIsLeftOut(const Attribute& attribute) {
  if (!attribute.default_value) return false;
  return !NestedElements(attribute, *attribute.default_value, {}, Path::Root()).empty() &&
         std::ranges::any_of(attribute.nested, &Attribute::computed);
}

// What Terraform refuses.
std::vector<Breach> Refused(const Attribute& attribute, const Place& place) {
  return {
      {!IsName(attribute.name), "a name is lower-case letters, digits and \"_\"."},
      {attribute.default_value && attribute.mode != Mode::kOptional, "a default needs Optional."},
      {HoldsWhatIsLeftOut(attribute),
       "a default cannot hold objects whose members are computed or have a default."},
      {place.in_configurable_set && attribute.computed(),
       "nothing inside a configured set can be computed or have a default."},
  };
}

// What says nothing, although its author meant something. A nested shape may serve resources and
// data sources alike, so its rules of change are no mistake in a data source.
std::vector<Breach> WithoutEffect(const Attribute& attribute, const Place& place) {
  const bool on_change =
      attribute.replaces || attribute.local || attribute.stable || attribute.same != nullptr;
  const bool checked = !attribute.checks.empty() || !attribute.advisory.empty();
  const bool left_to_provider =
      attribute.mode == Mode::kComputed || attribute.mode == Mode::kOptionalComputed;
  return {
      {attribute.member_taken, "its member has another line as well."},
      {attribute.default_value && !place.in_resource, "Default has an effect in resources only."},
      {on_change && !place.in_resource && !place.nested,
       "Replaces, Local, Stable and EqualWhen have an effect in resources only."},
      {attribute.replaces && place.nested, "Replaces has no effect inside a nested object."},
      {attribute.local && place.nested, "Local has no effect inside a nested object."},
      {attribute.local && !attribute.configurable(), "Local needs what users can set."},
      {attribute.stable && !left_to_provider, "Stable needs Computed or OptionalComputed."},
      {attribute.same != nullptr && place.in_set, "EqualWhen has no effect inside a set."},
      {checked && !attribute.configurable(),
       "nobody can set what Check and WarnUnless would look at."},
  };
}

Place Inside(const Attribute& attribute, const Place& place) {
  const bool is_set = attribute.nesting == Nesting::kSet;
  return {.in_resource = place.in_resource,
          .nested = true,
          .in_set = place.in_set || is_set,
          .in_configurable_set = place.in_configurable_set || (is_set && attribute.configurable())};
}

void CheckAttributes(const std::vector<Attribute>& attributes, const std::string& owner,
                     const Place& place, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const Attribute& attribute = attributes[i];
    const std::string name = absl::StrCat(owner, ".", attribute.name);
    auto add = [&](const std::vector<Breach>& breaches) {
      for (const auto& [there, rule] : breaches) {
        if (there) AddBug(diagnostics, absl::StrCat("In ", name, ": ", std::string(rule)));
      }
    };
    add({{i > 0 && attributes[i - 1].name == attribute.name, "the name is there twice."}});
    add(Refused(attribute, place));
    add(WithoutEffect(attribute, place));
    if (attribute.default_value) {
      for (const auto& check : attribute.checks) {
        const auto wrong = check(*attribute.default_value);
        if (wrong) AddBug(diagnostics, absl::StrCat("In ", name, ": its default ", *wrong, "."));
      }
    }
    CheckAttributes(attribute.nested, name, Inside(attribute, place), diagnostics);
  }
}

template <class Reserved>
void CheckReserved(const Schema& schema, const std::string& owner, const Reserved& reserved,
                   Diagnostics& diagnostics) {
  for (std::string_view name : reserved) {
    if (schema.Find(name) != nullptr) {
      AddBug(diagnostics, absl::StrCat("In ", owner, ": Terraform keeps the name ",
                                       std::string(name), " for itself."));
    }
  }
}

bool IsSet(const Attribute& attribute) {
  return attribute.nesting == Nesting::kSet || attribute.type.kind() == TypeKind::kSet;
}

// How many steps of the path can be resolved.
std::size_t ResolvableSteps(const std::vector<Attribute>& root, const Path& path) {
  const std::vector<Attribute>* attributes = &root;
  for (std::size_t i = 0; i < path.steps().size(); ++i) {
    const PathStep& step = path.steps()[i];
    if (step.kind != PathStep::Kind::kAttribute) continue;
    auto found = std::find_if(attributes->begin(), attributes->end(),
                              [&](const Attribute& a) { return a.name == step.name; });
    if (found == attributes->end() || IsSet(*found)) return i + 1;
    attributes = &found->nested;
  }
  return path.steps().size();
}

// Terraform finds the provider of a type by what its name starts with.
std::string_view PrefixOf(std::string_view name) { return name.substr(0, name.find('_')); }

void CheckNames(const Definition& definition, Diagnostics& diagnostics) {
  for (const std::string& name : definition.repeated()) {
    AddBug(diagnostics, absl::StrCat("\"", name, "\" is there twice."));
  }
  std::optional<std::string> first;
  const auto check = [&](const auto& offered) {
    for (const auto& [name, entry] : offered) {
      if (!first) first = name;
      if (PrefixOf(name) == PrefixOf(*first)) continue;
      AddBug(diagnostics, absl::StrCat("\"", name, "\" and \"", *first,
                                       "\" start with the types of two providers."));
    }
  };
  check(definition.resources());
  check(definition.data_sources());
}

}  // namespace

void CheckSchemas(const Definition& definition, Diagnostics& diagnostics) {
  auto check = [&](const Schema& schema, const std::string& name, bool is_resource,
                   const auto& reserved) {
    if (schema.version() != 0 && !is_resource) {
      AddBug(diagnostics, absl::StrCat("In ", name, ": Version has an effect in resources only."));
    }
    if (schema.version() < 0) {
      AddBug(diagnostics, absl::StrCat("In ", name, ": a version is 0 or more."));
    }
    CheckAttributes(schema.attributes(), name, {.in_resource = is_resource}, diagnostics);
    CheckReserved(schema, name, reserved, diagnostics);
  };
  check(definition.provider().schema(), "the provider block", false, kReservedInProviders);
  auto check_all = [&](const auto& offered, bool are_resources) {
    for (const auto& [name, entry] : offered) {
      if (!IsName(name)) AddBug(diagnostics, absl::StrCat("\"", name, "\" is no name for a type."));
      check(entry->schema(), name, are_resources, kReservedInResources);
    }
  };
  check_all(definition.resources(), true);
  check_all(definition.data_sources(), false);
  CheckNames(definition, diagnostics);
}

void CutPathsAtSets(const Schema& schema, std::vector<Path>& paths) {
  for (Path& path : paths) {
    const auto end = path.steps().begin() +
                     static_cast<std::ptrdiff_t>(ResolvableSteps(schema.attributes(), path));
    path = Path(std::vector<PathStep>(path.steps().begin(), end));
  }
}

}  // namespace tf::engine
