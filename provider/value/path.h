// Where something is inside a resource: the attribute that a diagnostic is about. Plain data, safe
// to use from any thread. The root path means the resource as a whole. Elements of sets have no
// steps: what is inside one follows the set itself.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tf {

struct PathStep {
  enum class Kind { kAttribute, kKey, kIndex };

  Kind kind = Kind::kAttribute;
  std::string name;        // Of an attribute, or the key of a map.
  std::int64_t index = 0;  // Of a list or tuple, from zero.

  static PathStep Attribute(std::string name) { return {Kind::kAttribute, std::move(name), 0}; }
  static PathStep Key(std::string key) { return {Kind::kKey, std::move(key), 0}; }
  static PathStep Index(std::int64_t index) { return {Kind::kIndex, {}, index}; }

  bool operator==(const PathStep&) const = default;
};

class Path {
 public:
  Path() = default;
  explicit Path(std::vector<PathStep> steps) : steps_(std::move(steps)) {}

  static Path Root() { return Path(); }

  // Each returns a copy of this path that is one step longer.
  Path Attribute(std::string name) const;
  Path Key(std::string key) const;
  Path Index(std::int64_t index) const;
  // This path and then the steps of `inner`, as a copy.
  Path Join(const Path& inner) const;
  // Gives the last step, which is an attribute's, another name. For loops over attributes: a path
  // is read only when something is wrong, and making one for each costs two allocations.
  void Rename(const std::string& name) { steps_.back().name = name; }

  const std::vector<PathStep>& steps() const { return steps_; }
  bool empty() const { return steps_.empty(); }

  // As users write it: `sources[0].rotation_id`, `tags["a"]`; empty for the root.
  std::string ToString() const;

  bool operator==(const Path&) const = default;

 private:
  std::vector<PathStep> steps_;
};

}  // namespace tf
