#include "provider/engine/walk.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "provider/sdk/codec.h"

namespace tf::engine {
namespace {

const Value& NullValue() {
  static const Value null;
  return null;
}

const Value* ElementAt(const Value& container, std::size_t index) {
  const auto* elements = container.AsList();
  return elements != nullptr && index < elements->size() ? &(*elements)[index] : &NullValue();
}

const Value* ElementOf(const Value& container, const std::string& key) {
  const Value* found = container.Find(key);
  return found != nullptr ? found : &NullValue();
}

// `elements` and `entries` are what `value` holds, one of them at most, as changeable as it is.
template <class MaybeConstValue, class Elements, class Entries>
std::vector<ElementIn<MaybeConstValue>> ElementsIn(const Attribute& attribute,
                                                   MaybeConstValue& value, Elements* elements,
                                                   Entries* entries,
                                                   const std::vector<const Value*>& others,
                                                   const Path& path) {
  std::vector<ElementIn<MaybeConstValue>> result;
  auto add = [&](MaybeConstValue& element, Path at, auto counterpart) {
    if (!element.is_known()) return;
    auto& added = result.emplace_back(ElementIn<MaybeConstValue>{&element, {}, std::move(at)});
    for (const Value* other : others) added.others.push_back(counterpart(*other));
  };
  if (attribute.nesting == Nesting::kNone || !value.is_known()) return result;
  if (attribute.nesting == Nesting::kSingle) {
    add(value, path, [](const Value& other) { return &other; });
  } else if (elements != nullptr) {
    for (std::size_t i = 0; i < elements->size(); ++i) {
      Path at =
          attribute.nesting == Nesting::kSet ? path : path.Index(static_cast<std::int64_t>(i));
      add((*elements)[i], std::move(at), [i](const Value& other) { return ElementAt(other, i); });
    }
  } else if (entries != nullptr) {
    for (auto& [key, element] : *entries) {
      add(element, path.Key(key),
          [&key = key](const Value& other) { return ElementOf(other, key); });
    }
  }
  return result;
}

// Every number in it as the nearest double.
Value Nearest(const Value& value) {
  if (const Number* number = value.AsNumber()) return Codec<double>::Encode(number->AsDouble());
  Value nearest = value;
  if (auto* elements = nearest.AsListMutable()) {
    for (Value& element : *elements) element = Nearest(element);
  } else if (auto* entries = nearest.AsMapMutable()) {
    for (auto& [key, element] : *entries) element = Nearest(element);
  }
  return nearest;
}

// What is left of a value in C++.
Value Rounded(const Attribute& attribute, const Value& value) {
  if (!attribute.rounds) return value;
  if (attribute.nesting == Nesting::kNone) return Nearest(value);
  Value rounded = value;
  for (const NestedElement& nested : NestedElements(attribute, rounded, {}, Path::Root())) {
    for (const Attribute& inner : attribute.nested) {
      Value* member = nested.element->FindMutable(inner.name);
      if (member != nullptr) *member = Rounded(inner, *member);
    }
  }
  return rounded;
}

// Whether the elements of `value` are all that there are: known, and with a known counterpart in
// each other value, which has no further ones. Those of sets have no counterparts.
bool CorrespondToAll(const Attribute& attribute, const std::vector<NestedElement>& elements,
                     const Value& value, const std::vector<const Value*>& others) {
  if (attribute.nesting == Nesting::kNone || attribute.nesting == Nesting::kSet) return false;
  const auto has_all = [&](const Value& container) {
    return attribute.nesting == Nesting::kSingle || SizeOf(container) == elements.size();
  };
  return !elements.empty() && has_all(value) &&
         std::ranges::all_of(others, [&](const Value* other) { return has_all(*other); }) &&
         std::ranges::all_of(elements, [](const NestedElement& nested) {
           return std::ranges::all_of(nested.others, &Value::is_known);
         });
}

}  // namespace

std::size_t SizeOf(const Value& value) {
  if (const auto* elements = value.AsList()) return elements->size();
  if (const auto* entries = value.AsMap()) return entries->size();
  return 0;
}

const Value& Member(const Value& object, const std::string& name) {
  const Value* found = object.Find(name);
  return found != nullptr ? *found : NullValue();
}

std::vector<NestedElement> NestedElements(const Attribute& attribute, Value& value,
                                          const std::vector<const Value*>& others,
                                          const Path& path) {
  return ElementsIn(attribute, value, value.AsListMutable(), value.AsMapMutable(), others, path);
}

std::vector<ConstNestedElement> NestedElements(const Attribute& attribute, const Value& value,
                                               const std::vector<const Value*>& others,
                                               const Path& path) {
  return ElementsIn(attribute, value, value.AsList(), value.AsMap(), others, path);
}

bool SameMeaning(const Attribute& attribute, const Value& a, const Value& b) {
  if (Equal(a, b, attribute.type)) return true;
  if (!a.is_known() || !b.is_known()) return false;
  if (attribute.rounds && Equal(Rounded(attribute, a), Rounded(attribute, b), attribute.type))
    return true;
  return attribute.same && attribute.same(a, b);
}

void KeepSpelling(const std::vector<Attribute>& attributes, const Value& reference, Value& fresh) {
  for (const Attribute& attribute : attributes) {
    const Value& old_value = Member(reference, attribute.name);
    Value* new_value = fresh.FindMutable(attribute.name);
    if (new_value == nullptr || !old_value.is_known()) continue;
    // What is not known yet cannot be put back, but may stand beside what is.
    if (old_value.IsWhollyKnown() && SameMeaning(attribute, old_value, *new_value)) {
      *new_value = old_value;
    } else if (attribute.nesting != Nesting::kSet) {  // the elements of sets have no counterparts
      for (const NestedElement& nested :
           NestedElements(attribute, *new_value, {&old_value}, Path::Root())) {
        if (nested.others[0]->is_known())
          KeepSpelling(attribute.nested, *nested.others[0], *nested.element);
      }
    }
  }
}

void BringOver(const std::vector<Attribute>& attributes, const Value& before, const Value& after,
               Value& target) {
  for (const Attribute& attribute : attributes) {
    const Value& was = Member(before, attribute.name);
    const Value& is = Member(after, attribute.name);
    Value* value = target.FindMutable(attribute.name);
    if (value == nullptr || Equal(was, is, attribute.type)) continue;
    const auto elements = NestedElements(attribute, *value, {&was, &is}, Path::Root());
    if (!CorrespondToAll(attribute, elements, *value, {&was, &is})) {
      *value = is;
      continue;
    }
    for (const NestedElement& nested : elements) {
      BringOver(attribute.nested, *nested.others[0], *nested.others[1], *nested.element);
    }
  }
}

std::string Shown(const Value& value) {
  if (const std::string* text = value.AsString())
    return absl::StrCat("\"", base::CleanText(*text, 100), "\"");
  if (const Number* number = value.AsNumber()) return number->ToDecimal();
  if (const bool* b = value.AsBool()) return *b ? "true" : "false";
  return std::string(Describe(value));
}

}  // namespace tf::engine
