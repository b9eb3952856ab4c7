#include "sandbox/world/entries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "sandbox/world/testing.h"

namespace sandbox::world {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Rotation Weekly(std::vector<std::string> users) {
  Rotation rotation;
  rotation.id = "R1";
  rotation.name = "Primary";
  rotation.handover_start_at = T("2026-03-02T09:00");
  rotation.handovers = {{Handover::Unit::kWeekly, 1}};
  rotation.layers = {{"L1", "Layer 1"}};
  rotation.users = std::move(users);
  return rotation;
}

Schedule Of(std::vector<Rotation> rotations) {
  Schedule schedule;
  schedule.id = "S1";
  schedule.name = "On-call";
  schedule.timezone = "Europe/London";
  schedule.rotations = std::move(rotations);
  return schedule;
}

Override On(const std::string& layer, const char* start, const char* end, const char* user) {
  Override one;
  one.id = std::string("O-") + start;
  one.schedule_id = "S1";
  one.lane = {"R1", layer};
  one.start_at = T(start);
  one.end_at = T(end);
  one.user_id = user;
  return one;
}

std::vector<std::string> WithLanes(const std::vector<Entry>& entries) {
  std::vector<std::string> lines;
  lines.reserve(entries.size());
  for (const Entry& entry : entries) {
    lines.push_back(entry.lane.rotation_id + "/" + entry.lane.layer_id + " " +
                    Line(entry.start_at, entry.end_at, entry.user_id));
  }
  return lines;
}

TEST(EntriesOf, GoesRoundTheUsersAndKeepsShiftsWhole) {
  const Entries entries =
      EntriesOf(Of({Weekly({"A", "B"})}), {}, T("2026-03-15T00:00"), T("2026-03-17T00:00"));
  EXPECT_THAT(Lines(entries.scheduled), ElementsAre("2026-03-09T09:00 2026-03-16T09:00 B",
                                                    "2026-03-16T09:00 2026-03-23T09:00 A"));
  EXPECT_EQ(entries.final, entries.scheduled);
  EXPECT_THAT(entries.overrides, IsEmpty());
}

TEST(EntriesOf, AlternatesHandovers) {
  Rotation rotation = Weekly({"A", "B"});
  rotation.handovers = {{Handover::Unit::kDaily, 1}, {Handover::Unit::kHourly, 6}};
  const Entries entries =
      EntriesOf(Of({rotation}), {}, T("2026-03-02T09:00"), T("2026-03-04T16:00"));
  EXPECT_THAT(
      Lines(entries.final),
      ElementsAre("2026-03-02T09:00 2026-03-03T09:00 A", "2026-03-03T09:00 2026-03-03T15:00 B",
                  "2026-03-03T15:00 2026-03-04T15:00 A", "2026-03-04T15:00 2026-03-04T21:00 B"));
}

TEST(EntriesOf, StartsEachLayerOneUserFurtherOn) {
  Rotation rotation = Weekly({"A", "B", "C"});
  rotation.layers = {{"L1", "1"}, {"L2", "2"}};
  EXPECT_THAT(
      WithLanes(EntriesOf(Of({rotation}), {}, T("2026-03-02T09:00"), T("2026-03-16T09:00")).final),
      ElementsAre("R1/L1 2026-03-02T09:00 2026-03-09T09:00 A",
                  "R1/L2 2026-03-02T09:00 2026-03-09T09:00 B",
                  "R1/L1 2026-03-09T09:00 2026-03-16T09:00 B",
                  "R1/L2 2026-03-09T09:00 2026-03-16T09:00 C"));
}

TEST(EntriesOf, LeavesGapsOutsideWorkingIntervals) {
  Rotation rotation = Weekly({"A"});
  rotation.working_intervals = {{absl::Weekday::monday, 9 * 60, 17 * 60},
                                {absl::Weekday::tuesday, 22 * 60, 6 * 60}};
  EXPECT_THAT(
      Lines(EntriesOf(Of({rotation}), {}, T("2026-03-02T09:00"), T("2026-03-05T00:00")).final),
      ElementsAre("2026-03-02T09:00 2026-03-02T17:00 A", "2026-03-03T22:00 2026-03-04T06:00 A"));
}

TEST(EntriesOf, HasShiftsWithoutAnyoneForNobodyAndForAnEmptyList) {
  Rotation empty = Weekly({});
  empty.id = "R2";
  EXPECT_THAT(WithLanes(EntriesOf(Of({Weekly({"A", kNobody}), empty}), {}, T("2026-03-09T09:00"),
                                  T("2026-03-10T00:00"))
                            .final),
              ElementsAre("R1/L1 2026-03-09T09:00 2026-03-16T09:00 -",
                          "R2/L1 2026-03-09T09:00 2026-03-16T09:00 -"));
}

TEST(EntriesOf, ReplacesOnlyTheLaneOfTheOverride) {
  Rotation rotation = Weekly({"A", "B"});
  rotation.layers = {{"L1", "1"}, {"L2", "2"}};
  const Entries entries =
      EntriesOf(Of({rotation}), {On("L1", "2026-03-03T12:00", "2026-03-03T14:00", "")},
                T("2026-03-03T00:00"), T("2026-03-04T00:00"));
  EXPECT_THAT(WithLanes(entries.final), ElementsAre("R1/L1 2026-03-02T09:00 2026-03-03T12:00 A",
                                                    "R1/L2 2026-03-02T09:00 2026-03-09T09:00 B",
                                                    "R1/L1 2026-03-03T12:00 2026-03-03T14:00 -",
                                                    "R1/L1 2026-03-03T14:00 2026-03-09T09:00 A"));
  EXPECT_THAT(WithLanes(entries.overrides),
              ElementsAre("R1/L1 2026-03-03T12:00 2026-03-03T14:00 -"));
  EXPECT_EQ(entries.final[2].entry_id, "O-2026-03-03T12:00");
  EXPECT_EQ(entries.final[0].entry_id, "");
}

TEST(EntriesOf, GivesEveryPartItsOwnFingerprintAndKeepsItAcrossRequests) {
  const Schedule schedule = Of({Weekly({"A"})});
  const std::vector<Override> overrides = {On("L1", "2026-03-03T12:00", "2026-03-03T14:00", "B")};
  const Entries entries =
      EntriesOf(schedule, overrides, T("2026-03-02T09:00"), T("2026-03-05T00:00"));
  std::set<std::string> fingerprints;
  for (const Entry& entry : entries.final) fingerprints.insert(entry.fingerprint);
  EXPECT_EQ(fingerprints.size(), 3U);
  const Entries later =
      EntriesOf(schedule, overrides, T("2026-03-03T18:00"), T("2026-03-05T00:00"));
  EXPECT_EQ(later.final[0], entries.final[2]);
}

TEST(EntriesOf, LeavesOutOverridesOfALaneThatIsGone) {
  const Entries entries =
      EntriesOf(Of({Weekly({"A"})}), {On("L9", "2026-03-03T12:00", "2026-03-03T14:00", "B")},
                T("2026-03-03T00:00"), T("2026-03-04T00:00"));
  EXPECT_THAT(entries.overrides, IsEmpty());
  EXPECT_THAT(Lines(entries.final), ElementsAre("2026-03-02T09:00 2026-03-09T09:00 A"));
}

TEST(EntriesOf, SwitchesToTheNextVersionOfARotation) {
  Rotation second = Weekly({"C", "D"});
  second.effective_from = T("2026-03-11T00:00");
  second.handover_start_at = T("2026-03-09T09:00");
  second.handovers = {{Handover::Unit::kDaily, 1}};
  // The order in the configuration does not matter.
  EXPECT_THAT(
      Lines(EntriesOf(Of({second, Weekly({"A", "B"})}), {}, T("2026-03-08T00:00"),
                      T("2026-03-12T10:00"))
                .final),
      ElementsAre("2026-03-02T09:00 2026-03-09T09:00 A", "2026-03-09T09:00 2026-03-11T00:00 B",
                  "2026-03-11T00:00 2026-03-11T09:00 D", "2026-03-11T09:00 2026-03-12T09:00 C",
                  "2026-03-12T09:00 2026-03-13T09:00 D"));
}

TEST(EntriesOf, KeepsTheLocalHourOverTheStartOfSummer) {
  EXPECT_THAT(
      Lines(EntriesOf(Of({Weekly({"A", "B"})}), {}, T("2026-03-23T09:00"), T("2026-04-06T08:00"))
                .final),
      ElementsAre("2026-03-23T09:00 2026-03-30T08:00 B", "2026-03-30T08:00 2026-04-06T08:00 A"));
}

TEST(LanesOf, ListsEachLaneOnceInTheOrderOfTheSchedule) {
  Rotation first = Weekly({"A"});
  Rotation wider = first;
  wider.effective_from = T("2026-04-01T00:00");
  wider.layers.push_back({"L2", "2"});
  Rotation other = first;
  other.id = "R0";
  EXPECT_THAT(LanesOf(Of({first, other, wider})),
              ElementsAre(Lane{"R1", "L1"}, Lane{"R1", "L2"}, Lane{"R0", "L1"}));
}

TEST(CurrentAndNextShifts, LookAtTheNextChangeOfHands) {
  const Entries entries =
      EntriesOf(Of({Weekly({"A", "B"})}), {On("L1", "2026-03-03T12:00", "2026-03-03T14:00", "C")},
                T("2026-03-02T09:00"), T("2026-03-20T00:00"));
  EXPECT_THAT(Lines(CurrentShifts(entries.final, T("2026-03-03T11:59"))),
              ElementsAre("2026-03-02T09:00 2026-03-03T12:00 A"));
  EXPECT_THAT(Lines(NextShifts(entries.final, T("2026-03-03T11:59"))),
              ElementsAre("2026-03-03T12:00 2026-03-03T14:00 C"));
  EXPECT_THAT(NextShifts({}, T("2026-03-03T11:59")), IsEmpty());
}

}  // namespace
}  // namespace sandbox::world
