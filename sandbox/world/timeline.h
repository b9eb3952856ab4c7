// Who is on call when: shifts in a row, and what several rows show together. Plain values and pure
// functions; intervals are half-open, an empty user means that the time is explicitly nobody's, and
// time that no shift covers is a gap.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"

namespace sandbox::world {

struct Shift {
  absl::Time start;
  absl::Time end;
  std::string user;         // empty: nobody, on purpose
  std::string override_id;  // empty: comes from the rotation

  bool operator==(const Shift&) const = default;
};

// Shifts sorted by start that do not overlap.
using Timeline = std::vector<Shift>;

// Puts `shift` on top: what it covers is cut away, a shift that it interrupts is left in two parts.
// An empty or backward shift changes nothing.
void Paint(Timeline& timeline, Shift shift);

// The parts inside [from, until).
Timeline Clip(const Timeline& timeline, absl::Time from, absl::Time until);

// The shifts that touch [from, until), in full.
Timeline Overlapping(const Timeline& timeline, absl::Time from, absl::Time until);

// The shift that covers `at`; null in a gap.
const Shift* At(const Timeline& timeline, absl::Time at);

// A stretch during which the same people are on call.
struct OnCall {
  absl::Time start;
  absl::Time end;
  std::vector<std::string> users;  // sorted, each once; empty: nobody is on call

  bool operator==(const OnCall&) const = default;
};

// What the timelines show together: covers [from, until) without holes, neighbours differ.
std::vector<OnCall> Together(const std::vector<Timeline>& timelines, absl::Time from,
                             absl::Time until);

// Appends `next`, which starts where `segments` ends, and merges it with the last one when both
// show the same people. An empty or backward stretch changes nothing.
void AppendMerged(std::vector<OnCall>& segments, OnCall next);

}  // namespace sandbox::world
