#include "resources/schedule_replica/import_id.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.h"
#include "resources/incident/types.h"

namespace schedule_replica {
namespace {

constexpr std::array<std::string_view, 4> kProviders{"pagerduty", "opsgenie", "jsm", "native"};

std::string Trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(kBlanks) - first + 1));
}

// At most `most` parts; the last one keeps the colons that are left.
std::vector<std::string> SplitAtColons(std::string_view text, std::size_t most) {
  std::vector<std::string> parts;
  while (parts.size() + 1 < most) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) break;
    parts.push_back(Trimmed(text.substr(0, colon)));
    text.remove_prefix(colon + 1);
  }
  parts.push_back(Trimmed(text));
  return parts;
}

bool IsKnownProvider(std::string_view provider) {
  return std::ranges::find(kProviders, incident::NormalisedProvider(provider)) != kProviders.end();
}

}  // namespace

std::optional<ImportId> ParseImportId(std::string_view text) {
  if (!base::IsValidUtf8(text)) return std::nullopt;
  const std::vector<std::string> parts = SplitAtColons(text, 3);
  if (std::ranges::any_of(parts, [](const std::string& part) { return base::IsBlank(part); })) {
    return std::nullopt;
  }
  if (parts.size() == 2) return ImportId{ids::ScheduleId(parts[0]), ids::ReplicaId(parts[1])};
  if (parts.size() != 3) return std::nullopt;
  if (!IsKnownProvider(parts[1]) && parts[2].find(':') != std::string::npos) return std::nullopt;
  return ImportId{ids::ScheduleId(parts[0]),
                  oncall::Target{std::string(incident::NormalisedProvider(parts[1])),
                                 ids::ExternalScheduleId(parts[2])}};
}

}  // namespace schedule_replica
