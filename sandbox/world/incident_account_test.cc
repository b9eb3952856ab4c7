#include "sandbox/world/incident_account.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox/world/testing.h"

namespace sandbox::world {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class IncidentAccountTest : public ::testing::Test {
 protected:
  IncidentAccountTest() {
    for (const char* id : {"A", "B"}) account_.PutUser({id, id, std::string(id) + "@example.com"});
  }

  static Schedule Weekly() {
    Rotation rotation;
    rotation.id = "R1";
    rotation.name = "Primary";
    rotation.handover_start_at = T("2026-03-02T09:00");
    rotation.handovers = {{Handover::Unit::kWeekly, 1}};
    rotation.layers = {{"L1", "Layer 1"}};
    rotation.users = {"A", "B", kNobody};
    Schedule schedule;
    schedule.id = "S1";
    schedule.name = "On-call";
    schedule.timezone = "UTC";
    schedule.rotations = {rotation};
    return schedule;
  }

  static Override On(const char* start, const char* end, const char* user) {
    Override one;
    one.schedule_id = "S1";
    one.lane = {"R1", "L1"};
    one.start_at = T(start);
    one.end_at = T(end);
    one.user_id = user;
    return one;
  }

  std::vector<std::string> StoredOverrides() const {
    std::vector<std::string> lines;
    for (const Override& one : account_.overrides()) {
      lines.push_back(one.id + " " + Line(one.start_at, one.end_at, one.user_id));
    }
    return lines;
  }

  // The field and message of a refused schedule.
  std::string Refused(const Schedule& schedule) {
    const auto created = account_.CreateSchedule(schedule);
    return created ? "accepted" : created.error().field + ": " + created.error().message;
  }

  Clock clock_{T("2026-03-02T09:00")};
  int replicas_ = 0;
  std::vector<std::string> changed_;
  IncidentAccount account_{clock_,
                           {[this](const std::string& id) { changed_.push_back(id); },
                            [this](const std::string&) { return replicas_; }}};
};

TEST_F(IncidentAccountTest, FillsInIdsAndALayer) {
  Schedule blank = Weekly();
  blank.id.clear();
  blank.rotations[0].id.clear();
  blank.rotations[0].layers.clear();
  const auto created = account_.CreateSchedule(blank);
  ASSERT_TRUE(created);
  EXPECT_EQ(created->id, "01K5SANDB00000000000000001");
  EXPECT_EQ(created->rotations[0].id, "01K5SANDB00000000000000002");
  ASSERT_EQ(created->rotations[0].layers.size(), 1U);
  EXPECT_EQ(created->rotations[0].layers[0].id, "01K5SANDB00000000000000003");
  EXPECT_EQ(created->created_at, T("2026-03-02T09:00"));
  EXPECT_THAT(changed_, ElementsAre(created->id));
}

TEST_F(IncidentAccountTest, RefusesSchedulesThatCannotBe) {
  Schedule schedule = Weekly();
  schedule.name.clear();
  EXPECT_EQ(Refused(schedule), "schedule.name: Name is required");
  schedule = Weekly();
  schedule.timezone = "Mars/Olympus";
  EXPECT_EQ(Refused(schedule), "schedule.timezone: Not a known time zone");
  schedule = Weekly();
  schedule.rotations[0].users = {"Z"};
  EXPECT_EQ(Refused(schedule), "schedule.config.rotations.users: User not found: Z");
  schedule = Weekly();
  schedule.rotations[0].handovers.clear();
  EXPECT_EQ(Refused(schedule),
            "schedule.config.rotations.handovers: A rotation needs at least one handover");
  schedule.rotations[0].handovers = {{Handover::Unit::kHourly, 24}};
  EXPECT_EQ(Refused(schedule),
            "schedule.config.rotations.handovers: Interval must be between 1 and 23");
  schedule = Weekly();
  schedule.rotations[0].working_intervals = {{absl::Weekday::monday, 1440, 0}};
  EXPECT_EQ(Refused(schedule),
            "schedule.config.rotations.working_intervals: Not a time of the day");
  EXPECT_EQ(Refused(Weekly()), "accepted");
  EXPECT_EQ(Refused(Weekly()), ": The schedule exists already");
}

TEST_F(IncidentAccountTest, UpdateReplacesEverythingButTheBirth) {
  account_.CreateSchedule(Weekly());
  clock_.AdvanceTo(T("2026-03-02T10:00"));
  Schedule wanted = Weekly();
  wanted.id.clear();
  wanted.rotations.clear();
  const auto updated = account_.UpdateSchedule("S1", wanted);
  ASSERT_TRUE(updated);
  EXPECT_EQ(updated->id, "S1");
  EXPECT_THAT(updated->rotations, IsEmpty());
  EXPECT_EQ(updated->created_at, T("2026-03-02T09:00"));
  EXPECT_EQ(updated->updated_at, T("2026-03-02T10:00"));
  EXPECT_THAT(changed_, ElementsAre("S1", "S1"));
  EXPECT_EQ(account_.UpdateSchedule("S2", wanted).error().kind, Refusal::Kind::kNotFound);
}

TEST_F(IncidentAccountTest, KeepsAScheduleThatHasReplicas) {
  account_.CreateSchedule(Weekly());
  account_.CreateOverride(On("2026-03-03T09:00", "2026-03-03T17:00", "B"));
  replicas_ = 2;
  EXPECT_EQ(account_.DeleteSchedule("S1").error().message,
            "The schedule has 2 active replicas: delete them first");
  replicas_ = 0;
  EXPECT_TRUE(account_.DeleteSchedule("S1"));
  EXPECT_THAT(account_.overrides(), IsEmpty());
  EXPECT_EQ(account_.DeleteSchedule("S1").error().kind, Refusal::Kind::kNotFound);
}

TEST_F(IncidentAccountTest, ShowsEntriesWithOverridesAndPreviewsAnotherConfiguration) {
  account_.CreateSchedule(Weekly());
  account_.CreateOverride(On("2026-03-03T09:00", "2026-03-03T17:00", "B"));
  const auto entries = account_.EntriesBetween("S1", T("2026-03-02T09:00"), T("2026-03-09T00:00"));
  ASSERT_TRUE(entries);
  EXPECT_THAT(Lines(entries->final), ElementsAre("2026-03-02T09:00 2026-03-03T09:00 A",
                                                 "2026-03-03T09:00 2026-03-03T17:00 B",
                                                 "2026-03-03T17:00 2026-03-09T09:00 A"));
  Schedule other = Weekly();
  other.rotations[0].users = {"B", "A"};
  const auto preview = account_.PreviewEntries(other, T("2026-03-04T09:00"), T("2026-03-09T00:00"));
  ASSERT_TRUE(preview);
  EXPECT_THAT(Lines(preview->final), ElementsAre("2026-03-03T17:00 2026-03-09T09:00 B"));
  EXPECT_EQ(account_.FindSchedule("S1")->rotations[0].users[0], "A");
}

TEST_F(IncidentAccountTest, ANewOverrideSplitsTheOneItInterrupts) {
  account_.CreateSchedule(Weekly());
  account_.CreateOverride(On("2026-03-03T09:00", "2026-03-03T17:00", "B"));
  account_.CreateOverride(On("2026-03-03T12:00", "2026-03-03T13:00", kNobody));
  EXPECT_THAT(StoredOverrides(),
              ElementsAre("01K5SANDB00000000000000003 2026-03-03T09:00 2026-03-03T12:00 B",
                          "01K5SANDB00000000000000004 2026-03-03T13:00 2026-03-03T17:00 B",
                          "01K5SANDB00000000000000002 2026-03-03T12:00 2026-03-03T13:00 -"));
}

TEST_F(IncidentAccountTest, AWidenedOverrideTakesTheTimeOfItsNeighbour) {
  account_.CreateSchedule(Weekly());
  const auto first = account_.CreateOverride(On("2026-03-03T09:00", "2026-03-03T12:00", "B"));
  account_.CreateOverride(On("2026-03-03T12:00", "2026-03-03T17:00", "A"));
  const auto updated =
      account_.UpdateOverride(first->id, On("2026-03-03T08:00", "2026-03-03T14:00", "B"));
  ASSERT_TRUE(updated);
  EXPECT_EQ(updated->id, first->id);
  EXPECT_THAT(StoredOverrides(),
              ElementsAre("01K5SANDB00000000000000001 2026-03-03T08:00 2026-03-03T14:00 B",
                          "01K5SANDB00000000000000003 2026-03-03T14:00 2026-03-03T17:00 A"));
}

TEST_F(IncidentAccountTest, LeavesOtherLanesAlone) {
  Schedule schedule = Weekly();
  schedule.rotations[0].layers.push_back({"L2", "Layer 2"});
  account_.CreateSchedule(schedule);
  account_.CreateOverride(On("2026-03-03T09:00", "2026-03-03T17:00", "B"));
  Override other = On("2026-03-03T09:00", "2026-03-03T17:00", "A");
  other.lane.layer_id = "L2";
  EXPECT_TRUE(account_.CreateOverride(other));
  EXPECT_EQ(account_.overrides().size(), 2U);
}

TEST_F(IncidentAccountTest, RefusesOverridesThatCannotBe) {
  account_.CreateSchedule(Weekly());
  const auto refused = [&](const Override& wanted) {
    const auto created = account_.CreateOverride(wanted);
    return created ? "accepted" : created.error().field + ": " + created.error().message;
  };
  EXPECT_EQ(refused(On("2026-03-03T09:00", "2026-03-03T09:00", "B")),
            "end_at: End must be after the start");
  EXPECT_EQ(refused(On("2026-03-03T09:00", "2026-03-03T10:00", "Z")), "user: User not found: Z");
  Override other = On("2026-03-03T09:00", "2026-03-03T10:00", "B");
  other.lane.layer_id = "L9";
  EXPECT_EQ(refused(other), "layer_id: The schedule has no such rotation and layer");
  other.schedule_id = "S9";
  EXPECT_EQ(refused(other), "schedule_id: Schedule not found");

  const auto stored = account_.CreateOverride(On("2026-03-03T09:00", "2026-03-03T10:00", "B"));
  const auto updated =
      account_.UpdateOverride(stored->id, On("2026-03-03T09:00", "2026-03-03T10:00", "A"));
  EXPECT_EQ(updated.error().message, "An override cannot change its user");
}

TEST_F(IncidentAccountTest, DeletesAnOverrideTwiceButNotAnUnknownOne) {
  account_.CreateSchedule(Weekly());
  const auto stored = account_.CreateOverride(On("2026-03-03T09:00", "2026-03-03T10:00", "B"));
  EXPECT_TRUE(account_.DeleteOverride(stored->id));
  EXPECT_EQ(account_.FindOverride(stored->id), nullptr);
  EXPECT_TRUE(account_.DeleteOverride(stored->id));
  EXPECT_EQ(account_.DeleteOverride("nowhere").error().kind, Refusal::Kind::kNotFound);
  EXPECT_EQ(changed_.size(), 3U);
}

TEST_F(IncidentAccountTest, ReplacesAUserOfTheSameId) {
  account_.PutUser({"A", "Alice", "alice@example.com"});
  EXPECT_EQ(account_.FindUser("A")->name, "Alice");
  EXPECT_EQ(account_.users().size(), 2U);
  EXPECT_TRUE(account_.RemoveUser("A"));
  EXPECT_FALSE(account_.RemoveUser("A"));
}

}  // namespace
}  // namespace sandbox::world
