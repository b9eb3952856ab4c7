// What a report says when syncs fail or stay away, and of what is wrong beside the shifts.
#include <gtest/gtest.h>

#include <string>

#include "resources/mirror/report.h"
#include "resources/mirror/test_world.h"

namespace mirror {
namespace {

using ::mirror::testing::At;
using ::mirror::testing::Entries;
using ::mirror::testing::FullA;
using ::mirror::testing::InLondon;
using ::mirror::testing::LaneOf;
using ::mirror::testing::Reported;
using ::mirror::testing::World;

TEST(WriteReport, SaysThatAFailedSyncLetTheMirrorFallBehindBeforeItIsStale) {
  World world = FullA();
  world.replica.last_sync_error = "PagerDuty is unreachable";
  world.Mirrored("PA 02T09:00 to 03T08:00").replica.last_synced_at = At("02T08:00");
  EXPECT_EQ(Reported(world), R"(
failure: PagerDuty "Primary" fell behind: the last sync failed

The last sync failed: PagerDuty is unreachable. The last sync that worked
was on Mon 2 Mar 08:00 (GMT). From Tue 3 Mar 08:00 (GMT) on nothing has
been mirrored.

Where PagerDuty differs in the next day (times of Europe/London):

  When                                    Length  Should be  Is
  Tue 3 Mar 08:00 (GMT) to end of window     1 h  Alice      nobody

Put right what the error names. incident.io syncs whenever its schedule
changes: add an override there and delete it.
)");
}

TEST(WriteReport, TellsHowToSyncAReplicaThatIsOverdueThoughNothingDiffers) {
  World world = FullA();
  world.replica.last_synced_at.reset();
  world.replica.created_at = At("02T08:49:59");
  EXPECT_EQ(Reported(world), R"(
failure: PagerDuty "Primary" has never been synced

No sync has worked since the replica was created on Mon 2 Mar 08:49 (GMT).

incident.io syncs whenever its schedule changes: add an override there and
delete it.
)");
}

TEST(WriteReport, PutsAFailedSyncBeforeItsAge) {
  World world = FullA();
  world.replica.last_sync_error = "PagerDuty is unreachable";
  world.replica.last_synced_at = At("01T20:59");
  EXPECT_EQ(Reported(world), R"(
failure: PagerDuty "Primary": the last sync failed

The last sync failed: PagerDuty is unreachable. The last sync that worked
was on Sun 1 Mar 20:59 (GMT), longer ago than half the window of 1 day.

Put right what the error names. incident.io syncs whenever its schedule
changes: add an override there and delete it.
)");
}

TEST(WriteReport, TakesAForcedSyncForTheLastThatWorked) {
  World world = FullA();
  world.replica.last_sync_error = "PagerDuty is unreachable";
  world.replica.last_synced_at.reset();
  world.replica.resynced_at = At("02T08:00");
  EXPECT_EQ(Reported(world), R"(
warning: PagerDuty "Primary": the last sync failed

The last sync failed: PagerDuty is unreachable. The last sync that worked
was on Mon 2 Mar 08:00 (GMT).

Put right what the error names. Until then, changes in incident.io may not
reach PagerDuty.
)");
}

TEST(WriteReport, SpeaksUpForOneTroubleAlone) {
  World vanished = FullA();
  vanished.replica.sources.push_back(LaneOf("L7"));
  EXPECT_EQ(Reported(vanished), R"(
warning: PagerDuty "Primary" mirrors a layer that is gone

Rotation R1 has no layer L7. Nothing is mirrored from there: take it out of
`sources`.
)");

  World without_lane = FullA();
  without_lane.schedule.entries.push_back(Entries("none: A 02T10:00 to 02T11:00")[0]);
  EXPECT_EQ(Reported(without_lane), R"(
warning: PagerDuty "Primary": entries without a layer are left out

1 entry of the incident.io schedule names no rotation or no layer, and
cannot be compared.
)");
}

TEST(WriteReport, CountsSeveralInThePlural) {
  World without_lane = FullA();
  for (int i = 0; i < 2; ++i) {
    without_lane.schedule.entries.push_back(Entries("none: A 02T10:00 to 02T11:00")[0]);
  }
  EXPECT_EQ(Reported(without_lane), R"(
warning: PagerDuty "Primary": entries without a layer are left out

2 entries of the incident.io schedule name no rotation or no layer, and
cannot be compared.
)");

  World unmapped;
  unmapped.Of("M 02T09:00 to 02T12:00; N 02T12:00 to 03T09:00");
  unmapped.Mirrored("PF 02T09:00 to 03T09:00");
  const std::string said = Reported(unmapped);
  EXPECT_NE(said.find("\n\nMilly and N have no PagerDuty account "), std::string::npos) << said;
}

TEST(WriteReport, SortsTheOtherReplicasAndWhatAnInterruptedSyncLeft) {
  World world = FullA();
  world.sharing = {world.replica, world.replica, world.replica};
  world.sharing[0].id = ids::ReplicaId("REPLICA3");
  world.sharing[1].id = ids::ReplicaId("REPLICA2");
  world.sharing[2].id = ids::ReplicaId("REPLICA5");
  Wording wording = InLondon();
  wording.leftovers = {ids::ReplicaId("REPLICA5"), ids::ReplicaId("REPLICA4")};
  EXPECT_EQ(Reported(world, wording), R"(
warning: PagerDuty "Primary" (REPLICA1) has more than one replica

This is replica REPLICA1; replicas REPLICA2 and REPLICA3 mirror to the same
PagerDuty schedule. Where they disagree, what satisfies one of them counts
as right. Remove all but one, or give each a schedule of its own.

Replicas REPLICA4 and REPLICA5 have the same arguments and are in no state,
as those that an interrupted forced sync left. Apply deletes them.
)");
}

TEST(WriteReport, CallsTheFallbackUserSoWithoutAName) {
  World world;
  world.Of("A 02T09:00 to 02T18:00").Mirrored("PA 02T09:00 to 03T09:00");
  Wording wording = InLondon();
  wording.names.external_users.clear();
  const std::string said = Reported(world, wording);
  EXPECT_NE(said.find("15 h  the fallback user  Alice\n"), std::string::npos) << said;
}

TEST(WriteReport, ShowsNoTerminalEscapes) {
  World world = FullA();
  world.replica.id = ids::ReplicaId("REPLICA\x1b[31m1");
  world.replica.sources.push_back(LaneOf("L\x1b[31m7"));
  world.replica.sources.push_back(LaneOf("R\x1b[31m3/L7"));
  world.sharing = {world.replica, world.replica};
  world.sharing[0].id = ids::ReplicaId("REPLICA\x1b[31m2");
  world.sharing[1].id = ids::ReplicaId("REPLICA\x1b[31m3");
  Wording wording = InLondon();
  wording.names.rotations[ids::RotationId("R1")] = "Week\x1b[31mdays";
  wording.leftovers = {ids::ReplicaId("REPLICA\x1b[31m3")};
  EXPECT_EQ(Reported(world, wording).find('\x1b'), std::string::npos);
}

TEST(WriteReport, SaysItInFewerWordsBesideALongName) {
  Wording wording = InLondon();
  wording.target_name = "On-call primary for the whole of Europe, Middle East and Africa";
  const auto summary = [&](const World& world) {
    const auto report = WriteReport(world.Run(), world.replica, wording);
    return report ? report->summary : "";
  };
  World behind = FullA();
  behind.replica.last_sync_error = "unreachable";
  EXPECT_EQ(summary(behind), "PagerDuty \"On-call primary for the…\" (PO8107X): sync failed");
  behind.Mirrored("PA 02T09:00 to 03T08:00").replica.last_synced_at = At("02T08:00");
  EXPECT_EQ(summary(behind), "PagerDuty \"On-call prim…\" (PO8107X) fell behind: sync failed");

  World never = FullA();
  never.replica.last_synced_at.reset();
  EXPECT_EQ(summary(never), "PagerDuty \"On-call primary for…\" (PO8107X) was never synced");

  World shared = FullA();
  shared.sharing = {shared.replica};
  shared.sharing[0].id = ids::ReplicaId("REPLICA2");
  EXPECT_EQ(summary(shared), "PagerDuty \"On-call primary fo…\" (REPLICA1): several replicas");

  World without_lane = FullA();
  without_lane.schedule.entries.push_back(Entries("none: A 02T10:00 to 02T11:00")[0]);
  EXPECT_EQ(summary(without_lane),
            "PagerDuty \"On-call prim…\" (PO8107X): entries without a layer");

  World vanished = FullA();
  vanished.replica.sources.push_back(LaneOf("L7"));
  EXPECT_EQ(summary(vanished), "PagerDuty \"On-call primary for th…\" (PO8107X): layer is gone");

  World unmapped;
  unmapped.Of("M 02T09:00 to 03T09:00");
  EXPECT_EQ(summary(unmapped), "PagerDuty \"On-call primary…\" (PO8107X) cannot show everybody");

  World stale = FullA();
  stale.replica.last_synced_at = At("01T20:59");
  EXPECT_EQ(summary(stale), "PagerDuty \"On-call primary for the whol…\" (PO8107X) is stale");
}

}  // namespace
}  // namespace mirror
