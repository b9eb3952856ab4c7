#include "provider/value/entries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tf::internal {
namespace {

using Entries = std::vector<std::pair<std::string, int>>;

Entries Sorted(Entries entries) {
  SortEntries(entries);
  return entries;
}

TEST(SortEntries, SortsInByteOrder) {
  EXPECT_EQ(Sorted({{"b", 1}, {"é", 2}, {"", 3}, {"B", 4}}),
            (Entries{{"", 3}, {"B", 4}, {"b", 1}, {"é", 2}}));
  EXPECT_EQ(Sorted({}), Entries());
}

TEST(SortEntries, KeepsTheLastOfEachName) {
  EXPECT_EQ(Sorted({{"b", 1}, {"a", 2}, {"b", 3}, {"a", 4}, {"b", 5}}),
            (Entries{{"a", 4}, {"b", 5}}));
  EXPECT_EQ(Sorted({{"a", 1}, {"a", 2}}), (Entries{{"a", 2}}));
}

TEST(FindEntry, FindsByName) {
  Entries entries{{"a", 1}, {"c", 2}};
  ASSERT_NE(FindEntry(entries, "c"), nullptr);
  *FindEntry(entries, "c") = 3;
  EXPECT_EQ(entries.back().second, 3);
  EXPECT_EQ(FindEntry(std::as_const(entries), "b"), nullptr);
  EXPECT_EQ(FindEntry(std::as_const(entries), "d"), nullptr);
}

}  // namespace
}  // namespace tf::internal
