#include "provider/value/value.h"

#include <algorithm>
#include <utility>

#include "provider/value/entries.h"

namespace tf {
namespace {

bool EqualLists(const Value::Elements& a, const Value::Elements& b, const Type& type) {
  if (a.size() != b.size()) return false;
  const bool tuple = type.kind() == TypeKind::kTuple;
  if (tuple && a.size() != type.elements().size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!Equal(a[i], b[i], tuple ? type.elements()[i] : type.element())) return false;
  }
  return true;
}

bool EqualSets(const Value::Elements& a, const Value::Elements& b, const Type& type) {
  // Most sets come in the order in which they went.
  if (EqualLists(a, b, type)) return true;
  const auto holds = [&type](const Value::Elements& set, const Value& wanted) {
    return std::ranges::any_of(
        set, [&](const Value& element) { return Equal(element, wanted, type.element()); });
  };
  // What is not known yet is never merged, so there must be as many on both sides.
  const auto unknowns = [](const Value::Elements& set) {
    return std::ranges::count_if(set,
                                 [](const Value& element) { return !element.IsWhollyKnown(); });
  };
  return unknowns(a) == unknowns(b) &&
         std::ranges::all_of(a, [&](const Value& element) { return holds(b, element); }) &&
         std::ranges::all_of(b, [&](const Value& element) { return holds(a, element); });
}

bool EqualMaps(const Value::Entries& a, const Value::Entries& b, const Type& type) {
  return std::ranges::equal(a, b, [&type](const auto& x, const auto& y) {
    if (x.first != y.first) return false;
    const Type* of_entry = type.kind() == TypeKind::kObject ? type.Find(x.first) : &type.element();
    return of_entry != nullptr && Equal(x.second, y.second, *of_entry);
  });
}

}  // namespace

bool Value::UnknownData::operator==(const UnknownData& other) const {
  if (refinement == nullptr || other.refinement == nullptr) return refinement == other.refinement;
  return *refinement == *other.refinement;
}

bool Value::DynamicData::operator==(const DynamicData& other) const {
  return *typed == *other.typed;
}

Value Value::Unknown(Refinement refinement) {
  if (refinement == Refinement()) return Unknown();
  return Value(Data(UnknownData{std::make_shared<const Refinement>(std::move(refinement))}));
}

Value Value::Map(Entries entries) {
  internal::SortEntries(entries);
  return Value(Data(std::move(entries)));
}

Value Value::Dynamic(Type type, Value value) {
  if (type.kind() == TypeKind::kDynamic) return value;
  Typed typed{std::move(type), std::move(value)};
  return Value(Data(DynamicData{std::make_shared<const Typed>(std::move(typed))}));
}

bool Value::is_null() const {
  const Typed* typed = AsDynamic();
  return typed != nullptr ? typed->value.is_null() : std::holds_alternative<std::monostate>(data_);
}

bool Value::is_unknown() const {
  const Typed* typed = AsDynamic();
  return typed != nullptr ? typed->value.is_unknown() : std::holds_alternative<UnknownData>(data_);
}

bool Value::IsWhollyKnown() const {
  if (is_unknown()) return false;
  if (const Typed* typed = AsDynamic()) return typed->value.IsWhollyKnown();
  if (const Elements* elements = AsList()) {
    return std::ranges::all_of(*elements, &Value::IsWhollyKnown);
  }
  if (const Entries* entries = AsMap()) {
    return std::ranges::all_of(*entries,
                               [](const auto& entry) { return entry.second.IsWhollyKnown(); });
  }
  return true;
}

const Typed* Value::AsDynamic() const {
  const auto* dynamic = std::get_if<DynamicData>(&data_);
  return dynamic != nullptr ? dynamic->typed.get() : nullptr;
}

const Refinement* Value::AsRefinement() const {
  const auto* unknown = std::get_if<UnknownData>(&data_);
  return unknown != nullptr ? unknown->refinement.get() : nullptr;
}

const Value* Value::Find(std::string_view key) const {
  const Entries* entries = AsMap();
  return entries != nullptr ? internal::FindEntry(*entries, key) : nullptr;
}

Value* Value::FindMutable(std::string_view key) {
  Entries* entries = AsMapMutable();
  return entries != nullptr ? internal::FindEntry(*entries, key) : nullptr;
}

bool Value::operator==(const Value& other) const { return data_ == other.data_; }

bool Equal(const Value& a, const Value& b, const Type& type) {
  const Typed* typed_a = a.AsDynamic();
  const Typed* typed_b = b.AsDynamic();
  if (typed_a != nullptr && typed_b != nullptr) {
    return typed_a->type == typed_b->type && Equal(typed_a->value, typed_b->value, typed_a->type);
  }
  if (typed_a != nullptr || typed_b != nullptr) return false;
  if (!a.is_known() || !b.is_known()) {
    return a.is_null() == b.is_null() && a.is_unknown() == b.is_unknown();
  }

  if (a.AsList() != nullptr && b.AsList() != nullptr) {
    return type.kind() == TypeKind::kSet ? EqualSets(*a.AsList(), *b.AsList(), type)
                                         : EqualLists(*a.AsList(), *b.AsList(), type);
  }
  if (a.AsMap() != nullptr && b.AsMap() != nullptr) return EqualMaps(*a.AsMap(), *b.AsMap(), type);
  return a == b;
}

Value NullObject(const Type& object) {
  Value::Entries entries;
  entries.reserve(object.attributes().size());
  for (const auto& [name, type] : object.attributes()) entries.emplace_back(name, Value::Null());
  return Value::Map(std::move(entries));
}

std::string_view Describe(const Value& value) {
  if (value.is_null()) return "null";
  if (value.is_unknown()) return "an unknown value";
  if (value.AsBool() != nullptr) return "a bool";
  if (value.AsNumber() != nullptr) return "a number";
  if (value.AsString() != nullptr) return "a string";
  if (value.AsList() != nullptr) return "a list";
  if (value.AsMap() != nullptr) return "a map";
  return "a dynamic value";
}

}  // namespace tf
