#include "resources/mirror/interval.h"

#include <algorithm>

namespace mirror {

absl::Time FloorToSecond(absl::Time instant) {
  return absl::FromUnixSeconds(absl::ToUnixSeconds(instant));
}

Interval Clip(const Interval& interval, const Interval& window) {
  // Clipping first leaves only finite times to round.
  const absl::Time start = std::clamp(interval.start, window.start, window.end);
  const absl::Time end = std::clamp(interval.end, window.start, window.end);
  return {FloorToSecond(start), FloorToSecond(end)};
}

}  // namespace mirror
