#include "resources/mirror/table.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/text.h"
#include "resources/mirror/words.h"

namespace mirror {

namespace {

constexpr std::size_t kMostRows = 10;
constexpr std::size_t kGap = 2;            // Before every column, the first included.
constexpr std::size_t kReadableName = 12;  // What a name keeps for the sake of the reasons.
constexpr std::size_t kShortestName = 9;   // What a name keeps in any case.
constexpr std::size_t kReasonIndent = 6;

struct Column {
  const char* title;
  std::string TableRow::*text;
};
enum { kWhen, kLength, kShouldBe, kIs, kWhy, kColumns };
constexpr std::array<Column, kColumns> kTable = {{{"When", &TableRow::when},
                                                  {"Length", &TableRow::length},
                                                  {"Should be", &TableRow::should_be},
                                                  {"Is", &TableRow::is},
                                                  {"Why", &TableRow::why}}};

// 0: the column is not shown.
using Widths = std::array<std::size_t, kColumns>;

std::size_t Total(const Widths& widths) {
  std::size_t total = 0;
  for (const std::size_t width : widths) total += width > 0 ? kGap + width : 0;
  return total;
}

Widths NaturalWidths(const std::vector<TableRow>& rows) {
  Widths widths{};
  for (std::size_t i = 0; i < kColumns; ++i) {
    for (const TableRow& row : rows) {
      widths[i] = std::max(widths[i], base::DisplayWidth(row.*kTable[i].text));
    }
    if (widths[i] > 0) widths[i] = std::max(widths[i], base::DisplayWidth(kTable[i].title));
  }
  return widths;
}

// Narrows the wider of the two columns of names until a row fits, but not below `shortest`.
Widths WithNamesCut(Widths widths, std::size_t shortest) {
  while (Total(widths) > kRowWidth) {
    std::size_t& wider = widths[kShouldBe] > widths[kIs] ? widths[kShouldBe] : widths[kIs];
    if (wider <= shortest) break;
    --wider;
  }
  return widths;
}

Widths Fit(const std::vector<TableRow>& rows) {
  Widths widths = NaturalWidths(rows);
  const Widths on_one_line = WithNamesCut(widths, kReadableName);
  if (Total(on_one_line) <= kRowWidth) return on_one_line;
  widths[kWhy] = 0;
  return WithNamesCut(widths, kShortestName);
}

std::string Line(const TableRow& row, const Widths& widths) {
  std::string line;
  for (std::size_t i = 0; i < kColumns; ++i) {
    if (widths[i] == 0) continue;
    const std::string text = ShortenName(row.*kTable[i].text, widths[i]);
    absl::StrAppend(&line, std::string(kGap, ' '),
                    i == kLength ? PadLeft(text, widths[i]) : PadRight(text, widths[i]));
  }
  absl::StripTrailingAsciiWhitespace(&line);
  return line;
}

std::vector<TableRow> Shown(const std::vector<TableRow>& rows) {
  return {rows.begin(),
          rows.begin() + static_cast<std::ptrdiff_t>(std::min(rows.size(), kMostRows))};
}

}  // namespace

std::string Table(const std::vector<TableRow>& rows) {
  const std::vector<TableRow> shown = Shown(rows);
  const Widths widths = Fit(shown);
  TableRow titles;
  for (const auto& [title, text] : kTable) titles.*text = title;

  std::vector<std::string> lines = {Line(titles, widths)};
  for (const TableRow& row : shown) {
    lines.push_back(Line(row, widths));
    if (widths[kWhy] == 0 && !row.why.empty()) {
      lines.push_back(std::string(kReasonIndent, ' ') + row.why);
    }
  }
  if (rows.size() > kMostRows) {
    lines.push_back(absl::StrCat("  and ", rows.size() - kMostRows, " more"));
  }
  return absl::StrJoin(lines, "\n");
}

bool ReasonsFit(const std::vector<TableRow>& rows) { return Fit(Shown(rows))[kWhy] > 0; }

}  // namespace mirror
