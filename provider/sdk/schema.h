// A schema at run time: what the attributes of a resource, a data source or the provider block are
// called, which type and mode they have and how planning treats them. Resource authors write a
// Shape (shape.h), from which this is derived; the engine plans, validates and documents from it
// without knowing a model. Immutable once built and safe to share between threads.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "provider/sdk/diagnostics.h"
#include "provider/value/type.h"
#include "provider/value/value.h"

namespace tf {

enum class Mode {
  kRequired,
  kOptional,          // null when the user leaves it out
  kComputed,          // the provider alone sets it
  kOptionalComputed,  // the provider fills it in when the user leaves it out
};

// How the attribute holds objects of a nested shape; kNone for a plain value.
enum class Nesting { kNone, kSingle, kList, kSet, kMap };

struct Attribute {
  std::string name;
  Type type = Type::Dynamic();  // the whole value's type, nested objects included
  Mode mode = Mode::kOptional;
  Nesting nesting = Nesting::kNone;
  std::vector<Attribute> nested;  // sorted by name; only with a nesting
  std::string doc;
  std::string deprecated;  // what to use instead; empty when the attribute is not deprecated
  bool sensitive = false;

  // The value planned when the configuration leaves the attribute out.
  std::optional<Value> default_value;
  // A change of this attribute cannot be made in place: Terraform deletes and creates.
  bool replaces = false;
  // A setting of the provider's own behaviour: changing it alone leaves every computed attribute
  // known.
  bool local = false;
  // A computed attribute that no change in place alters: it stays known in the plan of an update.
  bool stable = false;

  // Another line of the shape has the same member: a mistake.
  bool member_taken = false;

  // Says in what way a known value is not acceptable ("must be between 1 and 90"), or nothing.
  using Requirement = std::function<std::optional<std::string>(const Value&)>;
  std::vector<Requirement> checks;    // an error
  std::vector<Requirement> advisory;  // a warning

  // Looks at several attributes of one nested object, which is known and found at the path.
  using NestedRules = std::function<void(const Value&, const Path&, Diagnostics&)>;
  NestedRules nested_rules;

  // Whether the member holds the nearest double to each number, so that different numbers may be
  // one to it; of a nested attribute, whether a member of its shape does.
  bool rounds = false;

  // Whether two known, non-null values mean the same although they are spelled differently. Unset:
  // equality.
  std::function<bool(const Value&, const Value&)> same;

  bool configurable() const { return mode != Mode::kComputed; }
  bool computed() const {
    return mode == Mode::kComputed || mode == Mode::kOptionalComputed || default_value.has_value();
  }
};

class Schema {
 public:
  // `attributes` in any order, names distinct.
  Schema(std::vector<Attribute> attributes, std::string doc, std::int64_t version);

  const std::vector<Attribute>& attributes() const { return attributes_; }  // sorted by name
  const Attribute* Find(std::string_view name) const;  // nullptr when there is none
  const Type& type() const { return type_; }           // the object of all attributes
  const std::string& doc() const { return doc_; }
  std::int64_t version() const { return version_; }

 private:
  std::vector<Attribute> attributes_;
  Type type_;
  std::string doc_;
  std::int64_t version_;
};

// Whether an element of a nested attribute is itself unknown; attributes inside an element may be.
bool HasUnknownElement(const Value& value, Nesting nesting);

// The object type that `attributes` make up.
Type ObjectTypeOf(const std::vector<Attribute>& attributes);

}  // namespace tf
