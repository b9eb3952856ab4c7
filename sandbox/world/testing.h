// For the tests of the world: moments written as text, and timelines as lines that a failed test
// prints legibly.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "base/time.h"
#include "sandbox/world/expected.h"
#include "sandbox/world/incident_model.h"
#include "sandbox/world/timeline.h"

namespace sandbox::world {

// A moment, as "2026-03-02T09:00:00Z"; without seconds and "Z" too: "2026-03-02T09:00".
inline absl::Time T(std::string text) {
  if (text.size() == std::string("2026-03-02T09:00").size()) text += ":00Z";
  return base::ParseInstant(text).value_or(absl::InfinitePast());
}

// "<start> <end> <who>", without seconds where there are none.
inline std::string Line(absl::Time start, absl::Time end, const std::string& who) {
  const auto text = [](absl::Time time) {
    std::string formatted = base::FormatInstant(time);
    if (formatted.ends_with(":00Z")) formatted.resize(formatted.size() - 4);
    return formatted;
  };
  return text(start) + " " + text(end) + " " + (who.empty() ? "-" : who);
}

inline std::vector<std::string> Lines(const Timeline& timeline) {
  std::vector<std::string> lines;
  lines.reserve(timeline.size());
  for (const Shift& shift : timeline) lines.push_back(Line(shift.start, shift.end, shift.user));
  return lines;
}

// Several people are joined by "+".
inline std::vector<std::string> Lines(const std::vector<OnCall>& segments) {
  std::vector<std::string> lines;
  lines.reserve(segments.size());
  for (const OnCall& segment : segments) {
    std::string who;
    for (const std::string& user : segment.users) who += (who.empty() ? "" : "+") + user;
    lines.push_back(Line(segment.start, segment.end, who));
  }
  return lines;
}

inline std::vector<std::string> Lines(const std::vector<Entry>& entries) {
  std::vector<std::string> lines;
  lines.reserve(entries.size());
  for (const Entry& entry : entries) {
    lines.push_back(Line(entry.start_at, entry.end_at, entry.user_id));
  }
  return lines;
}

// An unmapped user is written "?<user>".
inline std::vector<std::string> Lines(const std::vector<ExpectedShift>& expected) {
  std::vector<std::string> lines;
  lines.reserve(expected.size());
  for (const ExpectedShift& shift : expected) {
    lines.push_back(
        Line(shift.start, shift.end,
             shift.unmapped_user.empty() ? shift.external_user : "?" + shift.unmapped_user));
  }
  return lines;
}

}  // namespace sandbox::world
