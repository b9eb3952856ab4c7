#include "resources/mirror/timeline.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "resources/mirror/test_world.h"

namespace mirror {
namespace {

using ::mirror::testing::At;

Interval Hours(const char* start, const char* end) { return {At(start), At(end)}; }

TEST(Extend, JoinsEqualNeighboursAndSkipsEmptySpans) {
  Timeline<int> timeline;
  Extend(timeline, Hours("02T09:00", "02T10:00"), 1);
  Extend(timeline, Hours("02T10:00", "02T10:00"), 2);
  Extend(timeline, Hours("02T10:00", "02T11:00"), 1);
  Extend(timeline, Hours("02T11:00", "02T12:00"), 3);
  EXPECT_EQ(timeline, (Timeline<int>{{Hours("02T09:00", "02T11:00"), 1},
                                     {Hours("02T11:00", "02T12:00"), 3}}));
}

TEST(Project, JoinsWhatOnlyDifferedInOtherProperties) {
  const Timeline<int> timeline{{Hours("02T09:00", "02T10:00"), 1},
                               {Hours("02T10:00", "02T11:00"), 3},
                               {Hours("02T11:00", "02T12:00"), 4}};
  EXPECT_EQ(
      Project(timeline, [](int state) { return state % 2; }),
      (Timeline<int>{{Hours("02T09:00", "02T11:00"), 1}, {Hours("02T11:00", "02T12:00"), 0}}));
}

struct Item {
  Interval span;
  char name;
};
struct ByName {
  bool operator()(const Item* a, const Item* b) const { return a->name < b->name; }
};

Timeline<std::string> Swept(const std::vector<Item>& items) {
  Timeline<std::string> timeline;
  Sweep<ByName>(items, Hours("02T09:00", "02T15:00"),
                [&](const Interval& span, const auto& active) {
                  std::string names;
                  for (const Item* item : active) names += item->name;
                  Extend(timeline, span, names);
                });
  return timeline;
}

TEST(Sweep, VisitsTheWholeWindowInOrder) {
  EXPECT_EQ(Swept({{Hours("02T11:00", "02T14:00"), 'b'}, {Hours("02T10:00", "02T12:00"), 'a'}}),
            (Timeline<std::string>{{Hours("02T09:00", "02T10:00"), ""},
                                   {Hours("02T10:00", "02T11:00"), "a"},
                                   {Hours("02T11:00", "02T12:00"), "ab"},
                                   {Hours("02T12:00", "02T14:00"), "b"},
                                   {Hours("02T14:00", "02T15:00"), ""}}));
}

TEST(Sweep, CoversTheWindowWithoutItems) {
  EXPECT_EQ(Swept({}), (Timeline<std::string>{{Hours("02T09:00", "02T15:00"), ""}}));
}

TEST(Sweep, CountsRepeatsOnce) {
  EXPECT_EQ(Swept({{Hours("02T09:00", "02T12:00"), 'a'}, {Hours("02T09:00", "02T12:00"), 'a'}}),
            (Timeline<std::string>{{Hours("02T09:00", "02T12:00"), "a"},
                                   {Hours("02T12:00", "02T15:00"), ""}}));
}

TEST(Cursor, FindsTheSegmentThatHoldsAnInstant) {
  const Timeline<int> timeline{{Hours("02T09:00", "02T10:00"), 1},
                               {Hours("02T10:00", "02T11:00"), 2}};
  Cursor cursor(timeline);
  EXPECT_EQ(cursor.At(At("02T09:59")).state, 1);
  EXPECT_EQ(cursor.At(At("02T10:00")).state, 2);
}

}  // namespace
}  // namespace mirror
