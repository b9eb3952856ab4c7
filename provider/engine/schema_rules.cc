#include "provider/engine/schema_rules.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/engine/plan_rules.h"

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

void CheckAttributes(const std::vector<Attribute>& attributes, const std::string& owner,
                     bool in_configurable_set, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const Attribute& attribute = attributes[i];
    const std::string name = absl::StrCat(owner, ".", attribute.name);
    auto broken = [&](std::string_view rule) {
      AddBug(diagnostics, absl::StrCat("In ", name, ": ", std::string(rule)));
    };
    if (!IsName(attribute.name)) broken("a name is lower-case letters, digits and \"_\".");
    if (i > 0 && attributes[i - 1].name == attribute.name) broken("the name is there twice.");
    if (attribute.default_value && attribute.mode != Mode::kOptional)
      broken("a default needs Optional.");
    if (in_configurable_set && attribute.computed())
      broken("nothing inside a configured set can be computed or have a default.");
    const bool is_configurable_set = attribute.nesting == Nesting::kSet && attribute.configurable();
    CheckAttributes(attribute.nested, name, in_configurable_set || is_configurable_set,
                    diagnostics);
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

}  // namespace

void CheckSchemas(const Definition& definition, Diagnostics& diagnostics) {
  CheckAttributes(definition.provider().schema().attributes(), "the provider block", false,
                  diagnostics);
  CheckReserved(definition.provider().schema(), "the provider block", kReservedInProviders,
                diagnostics);
  auto check = [&](const auto& offered) {
    for (const auto& [name, entry] : offered) {
      if (!IsName(name)) AddBug(diagnostics, absl::StrCat("\"", name, "\" is no name for a type."));
      CheckAttributes(entry->schema().attributes(), name, false, diagnostics);
      CheckReserved(entry->schema(), name, kReservedInResources, diagnostics);
    }
  };
  check(definition.resources());
  check(definition.data_sources());
}

void CutPathsAtSets(const Schema& schema, Diagnostics& diagnostics) {
  Diagnostics cut;
  for (Diagnostic diagnostic : diagnostics.items()) {
    const std::size_t steps = ResolvableSteps(schema.attributes(), diagnostic.path);
    if (steps < diagnostic.path.steps().size()) {
      const auto& all = diagnostic.path.steps();
      diagnostic.path = Path(
          std::vector<PathStep>(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(steps)));
    }
    cut.Add(std::move(diagnostic));
  }
  diagnostics = std::move(cut);
}

}  // namespace tf::engine
