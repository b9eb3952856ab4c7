// A Terraform value as it travels: null, unknown, or known. A value does not carry its type (the
// schema does), except a dynamically typed one. Plain data: copies are deep, moves are cheap, and
// threads may share a value that none changes. Lists stand for lists, sets and tuples, maps for
// maps and objects.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "provider/value/number.h"
#include "provider/value/type.h"

namespace tf {

struct Typed;

// What is known about an unknown value. Facts that do not suit the value's type mean nothing.
struct Refinement {
  struct Bound {
    Number value;
    bool inclusive = true;
    bool operator==(const Bound&) const = default;
  };

  bool not_null = false;
  std::string prefix;                      // The string will start with this.
  std::optional<Bound> lower;              // Of a number.
  std::optional<Bound> upper;              // Of a number.
  std::optional<std::int64_t> min_length;  // Of a list, set or map, inclusive.
  std::optional<std::int64_t> max_length;  // Of a list, set or map, inclusive.

  bool operator==(const Refinement&) const = default;
};

class Value {
 public:
  using Elements = std::vector<Value>;
  using Entries = std::vector<std::pair<std::string, Value>>;

  // Null.
  Value() = default;

  static Value Null() { return Value(); }
  static Value Unknown() { return Value(Data(UnknownData{})); }
  static Value Unknown(Refinement refinement);
  static Value Bool(bool value) { return Value(Data(value)); }
  static Value Of(Number value) { return Value(Data(std::move(value))); }
  static Value Int(std::int64_t value) { return Of(Number::From(value)); }
  static Value String(std::string value) { return Value(Data(std::move(value))); }
  static Value List(Elements elements) { return Value(Data(std::move(elements))); }
  // Any order; of a key given twice the last one counts.
  static Value Map(Entries entries);
  // A value of an attribute whose schema type is dynamic. With the dynamic type itself, which says
  // nothing, this is `value`.
  static Value Dynamic(Type type, Value value);

  // These three look into a dynamically typed value.
  bool is_null() const;
  bool is_unknown() const;
  bool is_known() const { return !is_null() && !is_unknown(); }
  // Whether nothing in here, at any depth, is unknown. Null is wholly known.
  bool IsWhollyKnown() const;

  // Each is nullptr when the value is something else.
  const bool* AsBool() const { return std::get_if<bool>(&data_); }
  const Number* AsNumber() const { return std::get_if<Number>(&data_); }
  const std::string* AsString() const { return std::get_if<std::string>(&data_); }
  const Elements* AsList() const { return std::get_if<Elements>(&data_); }
  const Entries* AsMap() const { return std::get_if<Entries>(&data_); }
  const Typed* AsDynamic() const;
  // nullptr also for an unknown value about which nothing is known.
  const Refinement* AsRefinement() const;

  // The entry of a map or object; nullptr when there is none or this is neither.
  const Value* Find(std::string_view key) const;

  // For changing in place. Entries must stay sorted by key, each key once.
  Elements* AsListMutable() { return std::get_if<Elements>(&data_); }
  Entries* AsMapMutable() { return std::get_if<Entries>(&data_); }
  Value* FindMutable(std::string_view key);

  // The same structure, sets in the same order and refinements included. What Terraform calls equal
  // is Equal().
  bool operator==(const Value& other) const;

 private:
  struct UnknownData {
    std::shared_ptr<const Refinement> refinement;  // Null when nothing is known.
    bool operator==(const UnknownData& other) const;
  };
  struct DynamicData {
    std::shared_ptr<const Typed> typed;  // Never null.
    bool operator==(const DynamicData& other) const;
  };
  using Data = std::variant<std::monostate, UnknownData, bool, Number, std::string, Elements,
                            Entries, DynamicData>;

  explicit Value(Data data) : data_(std::move(data)) {}

  Data data_;
};

// A value with its type: what an attribute of the dynamic type holds.
struct Typed {
  Type type;
  Value value;
  bool operator==(const Typed&) const = default;
};

// Whether Terraform would call two values of this type equal: numbers by value, sets without order
// and repetition. Unknown equals unknown, whatever is known about it, and nothing else; null equals
// null.
bool Equal(const Value& a, const Value& b, const Type& type);

// An object of this type with every attribute null; an empty object when the type is not an object.
Value NullObject(const Type& object);

// What the value is, with its article, for sentences: "null", "a string", "a list", "an unknown
// value".
std::string_view Describe(const Value& value);

}  // namespace tf
