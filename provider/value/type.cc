#include "provider/value/type.h"

#include "provider/value/entries.h"
#include "provider/value/json_text.h"
#include "provider/value/value.h"

namespace tf {
namespace {

using TypeOrError = tl::expected<Type, std::string>;

TypeOrError Read(const Value& json, int depth);

TypeOrError Refuse(std::string reason) { return tl::unexpected(std::move(reason)); }

TypeOrError ReadName(const std::string& name) {
  if (name == "string") return Type::String();
  if (name == "number") return Type::Number();
  if (name == "bool") return Type::Bool();
  if (name == "dynamic") return Type::Dynamic();
  return Refuse("there is no type named " + QuoteJson(name));
}

TypeOrError ReadTuple(const Value& json, int depth) {
  if (json.AsList() == nullptr) return Refuse("a tuple type needs a list of element types");
  std::vector<Type> elements;
  elements.reserve(json.AsList()->size());
  for (const Value& element : *json.AsList()) {
    TypeOrError type = Read(element, depth);
    if (!type) return type;
    elements.push_back(*std::move(type));
  }
  return Type::Tuple(std::move(elements));
}

TypeOrError ReadObject(const Value& json, int depth) {
  if (json.AsMap() == nullptr) return Refuse("an object type needs a map of attribute types");
  Type::Attributes attributes;
  attributes.reserve(json.AsMap()->size());
  for (const auto& [name, attribute] : *json.AsMap()) {
    TypeOrError type = Read(attribute, depth);
    if (!type) return type;
    attributes.emplace_back(name, *std::move(type));
  }
  return Type::Object(std::move(attributes));
}

TypeOrError ReadParts(const Value::Elements& parts, int depth) {
  const std::string* constructor = parts.empty() ? nullptr : parts[0].AsString();
  if (constructor == nullptr || parts.size() < 2) {
    return Refuse("a type expression in brackets needs a name and a type");
  }
  if (*constructor == "object" && parts.size() <= 3) return ReadObject(parts[1], depth);
  if (parts.size() != 2) return Refuse("a type expression has too many parts");
  if (*constructor == "tuple") return ReadTuple(parts[1], depth);

  const bool list = *constructor == "list";
  const bool set = *constructor == "set";
  if (!list && !set && *constructor != "map") {
    return Refuse("there is no type named " + QuoteJson(*constructor));
  }
  TypeOrError element = Read(parts[1], depth);
  if (!element) return element;
  if (list) return Type::List(*std::move(element));
  return set ? Type::Set(*std::move(element)) : Type::Map(*std::move(element));
}

TypeOrError Read(const Value& json, int depth) {
  if (depth > kMaxDepth) {
    return Refuse("the type is nested deeper than " + std::to_string(kMaxDepth) + " levels");
  }
  if (const std::string* name = json.AsString()) return ReadName(*name);
  if (const Value::Elements* parts = json.AsList()) return ReadParts(*parts, depth + 1);
  return Refuse(std::string("expected a type expression, found ").append(Describe(json)));
}

std::string_view NameOf(TypeKind kind) {
  switch (kind) {
    case TypeKind::kString:
      return "string";
    case TypeKind::kNumber:
      return "number";
    case TypeKind::kBool:
      return "bool";
    case TypeKind::kDynamic:
      return "dynamic";
    case TypeKind::kList:
      return "list";
    case TypeKind::kSet:
      return "set";
    case TypeKind::kMap:
      return "map";
    case TypeKind::kTuple:
      return "tuple";
    case TypeKind::kObject:
      return "object";
  }
  return "dynamic";
}

void AppendJson(const Type& type, std::string& json) {
  if (type.kind() <= TypeKind::kDynamic) {
    json.append("\"").append(NameOf(type.kind())).append("\"");
    return;
  }
  json.append("[\"").append(NameOf(type.kind())).append("\",");
  const auto separate = [&json](char open) {
    if (json.back() != open) json += ',';
  };
  if (type.kind() == TypeKind::kTuple) {
    json += '[';
    for (const Type& element : type.elements()) {
      separate('[');
      AppendJson(element, json);
    }
    json += ']';
  } else if (type.kind() == TypeKind::kObject) {
    json += '{';
    for (const auto& [name, attribute] : type.attributes()) {
      separate('{');
      json.append(QuoteJson(name)).append(":");
      AppendJson(attribute, json);
    }
    json += '}';
  } else {
    AppendJson(type.element(), json);
  }
  json += ']';
}

}  // namespace

struct Type::Parts {
  std::vector<Type> elements;  // Of a tuple; exactly one of a list, set or map.
  Attributes attributes;       // Of an object.

  bool operator==(const Parts&) const = default;
};

Type::Type(TypeKind kind, Parts parts)
    : kind_(kind), parts_(std::make_shared<const Parts>(std::move(parts))) {}

Type Type::List(Type element) { return Type(TypeKind::kList, Parts{{std::move(element)}, {}}); }

Type Type::Set(Type element) { return Type(TypeKind::kSet, Parts{{std::move(element)}, {}}); }

Type Type::Map(Type element) { return Type(TypeKind::kMap, Parts{{std::move(element)}, {}}); }

Type Type::Tuple(std::vector<Type> elements) {
  return Type(TypeKind::kTuple, Parts{std::move(elements), {}});
}

Type Type::Object(Attributes attributes) {
  internal::SortEntries(attributes);
  return Type(TypeKind::kObject, Parts{{}, std::move(attributes)});
}

const Type& Type::element() const {
  static const Type dynamic;
  const bool collection =
      kind_ == TypeKind::kList || kind_ == TypeKind::kSet || kind_ == TypeKind::kMap;
  return collection ? parts_->elements.front() : dynamic;
}

const std::vector<Type>& Type::elements() const {
  static const std::vector<Type> none;
  return kind_ == TypeKind::kTuple ? parts_->elements : none;
}

const Type::Attributes& Type::attributes() const {
  static const Attributes none;
  return kind_ == TypeKind::kObject ? parts_->attributes : none;
}

const Type* Type::Find(std::string_view name) const {
  return internal::FindEntry(attributes(), name);
}

std::string Type::ToJson() const {
  std::string json;
  AppendJson(*this, json);
  return json;
}

TypeOrError Type::FromJson(std::string_view json) {
  return ReadJson(json).and_then([](const Value& value) { return FromJson(value); });
}

TypeOrError Type::FromJson(const Value& json) { return Read(json, 1); }

bool Type::operator==(const Type& other) const {
  if (kind_ != other.kind_) return false;
  return parts_ == other.parts_ || *parts_ == *other.parts_;
}

std::string_view Describe(const Type& type) {
  switch (type.kind()) {
    case TypeKind::kString:
      return "a string";
    case TypeKind::kNumber:
      return "a number";
    case TypeKind::kBool:
      return "a bool";
    case TypeKind::kDynamic:
      return "a dynamic value";
    case TypeKind::kList:
      return "a list";
    case TypeKind::kSet:
      return "a set";
    case TypeKind::kMap:
      return "a map";
    case TypeKind::kTuple:
      return "a tuple";
    case TypeKind::kObject:
      return "an object";
  }
  return "a dynamic value";
}

}  // namespace tf
