#include "resources/oncall/drift_check.h"

#include <algorithm>

namespace oncall {

std::optional<DriftCheck> ParseDriftCheck(std::string_view word) {
  const auto& words = DriftCheckWords();
  const auto found = std::ranges::find(words, word);
  if (found == words.end()) return std::nullopt;
  return static_cast<DriftCheck>(found - words.begin());
}

const std::vector<std::string>& DriftCheckWords() {
  // In the order of the enumeration.
  static const auto& words = *new std::vector<std::string>{"off", "warn", "error", "resync"};
  return words;
}

}  // namespace oncall
