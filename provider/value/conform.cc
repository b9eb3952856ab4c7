#include "provider/value/conform.h"

#include "base/text.h"
#include "provider/value/misfit.h"

namespace tf {
namespace {

using internal::Misfit;
using MaybeMisfit = std::optional<Misfit>;

MaybeMisfit Check(const Value& value, const Type& type, int depth);

Misfit Mismatch(const Value& value, const Type& type) {
  return Misfit::Expected(type, Describe(value));
}

MaybeMisfit CheckString(const Value& value, const Type& type) {
  if (value.AsString() == nullptr) return Mismatch(value, type);
  if (!base::IsValidUtf8(*value.AsString())) return Misfit("the text is not valid UTF-8");
  return std::nullopt;
}

MaybeMisfit CheckList(const Value& value, const Type& type, int depth) {
  if (value.AsList() == nullptr) return Mismatch(value, type);
  const Value::Elements& elements = *value.AsList();
  const bool tuple = type.kind() == TypeKind::kTuple;
  if (tuple && elements.size() != type.elements().size()) {
    return Misfit::Length(type, elements.size());
  }
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const Type& of_element = tuple ? type.elements()[i] : type.element();
    if (MaybeMisfit misfit = Check(elements[i], of_element, depth)) {
      return std::move(*misfit).Under(PathStep::Index(static_cast<std::int64_t>(i)));
    }
  }
  return std::nullopt;
}

MaybeMisfit CheckMap(const Value& value, const Type& type, int depth) {
  if (value.AsMap() == nullptr) return Mismatch(value, type);
  for (const auto& [key, element] : *value.AsMap()) {
    if (!base::IsValidUtf8(key)) return Misfit("a key is not valid UTF-8");
    if (MaybeMisfit misfit = Check(element, type.element(), depth)) {
      return std::move(*misfit).Under(PathStep::Key(key));
    }
  }
  return std::nullopt;
}

MaybeMisfit CheckObject(const Value& value, const Type& type, int depth) {
  if (value.AsMap() == nullptr) return Mismatch(value, type);
  for (const auto& [name, attribute] : *value.AsMap()) {
    if (type.Find(name) == nullptr) return Misfit::Foreign(name);
  }
  for (const auto& [name, of_attribute] : type.attributes()) {
    const Value* attribute = value.Find(name);
    if (attribute == nullptr) return Misfit::Missing(name);
    if (MaybeMisfit misfit = Check(*attribute, of_attribute, depth)) {
      return std::move(*misfit).Under(PathStep::Attribute(name));
    }
  }
  return std::nullopt;
}

MaybeMisfit CheckDynamic(const Value& value, const Type& type, int depth) {
  if (const Typed* typed = value.AsDynamic()) return Check(typed->value, typed->type, depth);
  if (value.is_known()) return Mismatch(value, type);
  return std::nullopt;
}

MaybeMisfit Check(const Value& value, const Type& type, int depth) {
  if (depth > kMaxDepth) return Misfit::TooDeep();
  if (type.kind() == TypeKind::kDynamic) return CheckDynamic(value, type, depth + 1);
  if (value.AsDynamic() != nullptr) return Misfit::Expected(type, "a dynamic value");
  if (!value.is_known()) return std::nullopt;
  switch (type.kind()) {
    case TypeKind::kString:
      return CheckString(value, type);
    case TypeKind::kNumber:
      return value.AsNumber() != nullptr ? MaybeMisfit() : Mismatch(value, type);
    case TypeKind::kBool:
      return value.AsBool() != nullptr ? MaybeMisfit() : Mismatch(value, type);
    case TypeKind::kMap:
      return CheckMap(value, type, depth + 1);
    case TypeKind::kObject:
      return CheckObject(value, type, depth + 1);
    default:
      return CheckList(value, type, depth + 1);
  }
}

}  // namespace

std::optional<std::string> Conforms(const Value& value, const Type& type) {
  MaybeMisfit misfit = Check(value, type, 1);
  if (!misfit) return std::nullopt;
  return std::move(*misfit).ToSentence();
}

}  // namespace tf
