// Stretches of absolute time. An interval is half-open, so touching intervals share no instant; a
// day is 86 400 seconds, which keeps every length independent of daylight saving time. Plain
// values.
#pragma once

#include <cstdint>

#include "absl/time/time.h"

namespace mirror {

struct Interval {
  absl::Time start;
  absl::Time end;

  bool empty() const { return end <= start; }
  absl::Duration length() const { return empty() ? absl::ZeroDuration() : end - start; }

  friend bool operator==(const Interval&, const Interval&) = default;
};

inline constexpr absl::Duration Days(std::int64_t days) { return absl::Hours(24 * days); }

// The last whole second at or before `instant`, which must be finite.
absl::Time FloorToSecond(absl::Time instant);

// The part of `interval` inside `window`, on whole seconds. Empty when there is none, also when the
// interval is shorter than the rounding. `window` lies on whole seconds; `interval` may be
// infinite.
Interval Clip(const Interval& interval, const Interval& window);

}  // namespace mirror
