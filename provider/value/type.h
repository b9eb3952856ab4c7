// Terraform's types: what an attribute can hold. A Type is immutable and shared, so copying one
// costs a counter; safe to use from any thread. Types come from a schema or, for dynamic values,
// from the wire, where they are JSON.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace tf {

class Value;

// How deeply types and values may nest; what is deeper is refused by every reader.
inline constexpr int kMaxDepth = 64;

enum class TypeKind { kString, kNumber, kBool, kDynamic, kList, kSet, kMap, kTuple, kObject };

class Type {
 public:
  using Attributes = std::vector<std::pair<std::string, Type>>;

  // The dynamic type.
  Type() = default;

  static Type String() { return Type(TypeKind::kString); }
  static Type Number() { return Type(TypeKind::kNumber); }
  static Type Bool() { return Type(TypeKind::kBool); }
  static Type Dynamic() { return Type(TypeKind::kDynamic); }
  static Type List(Type element);
  static Type Set(Type element);
  static Type Map(Type element);
  static Type Tuple(std::vector<Type> elements);
  // Any order; of a name given twice the last one counts.
  static Type Object(Attributes attributes);

  TypeKind kind() const { return kind_; }
  // Of a list, set or map; dynamic for any other kind.
  const Type& element() const;
  // Of a tuple; empty for any other kind.
  const std::vector<Type>& elements() const;
  // Of an object, sorted by name in byte order; empty for any other kind.
  const Attributes& attributes() const;
  // The attribute's type; nullptr when this is not an object or has no such attribute.
  const Type* Find(std::string_view name) const;

  // The type expression of the protocol: `["list","string"]`, sorted names, no blanks.
  std::string ToJson() const;
  // Reads a type expression. The list of optional attributes that an object may carry is dropped:
  // it means nothing for values. The error is a sentence.
  static tl::expected<Type, std::string> FromJson(std::string_view json);
  // The same for a type expression that has been read as JSON already.
  static tl::expected<Type, std::string> FromJson(const Value& json);

  bool operator==(const Type& other) const;

 private:
  struct Parts;

  explicit Type(TypeKind kind) : kind_(kind) {}
  Type(TypeKind kind, Parts parts);

  TypeKind kind_ = TypeKind::kDynamic;
  std::shared_ptr<const Parts> parts_;  // Null for the kinds that have none.
};

// The kind with its article, for sentences: "a string", "an object".
std::string_view Describe(const Type& type);

}  // namespace tf
