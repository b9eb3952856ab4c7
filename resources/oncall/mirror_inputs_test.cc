#include "resources/oncall/mirror_inputs.h"

#include <gmock/gmock.h>

namespace oncall {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

const incident::Person kAnn{.id = ids::UserId("U1"), .name = "Ann"};

incident::Schedule TwoVersions() {
  incident::Schedule schedule;
  const incident::Layer first{ids::LayerId("L1"), "A"};
  const incident::Layer second{ids::LayerId("L2"), "B"};
  schedule.rotations = {
      {.id = ids::RotationId("R1"), .name = "Weekly", .layers = {first}, .users = {kAnn}},
      {.id = ids::RotationId("R1"), .name = "Weekly", .layers = {first, second}}};
  return schedule;
}

TEST(ToSourceSchedule, ListsEveryLaneOnceWhateverTheVersions) {
  const auto source = ToSourceSchedule(TwoVersions(), {});
  EXPECT_THAT(source.lanes, ElementsAre(mirror::Lane{ids::RotationId("R1"), ids::LayerId("L1")},
                                        mirror::Lane{ids::RotationId("R1"), ids::LayerId("L2")}));
}

TEST(ToSourceSchedule, SaysWhetherTheLanesAreKnown) {
  EXPECT_TRUE(ToSourceSchedule({}, {}).lanes_are_known);
  EXPECT_FALSE(ToSourceSchedule({.has_told_rotations = false}, {}).lanes_are_known);
}

TEST(ToSourceSchedule, KeepsEntriesWithoutPeople) {
  incident::Entries entries;
  entries.final_entries = {{.rotation_id = ids::RotationId("R1"), .user = kAnn, .entry_id = "E1"},
                           {}};
  const auto source = ToSourceSchedule(TwoVersions(), entries);
  ASSERT_THAT(source.entries, SizeIs(2));
  EXPECT_EQ(source.entries[0].user, kAnn.id);
  EXPECT_EQ(source.entries[0].entry_id, "E1");
  EXPECT_FALSE(source.entries[1].user);
}

TEST(ToMirrorReplica, KeepsTheOrderOfSourcesAndWhoHasNoCounterpart) {
  incident::Replica replica;
  replica.sources = {{ids::RotationId("R2"), ids::LayerId("L2")},
                     {ids::RotationId("R1"), ids::LayerId("L1")}};
  replica.user_statuses = {{ids::UserId("U1"), ids::ExternalUserId("P1")},
                           {ids::UserId("U2"), std::nullopt}};
  replica.last_sync_error = "it failed";
  const auto mirrored = ToMirrorReplica(replica);
  EXPECT_EQ(mirrored.sources.front().rotation, ids::RotationId("R2"));
  EXPECT_EQ(mirrored.users.at(ids::UserId("U1")), ids::ExternalUserId("P1"));
  EXPECT_EQ(mirrored.users.at(ids::UserId("U2")), std::nullopt);
  EXPECT_EQ(mirrored.last_sync_error, "it failed");
}

TEST(ToMirrorReplica, BoundsTheWindowThatTheApiTells) {
  incident::Replica replica;
  replica.mirror_window_days = -5;
  EXPECT_EQ(ToMirrorReplica(replica).window_days, 1);
  incident::NewReplica planned;
  planned.mirror_window_days = 1'000'000;
  EXPECT_EQ(ToMirrorReplica(planned).window_days, 366);
}

TEST(NamesIn, TakesPeopleFromRotationsAndFromEntries) {
  incident::Entries entries;
  entries.final_entries = {{.user = incident::Person{.id = ids::UserId("U2"), .name = "Bob"}}};
  const auto names = NamesIn(TwoVersions(), entries);
  EXPECT_EQ(names.users.at(ids::UserId("U1")), "Ann");
  EXPECT_EQ(names.users.at(ids::UserId("U2")), "Bob");
  EXPECT_EQ(names.rotations.at(ids::RotationId("R1")), "Weekly");
}

}  // namespace
}  // namespace oncall
