#include "sandbox/world/ops_account.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox/world/testing.h"

namespace sandbox::world {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::int64_t kHour = 3600;

OpsRotation Daily(const char* id, std::vector<Responder> participants) {
  OpsRotation rotation;
  rotation.id = id;
  rotation.start = T("2026-03-02T00:00");
  rotation.type = OpsRotation::Type::kDaily;
  rotation.participants = std::move(participants);
  return rotation;
}

OpsSchedule TwoRotations() {
  OpsSchedule schedule;
  schedule.id = "s1";
  schedule.name = "Ops";
  schedule.rotations = {Daily("r1", {{"user", "ua"}, {"user", "ub"}}),
                        Daily("r2", {{"team", "t1"}, {"none", ""}})};
  return schedule;
}

std::vector<std::string> Lines(const std::vector<OpsPeriod>& periods) {
  std::vector<std::string> lines;
  lines.reserve(periods.size());
  for (const OpsPeriod& period : periods) {
    lines.push_back(
        (period.historical ? "historical " : "default ") +
        Line(period.start, period.end, period.responder.type + "/" + period.responder.id));
  }
  return lines;
}

TEST(TimelineUser, GoesThereAndBack) {
  for (const Responder& responder :
       {Responder{"user", "5b10ac8d82e05b22cc7d4ef5"}, Responder{"user", "557058:1f-2e"},
        Responder{"team", "t1"}, Responder{"escalation", "e1"}, Responder{"none", ""}}) {
    EXPECT_EQ(FromTimelineUser(ToTimelineUser(responder)), responder);
  }
}

TEST(RenderOps, RunsRotationsSideBySide) {
  const auto timelines = Render(TwoRotations(), T("2026-03-02T12:00"), T("2026-03-03T12:00"));
  ASSERT_EQ(timelines.size(), 2U);
  EXPECT_THAT(Lines(timelines[0]), ElementsAre("2026-03-02T12:00 2026-03-03T00:00 ua",
                                               "2026-03-03T00:00 2026-03-03T12:00 ub"));
  EXPECT_THAT(Lines(timelines[1]), ElementsAre("2026-03-02T12:00 2026-03-03T00:00 team:t1",
                                               "2026-03-03T00:00 2026-03-03T12:00 -"));
}

TEST(RenderOps, AppliesAnOverrideToAllRotationsOrToThoseGiven) {
  OpsSchedule schedule = TwoRotations();
  schedule.overrides = {{"o1", {"user", "uc"}, T("2026-03-02T14:00"), T("2026-03-02T16:00"), {}},
                        {"o2", {"none", ""}, T("2026-03-02T15:00"), T("2026-03-02T17:00"), {"r2"}}};
  const auto timelines = Render(schedule, T("2026-03-02T12:00"), T("2026-03-03T00:00"));
  EXPECT_THAT(Lines(timelines[0]), ElementsAre("2026-03-02T12:00 2026-03-02T14:00 ua",
                                               "2026-03-02T14:00 2026-03-02T16:00 uc",
                                               "2026-03-02T16:00 2026-03-03T00:00 ua"));
  EXPECT_THAT(Lines(timelines[1]), ElementsAre("2026-03-02T12:00 2026-03-02T14:00 team:t1",
                                               "2026-03-02T14:00 2026-03-02T15:00 uc",
                                               "2026-03-02T15:00 2026-03-02T17:00 -",
                                               "2026-03-02T17:00 2026-03-03T00:00 team:t1"));
  EXPECT_THAT(Lines(BaseTimeline(schedule, T("2026-03-02T12:00"), T("2026-03-03T00:00"))[0]),
              ElementsAre("2026-03-02T12:00 2026-03-03T00:00 ua"));
}

TEST(RenderOps, StopsAtTheEndOfARotationAndKeepsItsHours) {
  OpsSchedule schedule = TwoRotations();
  schedule.rotations.resize(1);
  schedule.rotations[0].end = T("2026-03-03T10:00");
  schedule.rotations[0].restrictions = {{std::nullopt, 9 * kHour, 8 * kHour}};
  EXPECT_THAT(
      Lines(Render(schedule, T("2026-03-02T12:00"), T("2026-03-09T00:00"))[0]),
      ElementsAre("2026-03-02T12:00 2026-03-02T17:00 ua", "2026-03-03T09:00 2026-03-03T10:00 ub"));
}

TEST(FinalTimeline, SplitsTheRunningPeriodAtNow) {
  const auto rotations = FinalTimeline(TwoRotations(), T("2026-03-02T00:00"), T("2026-03-04T00:00"),
                                       T("2026-03-03T09:00:07Z"));
  EXPECT_THAT(Lines(rotations[0]),
              ElementsAre("historical 2026-03-02T00:00 2026-03-03T00:00 user/ua",
                          "historical 2026-03-03T00:00 2026-03-03T09:00:07Z user/ub",
                          "default 2026-03-03T09:00:07Z 2026-03-04T00:00 user/ub"));
  EXPECT_THAT(Lines(rotations[1])[2], "default 2026-03-03T09:00:07Z 2026-03-04T00:00 none/");
}

class OpsAccountTest : public ::testing::Test {
 protected:
  OpsAccountTest() {
    account_.PutUser({"ua", "a@example.com", "A"});
    account_.PutUser({"ub", "b@example.com", "B"});
    account_.PutSchedule(TwoRotations());
    changed_ = 0;
  }

  static OpsOverride On(const char* alias, const char* start, const char* end) {
    return {alias, {"user", "ub"}, T(start), T(end), {}};
  }

  std::vector<std::string> Overrides() const {
    std::vector<std::string> lines;
    for (const OpsOverride& one : account_.FindSchedule("s1")->overrides) {
      lines.push_back(one.alias + " " + Line(one.start, one.end, ToTimelineUser(one.responder)));
    }
    return lines;
  }

  int changed_ = 0;
  Clock clock_{T("2026-03-02T09:00")};
  OpsAccount account_{clock_, [this](const std::string&) { ++changed_; }};
};

TEST_F(OpsAccountTest, KnowsOverridesByAlias) {
  ASSERT_TRUE(account_.CreateOverride("s1", On("x", "2026-03-02T10:00", "2026-03-02T11:00")));
  EXPECT_EQ(account_.CreateOverride("s1", On("x", "2026-03-02T12:00", "2026-03-02T13:00"))
                .error()
                .message,
            "Alias is taken");
  ASSERT_TRUE(account_.UpdateOverride("s1", "x", On("", "2026-03-02T12:00", "2026-03-02T13:00")));
  EXPECT_THAT(Overrides(), ElementsAre("x 2026-03-02T12:00 2026-03-02T13:00 ub"));
  EXPECT_TRUE(account_.DeleteOverride("s1", "x"));
  EXPECT_EQ(account_.DeleteOverride("s1", "x").error().message, "Override not found");
  EXPECT_EQ(changed_, 3);
}

TEST_F(OpsAccountTest, TurnsAUserNameIntoTheIdAndMakesUpAnAlias) {
  OpsOverride wanted = On("", "2026-03-02T10:00:00.7Z", "2026-03-02T11:00");
  wanted.responder.id = "a@example.com";
  const auto created = account_.CreateOverride("s1", wanted);
  ASSERT_TRUE(created);
  EXPECT_EQ(created->responder.id, "ua");
  EXPECT_EQ(created->alias.size(), 36U);
  EXPECT_EQ(created->start, T("2026-03-02T10:00"));
}

TEST_F(OpsAccountTest, RefusesOverridesThatCannotBe) {
  const auto refused = [&](const OpsOverride& wanted) {
    const auto created = account_.CreateOverride("s1", wanted);
    return created ? "accepted" : created.error().field + ": " + created.error().message;
  };
  OpsOverride wanted = On("", "2026-03-02T10:00", "2026-03-02T10:00");
  EXPECT_EQ(refused(wanted), "endDate: End must be after the start");
  wanted = On("", "2026-03-02T10:00", "2026-03-02T11:00");
  wanted.rotation_ids = {"r9"};
  EXPECT_EQ(refused(wanted), "rotations: Rotation not found: r9");
  wanted.responder.id = "uz";
  EXPECT_EQ(refused(wanted), "user: User not found");
  wanted = On("", "2026-03-02T10:00", "2026-03-02T11:00");
  wanted.responder = {"none", ""};
  EXPECT_EQ(refused(wanted), "accepted");
  EXPECT_EQ(account_.CreateOverride("s9", wanted).error().message, "Schedule not found");
}

TEST_F(OpsAccountTest, MirrorsInOneChange) {
  account_.CreateOverride("s1", On("early", "2026-03-02T08:00", "2026-03-02T10:00"));
  account_.CreateOverride("s1", On("late", "2026-03-02T12:00", "2026-03-02T13:00"));
  changed_ = 0;
  ASSERT_TRUE(account_.Mirror("s1", {"early", "late", "unknown"},
                              {{T("2026-03-02T14:00"), T("2026-03-02T15:00"), "ua", ""}}));
  EXPECT_THAT(Overrides(), ElementsAre("early 2026-03-02T08:00 2026-03-02T09:00 ub",
                                       "5a4d0000-0000-4000-8000-000000000001 2026-03-02T14:00 "
                                       "2026-03-02T15:00 ua"));
  EXPECT_TRUE(account_.FindSchedule("s1")->overrides[1].by_mirror);
  EXPECT_EQ(changed_, 1);
}

TEST_F(OpsAccountTest, FindsSchedulesByIdAndName) {
  EXPECT_EQ(account_.FindScheduleNamed("Ops")->id, "s1");
  EXPECT_EQ(account_.FindScheduleNamed("Nope"), nullptr);
  EXPECT_TRUE(account_.RemoveSchedule("s1"));
  EXPECT_THAT(account_.schedules(), IsEmpty());
}

}  // namespace
}  // namespace sandbox::world
