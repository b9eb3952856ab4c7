#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <span>

namespace base {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Range {
  char32_t first;
  char32_t last;
};

bool Within(char32_t c, std::span<const Range> ranges) {
  const auto it = std::ranges::lower_bound(ranges, c, {}, &Range::last);
  return it != ranges.end() && it->first <= c;
}

// Controls, the invisible marks that reorder text, and everything that ends a line.
constexpr Range kControls[] = {{0x0000, 0x001F}, {0x007F, 0x009F}, {0x061C, 0x061C},
                               {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069},
                               {0xFEFF, 0xFEFF}};

constexpr Range kWhiteSpace[] = {
    {0x0009, 0x000D}, {0x0020, 0x0020}, {0x0085, 0x0085}, {0x00A0, 0x00A0}, {0x1680, 0x1680},
    {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};

// Combining marks of the scripts that people's names are written in, joiners and variation
// selectors.
constexpr Range kZeroWidth[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x05BF, 0x05BF}, {0x05C1, 0x05C2},
    {0x05C4, 0x05C5}, {0x0610, 0x061A}, {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC},
    {0x06DF, 0x06E4}, {0x0900, 0x0902}, {0x093A, 0x093A}, {0x093C, 0x093C}, {0x0941, 0x0948},
    {0x094D, 0x094D}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x2060, 0x2064}, {0x20D0, 0x20FF}, {0x302A, 0x302D},
    {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF}};

// East Asian wide and full-width characters and the emoji, after Unicode's EastAsianWidth.txt.
constexpr Range kWide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x23F0, 0x23F0},   {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},
    {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27B0, 0x27B0},   {0x27BF, 0x27BF},
    {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x303E},
    {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6},   {0x16FE0, 0x18CFF}, {0x1B000, 0x1B2FF}, {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD}};

struct Character {
  char32_t code;  // U+FFFD when the bytes are not valid.
  std::size_t
      size;  // How many bytes it takes; of an invalid one, how many cannot start another character.
  bool valid;
};

// What may follow a leading byte, after table 3-7 of the Unicode standard. The limits of the second
// byte keep out overlong forms, surrogates and what is above U+10FFFF.
struct Lead {
  std::size_t size;
  std::uint8_t second_lowest = 0x80;
  std::uint8_t second_highest = 0xBF;
};

Lead LeadOf(std::uint8_t byte) {
  if (byte < 0x80) return {1};
  if (byte < 0xC2) return {0};
  if (byte < 0xE0) return {2};
  if (byte == 0xE0) return {3, 0xA0};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte < 0xF0) return {3};
  if (byte == 0xF0) return {4, 0x90};
  if (byte < 0xF4) return {4};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0};
}

// The first character of `text`, which is not empty.
Character Next(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const Lead lead = LeadOf(byte(0));
  if (lead.size == 0) return {kReplacement, 1, false};
  if (lead.size == 1) return {byte(0), 1, true};

  char32_t code = byte(0) & (0x7Fu >> lead.size);
  for (std::size_t i = 1; i < lead.size; ++i) {
    const std::uint8_t lowest = i == 1 ? lead.second_lowest : 0x80;
    const std::uint8_t highest = i == 1 ? lead.second_highest : 0xBF;
    if (i >= text.size() || byte(i) < lowest || byte(i) > highest) return {kReplacement, i, false};
    code = (code << 6) | (byte(i) & 0x3Fu);
  }
  return {code, lead.size, true};
}

constexpr std::string_view kReplacementBytes = "\xEF\xBF\xBD";

// Cuts valid UTF-8 to `max_bytes`, dots included.
void Shorten(std::string& text, std::size_t max_bytes) {
  constexpr std::string_view kDots = "...";
  if (text.size() <= max_bytes) return;
  std::size_t end = max_bytes - std::min(max_bytes, kDots.size());
  while (end > 0 && (static_cast<std::uint8_t>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  text.append(kDots.substr(0, max_bytes));
}

}  // namespace

std::string CleanText(std::string_view text, std::size_t max_bytes) {
  std::string clean;
  bool blank_before = false;
  while (!text.empty()) {
    const Character c = Next(text);
    const std::string_view bytes = c.valid ? text.substr(0, c.size) : kReplacementBytes;
    text.remove_prefix(c.size);
    if (c.code == ' ' || Within(c.code, kControls)) {
      blank_before = true;
      continue;
    }
    if (blank_before && !clean.empty()) clean += ' ';
    blank_before = false;
    clean += bytes;
    if (clean.size() > max_bytes) break;
  }
  Shorten(clean, max_bytes);
  return clean;
}

std::string CleanLines(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const Character c = Next(text);
    const std::string_view bytes = c.valid ? text.substr(0, c.size) : kReplacementBytes;
    text.remove_prefix(c.size);
    const bool is_layout = c.code == '\n' || c.code == '\t';
    clean += !is_layout && Within(c.code, kControls) ? " " : bytes;
  }
  return clean;
}

bool IsValidUtf8(std::string_view text) {
  while (!text.empty()) {
    const Character c = Next(text);
    if (!c.valid) return false;
    text.remove_prefix(c.size);
  }
  return true;
}

bool IsBlank(std::string_view text) {
  while (!text.empty()) {
    const Character c = Next(text);
    if (!Within(c.code, kWhiteSpace)) return false;
    text.remove_prefix(c.size);
  }
  return true;
}

std::size_t DisplayWidth(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Character c = Next(text);
    text.remove_prefix(c.size);
    if (Within(c.code, kZeroWidth)) continue;
    width += Within(c.code, kWide) ? 2 : 1;
  }
  return width;
}

}  // namespace base
