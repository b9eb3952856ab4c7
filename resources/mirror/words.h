// How texts say times, lengths and lists, for a terminal of 80 columns. The same differences give
// the same words a few minutes later: what is under way starts "now", what reaches the end of the
// window ends with it, and both are as long as their whole hours. Nobody hands over at a second,
// but syncs happen at any: times are the minute that a clock shows then. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "resources/mirror/interval.h"

namespace mirror {

// Wide enough for every row, and what Terraform's frame leaves of 80 columns.
inline constexpr std::size_t kRowWidth = 78;
// Narrower than what Terraform wraps at in 80 columns, so that it leaves our lines alone.
inline constexpr std::size_t kTextWidth = 75;

// "Mon 2 Mar 18:00 (GMT)".
std::string Moment(absl::Time instant, absl::TimeZone zone);

// "Mon 2 Mar 18:00 to 22:00 (GMT)", "Mon 2 Mar 18:00 to Tue 02:00 (GMT)", "now to end of window".
// A day without a date is one of the six days that follow.
std::string When(const Interval& span, const Interval& window, absl::TimeZone zone);

// The length of `span` as texts count it, from minute to minute: whole hours when it touches an end
// of the window, which moves with the clock, but for the window itself.
absl::Duration ShownLength(const Interval& span, const Interval& window);

// "45 min", "6 h", "1 h 05", "2 d 3 h"; "under 1 h" for what was rounded to nothing.
std::string Length(absl::Duration length);

// "1 shift", "3 shifts".
std::string Count(int number, const std::string& noun);

// "14 days" or "day", behind "the next".
std::string NextDays(int number);

// "Ann", "Ann and Bob", "Ann, Bob and Cy"; after five "and N more".
std::string Enumerate(const std::vector<std::string>& items);

// Outside text on one line, with a full stop unless it ends in a mark of its own.
std::string Sentence(const std::string& outside_text);

// `text` in at most `columns`, the last of them "…" when something was cut.
std::string Shorten(const std::string& text, std::size_t columns);

// A name in at most `columns`; the id in parentheses that tells two namesakes apart stays if it
// can.
std::string ShortenName(const std::string& name, std::size_t columns);

// `text` followed by blanks up to `columns`, or preceded by them.
std::string PadRight(const std::string& text, std::size_t columns);
std::string PadLeft(const std::string& text, std::size_t columns);

// A paragraph in lines of at most kTextWidth, broken at blanks.
std::string Wrap(const std::string& paragraph);

}  // namespace mirror
