#include <optional>
#include <string>

#include "provider/value/msgpack.h"
#include "provider/value/refinement_wire.h"
#include "provider/value/wire.h"

namespace tf {
namespace {

using internal::WireWriter;

void Write(const Value& value, const Type& type, WireWriter& writer);

// Terraform's plain unknown: an extension of one byte that nobody looks at.
void WriteUnknown(const Refinement* refinement, const Type& type, WireWriter& writer) {
  const std::string facts =
      refinement != nullptr ? internal::EncodeRefinement(*refinement, type) : std::string();
  if (facts.empty()) return writer.Extension(0, std::string_view("\0", 1));
  writer.Extension(internal::kRefinementExtension, facts);
}

void WriteList(const Value::Elements& elements, const Type& type, WireWriter& writer) {
  const std::vector<Type>& of_tuple = type.elements();
  writer.List(elements.size());
  for (std::size_t i = 0; i < elements.size(); ++i) {
    Write(elements[i], i < of_tuple.size() ? of_tuple[i] : type.element(), writer);
  }
}

void WriteMap(const Value::Entries& entries, const Type& type, WireWriter& writer) {
  writer.Map(entries.size());
  for (const auto& [key, element] : entries) {
    writer.Text(key);
    Write(element, type.element(), writer);
  }
}

void WriteObject(const Value& object, const Type& type, WireWriter& writer) {
  static const Value null;
  writer.Map(type.attributes().size());
  for (const auto& [name, of_attribute] : type.attributes()) {
    const Value* attribute = object.Find(name);
    writer.Text(name);
    Write(attribute != nullptr ? *attribute : null, of_attribute, writer);
  }
}

void WriteDynamic(const Typed& typed, WireWriter& writer) {
  writer.List(2);
  writer.Binary(typed.type.ToJson());
  Write(typed.value, typed.type, writer);
}

void Write(const Value& value, const Type& type, WireWriter& writer) {
  switch (type.kind()) {
    case TypeKind::kString:
      if (const std::string* text = value.AsString()) return writer.Text(*text);
      break;
    case TypeKind::kNumber:
      if (const Number* number = value.AsNumber()) return internal::WriteNumber(*number, writer);
      break;
    case TypeKind::kBool:
      if (const bool* flag = value.AsBool()) return writer.Bool(*flag);
      break;
    case TypeKind::kDynamic:
      if (const Typed* typed = value.AsDynamic()) return WriteDynamic(*typed, writer);
      break;
    case TypeKind::kMap:
      if (const auto* entries = value.AsMap()) return WriteMap(*entries, type, writer);
      break;
    case TypeKind::kObject:
      if (value.AsMap() != nullptr) return WriteObject(value, type, writer);
      break;
    case TypeKind::kList:
    case TypeKind::kSet:
    case TypeKind::kTuple:
      if (const auto* elements = value.AsList()) return WriteList(*elements, type, writer);
      break;
  }
  if (value.is_unknown()) return WriteUnknown(value.AsRefinement(), type, writer);
  writer.Nil();
}

}  // namespace

std::string EncodeMsgpack(const Value& value, const Type& type) {
  WireWriter writer;
  Write(value, type, writer);
  return writer.Take();
}

}  // namespace tf
