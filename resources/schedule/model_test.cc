#include "resources/schedule/model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/time.h"
#include "tests/support/data_source_driver.h"

namespace schedule {
namespace {

using ::testing::ElementsAre;
using testing_support::CheckRules;

absl::Time At(const char* text) { return base::ParseInstant(text).value_or(absl::InfinitePast()); }

incident::Person Person(const char* id) {
  incident::Person person;
  person.id = ids::UserId(id);
  person.name = std::string("Name of ") + id;
  return person;
}

incident::Rotation Rotation(const char* id, const char* name, std::vector<incident::Layer> layers,
                            std::optional<absl::Time> effective_from = std::nullopt) {
  return {.id = ids::RotationId(id),
          .name = name,
          .effective_from = effective_from,
          .layers = std::move(layers)};
}

incident::Layer Layer(const char* id, const char* name) {
  return {.id = ids::LayerId(id), .name = name};
}

// "rotation/layer (rotation name, layer name)" of each.
std::vector<std::string> SourcesOf(const ScheduleModel& model) {
  std::vector<std::string> sources;
  for (const SourceModel& source : *model.sources) {
    sources.push_back(*source.rotation_id + "/" + *source.layer_id + " (" + *source.rotation_name +
                      ", " + *source.layer_name + ")");
  }
  return sources;
}

TEST(ScheduleShape, AsksForOneOfIdAndName) {
  EXPECT_EQ(CheckRules(ScheduleShape(), ScheduleModel{}),
            "error : Neither id nor name is given\n"
            "A schedule is looked up by id or by name: set exactly one of id and name.\n");
}

TEST(ScheduleShape, RefusesBothIdAndName) {
  EXPECT_EQ(CheckRules(ScheduleShape(), ScheduleModel{.id = "01S", .name = "Primary"}),
            "error name: Both id and name are given\n"
            "A schedule is looked up by id or by name: set exactly one of id and name.\n");
}

TEST(ScheduleShape, AcceptsOneThatIsNotKnownYet) {
  ScheduleModel config;
  config.name = tf::Attr<std::string>::Unknown();
  EXPECT_EQ(CheckRules(ScheduleShape(), config), "");
}

TEST(FromSchedule, KeepsWhatTheApiSays) {
  incident::Schedule schedule{.id = ids::ScheduleId("01S"),
                              .name = "Primary",
                              .timezone = "Europe/London",
                              .team_ids = {"01T"},
                              .annotations = {{"a", "b"}},
                              .created_at = At("2026-01-01T00:00:00Z"),
                              .updated_at = At("2026-01-02T03:04:05.5+01:00")};
  schedule.rotations = {Rotation("R1", "Weekdays", {Layer("L1", "Layer 1")})};
  schedule.rotations[0].users = {Person("U1")};

  const ScheduleModel model = FromSchedule(schedule, At("2026-03-02T12:00:00Z"));
  EXPECT_EQ(model.id, "01S");
  EXPECT_EQ(model.name, "Primary");
  EXPECT_EQ(model.timezone, "Europe/London");
  EXPECT_TRUE(model.team_ids->Contains("01T"));
  EXPECT_EQ(model.annotations->at("a"), "b");
  EXPECT_EQ(model.created_at, "2026-01-01T00:00:00Z");
  EXPECT_EQ(model.updated_at, "2026-01-02T02:04:05.5Z");
  ASSERT_EQ(model.rotations->size(), 1U);
  const RotationModel& rotation = model.rotations->front();
  EXPECT_EQ(rotation.name, "Weekdays");
  EXPECT_TRUE(rotation.effective_from.is_null());
  EXPECT_EQ(rotation.layers->front().name, "Layer 1");
  EXPECT_EQ(rotation.users->front().name, "Name of U1");
  EXPECT_TRUE(rotation.users->front().email.is_null());
}

TEST(FromSchedule, ShowsAShiftOfNobodyWithoutUser) {
  incident::Schedule schedule;
  schedule.current_shifts = {
      {.start = At("2026-03-02T09:00:00Z"),
       .end = At("2026-03-02T17:00:00Z"),
       .rotation_id = ids::RotationId("R1"),
       .layer_id = ids::LayerId("L1"),
       .user = Person("U1"),
       .fingerprint = "f"},
      {.start = At("2026-03-02T09:00:00Z"), .end = At("2026-03-02T17:00:00Z"), .entry_id = "E1"}};
  const ScheduleModel model = FromSchedule(schedule, At("2026-03-02T12:00:00Z"));
  ASSERT_EQ(model.current_shifts->size(), 2U);
  const ShiftModel& covered = (*model.current_shifts)[0];
  EXPECT_EQ(covered.start_at, "2026-03-02T09:00:00Z");
  EXPECT_EQ(covered.end_at, "2026-03-02T17:00:00Z");
  EXPECT_EQ(covered.rotation_id, "R1");
  EXPECT_EQ(covered.layer_id, "L1");
  EXPECT_EQ(covered.fingerprint, "f");
  EXPECT_TRUE(covered.entry_id.is_null());
  EXPECT_EQ(covered.user->id, "U1");
  const ShiftModel& gap = (*model.current_shifts)[1];
  EXPECT_TRUE(gap.user.is_null());
  EXPECT_TRUE(gap.rotation_id.is_null());
  EXPECT_TRUE(gap.layer_id.is_null());
  EXPECT_EQ(gap.entry_id, "E1");
  EXPECT_TRUE(model.next_shifts->empty());
}

TEST(FromSchedule, ListsEveryLaneInTheOrderOfTheSchedule) {
  incident::Schedule schedule;
  schedule.rotations = {Rotation("R2", "Nights", {Layer("L1", "One"), Layer("L2", "Two")}),
                        Rotation("R1", "Days", {Layer("L1", "One")})};
  EXPECT_THAT(SourcesOf(FromSchedule(schedule, At("2026-03-02T12:00:00Z"))),
              ElementsAre("R2/L1 (Nights, One)", "R2/L2 (Nights, Two)", "R1/L1 (Days, One)"));
}

TEST(FromSchedule, ListsALaneOnceWhenAChangeIsPlanned) {
  incident::Schedule schedule;
  schedule.rotations = {
      Rotation("R1", "Days", {Layer("L1", "One")}),
      Rotation("R1", "Days", {Layer("L1", "One"), Layer("L2", "Two")}, At("2026-03-09T09:00:00Z"))};
  const ScheduleModel model = FromSchedule(schedule, At("2026-03-02T00:00:00Z"));
  EXPECT_THAT(SourcesOf(model), ElementsAre("R1/L1 (Days, One)", "R1/L2 (Days, Two)"));
  EXPECT_EQ((*model.rotations)[1].effective_from, "2026-03-09T09:00:00Z");
}

TEST(FromSchedule, LeavesOutALaneThatAChangeHasEnded) {
  incident::Schedule schedule;
  schedule.rotations = {
      Rotation("R1", "Days", {Layer("L1", "One"), Layer("L2", "Two")}),
      Rotation("R1", "Daytime", {Layer("L1", "One")}, At("2026-03-01T00:00:00Z"))};
  EXPECT_THAT(SourcesOf(FromSchedule(schedule, At("2026-03-01T00:00:00Z"))),
              ElementsAre("R1/L1 (Daytime, One)"));
  EXPECT_THAT(SourcesOf(FromSchedule(schedule, At("2026-02-28T23:59:59Z"))),
              ElementsAre("R1/L1 (Days, One)", "R1/L2 (Days, Two)"));
}

}  // namespace
}  // namespace schedule
