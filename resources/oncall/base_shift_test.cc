#include "resources/oncall/base_shift.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "resources/oncall/testing/fake_incident.h"

namespace oncall {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Target kTarget{"pagerduty", ids::ExternalScheduleId("P1")};
const ids::ExternalUserId kFallback("PF");

// Two layers, of which the first shows where both do, and an override over everything.
constexpr char kTwoLayers[] = R"({"schedule": {"id": "P1", "time_zone": "America/New_York",
  "final_schedule": {"rendered_schedule_entries": [
    {"start": "2026-03-02T09:00:00Z", "end": "2026-03-16T09:00:00Z", "user": {"id": "PX"}}]},
  "schedule_layers": [
    {"rendered_schedule_entries": [
      {"start": "2026-03-02T09:00:00Z", "end": "2026-03-02T12:00:00Z",
       "user": {"id": "PA", "summary": "Ann"}},
      {"start": "2026-03-02T12:00:00Z", "end": "2026-03-02T17:00:00Z",
       "user": {"id": "PA", "summary": "Ann"}}]},
    {"rendered_schedule_entries": [
      {"start": "2026-03-02T09:00:00Z", "end": "2026-03-16T09:00:00Z",
       "user": {"id": "PB", "summary": "Bob"}}]}]}})";

class BaseShiftTest : public ::testing::Test {
 protected:
  std::optional<BaseShift> Find(const std::string& answer, int status = 200) {
    world_.incident->AnswerOthers([=](const http::Request&) {
      return http::Response{status, {{"Content-Type", "application/json"}}, answer};
    });
    return FindBaseShift(*oncall_, kTarget, kFallback, {});
  }

  FakeWorld world_;
  std::shared_ptr<OnCall> oncall_ = world_.WithPagerDuty();
};

TEST_F(BaseShiftTest, IsThatOfTheUppermostLayerWithoutOverrides) {
  const auto shift = Find(kTwoLayers);
  ASSERT_TRUE(shift);
  EXPECT_THAT(shift->people, ElementsAre("Ann"));
  EXPECT_EQ(shift->until, world_.clock->Now() + absl::Hours(8));
  EXPECT_EQ(shift->zone.name(), "America/New_York");
}

TEST_F(BaseShiftTest, LooksThroughWhereAnUpperLayerShowsNobody) {
  world_.clock->Advance(absl::Hours(8));
  const auto shift = Find(kTwoLayers);
  ASSERT_TRUE(shift);
  EXPECT_THAT(shift->people, ElementsAre("Bob"));
}

TEST_F(BaseShiftTest, HasNoEndWhereNothingElseComes) {
  const auto shift = Find(R"({"schedule": {"id": "P1",
    "final_schedule": {"rendered_schedule_entries": []},
    "schedule_layers": [{"rendered_schedule_entries": [
      {"start": "2026-03-02T09:00:00Z", "end": null, "user": {"id": "PB"}}]}]}})");
  ASSERT_TRUE(shift);
  EXPECT_THAT(shift->people, ElementsAre("PB"));
  EXPECT_EQ(shift->until, std::nullopt);
  EXPECT_EQ(shift->zone, absl::UTCTimeZone());
}

TEST_F(BaseShiftTest, LooksTwoWeeksAhead) {
  const auto shift = Find(R"({"schedule": {"id": "P1",
    "final_schedule": {"rendered_schedule_entries": []},
    "schedule_layers": [{"rendered_schedule_entries": [
      {"start": "2026-03-02T09:00:00Z", "end": "2026-03-16T08:00:00Z", "user": {"id": "PB"}}]}]}})");
  ASSERT_TRUE(shift);
  EXPECT_EQ(shift->until, world_.clock->Now() + absl::Hours(14 * 24 - 1));
}

TEST_F(BaseShiftTest, NamesTheFallbackUserForWhatItIs) {
  const auto shift = Find(R"({"schedule": {"id": "P1",
    "final_schedule": {"rendered_schedule_entries": []},
    "schedule_layers": [{"rendered_schedule_entries": [
      {"start": "2026-03-02T09:00:00Z", "end": null, "user": {"id": "PF"}}]}]}})");
  ASSERT_TRUE(shift);
  EXPECT_THAT(shift->people, ElementsAre("the fallback user"));
}

TEST_F(BaseShiftTest, MayBeNobody) {
  const auto shift = Find(R"({"schedule": {"id": "P1",
    "final_schedule": {"rendered_schedule_entries": []}, "schedule_layers": []}})");
  ASSERT_TRUE(shift);
  EXPECT_THAT(shift->people, IsEmpty());
}

TEST_F(BaseShiftTest, IsNotKnownWhereTheAnswerDoesNotTell) {
  EXPECT_FALSE(Find(R"({"schedule": {"id": "P1",
    "final_schedule": {"rendered_schedule_entries": []}}})"));
  oncall_ = world_.WithPagerDuty();
  EXPECT_FALSE(Find(R"({"schedule": {"id": "P1",
    "final_schedule": {"rendered_schedule_entries": []}, "schedule_layers": [{"x": 1}]}})"));
  oncall_ = world_.WithPagerDuty();
  EXPECT_FALSE(Find("{}", 404));
}

TEST_F(BaseShiftTest, DoesNotWaitForAnOutageToEnd) {
  const absl::Time start = world_.clock->Steady();
  EXPECT_FALSE(Find("{}", 503));
  EXPECT_LE(world_.clock->Steady() - start, absl::Seconds(10));
}

TEST_F(BaseShiftTest, DoesNotWaitForAnAllowanceEither) {
  const absl::Time start = world_.clock->Steady();
  EXPECT_FALSE(Find("{}", 429));
  EXPECT_LE(world_.clock->Steady() - start, absl::Seconds(10));
}

TEST_F(BaseShiftTest, AsksOnceForTheNextTargetOfASystemThatIsOut) {
  EXPECT_FALSE(Find("{}", 503));
  world_.incident->TakeLog();
  const absl::Time start = world_.clock->Steady();
  const Target next{"pagerduty", ids::ExternalScheduleId("P2")};
  EXPECT_FALSE(FindBaseShift(*oncall_, next, kFallback, {}));
  EXPECT_EQ(world_.clock->Steady(), start);
  EXPECT_THAT(world_.incident->TakeLog(), ElementsAre("pagerduty: GET /schedules/P2"));
}

TEST_F(BaseShiftTest, IsAskedForOnce) {
  EXPECT_TRUE(Find(kTwoLayers));
  EXPECT_TRUE(FindBaseShift(*oncall_, kTarget, kFallback, {}));
  EXPECT_THAT(world_.incident->TakeLog(), ElementsAre("pagerduty: GET /schedules/P1"));
}

TEST_F(BaseShiftTest, NeedsACredential) {
  oncall_ = world_.Configured();
  EXPECT_FALSE(Find(kTwoLayers));
  EXPECT_THAT(world_.incident->TakeLog(), IsEmpty());
}

}  // namespace
}  // namespace oncall
