// The table of a report: one row per stretch of time, at most ten, aligned for kRowWidth columns
// where the names allow. Pure functions.
#pragma once

#include <string>
#include <vector>

namespace mirror {

struct TableRow {
  std::string when;
  std::string length;
  std::string should_be;
  std::string is;
  std::string why;
};

// Lines that start with blanks, so that Terraform does not wrap them; no line end after the last. A
// column that is empty in every row is left out. Long names are cut, and where that is not enough,
// each reason gets a line of its own. More than ten rows end in "and N more".
std::string Table(const std::vector<TableRow>& rows);

// Whether the reasons keep their column.
bool ReasonsFit(const std::vector<TableRow>& rows);

}  // namespace mirror
