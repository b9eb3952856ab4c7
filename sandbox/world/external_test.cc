#include "sandbox/world/external.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox/world/testing.h"

namespace sandbox::world {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Provider, IsReadInEitherSpellingAndNamedInTheNew) {
  EXPECT_EQ(ParseProvider("jira"), Provider::kJsm);
  EXPECT_EQ(ParseProvider("jsm"), Provider::kJsm);
  EXPECT_EQ(ParseProvider("opsgenie_v2"), std::nullopt);
  for (const char* name : {"native", "pagerduty", "opsgenie", "jsm"}) {
    EXPECT_EQ(ProviderName(*ParseProvider(name)), name);
  }
}

class ExternalTest : public ::testing::TestWithParam<Provider> {
 protected:
  ExternalTest() {
    external_.pagerduty().PutUser({"PA", "A", ""});
    external_.opsgenie().PutUser({"PA", "a@example.com", "A"});
    external_.jsm().PutUser({"PA", "a@example.com", "A"});
    PagerDutyLayer layer;
    layer.start = layer.rotation_virtual_start = T("2026-03-01T00:00");
    layer.users = {"PA"};
    external_.pagerduty().PutSchedule({"X", "Layered", "UTC", {layer}});
    OpsSchedule schedule;
    schedule.id = "X";
    OpsRotation rotation;
    rotation.start = T("2026-03-01T00:00");
    rotation.participants = {{"user", "PA"}};
    schedule.rotations = {rotation};
    external_.opsgenie().PutSchedule(schedule);
    external_.jsm().PutSchedule(schedule);
    changed_.clear();
  }

  Clock clock_{T("2026-03-02T09:00")};
  std::vector<Target> changed_;
  External external_{clock_, [this](const Target& target) { changed_.push_back(target); }};
};

INSTANTIATE_TEST_SUITE_P(Systems, ExternalTest,
                         ::testing::Values(Provider::kPagerDuty, Provider::kOpsgenie,
                                           Provider::kJsm),
                         [](const auto& system) {
                           return std::string(ProviderName(system.param));
                         });

TEST_P(ExternalTest, KnowsWhatExists) {
  EXPECT_TRUE(external_.HasSchedule({GetParam(), "X"}));
  EXPECT_FALSE(external_.HasSchedule({GetParam(), "Y"}));
  EXPECT_TRUE(external_.HasUser(GetParam(), "PA"));
  EXPECT_FALSE(external_.HasUser(GetParam(), "PB"));
}

TEST_P(ExternalTest, MirrorsIntoTheSystemNamedAndListsWhatIsNotOver) {
  const Target target{GetParam(), "X"};
  external_.Mirror(target, {},
                   {{T("2026-03-02T06:00"), T("2026-03-02T07:00"), "PB", ""},
                    {T("2026-03-02T12:00"), T("2026-03-02T13:00"), "PB", ""}});
  EXPECT_THAT(changed_, ElementsAre(target));
  const auto overrides = external_.MirrorOverrides(target);
  ASSERT_EQ(overrides.size(), 1U);
  EXPECT_EQ(overrides[0].start, T("2026-03-02T12:00"));
  EXPECT_EQ(overrides[0].user, "PB");
}

TEST_P(ExternalTest, ASnapshotOutlivesChangesAndCanLeaveOverridesOut) {
  const Target target{GetParam(), "X"};
  external_.Mirror(target, {}, {{T("2026-03-02T12:00"), T("2026-03-02T13:00"), "PB", ""}});
  const std::string id = external_.MirrorOverrides(target)[0].id;
  const Showing before = external_.Snapshot(target);
  EXPECT_THAT(Lines(external_.Snapshot(target, {id})(T("2026-03-02T11:00"), T("2026-03-02T14:00"))),
              ElementsAre("2026-03-02T11:00 2026-03-02T14:00 PA"));
  external_.Mirror(target, {id}, {});
  EXPECT_THAT(external_.MirrorOverrides(target), IsEmpty());
  EXPECT_THAT(
      Lines(before(T("2026-03-02T11:00"), T("2026-03-02T14:00"))),
      ElementsAre("2026-03-02T11:00 2026-03-02T12:00 PA", "2026-03-02T12:00 2026-03-02T13:00 PB",
                  "2026-03-02T13:00 2026-03-02T14:00 PA"));
}

TEST_P(ExternalTest, ShowsNobodyWhereThereIsNoSchedule) {
  EXPECT_THAT(
      Lines(external_.Snapshot({GetParam(), "Y"})(T("2026-03-02T11:00"), T("2026-03-02T14:00"))),
      ElementsAre("2026-03-02T11:00 2026-03-02T14:00 -"));
}

TEST_F(ExternalTest, TheNativeProviderHasEverythingAndDoesNothing) {
  EXPECT_TRUE(external_.HasSchedule({Provider::kNative, "anything"}));
  EXPECT_TRUE(external_.HasUser(Provider::kNative, "anyone"));
  EXPECT_TRUE(external_.Mirror({Provider::kNative, "anything"}, {}, {}));
  EXPECT_THAT(changed_, IsEmpty());
}

}  // namespace
}  // namespace sandbox::world
