// What a plan does about a mirror that is wrong.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oncall {

enum class DriftCheck { kOff, kWarn, kError, kResync };

// Null for a word that is none of DriftCheckWords().
std::optional<DriftCheck> ParseDriftCheck(std::string_view word);

// As users write them: "off", "warn", "error", "resync".
const std::vector<std::string>& DriftCheckWords();

}  // namespace oncall
