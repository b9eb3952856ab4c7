#include "provider/engine/validate.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "provider/engine/walk.h"

namespace tf::engine {
namespace {

// What was found, where that helps: a collection is in the configuration for everybody to see, and
// blank text says nothing.
std::string Got(const Value& value, bool sensitive) {
  const std::string* text = value.AsString();
  const bool shows = value.AsNumber() != nullptr || (text != nullptr && !base::IsBlank(*text));
  return sensitive || !shows ? "" : absl::StrCat(", not ", Shown(value));
}

// An object that is null would pass every check of its attributes, the required ones included.
bool HasNullElement(const Attribute& attribute, const Value& value) {
  if (attribute.nesting == Nesting::kNone || attribute.nesting == Nesting::kSingle) return false;
  if (const auto* elements = value.AsList()) {
    return std::ranges::any_of(*elements, &Value::is_null);
  }
  const auto* entries = value.AsMap();
  return entries != nullptr &&
         std::ranges::any_of(*entries, [](const auto& entry) { return entry.second.is_null(); });
}

void ValidateValue(const Attribute& attribute, const Value& value, const Path& path, bool sensitive,
                   Diagnostics& diagnostics) {
  for (const auto& check : attribute.checks) {
    if (auto wrong = check(value)) {
      diagnostics.AddError(
          absl::StrCat("Invalid value for ", path.ToString()),
          absl::StrCat("The attribute ", path.ToString(), " ", *wrong, Got(value, sensitive), "."),
          path);
      return;  // one reason is enough for one value
    }
  }
  for (const auto& advice : attribute.advisory) {
    if (auto unusual = advice(value)) {
      diagnostics.AddWarning(
          absl::StrCat("Unusual value for ", path.ToString()),
          absl::StrCat("The attribute ", path.ToString(), " usually ", *unusual,
                       Got(value, sensitive), ". The value is passed on as it is."),
          path);
    }
  }
  if (!attribute.deprecated.empty()) {
    diagnostics.AddWarning(absl::StrCat("Deprecated: ", path.ToString()), attribute.deprecated,
                           path);
  }
}

// What lies inside something sensitive is as sensitive.
void ValidateObject(const std::vector<Attribute>& attributes, const Value& config, const Path& at,
                    bool inside_sensitive, Diagnostics& diagnostics) {
  for (const Attribute& attribute : attributes) {
    const Path path = at.Attribute(attribute.name);
    const Value& value = Member(config, attribute.name);
    if (value.is_null()) {
      if (attribute.mode == Mode::kRequired) {
        diagnostics.AddError(absl::StrCat("Missing value for ", path.ToString()),
                             absl::StrCat("The attribute ", path.ToString(), " is required."),
                             path);
      }
      continue;
    }
    if (!attribute.configurable()) {
      diagnostics.AddError(
          absl::StrCat("Cannot set ", path.ToString()),
          absl::StrCat("The attribute ", path.ToString(),
                       " is set by the provider; remove it from the configuration."),
          path);
      continue;
    }
    if (value.is_unknown()) continue;
    const bool sensitive = inside_sensitive || attribute.sensitive;
    ValidateValue(attribute, value, path, sensitive, diagnostics);
    if (HasNullElement(attribute, value)) {
      diagnostics.AddError(
          absl::StrCat("Invalid value for ", path.ToString()),
          absl::StrCat("The attribute ", path.ToString(), " must not have null as an element."),
          path);
    }
    for (const ConstNestedElement& nested : NestedElements(attribute, value, {}, path)) {
      ValidateObject(attribute.nested, *nested.element, nested.path, sensitive, diagnostics);
      if (attribute.nested_rules) attribute.nested_rules(*nested.element, nested.path, diagnostics);
    }
  }
}

}  // namespace

void ValidateConfig(const Schema& schema, const Value& config, Diagnostics& diagnostics) {
  ValidateObject(schema.attributes(), config, Path::Root(), false, diagnostics);
}

}  // namespace tf::engine
