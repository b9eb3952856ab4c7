#include "resources/mirror/report.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/text.h"
#include "resources/mirror/check.h"
#include "resources/mirror/test_world.h"
#include "resources/mirror/words.h"

namespace mirror {
namespace {

using ::mirror::testing::At;
using ::mirror::testing::Entries;
using ::mirror::testing::FullA;
using ::mirror::testing::InLondon;
using ::mirror::testing::LaneOf;
using ::mirror::testing::Reported;
using ::mirror::testing::World;

World WorkedExample() {
  World world;
  world.now = At("23T10:30:00.412");
  world.replica.window_days = 14;
  world.replica.last_synced_at = At("23T09:05");
  world.Of(
      "A 23T09:00 to 25T18:00; C* 25T18:00 to 26T00:00; A 26T00:00 to 30T08:00; "
      "B 30T08:00 to 2026-04-01T12:00; nobody* 2026-04-01T12:00 to 2026-04-01T14:00; "
      "B 2026-04-01T14:00 to 2026-04-06T08:00; C 2026-04-06T08:00 to 2026-04-13T08:00");
  world.Mirrored(
      "PA! 23T06:30-04:00 to 30T04:00-04:00; PB! 30T04:00-04:00 to 2026-04-06T00:00-04:00; "
      "PD* 2026-04-06T00:00-04:00 to 2026-04-06T06:30-04:00");
  return world;
}

TEST(WriteReport, SaysNothingWhenAllIsWell) { EXPECT_EQ(Reported(FullA()), ""); }

TEST(WriteReport, SaysNothingAboutInformationAlone) {
  World overlap = FullA();
  overlap.replica.sources.push_back(LaneOf("L2"));
  overlap.schedule.entries.push_back(Entries("L2: B 02T09:00 to 03T09:00")[0]);
  overlap.Mirrored("PB 02T09:00 to 03T09:00");
  EXPECT_EQ(Reported(overlap), "");

  World tail = FullA();
  tail.replica.last_synced_at = At("02T08:00");
  tail.Mirrored("PA 02T09:00 to 03T08:00");
  EXPECT_EQ(Reported(tail), "");
}

TEST(WriteReport, SaysNothingWhileTheFirstSyncMayStillRun) {
  World world = FullA();
  world.Mirrored("").replica.last_synced_at.reset();
  world.replica.created_at = At("02T08:55");
  EXPECT_EQ(Reported(world), "");
  EXPECT_EQ(world.Run().status(), Status::kPending);
}

TEST(WriteReport, ListsDriftWithTheReasonOnTheRowWhereItFits) {
  World world;
  world.Of("A 02T09:00 to 02T12:00; C* 02T12:00 to 02T14:00; A 02T14:00 to 03T09:00");
  world.Mirrored("PA! 02T09:00 to 02T18:00; PD* 02T18:00 to 02T22:30; PA! 02T22:30 to 03T09:00");
  EXPECT_EQ(Reported(world), R"(
failure: PagerDuty "Primary" differs: 2 shifts, 6 h 30

Where PagerDuty differs in the next day (times of Europe/London):

  When                            Length  Should be  Is     Why
  Mon 2 Mar 12:00 to 14:00 (GMT)     2 h  Carol      Alice  override missing
  Mon 2 Mar 18:00 to 22:30 (GMT)  4 h 30  Alice      Dave   edited by hand

incident.io syncs whenever its schedule changes: add an override there and
delete it, or set drift_check = "resync" on this replica and apply. A sync
overwrites what was edited in PagerDuty; to keep such a change, make it in
incident.io.
)");
}

TEST(WriteReport, TellsTheWorkedExampleOverTheChangeToSummerTime) {
  EXPECT_EQ(Reported(WorkedExample()), R"(
failure: PagerDuty "Primary" differs: 4 shifts, 13 h 05

Where PagerDuty differs in the next 14 days (times of Europe/London):

  When                             Length  Should be  Is     Why
  Wed 25 Mar 18:00 to 00:00 (GMT)     6 h  Carol      Alice  override missing
  Wed 1 Apr 13:00 to 15:00 (BST)      2 h  Fallback   Bob    gap not filled
  Mon 6 Apr 05:00 to 09:00 (BST)      4 h  Bob        Dave   edited by hand
  Mon 6 Apr 09:00 to 10:05 (BST)   1 h 05  Carol      Dave   edited by hand

What differs after Mon 6 Apr 10:05 (BST) is not counted: the last sync
could not look further.

incident.io syncs whenever its schedule changes: add an override there and
delete it, or set drift_check = "resync" on this replica and apply. A sync
overwrites what was edited in PagerDuty; to keep such a change, make it in
incident.io.
)");
}

TEST(WriteReport, NamesNobodyExtraPeopleAndTeams) {
  World world = FullA();
  world.Mirrored(
      "PA! 02T09:00 to 02T12:00; PA! 02T13:00 to 02T17:00; PD* 02T15:00 to 02T16:00; "
      "team:T1! 02T17:00 to 02T18:00; PA! 02T18:00 to 03T09:00");
  EXPECT_EQ(Reported(world), R"(
failure: PagerDuty "Primary" differs from incident.io: 3 shifts, 3 h

Where PagerDuty differs in the next day (times of Europe/London):

  When                            Length  Should be  Is
  Mon 2 Mar 12:00 to 13:00 (GMT)     1 h  Alice      nobody
      not mirrored
  Mon 2 Mar 15:00 to 16:00 (GMT)     1 h  Alice      Alice, Dave
      edited by hand
  Mon 2 Mar 17:00 to 18:00 (GMT)     1 h  Alice      team T1
      not mirrored

incident.io syncs whenever its schedule changes: add an override there and
delete it, or set drift_check = "resync" on this replica and apply. A sync
overwrites what was edited in PagerDuty; to keep such a change, make it in
incident.io.
)");
}

TEST(WriteReport, RoundsWhatTouchesTheEndsOfTheWindowToWholeHours) {
  World world = FullA();
  world.now = At("02T09:20");
  world.replica.last_synced_at = world.now;
  world.Of("A 01T00:00 to 05T00:00");
  world.Mirrored("PB* 01T09:00 to 02T12:00; PA! 02T12:00 to 03T07:30; PD* 03T07:30 to 04T00:00");
  EXPECT_EQ(Reported(world), R"(
failure: PagerDuty "Primary" differs from incident.io: 2 shifts, 3 h

Where PagerDuty differs in the next day (times of Europe/London):

  When                                    Length  Should be  Is
  now to Mon 2 Mar 12:00 (GMT)               2 h  Alice      Bob
      stale or edited
  Tue 3 Mar 07:30 (GMT) to end of window     1 h  Alice      Dave
      edited by hand

incident.io syncs whenever its schedule changes: add an override there and
delete it, or set drift_check = "resync" on this replica and apply. A sync
overwrites what was edited in PagerDuty; to keep such a change, make it in
incident.io.
)");
  const std::string before = Reported(world);
  world.now += absl::Minutes(5);
  world.replica.last_synced_at = world.now;
  EXPECT_EQ(Reported(world), before);
}

TEST(WriteReport, StopsAfterTenRows) {
  World world = FullA();
  std::string shown;
  for (int hour = 9; hour < 23; ++hour) {
    absl::StrAppend(&shown, hour % 2 == 0 ? "PA" : "PB*", " ", testing::Hour(hour), " to ",
                    testing::Hour(hour + 1), "; ");
  }
  world.Mirrored(shown +
                 "PB* 02T23:00 to 03T00:00; PA 03T00:00 to 03T01:00; "
                 "PB* 03T01:00 to 03T02:00; PA 03T02:00 to 03T03:00; "
                 "PB* 03T03:00 to 03T04:00; PA 03T04:00 to 03T05:00; "
                 "PB* 03T05:00 to 03T06:00; PA 03T06:00 to 03T09:00");
  EXPECT_EQ(Reported(world), R"(
failure: PagerDuty "Primary" differs: 11 shifts, 11 h

Where PagerDuty differs in the next day (times of Europe/London):

  When                            Length  Should be  Is   Why
  now to Mon 2 Mar 10:00 (GMT)       1 h  Alice      Bob  stale or edited
  Mon 2 Mar 11:00 to 12:00 (GMT)     1 h  Alice      Bob  stale or edited
  Mon 2 Mar 13:00 to 14:00 (GMT)     1 h  Alice      Bob  stale or edited
  Mon 2 Mar 15:00 to 16:00 (GMT)     1 h  Alice      Bob  stale or edited
  Mon 2 Mar 17:00 to 18:00 (GMT)     1 h  Alice      Bob  stale or edited
  Mon 2 Mar 19:00 to 20:00 (GMT)     1 h  Alice      Bob  stale or edited
  Mon 2 Mar 21:00 to 22:00 (GMT)     1 h  Alice      Bob  stale or edited
  Mon 2 Mar 23:00 to 00:00 (GMT)     1 h  Alice      Bob  stale or edited
  Tue 3 Mar 01:00 to 02:00 (GMT)     1 h  Alice      Bob  stale or edited
  Tue 3 Mar 03:00 to 04:00 (GMT)     1 h  Alice      Bob  stale or edited
  and 1 more

incident.io syncs whenever its schedule changes: add an override there and
delete it, or set drift_check = "resync" on this replica and apply. A sync
overwrites what was edited in PagerDuty; to keep such a change, make it in
incident.io.
)");
}

TEST(WriteReport, CutsLongNamesAndKeepsNamesakesApart) {
  World world = WorkedExample();
  world.Mirrored("PD 23T06:30-04:00 to 2026-04-13T04:00-04:00");
  Wording wording = InLondon();
  wording.target_name = "On-call primary for the whole of Europe, Middle East and Africa";
  wording.names.external_users[ids::ExternalUserId("PA")] = "Aleksandra Wiśniewska-Kowalczyk";
  wording.names.external_users[ids::ExternalUserId("PB")] = "山田太郎（東京オフィス）";
  wording.names.external_users[ids::ExternalUserId("PC")] = "José Ñandú";
  wording.names.external_users[ids::ExternalUserId("PD")] = "José Ñandú";
  const std::string said = Reported(world, wording);
  EXPECT_EQ(said, R"(
failure: PagerDuty "On-call…" (PO8107X) differs: 7 shifts, 13 d 22 h

Where PagerDuty differs in the next 14 days (times of Europe/London):

  When                                         Length  Should be    Is
  now to Wed 25 Mar 18:00 (GMT)               2 d 7 h  Aleksandra…  José… (PD)
  Wed 25 Mar 18:00 to 00:00 (GMT)                 6 h  José… (PC)   José… (PD)
  Thu 26 Mar 00:00 (GMT) to Mon 09:00 (BST)   4 d 8 h  Aleksandra…  José… (PD)
  Mon 30 Mar 09:00 to Wed 13:00 (BST)         2 d 4 h  山田太郎（…  José… (PD)
  Wed 1 Apr 13:00 to 15:00 (BST)                  2 h  Fallback     José… (PD)
  Wed 1 Apr 15:00 to Mon 09:00 (BST)         4 d 18 h  山田太郎（…  José… (PD)
  Mon 6 Apr 09:00 to 10:05 (BST)               1 h 05  José… (PC)   José… (PD)

Nothing of the mirror is left in PagerDuty: its schedule was re-created, or
its overrides were removed.

What differs after Mon 6 Apr 10:05 (BST) is not counted: the last sync
could not look further.

incident.io syncs whenever its schedule changes: add an override there and
delete it, or set drift_check = "resync" on this replica and apply.
)");
  const std::vector<std::string> lines = absl::StrSplit(said.substr(said.find("\n\n")), '\n');
  for (const std::string& line : lines) EXPECT_LE(base::DisplayWidth(line), kRowWidth) << line;
}

TEST(WriteReport, QuotesAFailedSyncAndSaysHowFarTheMirrorFellBehind) {
  World world = WorkedExample();
  world.replica.last_sync_error = "Failed to find external user for Milly";
  world.replica.last_synced_at = At("11T09:05");
  EXPECT_EQ(Reported(world), R"(
failure: PagerDuty "Primary" fell behind: the last sync failed

The last sync failed: Failed to find external user for Milly. The last sync
that worked was on Wed 11 Mar 09:05 (GMT), longer ago than half the window
of 14 days. From Wed 25 Mar 09:05 (GMT) on nothing has been mirrored.

Where PagerDuty differs in the next 14 days (times of Europe/London):

  When                                    Length  Should be  Is
  Wed 25 Mar 18:00 to 00:00 (GMT)            6 h  Carol      Alice
  Wed 1 Apr 13:00 to 15:00 (BST)             2 h  Fallback   Bob
  Mon 6 Apr 05:00 to 09:00 (BST)             4 h  Bob        Dave
  Mon 6 Apr 09:00 (BST) to end of window     2 h  Carol      Dave

Put right what the error names. incident.io syncs whenever its schedule
changes: add an override there and delete it.
)");
}

TEST(WriteReport, WarnsOfAFailedSyncThatLeftNothingWrong) {
  World world = FullA();
  world.replica.last_sync_error = "PagerDuty is unreachable.\n";
  EXPECT_EQ(Reported(world), R"(
warning: PagerDuty "Primary": the last sync failed

The last sync failed: PagerDuty is unreachable. The last sync that worked
was on Mon 2 Mar 09:00 (GMT).

Put right what the error names. Until then, changes in incident.io may not
reach PagerDuty.
)");
}

TEST(WriteReport, FailsForAReplicaThatWasNeverSynced) {
  World world = FullA();
  world.Mirrored("").replica.last_synced_at.reset();
  world.replica.created_at = At("02T08:49:59");
  EXPECT_EQ(Reported(world), R"(
failure: PagerDuty "Primary" has never been synced

No sync has worked since the replica was created on Mon 2 Mar 08:49 (GMT).

Where PagerDuty differs in the next day (times of Europe/London):

  When                  Length  Should be  Is      Why
  now to end of window    24 h  Alice      nobody  not synced

incident.io syncs whenever its schedule changes: add an override there and
delete it.
)");
}

TEST(WriteReport, FailsForAStaleMirror) {
  World world = FullA();
  world.replica.last_synced_at = At("01T20:59:59");
  EXPECT_EQ(Reported(world), R"(
failure: PagerDuty "Primary" is stale: no recent sync

The last sync that worked was on Sun 1 Mar 20:59 (GMT), longer ago than
half the window of 1 day.

incident.io syncs whenever its schedule changes: add an override there and
delete it.
)");
}

TEST(WriteReport, NamesWhoHasNoCounterpartAndTheRemedy) {
  World world;
  world.Of("A 02T09:00 to 02T17:00; M 02T17:00 to 03T09:00");
  world.Mirrored("PA 02T09:00 to 02T17:00; PF 02T17:00 to 03T09:00");
  EXPECT_EQ(Reported(world), R"(
warning: PagerDuty "Primary" cannot show everybody on call

Where PagerDuty differs in the next day (times of Europe/London):

  When                                    Length  Should be  Is
  Mon 2 Mar 17:00 (GMT) to end of window    16 h  Milly      Fallback

Milly has no PagerDuty account that incident.io knows of, and cannot be
mirrored. Create the account with the same email address, or link the
existing one to the person in the incident.io catalog. The catalog reads
accounts every hour, so a new link can take that long.
)");
}

TEST(WriteReport, WarnsOfVanishedSourcesSharedTargetsAndEntriesWithoutALane) {
  World world = FullA();
  world.replica.sources.push_back(LaneOf("L7"));
  world.replica.sources.push_back(LaneOf("R3/L7"));
  world.schedule.entries.push_back(Entries("none: A 02T10:00 to 02T11:00")[0]);
  world.sharing = {world.replica};
  world.sharing[0].id = ids::ReplicaId("REPLICA2");
  Wording wording = InLondon();
  wording.names.rotations[ids::RotationId("R1")] = "Weekdays";
  EXPECT_EQ(Reported(world, wording), R"(
warning: PagerDuty "Primary" (REPLICA1) mirrors a layer that is gone

Rotation "Weekdays" has no layer L7. Rotation R3 is not in the schedule.
Nothing is mirrored from there: take it out of `sources`.

This is replica REPLICA1; replica REPLICA2 mirrors to the same PagerDuty
schedule. Where they disagree, what satisfies one of them counts as right.
Remove all but one, or give each a schedule of its own.

1 entry of the incident.io schedule names no rotation or no layer, and
cannot be compared.
)");
}

TEST(WriteReport, SaysWhatIsNotCountedWhenItSpeaksAnyway) {
  World world = FullA();
  world.replica.sources.push_back(LaneOf("L2"));
  world.schedule.entries.push_back(Entries("L2: B 02T09:00 to 02T12:00")[0]);
  world.Mirrored(
      "PB 02T09:00 to 02T12:00; PA 02T12:00 to 02T20:00; PD* 02T20:00 to 02T21:00; "
      "PA 02T21:00 to 03T09:00");
  EXPECT_EQ(Reported(world), R"(
failure: PagerDuty "Primary" differs from incident.io: 1 shift, 1 h

Where PagerDuty differs in the next day (times of Europe/London):

  When                            Length  Should be  Is    Why
  Mon 2 Mar 20:00 to 21:00 (GMT)     1 h  Alice      Dave  edited by hand

Where several people are on call at once, PagerDuty holds one of them;
another choice than expected is not counted.

incident.io syncs whenever its schedule changes: add an override there and
delete it, or set drift_check = "resync" on this replica and apply. A sync
overwrites what was edited in PagerDuty; to keep such a change, make it in
incident.io.
)");
}

TEST(WriteReport, TellsWhatIncidentIoAloneKnowsWithoutTheExternalSchedule) {
  World world;
  world.Of("M 02T09:00 to 03T09:00");
  const Check check = CheckReplica(world.now, world.schedule, world.replica, {}, std::nullopt);
  const auto report = WriteReport(check, world.replica, InLondon());
  ASSERT_TRUE(report);
  EXPECT_EQ(report->summary, "PagerDuty \"Primary\" cannot show everybody on call");
  EXPECT_FALSE(report->is_failure);
  EXPECT_EQ(report->detail,
            "Milly has no PagerDuty account that incident.io knows of, and cannot be\n"
            "mirrored. Create the account with the same email address, or link the\n"
            "existing one to the person in the incident.io catalog. The catalog reads\n"
            "accounts every hour, so a new link can take that long.");
}

TEST(WriteReport, SaysNotHowFarTheMirrorReachesWhereItReachesNowhere) {
  World world = FullA();
  world.Mirrored("PB 02T09:00 to 03T09:00").replica.last_synced_at = At("2026-02-20T00:00");
  EXPECT_EQ(Reported(world), R"(
failure: PagerDuty "Primary" is stale: no recent sync

The last sync that worked was on Fri 20 Feb 00:00 (GMT), longer ago than
half the window of 1 day.

Where PagerDuty differs in the next day (times of Europe/London):

  When                  Length  Should be  Is   Why
  now to end of window    24 h  Alice      Bob  sync too old

incident.io syncs whenever its schedule changes: add an override there and
delete it.
)");
}

TEST(WriteReport, GivesTheReasonOfWhatItListsAndOfNothingElse) {
  World world = FullA();
  world.replica.sources.push_back(LaneOf("L2"));
  world.schedule.entries.push_back(Entries("L2: B 02T09:00 to 02T12:00")[0]);
  world.Mirrored("PB 02T09:00 to 02T12:00; PA 02T12:00 to 02T20:00; PD* 02T20:00 to 03T09:00");
  EXPECT_EQ(Reported(world), R"(
failure: PagerDuty "Primary" differs from incident.io: 1 shift, 13 h

Where PagerDuty differs in the next day (times of Europe/London):

  When                                    Length  Should be  Is
  Mon 2 Mar 20:00 (GMT) to end of window    13 h  Alice      Dave

Edited by hand in PagerDuty after the last sync.

Where several people are on call at once, PagerDuty holds one of them;
another choice than expected is not counted.

incident.io syncs whenever its schedule changes: add an override there and
delete it, or set drift_check = "resync" on this replica and apply. A sync
overwrites what was edited in PagerDuty; to keep such a change, make it in
incident.io.
)");
}

// ---- What will put it right

World AnEdit() {
  World world = FullA();
  world.Mirrored("PA! 02T09:00 to 02T18:00; PD* 02T18:00 to 02T22:00; PA! 02T22:00 to 03T09:00");
  return world;
}

std::string RemedyOf(const World& world, Repair repair) {
  Wording wording = InLondon();
  wording.repair = repair;
  const std::string said = Reported(world, wording);
  return said.substr(said.rfind("\n\n") + 2);
}

TEST(WriteReport, DoesNotAdviseWhatApplyDoesAnyway) {
  EXPECT_EQ(RemedyOf(AnEdit(), Repair::kPlanned),
            R"(Apply forces a sync: it creates a second replica with the same arguments,
waits for its first sync, and deletes it again. A sync overwrites what was
edited in PagerDuty; to keep such a change, make it in incident.io.
)");
  EXPECT_EQ(RemedyOf(AnEdit(), Repair::kChange),
            R"(Apply puts a new replica in place of this one, which begins with a sync. A
sync overwrites what was edited in PagerDuty; to keep such a change, make
it in incident.io.
)");
}

TEST(WriteReport, AdvisesToPutRightWhatTheErrorNamesBesideDriftToo) {
  World world = AnEdit();
  world.replica.last_sync_error = "PagerDuty is unreachable";
  EXPECT_EQ(RemedyOf(world, Repair::kOffered),
            R"(Put right what the error names. incident.io syncs whenever its schedule
changes: add an override there and delete it, or set drift_check = "resync"
on this replica and apply. A sync overwrites what was edited in PagerDuty;
to keep such a change, make it in incident.io.
)");
}

TEST(WriteReport, DoesNotAdviseASyncWhereOneHasNotHelped) {
  EXPECT_EQ(RemedyOf(AnEdit(), Repair::kFailed),
            R"(A forced sync has not changed these differences, so no other one is planned
until they change. Look in PagerDuty for whoever else writes overrides
there; if there is nobody, ask the support of incident.io why its sync
leaves this.
)");
}

TEST(WriteReport, AdvisesNothingForAMirrorThatApplyEnds) {
  EXPECT_EQ(RemedyOf(AnEdit(), Repair::kLeaves),
            R"(Apply moves the replica away from this schedule, so nothing has to be done
here.
)");
}

TEST(WriteReport, PromisesAForcedSyncForDriftAlone) {
  World stale = FullA();
  stale.replica.last_synced_at = At("01T20:59");
  for (const Repair repair : {Repair::kOffered, Repair::kPlanned, Repair::kFailed}) {
    EXPECT_EQ(RemedyOf(stale, repair),
              R"(incident.io syncs whenever its schedule changes: add an override there and
delete it.
)");
  }
}

TEST(WriteReport, TellsWhatAnInterruptedSyncLeftFromOtherReplicas) {
  World world = FullA();
  world.sharing = {world.replica, world.replica};
  world.sharing[0].id = ids::ReplicaId("REPLICA2");
  world.sharing[1].id = ids::ReplicaId("REPLICA3");
  Wording wording = InLondon();
  wording.leftovers = {ids::ReplicaId("REPLICA3")};
  EXPECT_EQ(Reported(world, wording), R"(
warning: PagerDuty "Primary" (REPLICA1) has more than one replica

This is replica REPLICA1; replica REPLICA2 mirrors to the same PagerDuty
schedule. Where they disagree, what satisfies one of them counts as right.
Remove all but one, or give each a schedule of its own.

Replica REPLICA3 has the same arguments and is in no state, as one that an
interrupted forced sync left. Apply deletes it.
)");
}

TEST(WriteReport, SaysTheEndOfTheLastSyncsWindowOnTheMinute) {
  World world = FullA();
  world.replica.last_synced_at = At("02T07:00:07");
  world.Mirrored("PA! 02T09:00 to 03T01:00; PD* 03T01:00 to 03T09:00");
  EXPECT_EQ(Reported(world), R"(
failure: PagerDuty "Primary" differs from incident.io: 1 shift, 6 h

Where PagerDuty differs in the next day (times of Europe/London):

  When                            Length  Should be  Is    Why
  Tue 3 Mar 01:00 to 07:00 (GMT)     6 h  Alice      Dave  edited by hand

What differs after Tue 3 Mar 07:00 (GMT) is not counted: the last sync
could not look further.

incident.io syncs whenever its schedule changes: add an override there and
delete it, or set drift_check = "resync" on this replica and apply. A sync
overwrites what was edited in PagerDuty; to keep such a change, make it in
incident.io.
)");
}

}  // namespace
}  // namespace mirror
