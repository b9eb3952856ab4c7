// Going through a schema and the values that belong to it side by side, into nested objects. Shared
// by the phases of planning and by the checks; pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "provider/sdk/schema.h"
#include "provider/value/path.h"
#include "provider/value/value.h"

namespace tf::engine {

// The attribute of a known object, null when the object is null, unknown or lacks it.
const Value& Member(const Value& object, const std::string& name);

// One element of a nested attribute in one value, to be changed or only read, together with its
// counterparts in others. `others` are in the order they were given in; an element without a
// counterpart meets null.
template <class MaybeConstValue>
struct ElementIn {
  MaybeConstValue* element;
  std::vector<const Value*> others;
  Path path;  // a set's elements have the path of the set
};
using NestedElement = ElementIn<Value>;
using ConstNestedElement = ElementIn<const Value>;

// The elements of a nested attribute: itself for a single object, by index for lists and sets, by
// key for maps. Null and unknown containers and elements are left out.
std::vector<NestedElement> NestedElements(const Attribute& attribute, Value& value,
                                          const std::vector<const Value*>& others,
                                          const Path& path);
std::vector<ConstNestedElement> NestedElements(const Attribute& attribute, const Value& value,
                                               const std::vector<const Value*>& others,
                                               const Path& path);

// How many elements or members a value has; 0 when it is no container, null or unknown.
std::size_t SizeOf(const Value& value);

// Whether the two values mean the same to this attribute: equal, as far as its C++ type can tell,
// or two spellings of one thing.
bool SameMeaning(const Attribute& attribute, const Value& a, const Value& b);

// Puts back the spelling of `reference` wherever `fresh` means the same, nested objects included.
// Both are known objects.
void KeepSpelling(const std::vector<Attribute>& attributes, const Value& reference, Value& fresh);

// Brings into `target` what is another in `after` than in `before`. The rest keeps its exact value,
// also what a model cannot hold: the digits that a double lacks, a list with an unknown element.
// All three are known objects.
void BringOver(const std::vector<Attribute>& attributes, const Value& before, const Value& after,
               Value& target);

// A value as it reads in a message: "\"text\"", "14", "true", "a list".
std::string Shown(const Value& value);

}  // namespace tf::engine
