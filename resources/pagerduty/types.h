// The objects of the PagerDuty REST API as plain values, as far as a mirror is checked with them:
// https://developer.pagerduty.com/api-reference. An optional is null when the API left the member
// out or sent null.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "resources/ids/ids.h"

namespace pagerduty {

// One stretch [start, end) of the rendered final schedule.
struct Entry {
  absl::Time start;
  // The end of what was asked for when the API leaves it open.
  absl::Time end;
  // Null when nobody is on call. Who is not a person is "<type>:<id>".
  std::optional<ids::ExternalUserId> user;
  // Whether an override put this person there; null when the answer does not tell.
  std::optional<bool> by_override;
};

// One stretch of one layer. Of several at once the one of the lowest rank shows.
struct LayerEntry {
  std::size_t rank = 0;
  absl::Time start;
  absl::Time end;
  std::optional<ids::ExternalUserId> user;

  friend bool operator==(const LayerEntry&, const LayerEntry&) = default;
};

struct Schedule {
  ids::ExternalScheduleId id;
  std::optional<std::string> name;
  std::optional<std::string> time_zone;
  // In the order of the API. What goes on over the end of a part of a long window is there once for
  // each part; shift-based schedules may show several people at once.
  std::vector<Entry> entries;
  // What the layers would show without overrides; null when the answer does not tell, or was put
  // together from parts.
  std::optional<std::vector<LayerEntry>> layers;
  // Of the people in both, as far as the answer has them: shift-based schedules name nobody.
  std::map<ids::ExternalUserId, std::string> names;
};

struct User {
  ids::ExternalUserId id;
  std::string name;
  std::string email;
};

}  // namespace pagerduty
