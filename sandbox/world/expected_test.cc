#include "sandbox/world/expected.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "sandbox/world/testing.h"

namespace sandbox::world {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Lane kFirst{"R1", "L1"};
const Lane kSecond{"R1", "L2"};

// A, B and C have counterparts, M and N have none.
std::string Counterpart(const std::string& user) {
  static const std::map<std::string, std::string> known = {{"A", "PA"}, {"B", "PB"}, {"C", "PC"}};
  const auto it = known.find(user);
  return it == known.end() ? "" : it->second;
}

Entry On(const Lane& lane, const char* start, const char* end, const char* user) {
  return {T(start), T(end), lane, user, "", ""};
}

std::vector<std::string> Expect(const std::vector<Entry>& final, const std::vector<Lane>& sources) {
  return Lines(ExpectedShifts(final, sources, Counterpart, "PF", T("2026-03-02T09:00"),
                              T("2026-03-03T09:00")));
}

TEST(ExpectedShifts, CutsEntriesAtTheWindow) {
  EXPECT_THAT(
      Expect({On(kFirst, "2026-03-01T09:00", "2026-03-02T15:00", "A"),
              On(kFirst, "2026-03-02T15:00", "2026-03-09T09:00", "B")},
             {kFirst}),
      ElementsAre("2026-03-02T09:00 2026-03-02T15:00 PA", "2026-03-02T15:00 2026-03-03T09:00 PB"));
}

TEST(ExpectedShifts, WantsTheFallbackInGapsAndWhereNobodyIsOnCall) {
  EXPECT_THAT(
      Expect({On(kFirst, "2026-03-02T09:00", "2026-03-02T12:00", "A"),
              On(kFirst, "2026-03-02T12:00", "2026-03-02T14:00", ""),
              On(kFirst, "2026-03-02T14:00", "2026-03-02T17:00", "A")},
             {kFirst}),
      ElementsAre("2026-03-02T09:00 2026-03-02T12:00 PA", "2026-03-02T12:00 2026-03-02T14:00 PF",
                  "2026-03-02T14:00 2026-03-02T17:00 PA", "2026-03-02T17:00 2026-03-03T09:00 PF"));
  EXPECT_THAT(Expect({}, {kFirst}), ElementsAre("2026-03-02T09:00 2026-03-03T09:00 PF"));
}

TEST(ExpectedShifts, PrefersTheFirstSource) {
  const std::vector<Entry> both = {On(kFirst, "2026-03-02T09:00", "2026-03-02T21:00", "A"),
                                   On(kSecond, "2026-03-02T15:00", "2026-03-03T09:00", "B")};
  EXPECT_THAT(Expect(both, {kFirst, kSecond}), ElementsAre("2026-03-02T09:00 2026-03-02T21:00 PA",
                                                           "2026-03-02T21:00 2026-03-03T09:00 PB"));
  EXPECT_THAT(Expect(both, {kSecond, kFirst}), ElementsAre("2026-03-02T09:00 2026-03-02T15:00 PA",
                                                           "2026-03-02T15:00 2026-03-03T09:00 PB"));
  EXPECT_THAT(Expect(both, {kSecond}), ElementsAre("2026-03-02T09:00 2026-03-02T15:00 PF",
                                                   "2026-03-02T15:00 2026-03-03T09:00 PB"));
}

TEST(ExpectedShifts, TakesTheOtherLaneWhereOneIsEmpty) {
  EXPECT_THAT(Expect({On(kFirst, "2026-03-02T09:00", "2026-03-03T09:00", ""),
                      On(kSecond, "2026-03-02T09:00", "2026-03-03T09:00", "B")},
                     {kFirst, kSecond}),
              ElementsAre("2026-03-02T09:00 2026-03-03T09:00 PB"));
}

TEST(ExpectedShifts, TakesTheFirstWhoHasACounterpart) {
  EXPECT_THAT(
      Expect({On(kFirst, "2026-03-02T09:00", "2026-03-03T09:00", "M"),
              On(kSecond, "2026-03-02T09:00", "2026-03-02T18:00", "B"),
              On(kSecond, "2026-03-02T18:00", "2026-03-03T09:00", "N")},
             {kFirst, kSecond}),
      ElementsAre("2026-03-02T09:00 2026-03-02T18:00 PB", "2026-03-02T18:00 2026-03-03T09:00 ?M"));
}

TEST(ExpectedShifts, CutsFractionsOfASecond) {
  EXPECT_THAT(
      Expect({On(kFirst, "2026-03-02T09:00:00.801578Z", "2026-03-02T17:00:00.801578Z", "A"),
              On(kFirst, "2026-03-02T17:00:00.801578Z", "2026-03-03T17:00:00Z", "B")},
             {kFirst}),
      ElementsAre("2026-03-02T09:00 2026-03-02T17:00 PA", "2026-03-02T17:00 2026-03-03T09:00 PB"));
}

const std::vector<ExpectedShift> kWanted = {
    {T("2026-03-02T09:00"), T("2026-03-02T17:00"), "PA", ""},
    {T("2026-03-02T17:00"), T("2026-03-02T20:00"), "", "M"},
    {T("2026-03-02T20:00"), T("2026-03-03T09:00"), "PB", ""}};

TEST(Missing, IsEmptyWhereAllAgreesAndOverUnknownStretches) {
  EXPECT_THAT(Missing(kWanted,
                      {{T("2026-03-02T09:00"), T("2026-03-02T17:00"), {"PA"}},
                       {T("2026-03-02T17:00"), T("2026-03-02T20:00"), {"PX"}},
                       {T("2026-03-02T20:00"), T("2026-03-03T09:00"), {"PB"}}},
                      T("2026-03-03T09:00")),
              IsEmpty());
}

TEST(Missing, CoversWrongPeopleGapsAndExtraOnes) {
  EXPECT_THAT(
      Lines(Missing(kWanted,
                    {{T("2026-03-02T09:00"), T("2026-03-02T10:00"), {"PC"}},
                     {T("2026-03-02T10:00"), T("2026-03-02T11:00"), {"PA"}},
                     {T("2026-03-02T11:00"), T("2026-03-02T12:00"), {"PA", "PC"}},
                     {T("2026-03-02T12:00"), T("2026-03-03T09:00"), {}}},
                    T("2026-03-03T09:00"))),
      ElementsAre("2026-03-02T09:00 2026-03-02T10:00 PA", "2026-03-02T11:00 2026-03-02T17:00 PA",
                  "2026-03-02T20:00 2026-03-03T09:00 PB"));
}

TEST(Missing, WritesWhatCrossesTheSettledEndInTwoParts) {
  EXPECT_THAT(
      Lines(Missing(kWanted, {{T("2026-03-02T09:00"), T("2026-03-03T09:00"), {}}},
                    T("2026-03-03T01:00"))),
      ElementsAre("2026-03-02T09:00 2026-03-02T17:00 PA", "2026-03-02T20:00 2026-03-03T01:00 PB",
                  "2026-03-03T01:00 2026-03-03T09:00 PB"));
}

}  // namespace
}  // namespace sandbox::world
