#include "sandbox/world/pagerduty_account.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox/world/testing.h"

namespace sandbox::world {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::int64_t kHour = 3600;

PagerDutyLayer Layer(const char* start, std::vector<std::string> users) {
  PagerDutyLayer layer;
  layer.start = layer.rotation_virtual_start = T(start);
  layer.users = std::move(users);
  return layer;
}

PagerDutySchedule Weekly() {
  PagerDutySchedule schedule;
  schedule.id = "PO8107X";
  schedule.time_zone = "Europe/London";
  schedule.layers = {Layer("2026-03-23T09:00", {"PA", "PB"})};
  return schedule;
}

TEST(Render, TurnsAtTheSameLocalTimeAllYear) {
  EXPECT_THAT(
      Lines(Render(Weekly(), T("2026-03-23T10:30"), T("2026-04-06T10:30"), false).final),
      ElementsAre("2026-03-23T10:30 2026-03-30T08:00 PA", "2026-03-30T08:00 2026-04-06T08:00 PB",
                  "2026-04-06T08:00 2026-04-06T10:30 PA"));
}

TEST(Render, GivesWholeEntriesWhenTheyMayOverflow) {
  EXPECT_THAT(Lines(Render(Weekly(), T("2026-03-24T00:00"), T("2026-03-25T00:00"), true).final),
              ElementsAre("2026-03-23T09:00 2026-03-30T08:00 PA"));
}

TEST(Render, LetsTheHighestLayerWin) {
  PagerDutySchedule schedule = Weekly();
  PagerDutyLayer nights = Layer("2026-03-23T00:00", {"PN"});
  nights.rotation_turn_length_seconds = 86400;
  nights.restrictions = {{std::nullopt, 22 * kHour, 8 * kHour}};
  schedule.layers.insert(schedule.layers.begin(), nights);
  const auto rendering = Render(schedule, T("2026-03-24T12:00"), T("2026-03-25T12:00"), false);
  EXPECT_THAT(
      Lines(rendering.final),
      ElementsAre("2026-03-24T12:00 2026-03-24T22:00 PA", "2026-03-24T22:00 2026-03-25T00:00 PN",
                  "2026-03-25T00:00 2026-03-25T06:00 PN", "2026-03-25T06:00 2026-03-25T12:00 PA"));
  ASSERT_EQ(rendering.layers.size(), 2U);
  EXPECT_THAT(Lines(rendering.layers[1]), ElementsAre("2026-03-24T12:00 2026-03-25T12:00 PA"));
}

TEST(Render, LeavesGapsOutsideWeeklyRestrictionsAndOutsideTheLayer) {
  PagerDutySchedule schedule = Weekly();
  schedule.layers[0].end = T("2026-03-31T12:00");
  schedule.layers[0].restrictions = {{absl::Weekday::monday, 9 * kHour, 8 * kHour},
                                     {absl::Weekday::tuesday, 9 * kHour, 8 * kHour}};
  EXPECT_THAT(
      Lines(Render(schedule, T("2026-03-20T00:00"), T("2026-04-20T00:00"), false).final),
      ElementsAre("2026-03-23T09:00 2026-03-23T17:00 PA", "2026-03-24T09:00 2026-03-24T17:00 PA",
                  "2026-03-30T08:00 2026-03-30T16:00 PB", "2026-03-31T08:00 2026-03-31T12:00 PB"));
}

TEST(Render, LetsTheNewestOverrideWin) {
  PagerDutySchedule schedule = Weekly();
  schedule.overrides = {{"Q1", T("2026-03-24T12:00"), T("2026-03-24T16:00"), "PC"},
                        {"Q2", T("2026-03-24T10:00"), T("2026-03-24T14:00"), "PD"}};
  const auto rendering = Render(schedule, T("2026-03-24T00:00"), T("2026-03-25T00:00"), false);
  EXPECT_THAT(
      Lines(rendering.final),
      ElementsAre("2026-03-24T00:00 2026-03-24T10:00 PA", "2026-03-24T10:00 2026-03-24T14:00 PD",
                  "2026-03-24T14:00 2026-03-24T16:00 PC", "2026-03-24T16:00 2026-03-25T00:00 PA"));
  EXPECT_THAT(Lines(rendering.overrides), ElementsAre("2026-03-24T10:00 2026-03-24T14:00 PD",
                                                      "2026-03-24T14:00 2026-03-24T16:00 PC"));
  EXPECT_EQ(rendering.final[1].override_id, "Q2");
}

TEST(CoveragePercentage, CountsThePartThatSomebodyCovers) {
  const Timeline half = {{T("2026-03-24T00:00"), T("2026-03-24T12:00"), "PA", ""}};
  EXPECT_DOUBLE_EQ(CoveragePercentage(half, T("2026-03-24T00:00"), T("2026-03-25T00:00")), 50);
  EXPECT_DOUBLE_EQ(CoveragePercentage(half, T("2026-03-24T00:00"), T("2026-03-24T00:00")), 0);
}

TEST(ComputedShiftAssignments, ShowEmptyMembersInGaps) {
  EXPECT_THAT(
      Lines(ComputedShiftAssignments(Weekly(), T("2026-03-23T00:00"), T("2026-03-24T00:00"))),
      ElementsAre("2026-03-23T00:00 2026-03-23T09:00 -", "2026-03-23T09:00 2026-03-24T00:00 PA"));
}

class PagerDutyAccountTest : public ::testing::Test {
 protected:
  PagerDutyAccountTest() {
    for (const char* id : {"PA", "PB", "PC"}) account_.PutUser({id, id, ""});
    account_.PutSchedule(Weekly());
    changed_ = 0;
  }

  std::vector<std::string> Overrides() const {
    std::vector<std::string> lines;
    for (const PagerDutyOverride& one : account_.FindSchedule("PO8107X")->overrides) {
      lines.push_back(one.id + " " + Line(one.start, one.end, one.user));
    }
    return lines;
  }

  int changed_ = 0;
  Clock clock_{T("2026-03-24T09:00:00.5Z")};
  PagerDutyAccount account_{clock_, [this](const std::string&) { ++changed_; }};
};

TEST_F(PagerDutyAccountTest, AnswersEachElementOnItsOwn) {
  const auto answers = account_.CreateOverrides(
      "PO8107X", {{"", T("2026-03-24T12:00:00.9Z"), T("2026-03-24T13:00"), "PC"},
                  {"", T("2026-03-24T13:00"), T("2026-03-24T13:00"), "PC"},
                  {"", T("2026-03-24T13:00"), T("2026-03-24T14:00"), "PX"}});
  ASSERT_TRUE(answers);
  ASSERT_EQ(answers->size(), 3U);
  EXPECT_TRUE((*answers)[0]);
  EXPECT_EQ((*answers)[1].error().message, "Override must end after its start");
  EXPECT_EQ((*answers)[2].error().message, "User not found");
  EXPECT_THAT(Overrides(), ElementsAre("Q0000000000001 2026-03-24T12:00 2026-03-24T13:00 PC"));
  EXPECT_EQ(changed_, 1);
  EXPECT_EQ(account_.CreateOverrides("PNONE", {}).error().kind, Refusal::Kind::kNotFound);
}

TEST_F(PagerDutyAccountTest, RemovesAFutureOverrideCutsARunningOneAndKeepsAPastOne) {
  account_.CreateOverrides("PO8107X", {{"", T("2026-03-24T06:00"), T("2026-03-24T07:00"), "PC"},
                                       {"", T("2026-03-24T08:00"), T("2026-03-24T10:00"), "PC"},
                                       {"", T("2026-03-24T12:00"), T("2026-03-24T13:00"), "PC"}});
  EXPECT_EQ(account_.DeleteOverride("PO8107X", "Q0000000000001").error().message,
            "Override is over");
  EXPECT_EQ(*account_.DeleteOverride("PO8107X", "Q0000000000002"),
            PagerDutyAccount::Ended::kCutAtNow);
  EXPECT_EQ(*account_.DeleteOverride("PO8107X", "Q0000000000003"),
            PagerDutyAccount::Ended::kRemoved);
  EXPECT_EQ(account_.DeleteOverride("PO8107X", "Q0000000000003").error().message,
            "Override not found");
  EXPECT_THAT(Overrides(), ElementsAre("Q0000000000001 2026-03-24T06:00 2026-03-24T07:00 PC",
                                       "Q0000000000002 2026-03-24T08:00 2026-03-24T09:00 PC"));
}

TEST_F(PagerDutyAccountTest, MirrorsInOneChange) {
  account_.Mirror("PO8107X", {}, {{T("2026-03-24T09:00"), T("2026-03-24T10:00"), "PB", ""}});
  ASSERT_TRUE(account_.Mirror("PO8107X", {"Q0000000000001", "unknown"},
                              {{T("2026-03-24T12:00"), T("2026-03-24T13:00"), "PC", ""},
                               {T("2026-03-24T14:00"), T("2026-03-24T15:00"), "PC", ""}}));
  EXPECT_THAT(Overrides(), ElementsAre("Q0000000000002 2026-03-24T12:00 2026-03-24T13:00 PC",
                                       "Q0000000000003 2026-03-24T14:00 2026-03-24T15:00 PC"));
  EXPECT_TRUE(account_.FindSchedule("PO8107X")->overrides[0].by_mirror);
  EXPECT_EQ(changed_, 2);
  EXPECT_TRUE(account_.Mirror("PO8107X", {}, {}));
  EXPECT_EQ(changed_, 2);
}

TEST_F(PagerDutyAccountTest, ForgetsARemovedSchedule) {
  EXPECT_TRUE(account_.RemoveSchedule(account_.schedules()[0].id));
  EXPECT_THAT(account_.schedules(), IsEmpty());
  EXPECT_FALSE(account_.RemoveSchedule("PO8107X"));
  EXPECT_EQ(changed_, 1);
}

TEST_F(PagerDutyAccountTest, FindsUsersUntilTheyAreRemoved) {
  EXPECT_EQ(account_.FindUser("PA")->name, "PA");
  EXPECT_TRUE(account_.RemoveUser("PA"));
  EXPECT_EQ(account_.FindUser("PA"), nullptr);
}

}  // namespace
}  // namespace sandbox::world
