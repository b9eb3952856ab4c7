#include "resources/mirror/words.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/text.h"

namespace mirror {

namespace {

absl::Time FloorToMinute(absl::Time instant) {
  return absl::UnixEpoch() + absl::Floor(instant - absl::UnixEpoch(), absl::Minutes(1));
}

std::string ClockTime(absl::Time instant, absl::TimeZone zone) {
  return absl::FormatTime("%H:%M", instant, zone);
}

std::string DayAndTime(absl::Time instant, absl::TimeZone zone) {
  return absl::StrCat(absl::FormatTime("%a ", instant, zone), absl::ToCivilDay(instant, zone).day(),
                      absl::FormatTime(" %b ", instant, zone), ClockTime(instant, zone));
}

std::string ZoneName(absl::Time instant, absl::TimeZone zone) {
  return absl::StrCat(" (", zone.At(instant).zone_abbr, ")");
}

// The minutes that hold both ends, which are what a clock shows then.
Interval OnMinutes(const Interval& span) {
  return {FloorToMinute(span.start), FloorToMinute(span.end)};
}

// The end of a stretch as briefly as its start allows. Midnight still belongs to the day it ends.
std::string EndTime(const Interval& span, absl::TimeZone zone) {
  const absl::CivilDay first = absl::ToCivilDay(span.start, zone);
  if (absl::ToCivilDay(span.end - absl::Seconds(1), zone) == first)
    return ClockTime(span.end, zone);
  if (absl::ToCivilDay(span.end, zone) - first > 6) return DayAndTime(span.end, zone);
  return absl::StrCat(absl::FormatTime("%a ", span.end, zone), ClockTime(span.end, zone));
}

}  // namespace

std::string Moment(absl::Time instant, absl::TimeZone zone) {
  return absl::StrCat(DayAndTime(instant, zone), ZoneName(instant, zone));
}

std::string When(const Interval& span, const Interval& window, absl::TimeZone zone) {
  const bool runs_now = span.start <= window.start;
  const bool runs_out = span.end >= window.end;
  if (runs_now && runs_out) return "now to end of window";
  if (runs_now) return absl::StrCat("now to ", Moment(span.end, zone));
  if (runs_out) return absl::StrCat(Moment(span.start, zone), " to end of window");

  const Interval shown = OnMinutes(span);
  const std::string start_zone = ZoneName(shown.start, zone);
  const std::string end_zone = ZoneName(shown.end, zone);
  return absl::StrCat(DayAndTime(shown.start, zone), start_zone == end_zone ? "" : start_zone,
                      " to ", EndTime(shown, zone), end_zone);
}

absl::Duration ShownLength(const Interval& span, const Interval& window) {
  const bool moves = (span.start <= window.start) != (span.end >= window.end);
  if (moves) return absl::Floor(span.length(), absl::Hours(1));
  return std::max(OnMinutes(span).length(), absl::Minutes(1));
}

std::string Length(absl::Duration length) {
  const std::int64_t minutes = absl::ToInt64Minutes(length);
  const std::int64_t hours = minutes / 60;
  if (minutes == 0) return "under 1 h";
  if (hours == 0) return absl::StrCat(minutes, " min");
  if (hours < 48 && minutes % 60 == 0) return absl::StrCat(hours, " h");
  if (hours < 48) return absl::StrFormat("%d h %02d", hours, minutes % 60);
  if (hours % 24 == 0) return absl::StrCat(hours / 24, " d");
  return absl::StrCat(hours / 24, " d ", hours % 24, " h");
}

std::string Count(int number, const std::string& noun) {
  return absl::StrCat(number, " ", noun, number == 1 ? "" : "s");
}

std::string NextDays(int number) { return number == 1 ? "day" : Count(number, "day"); }

std::string Enumerate(const std::vector<std::string>& items) {
  constexpr std::size_t kNamed = 5;
  if (items.size() == 1) return items.front();
  if (items.size() > kNamed) {
    return absl::StrCat(absl::StrJoin(items.begin(), items.begin() + kNamed, ", "), " and ",
                        items.size() - kNamed, " more");
  }
  return items.empty() ? ""
                       : absl::StrCat(absl::StrJoin(items.begin(), items.end() - 1, ", "), " and ",
                                      items.back());
}

std::string Sentence(const std::string& outside_text) {
  std::string sentence = base::CleanText(outside_text);
  if (sentence.find_last_of(".!?") + 1 != sentence.size()) sentence += '.';
  return sentence;
}

std::string Shorten(const std::string& text, std::size_t columns) {
  if (base::DisplayWidth(text) <= columns) return text;
  std::string kept = text;
  while (!kept.empty() && base::DisplayWidth(kept) + 1 > columns) {
    // A character goes with all of its bytes.
    while (!kept.empty() && (static_cast<unsigned char>(kept.back()) & 0xC0) == 0x80) {
      kept.pop_back();
    }
    if (!kept.empty()) kept.pop_back();
  }
  while (!kept.empty() && kept.back() == ' ') kept.pop_back();
  return kept + "…";
}

std::string ShortenName(const std::string& name, std::size_t columns) {
  constexpr std::size_t kLeftOfName = 2;
  const auto id = name.rfind(" (");
  if (id == std::string::npos || name.back() != ')') return Shorten(name, columns);
  const std::string suffix = name.substr(id);
  const std::size_t width = base::DisplayWidth(suffix);
  if (width + kLeftOfName > columns) return Shorten(name, columns);
  return Shorten(name.substr(0, id), columns - width) + suffix;
}

std::string PadRight(const std::string& text, std::size_t columns) {
  const std::size_t width = base::DisplayWidth(text);
  return width < columns ? text + std::string(columns - width, ' ') : text;
}

std::string PadLeft(const std::string& text, std::size_t columns) {
  const std::size_t width = base::DisplayWidth(text);
  return width < columns ? std::string(columns - width, ' ') + text : text;
}

std::string Wrap(const std::string& paragraph) {
  std::string wrapped;
  std::size_t used = 0;
  const std::vector<std::string> words = absl::StrSplit(paragraph, ' ');
  for (const std::string& word : words) {
    const std::size_t width = base::DisplayWidth(word);
    if (used > 0 && used + 1 + width > kTextWidth) {
      wrapped += '\n';
      used = 0;
    } else if (used > 0) {
      wrapped += ' ';
      ++used;
    }
    wrapped += word;
    used += width;
  }
  return wrapped;
}

}  // namespace mirror
