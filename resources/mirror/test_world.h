// The small world of the tests: one schedule with rotation R1, people named by one letter,
// PagerDuty ids made of "P" and the letter, and times of March 2026 written as "02T09:00".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "resources/mirror/check.h"
#include "resources/mirror/diff.h"
#include "resources/mirror/replica.h"
#include "resources/mirror/report.h"

namespace mirror::testing {

// "02T09:00", "02T09:00:30", "02T10:00+01:00" or a whole RFC 3339 moment. Ends the test run on
// others.
absl::Time At(std::string_view text);

std::string Hour(int hour);  // "02T09:00" for 9; 24 is the next midnight.

Lane LaneOf(const std::string& layer);  // "L1", or "R2/L9".

// Entries separated by "; ": "A 02T09:00 to 03T09:00", on another lane "L2: B ...", "nobody ...",
// a stored override "A* ...". Shared with PagerDuty entries, whose people are ids: "PA ...".
std::vector<Entry> Entries(std::string_view text);
std::vector<ActualEntry> Shows(std::string_view text);

struct World {
  World();  // Now is 02T09:00, the window one day, last sync now, source R1/L1, A, B and C mapped.

  World& Of(std::string_view entries);
  World& Mirrored(std::string_view shown);  // "*" after an id: by an override; "!": base schedule.

  Check Run() const;
  Comparison Compare() const;  // Of `Run`, whose external side is always there.

  absl::Time now;
  SourceSchedule schedule;
  Replica replica;
  std::vector<Replica> sharing;
  std::vector<ActualEntry> actual;
};

World FullA();  // A is on call for the whole window, and shown.

// "wrong_user 02T18:00 to 02T22:00 PA / PB", one for each difference.
std::vector<std::string> Lines(const std::vector<Difference>& differences);

// PagerDuty "Primary" in London, with Alice, Bob, Carol, Milly (M), Dave (PD) and the fallback.
Wording InLondon();

// The whole report as one text, so that a test reads like a screen; empty when there is none.
std::string Reported(const World& world, const Wording& wording = InLondon());

}  // namespace mirror::testing
