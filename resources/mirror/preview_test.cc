#include "resources/mirror/preview.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "resources/mirror/test_world.h"

namespace mirror {
namespace {

using ::mirror::testing::InLondon;
using ::mirror::testing::World;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

World Planned() {
  World world;
  world.replica.id = ids::ReplicaId();
  world.replica.last_synced_at.reset();
  return world;
}

// Of Milly it is not known who she is there.
World PlannedWithoutMilly() {
  World world = Planned();
  world.replica.unsure = {ids::UserId("M")};
  return world;
}

std::string Said(const World& world) {
  const Check check = CheckPlanned(world.now, world.schedule, world.replica, world.actual);
  const auto report = WritePreview(check, world.replica, InLondon());
  if (!report) return "";
  EXPECT_FALSE(report->is_failure);
  return absl::StrCat("\n", report->summary, "\n\n", report->detail, "\n");
}

TEST(WritePreview, SaysNothingWhenNothingWouldChange) {
  World world = Planned();
  world.Of("A 02T09:00 to 03T09:00").Mirrored("PA 02T09:00 to 03T09:00");
  EXPECT_EQ(Said(world), "");
}

TEST(WritePreview, TellsChangesGapsAndPeopleWithoutACounterpart) {
  World world = Planned();
  world.Of(
      "A 02T09:00 to 02T12:00; nobody* 02T12:00 to 02T14:00; B 02T14:00 to 02T20:00; "
      "M 02T20:00 to 02T22:00");
  world.Mirrored("PB 02T09:00 to 03T09:00");
  EXPECT_EQ(Said(world), R"(
PagerDuty "Primary": 3 shifts would change hands

The first sync would change whom PagerDuty shows in the next day: 3 shifts,
16 h in all.

Nobody is on call in incident.io, and the fallback user Fallback would be
shown (times of Europe/London):

  When                                    Length
  Mon 2 Mar 12:00 to 14:00 (GMT)             2 h
  Mon 2 Mar 22:00 (GMT) to end of window    11 h

Milly has no PagerDuty account that incident.io knows of, and cannot be
mirrored. Create the account with the same email address, or link the
existing one to the person in the incident.io catalog. The catalog reads
accounts every hour, so a new link can take that long.
)");
}

TEST(WritePreview, CountsWholeHoursAtTheEndsOfTheWindow) {
  World world = PlannedWithoutMilly();
  world.Of("A 02T09:00 to 02T12:30; M 02T20:30 to 03T09:00");
  world.Mirrored("PD 02T09:00 to 02T12:30; PF 02T12:30 to 03T09:00");
  EXPECT_EQ(Said(world), R"(
PagerDuty "Primary": 1 shift would change hands

The first sync would change whom PagerDuty shows in the next day: 1 shift,
3 h in all.

Nobody is on call in incident.io, and the fallback user Fallback would be
shown (times of Europe/London):

  When                            Length
  Mon 2 Mar 12:30 to 20:30 (GMT)     8 h

Whether Milly has an account in PagerDuty is not known before the first
sync. So it is not known either whether PagerDuty shows the right person
for 12 h of the next day.
)");
  world.Of("A 02T09:00 to 02T12:30");
  const std::string said = Said(world);
  EXPECT_NE(said.find("  Mon 2 Mar 12:30 (GMT) to end of window    20 h\n"), std::string::npos)
      << said;
}

TEST(WritePreview, SpeaksUpForPeopleWithoutACounterpartAlone) {
  World world = Planned();
  world.Of("M 02T09:00 to 03T09:00").Mirrored("PF 02T09:00 to 03T09:00");
  const std::string said = Said(world);
  EXPECT_TRUE(said.starts_with("\nPagerDuty \"Primary\" cannot show everybody on call\n\n"))
      << said;
}

TEST(WritePreview, NamesSeveralOfWhomItIsNotKnown) {
  World world = PlannedWithoutMilly();
  world.replica.unsure.insert(ids::UserId("N"));
  world.Of("M 02T09:00 to 02T12:00; N 02T12:00 to 03T09:00").Mirrored("PA 02T09:00 to 03T09:00");
  EXPECT_EQ(Said(world), R"(
PagerDuty "Primary": 24 h cannot be judged before a sync

Whether Milly and N have an account in PagerDuty is not known before the
first sync. So it is not known either whether PagerDuty shows the right
person for 24 h of the next day.
)");
}

TEST(WritePreview, SaysItInFewerWordsBesideALongName) {
  Wording wording = InLondon();
  wording.target_name = "On-call primary for the whole of Europe, Middle East and Africa";
  const auto summary = [&](const World& world) {
    const Check check = CheckPlanned(world.now, world.schedule, world.replica, world.actual);
    const auto report = WritePreview(check, world.replica, wording);
    return report ? report->summary : "";
  };
  World world = PlannedWithoutMilly();
  world.Of("A 02T09:00 to 03T09:00").Mirrored("PD 02T09:00 to 03T09:00");
  EXPECT_EQ(summary(world), "PagerDuty \"On-call primary…\" (PO8107X): 1 shift change hands");
  world.Of("").Mirrored("PF 02T09:00 to 03T09:00");
  EXPECT_EQ(summary(world), "PagerDuty \"On-call primary for…\" (PO8107X): fallback in gaps");
  world.Of("M 02T09:00 to 03T09:00");
  EXPECT_EQ(summary(world), "PagerDuty \"On-call pr…\" (PO8107X): 24 h cannot be judged yet");
  world.Of("N 02T09:00 to 03T09:00");
  EXPECT_EQ(summary(world), "PagerDuty \"On-call primary…\" (PO8107X) cannot show everybody");
}

TEST(WritePreview, SaysWhatIsNotKnown) {
  World world = PlannedWithoutMilly();
  world.Of("M 02T09:00 to 02T12:00");
  const Check check = CheckPlanned(world.now, world.schedule, world.replica, std::nullopt);
  const auto report = WritePreview(check, world.replica, InLondon());
  ASSERT_TRUE(report);
  EXPECT_EQ(report->summary, "PagerDuty \"Primary\": the fallback would cover gaps");
  EXPECT_EQ(report->detail,
            "How many shifts of the next day would change hands is not known, since\n"
            "PagerDuty was not read.\n"
            "\n"
            "Nobody is on call in incident.io, and the fallback user Fallback would be\n"
            "shown (times of Europe/London):\n"
            "\n"
            "  When                                    Length\n"
            "  Mon 2 Mar 12:00 (GMT) to end of window    21 h\n"
            "\n"
            "Whether Milly has an account in PagerDuty is not known before the first\n"
            "sync.");
}

TEST(WritePreview, TellsHowLongNobodyCanJudge) {
  World world = PlannedWithoutMilly();
  world.Of("A 02T09:00 to 02T12:00; M 02T12:00 to 03T09:00").Mirrored("PA 02T09:00 to 03T09:00");
  EXPECT_EQ(Said(world), R"(
PagerDuty "Primary": 21 h cannot be judged before a sync

Whether Milly has an account in PagerDuty is not known before the first
sync. So it is not known either whether PagerDuty shows the right person
for 21 h of the next day.
)");
}

TEST(WritePreview, TellsWhatIsNotKnownBesideWhatIs) {
  World world = PlannedWithoutMilly();
  world.Of("A 02T09:00 to 02T12:00; M 02T12:00 to 03T09:00").Mirrored("PD 02T09:00 to 03T09:00");
  EXPECT_EQ(Said(world), R"(
PagerDuty "Primary": 1 shift would change hands

The first sync would change whom PagerDuty shows in the next day: 1 shift,
3 h in all.

Whether Milly has an account in PagerDuty is not known before the first
sync. So it is not known either whether PagerDuty shows the right person
for 21 h of the next day.
)");
}

// Whoever Milly is there, she would be shown instead of Alice.
TEST(WritePreview, DoesNotCountAChangeThatHangsOnAnUnknownPerson) {
  World world = PlannedWithoutMilly();
  world.replica.sources = {mirror::testing::LaneOf("L1"), mirror::testing::LaneOf("L2")};
  world.Of("M 02T09:00 to 03T09:00; L2: A 02T09:00 to 03T09:00");
  world.Mirrored("PD 02T09:00 to 03T09:00");
  EXPECT_EQ(Said(world), R"(
PagerDuty "Primary": 24 h cannot be judged before a sync

Whether Milly has an account in PagerDuty is not known before the first
sync. So it is not known either whether PagerDuty shows the right person
for 24 h of the next day.
)");
}

TEST(WritePreview, SaysNothingOfAnUnknownPersonWhoWouldNotBeShownAnyway) {
  World world = PlannedWithoutMilly();
  world.replica.sources = {mirror::testing::LaneOf("L1"), mirror::testing::LaneOf("L2")};
  world.Of("A 02T09:00 to 03T09:00; L2: M 02T09:00 to 03T09:00");
  world.Mirrored("PA 02T09:00 to 03T09:00");
  EXPECT_EQ(Said(world), "");
}

TEST(WritePreview, SaysNothingOfUnknownPeopleWhereTheOtherSideWasNotRead) {
  World world = PlannedWithoutMilly();
  world.Of("M 02T09:00 to 03T09:00");
  const Check check = CheckPlanned(world.now, world.schedule, world.replica, std::nullopt);
  EXPECT_FALSE(WritePreview(check, world.replica, InLondon()));
}

TEST(CheckPlanned, IsNotInSyncWhereNobodyCanSayWhoShouldBeShown) {
  World world = PlannedWithoutMilly();
  world.replica.sources = {mirror::testing::LaneOf("L1"), mirror::testing::LaneOf("L2")};
  world.Of("M 02T09:00 to 03T09:00; L2: A 02T12:00 to 03T09:00");
  world.Mirrored("PA 02T09:00 to 03T09:00");
  const Check check = CheckPlanned(world.now, world.schedule, world.replica, world.actual);
  EXPECT_EQ(check.status(), Status::kUnchecked);
  EXPECT_THAT(check.unmapped, IsEmpty());
  EXPECT_THAT(check.unsure, ElementsAre(ids::UserId("M")));
  EXPECT_THAT(check.comparison->causes, ElementsAre(Cause::kNotMatchedYet, Cause::kNotMatchedYet));
}

TEST(CheckPlanned, TellsPeopleWithoutAnAccountFromThoseOfWhomItIsNotKnown) {
  World world = PlannedWithoutMilly();
  world.Of("M 02T09:00 to 02T12:00; N 02T12:00 to 03T09:00");
  world.Mirrored("PA 02T09:00 to 03T09:00");
  const Check check = CheckPlanned(world.now, world.schedule, world.replica, world.actual);
  EXPECT_THAT(check.unmapped, ElementsAre(ids::UserId("N")));
  EXPECT_THAT(check.comparison->causes, ElementsAre(Cause::kNotMatchedYet, Cause::kNoCounterpart));
}

TEST(CheckPlanned, IsInSyncWhereAnUnknownPersonDecidesNothing) {
  World world = PlannedWithoutMilly();
  world.replica.sources = {mirror::testing::LaneOf("L1"), mirror::testing::LaneOf("L2")};
  world.Of("A 02T09:00 to 03T09:00; L2: M 02T09:00 to 03T09:00");
  world.Mirrored("PA 02T09:00 to 03T09:00");
  EXPECT_EQ(CheckPlanned(world.now, world.schedule, world.replica, world.actual).status(),
            Status::kInSync);
}

// Before a first sync nobody can have edited what it wrote.
TEST(CheckPlanned, GivesDriftTheMissingSyncAsItsCause) {
  World world = Planned();
  world.Of("A 02T09:00 to 03T09:00").Mirrored("PD* 02T09:00 to 03T09:00");
  const Check check = CheckPlanned(world.now, world.schedule, world.replica, world.actual);
  EXPECT_THAT(check.comparison->causes, ElementsAre(Cause::kNeverSynced));
}

}  // namespace
}  // namespace mirror
