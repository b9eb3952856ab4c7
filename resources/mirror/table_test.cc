#include "resources/mirror/table.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "base/text.h"
#include "resources/mirror/words.h"

namespace mirror {
namespace {

TableRow Row(const std::string& should_be, const std::string& is) {
  return {"Mon 2 Mar 18:00 to 22:00 (GMT)", "4 h", should_be, is, "edited by hand"};
}

TEST(Table, AlignsByColumnsOfTheTerminal) {
  EXPECT_EQ(Table({Row("Zoë", "山田"), Row("Bob", "Alice")}),
            "  When                            Length  Should be  Is     Why\n"
            "  Mon 2 Mar 18:00 to 22:00 (GMT)     4 h  Zoë        山田   edited by hand\n"
            "  Mon 2 Mar 18:00 to 22:00 (GMT)     4 h  Bob        Alice  edited by hand");
}

TEST(Table, PutsReasonsBelowWhereNamesLeaveNoRoom) {
  const std::vector<TableRow> rows = {
      Row("Aleksandra Wiśniewska", "Bartholomew Featherstonehaugh")};
  EXPECT_FALSE(ReasonsFit(rows));
  EXPECT_EQ(Table(rows),
            "  When                            Length  Should be          Is\n"
            "  Mon 2 Mar 18:00 to 22:00 (GMT)     4 h  Aleksandra Wiśni…  Bartholomew Feat…\n"
            "      edited by hand");
}

TEST(Table, StaysWithinTheWidthForTheLongestUsualTimes) {
  TableRow row = Row(std::string(60, 'a'), std::string(60, 'b'));
  row.when = "Mon 2 Mar 09:00 to Mon 9 Mar 09:00 (GMT)";
  row.length = "13 d 23 h";
  const std::vector<std::string> lines = absl::StrSplit(Table({row}), '\n');
  for (const std::string& line : lines) EXPECT_LE(base::DisplayWidth(line), kRowWidth) << line;
}

TEST(Table, LeavesOutColumnsWithoutContent) {
  EXPECT_EQ(Table({{"now to end of window", "24 h", "", "", ""}}),
            "  When                  Length\n"
            "  now to end of window    24 h");
}

TEST(Table, EndsAfterTenRows) {
  EXPECT_EQ(Table(std::vector<TableRow>(10, Row("A", "B"))).find("more"), std::string::npos);
  const std::string table = Table(std::vector<TableRow>(12, Row("A", "B")));
  EXPECT_EQ(table.substr(table.rfind('\n')), "\n  and 2 more");
}

TEST(Table, IsAsWideAsTheRowsThatItShows) {
  std::vector<TableRow> rows(10, Row("Bob", "Alice"));
  const std::string ten = Table(rows);
  rows.push_back(Row("Aleksandra Wiśniewska", "Bartholomew Featherstonehaugh"));
  EXPECT_TRUE(ReasonsFit(rows));
  EXPECT_EQ(Table(rows), ten + "\n  and 1 more");
}

// 78 columns hold times of 30, a length of 6, two names of 12, reasons of 8 and five gaps of 2.
TEST(Table, KeepsReasonsOnTheRowWhereTwelveColumnsOfEachNameAreLeft) {
  TableRow row = Row("Aleksandra Wiśniewska", "Bartholomew Featherstonehaugh");
  row.why = "12345678";
  EXPECT_TRUE(ReasonsFit({row}));
  EXPECT_EQ(Table({row}),
            "  When                            Length  Should be     Is            Why\n"
            "  Mon 2 Mar 18:00 to 22:00 (GMT)     4 h  Aleksandra…   Bartholomew…  12345678");
  row.why = "123456789";
  EXPECT_FALSE(ReasonsFit({row}));
}

TEST(Table, CutsNamesToNineColumnsAtMost) {
  TableRow row = Row("Aleksandra Wiśniewska", "Bartholomew Featherstonehaugh");
  row.when = std::string(60, 't');
  const std::string table = Table({row});
  EXPECT_NE(table.find("4 h  Aleksand…  Bartholo…\n"), std::string::npos) << table;
}

}  // namespace
}  // namespace mirror
