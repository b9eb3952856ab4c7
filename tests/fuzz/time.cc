// Instants and durations as people and APIs write them: what is read is within its bounds, and an
// instant that is written reads as itself.
#include "base/time.h"

#include "tests/fuzz/target.h"

void Fuzz(std::string_view input) {
  if (const auto duration = base::ParseDuration(input)) {
    HOLDS(*duration > absl::ZeroDuration() && *duration <= absl::Hours(24));
  }
  const auto instant = base::ParseInstant(input);
  if (!instant) return;
  HOLDS(*instant != absl::InfiniteFuture() && *instant != absl::InfinitePast());
  // An offset may lead out of the years that have four digits.
  const auto year = absl::ToCivilYear(*instant, absl::UTCTimeZone()).year();
  HOLDS(year >= -1 && year <= 10000);
  if (year >= 0 && year <= 9999)
    HOLDS(base::ParseInstant(base::FormatInstant(*instant)) == instant);
}
