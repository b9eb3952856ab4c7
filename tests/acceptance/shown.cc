#include "tests/acceptance/shown.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/time.h"

namespace acceptance {

using nlohmann::json;

absl::Time InstantOf(const json& text) {
  const auto instant = base::ParseInstant(text.get<std::string>());
  EXPECT_TRUE(instant) << text;
  return instant.value_or(absl::UnixEpoch());
}

ShownTimeline ReadShown(const json& on_call) {
  ShownTimeline timeline;
  for (const json& one : on_call) {
    timeline.push_back({InstantOf(one.at("start")), InstantOf(one.at("end")), one.at("users")});
  }
  return timeline;
}

const std::vector<std::string>& UsersAt(const ShownTimeline& timeline, absl::Time at) {
  static const auto& nobody = *new std::vector<std::string>;
  const auto found =
      std::ranges::find_if(timeline, [at](const Shown& one) { return at < one.end; });
  EXPECT_NE(found, timeline.end()) << "beyond the timeline: " << base::FormatInstant(at);
  return found == timeline.end() ? nobody : found->users;
}

std::set<absl::Time> StartsOf(const std::vector<ShownTimeline>& timelines) {
  std::set<absl::Time> starts;
  for (const ShownTimeline& timeline : timelines) {
    for (const Shown& one : timeline) starts.insert(one.start);
  }
  return starts;
}

}  // namespace acceptance
