#include "provider/sdk/schema.h"

#include <algorithm>
#include <utility>

namespace tf {

Type ObjectTypeOf(const std::vector<Attribute>& attributes) {
  std::vector<std::pair<std::string, Type>> members;
  members.reserve(attributes.size());
  for (const Attribute& attribute : attributes)
    members.emplace_back(attribute.name, attribute.type);
  return Type::Object(std::move(members));
}

bool HasUnknownElement(const Value& value, Nesting nesting) {
  if (const auto* elements = value.AsList()) {
    return std::any_of(elements->begin(), elements->end(),
                       [](const Value& element) { return element.is_unknown(); });
  }
  if (const auto* entries = value.AsMap(); entries != nullptr && nesting == Nesting::kMap) {
    return std::any_of(entries->begin(), entries->end(),
                       [](const auto& entry) { return entry.second.is_unknown(); });
  }
  return false;
}

Schema::Schema(std::vector<Attribute> attributes, std::string doc, std::int64_t version)
    : attributes_(std::move(attributes)),
      type_(ObjectTypeOf(attributes_)),
      doc_(std::move(doc)),
      version_(version) {
  std::sort(attributes_.begin(), attributes_.end(),
            [](const Attribute& a, const Attribute& b) { return a.name < b.name; });
}

const Attribute* Schema::Find(std::string_view name) const {
  auto found = std::lower_bound(attributes_.begin(), attributes_.end(), name,
                                [](const Attribute& a, std::string_view n) { return a.name < n; });
  return found != attributes_.end() && found->name == name ? &*found : nullptr;
}

}  // namespace tf
