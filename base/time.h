// Instants and durations as people and APIs write them. Inside the program a moment is an
// absl::Time and a length an absl::Duration; text exists only at the edges, and these functions are
// the only way across. All functions are pure and safe to call from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace base {

// Reads an RFC 3339 moment: any offset or "Z", a fraction of zero to nine digits. Nothing else is
// accepted: no surrounding blanks, no "infinite-future", no missing offset.
std::optional<absl::Time> ParseInstant(std::string_view text);

// RFC 3339 in UTC, with a fraction only when there is one: "2026-03-02T09:00:00Z".
std::string FormatInstant(absl::Time instant);

// Reads a duration as users write it: numbers with the units ms, s, m, h, as "90s", "1h30m",
// "1.5h", "500ms". Above zero and at most 24 hours; everything else, signs and a bare number
// included, is nullopt.
std::optional<absl::Duration> ParseDuration(std::string_view text);

}  // namespace base
