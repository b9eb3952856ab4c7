// Checks that an attribute of a Shape can carry. A check is anything that can be called with the
// attribute's value and answers what is wrong with it ("must not be blank"), or nothing; checks
// never see null or unknown. One that does not fit the attribute's type does not compile.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tf {

// Text that holds something besides white space.
struct NotBlank {
  std::optional<std::string> operator()(const std::string& text) const;
};

// A whole number within the range, both ends included.
struct Between {
  std::int64_t low;
  std::int64_t high;
  std::optional<std::string> operator()(const std::int64_t& number) const;
  // Any other kind of number would be converted, and cut.
  template <class Other>
  std::optional<std::string> operator()(const Other&) const = delete;
};

struct AtLeast {
  std::int64_t low;
  std::optional<std::string> operator()(const std::int64_t& number) const;
  template <class Other>
  std::optional<std::string> operator()(const Other&) const = delete;
};

// One of the listed words, exactly.
struct OneOf {
  std::vector<std::string> words;
  std::optional<std::string> operator()(const std::string& text) const;
};

// A duration: numbers with units, as "90s", "1h30m" or "500ms"; above zero, at most 24 hours.
// base::ParseDuration reads it.
struct IsDuration {
  std::optional<std::string> operator()(const std::string& text) const;
};

// A collection with at least one element.
struct AtLeastOne {
  template <class Collection>
    requires requires(const Collection& c) { c.empty(); }
  std::optional<std::string> operator()(const Collection& collection) const {
    if (!collection.empty()) return std::nullopt;
    return "must have at least one element";
  }
};

}  // namespace tf
