// Local time: turns that change hands at the same local hour all year, and hours of the week. The
// rules at the two odd moments of the year: a local time that does not exist moves forward by the
// gap, an ambiguous one is the first. Pure functions; an unknown zone counts as UTC.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace sandbox::world {

// Whether `name` is a zone of the zone database: letters, digits, "_+-/" only, no leading "/", no
// "..", no "localtime".
bool IsZone(std::string_view name);

// The zone, or UTC when there is none of that name.
absl::TimeZone ZoneOf(std::string_view name);

absl::Time FromLocal(absl::CivilSecond local, const absl::TimeZone& zone);

// How long a turn lasts: calendar days, which keep the local time of the handover, or absolute
// seconds.
struct TurnLength {
  enum class Unit { kDays, kSeconds };
  Unit unit = Unit::kDays;
  std::int64_t count = 1;
};

// One turn of a rotation; `index` counts from the anchor.
struct Turn {
  absl::Time start;
  absl::Time end;
  std::int64_t index = 0;
};

// The turns that touch [from, until), in full. Turn 0 starts at `anchor`, the lengths are used one
// after the other and then again; there are none before the anchor. Nothing when there is no length
// or one below 1.
std::vector<Turn> TurnsBetween(absl::Time anchor, const std::vector<TurnLength>& lengths,
                               const absl::TimeZone& zone, absl::Time from, absl::Time until);

// Hours of the day or of the week.
struct Hours {
  std::optional<absl::Weekday> weekday;  // nullopt: every day
  std::int64_t start_second = 0;         // of the local day
  std::int64_t duration_seconds = 0;     // in local time, may reach past midnight
};

struct Span {
  absl::Time start;
  absl::Time end;

  bool operator==(const Span&) const = default;
};

// The parts of `span` inside any of the hours, sorted and merged; the whole span when `hours` is
// empty.
std::vector<Span> WithinHours(Span span, const std::vector<Hours>& hours,
                              const absl::TimeZone& zone);

}  // namespace sandbox::world
