#include "resources/mirror/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "resources/mirror/check.h"
#include "resources/mirror/test_world.h"

namespace mirror {
namespace {

using ::mirror::testing::At;
using ::mirror::testing::LaneOf;
using ::mirror::testing::World;
using ::testing::Each;
using ::testing::ElementsAre;

std::vector<Cause> Causes(const World& world) { return world.Compare().causes; }

World FullA() {
  World world;
  world.Of("A 02T09:00 to 03T09:00");
  return world;
}

TEST(Explain, BlamesAnEditForAnOverrideOfAStranger) {
  World world = FullA();
  world.Mirrored("PA! 02T09:00 to 02T18:00; PD* 02T18:00 to 03T09:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kEditedByHand));
  world.replica.last_sync_error = "unreachable";
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kEditedByHand));
}

TEST(Explain, TakesAChangeAfterTheLastSyncForTheReasonAndItsLackForNone) {
  World world = FullA();
  world.Mirrored("PA! 02T09:00 to 02T18:00; PC* 02T18:00 to 03T09:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kUnaccounted));
  world.schedule.changed_at = At("02T08:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kUnaccounted));
  world.schedule.changed_at = At("02T09:01");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kStaleOverride));
  world.Mirrored("PA 02T09:00 to 02T18:00; PD 02T18:00 to 03T09:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kEditedByHand));
}

TEST(Explain, BlamesAFailedSyncForWhatItLeft) {
  World world = FullA();
  world.replica.last_sync_error = "unreachable";
  world.Mirrored("PA! 02T09:00 to 02T18:00; PB! 02T18:00 to 03T09:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kLastSyncFailed));
}

TEST(Explain, FindsAnOverrideOfIncidentIoThatIsNotShown) {
  World world;
  world.Of("A 02T09:00 to 02T18:00; C* 02T18:00 to 03T09:00").Mirrored("PA 02T09:00 to 03T09:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kOverrideNotMirrored));
}

TEST(Explain, FindsAGapThatTheFallbackShouldFill) {
  World world;
  world.Of("A 02T09:00 to 02T18:00; nobody* 02T18:00 to 03T09:00");
  world.Mirrored("PA 02T09:00 to 03T09:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kGapNotFilled));
}

TEST(Explain, SeesTheExternalRotationShowThrough) {
  World world = FullA();
  world.Mirrored("PA* 02T09:00 to 02T18:00; PD! 02T18:00 to 03T09:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kNotMirrored));
  world.Mirrored("PA* 02T09:00 to 02T18:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kNotMirrored));
}

TEST(Explain, FindsTwoPeopleForOneSeat) {
  World world;
  world.replica.sources.push_back(LaneOf("L2"));
  world.Of("A 02T09:00 to 03T09:00; L2: B 02T09:00 to 03T09:00");
  world.Mirrored("PB 02T09:00 to 02T12:00; PA 02T12:00 to 03T09:00; PB 02T15:00 to 02T18:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kTwoForOneSeat, Cause::kTwoForOneSeat));
}

TEST(Explain, FindsTheWholeMirrorGone) {
  World world;
  world.Of("A 02T09:00 to 02T18:00; B 02T18:00 to 03T09:00");
  world.Mirrored("PD! 02T09:00 to 03T09:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kMirrorGone, Cause::kMirrorGone));
  world.Mirrored("");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kMirrorGone, Cause::kMirrorGone));
}

TEST(Explain, DoesNotSayGoneWhilePartOfTheMirrorOrAnOverrideIsThere) {
  World world;
  world.Of("A 02T09:00 to 02T18:00; B 02T18:00 to 03T09:00; ");
  world.Mirrored("PD 02T09:00 to 03T08:00; PB 03T08:00 to 03T09:00");
  EXPECT_THAT(Causes(world), Each(Cause::kEditedByHand));
  world.Mirrored("PD* 02T09:00 to 03T09:00");
  EXPECT_THAT(Causes(world), Each(Cause::kEditedByHand));
}

TEST(Explain, DoesNotSayGoneForOneStretchAlone) {
  World world = FullA();
  world.Mirrored("PD! 02T09:00 to 03T09:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kNotMirrored));
}

TEST(Explain, SaysGoneBesidePeopleWhomNoMirrorCanShow) {
  World world;
  world.Of("A 02T09:00 to 02T12:00; M 02T12:00 to 02T14:00; B 02T14:00 to 03T09:00");
  world.Mirrored("PD! 02T09:00 to 03T09:00");
  EXPECT_THAT(Causes(world),
              ElementsAre(Cause::kMirrorGone, Cause::kNoCounterpart, Cause::kMirrorGone));
}

TEST(Explain, SaysGoneBesideHalfAMinuteThatHappensToBeRight) {
  World world;
  world.Of("A 02T09:00 to 02T18:00; B 02T18:00 to 02T18:00:30; A 02T18:00:30 to 03T09:00");
  world.Mirrored(
      "PD! 02T09:00 to 02T18:00; PB! 02T18:00 to 02T18:00:30; PD! 02T18:00:30 to 03T09:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kMirrorGone, Cause::kMirrorGone));
}

TEST(Explain, SaysGoneThoughTheLastSyncFailed) {
  World world;
  world.Of("A 02T09:00 to 02T18:00; B 02T18:00 to 03T09:00");
  world.Mirrored("PD! 02T09:00 to 03T09:00").replica.last_sync_error = "unreachable";
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kMirrorGone, Cause::kMirrorGone));
}

TEST(Explain, FindsTwoPeopleForOneSeatWhereTheRestIsGone) {
  World world;
  world.replica.sources.push_back(LaneOf("L2"));
  world.Of("A 02T09:00 to 03T09:00; L2: B 02T09:00 to 02T12:00");
  world.Mirrored("PA! 02T09:00 to 02T12:00; PB! 02T09:00 to 02T12:00; PD! 02T12:00 to 03T09:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kTwoForOneSeat, Cause::kMirrorGone));
}

// Another override than the one that should be there may be left over, which is not missing.
TEST(Explain, DoesNotCallMissingWhatAnotherOverrideCovers) {
  World world;
  world.Of("A 02T09:00 to 02T18:00; nobody* 02T18:00 to 03T09:00");
  world.Mirrored("PA 02T09:00 to 02T18:00; PC* 02T18:00 to 03T09:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kUnaccounted));
  world.Of("A 02T09:00 to 02T18:00; B* 02T18:00 to 03T09:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kUnaccounted));
}

TEST(Explain, KnowsTheFallbackForOneOfTheMirror) {
  World world = FullA();
  world.Mirrored("PA 02T09:00 to 02T18:00; PF* 02T18:00 to 03T09:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kUnaccounted));
}

TEST(Explain, DoesNotTakeAChangeAtTheMomentOfTheSyncForALaterOne) {
  World world = FullA();
  world.Mirrored("PA! 02T09:00 to 02T18:00; PC* 02T18:00 to 03T09:00");
  world.schedule.changed_at = world.replica.last_synced_at;
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kUnaccounted));
}

TEST(Explain, GivesPendingDifferencesTheStateOfTheSync) {
  World world = FullA();
  world.Mirrored("PB* 02T09:00 to 03T09:00").replica.last_synced_at = At("2026-02-20T00:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kBeyondLastSync));
  world.replica.last_sync_error = "unreachable";
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kLastSyncFailed));
  world.replica.last_sync_error.clear();
  world.replica.last_synced_at.reset();
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kNeverSynced));
}

TEST(Explain, NamesAMissingCounterpart) {
  World world;
  world.Of("M 02T09:00 to 03T09:00");
  EXPECT_THAT(Causes(world), ElementsAre(Cause::kNoCounterpart));
}

TEST(CauseSentence, SaysEveryCauseInOneSentence) {
  Replica replica;
  replica.last_sync_error = "Failed to find external\nuser for Milly";
  const auto sentence = [&](Cause cause) { return CauseSentence(cause, "Opsgenie", replica); };
  EXPECT_EQ(sentence(Cause::kNoCounterpart),
            "The person on call has no Opsgenie account linked in incident.io.");
  EXPECT_EQ(
      sentence(Cause::kNotMatchedYet),
      "Whether the person on call has an account in Opsgenie is not known before the first sync.");
  EXPECT_EQ(sentence(Cause::kTwoForOneSeat),
            "Several people are on call at once, and a mirrored schedule holds one.");
  EXPECT_EQ(sentence(Cause::kMirrorGone),
            "Nothing of the mirror is left in Opsgenie: its schedule was re-created, or its "
            "overrides were removed.");
  EXPECT_EQ(sentence(Cause::kEditedByHand), "Edited by hand in Opsgenie after the last sync.");
  EXPECT_EQ(sentence(Cause::kLastSyncFailed),
            "The last sync failed: Failed to find external user for Milly.");
  EXPECT_EQ(sentence(Cause::kNeverSynced), "incident.io has not synced this replica yet.");
  EXPECT_EQ(sentence(Cause::kBeyondLastSync), "Later than the last sync could look ahead.");
  EXPECT_EQ(sentence(Cause::kGapNotFilled),
            "Nobody is on call in incident.io, and the fallback user is not shown.");
  EXPECT_EQ(sentence(Cause::kOverrideNotMirrored),
            "An override in incident.io is missing in Opsgenie.");
  EXPECT_EQ(sentence(Cause::kNotMirrored),
            "The mirrored shift is missing in Opsgenie, whose own rotation shows through.");
  EXPECT_EQ(sentence(Cause::kStaleOverride),
            "incident.io has changed since the last sync, and this may be how it was before.");
  EXPECT_EQ(sentence(Cause::kUnaccounted),
            "Opsgenie shows somebody of this schedule at another time: a stale override, or an "
            "edit by hand.");
}

// The guide explains each of these words; see templates/guides/drift.md.
TEST(CauseInShort, SaysEveryCauseInTheWordsOfTheGuide) {
  EXPECT_EQ(CauseInShort(Cause::kNoCounterpart), "no account");
  EXPECT_EQ(CauseInShort(Cause::kNotMatchedYet), "account unknown");
  EXPECT_EQ(CauseInShort(Cause::kTwoForOneSeat), "two on call");
  EXPECT_EQ(CauseInShort(Cause::kMirrorGone), "mirror gone");
  EXPECT_EQ(CauseInShort(Cause::kEditedByHand), "edited by hand");
  EXPECT_EQ(CauseInShort(Cause::kLastSyncFailed), "sync failed");
  EXPECT_EQ(CauseInShort(Cause::kNeverSynced), "not synced");
  EXPECT_EQ(CauseInShort(Cause::kBeyondLastSync), "sync too old");
  EXPECT_EQ(CauseInShort(Cause::kGapNotFilled), "gap not filled");
  EXPECT_EQ(CauseInShort(Cause::kOverrideNotMirrored), "override missing");
  EXPECT_EQ(CauseInShort(Cause::kNotMirrored), "not mirrored");
  EXPECT_EQ(CauseInShort(Cause::kStaleOverride), "stale override");
  EXPECT_EQ(CauseInShort(Cause::kUnaccounted), "stale or edited");
}

TEST(CauseInShort, FitsTheColumnOfATable) {
  for (int cause = 0; cause <= static_cast<int>(Cause::kUnaccounted); ++cause) {
    const auto text = CauseInShort(static_cast<Cause>(cause));
    EXPECT_GE(text.size(), 5u);
    EXPECT_LE(text.size(), 16u);
  }
}

}  // namespace
}  // namespace mirror
