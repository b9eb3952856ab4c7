// Text that comes from outside (an API, the state file, the user) and is about to be shown or
// logged. Pure functions, safe to call from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base {

// Makes outside text safe to show: invalid UTF-8 becomes U+FFFD, control characters (terminal
// escapes, C1 and bidirectional overrides among them) become one blank, runs of blanks and line
// ends collapse into one, ends are trimmed, and what is longer than `max_bytes` is cut at a
// character boundary and ends in "...". The result is valid UTF-8 on one line.
std::string CleanText(std::string_view text, std::size_t max_bytes = 500);

// The same for text of several lines, whose layout stays: each control character but line feed and
// tab becomes a blank, and nothing is collapsed, trimmed or cut.
std::string CleanLines(std::string_view text);

// Whether `text` is valid UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool IsValidUtf8(std::string_view text);

// Whether `text` is empty or holds nothing but white space.
bool IsBlank(std::string_view text);

// How many terminal columns `text` takes: one per character, two for wide East Asian ones, none for
// combining marks.
std::size_t DisplayWidth(std::string_view text);

}  // namespace base
