// Why and where something does not fit its type. Only a failure pays for its path: each level adds
// its own step on the way back out of the recursion.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "provider/value/path.h"
#include "provider/value/type.h"

namespace tf::internal {

class Misfit {
 public:
  explicit Misfit(std::string reason) : reason_(std::move(reason)) {}

  static Misfit Expected(const Type& type, std::string_view found) {
    return Misfit(std::string("expected ").append(Describe(type)).append(", found ").append(found));
  }
  static Misfit Length(const Type& tuple, std::size_t found) {
    return Misfit("expected a tuple of " + std::to_string(tuple.elements().size()) +
                  " elements, found " + std::to_string(found));
  }
  static Misfit TooDeep() {
    return Misfit("nested deeper than " + std::to_string(kMaxDepth) + " levels");
  }
  static Misfit Missing(std::string_view attribute) {
    return Misfit(std::string("the attribute \"").append(attribute).append("\" is missing"));
  }
  static Misfit Foreign(std::string_view attribute) {
    return Misfit(std::string("there is no attribute \"").append(attribute).append("\""));
  }

  // The step that leads from the level above to this one.
  Misfit&& Under(PathStep step) && {
    steps_.push_back(std::move(step));
    return std::move(*this);
  }

  // "sources[0].rotation_id: expected a string, found a number"
  std::string ToSentence() && {
    if (steps_.empty()) return std::move(reason_);
    const Path path(std::vector<PathStep>(steps_.rbegin(), steps_.rend()));
    return path.ToString() + ": " + reason_;
  }

 private:
  std::string reason_;
  std::vector<PathStep> steps_;  // Innermost first.
};

}  // namespace tf::internal
