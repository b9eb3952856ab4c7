#include "resources/oncall/external_system.h"

#include <gmock/gmock.h>

#include <string>

#include "resources/http/fakes.h"

namespace oncall {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const http::Endpoint kEndpoint{"https", "api.example", "", ""};

class ExternalSystemTest : public ::testing::Test {
 protected:
  // The system of `provider`, with access to all three.
  ExternalSystem& Of(const std::string& provider) {
    Settings settings{.incident = NoAccess{}};
    settings.pagerduty = pagerduty::Options{{kEndpoint}, "t"};
    settings.opsgenie = opsgenie::Options{{kEndpoint}, "k"};
    settings.jsm = jsm::Options{{kEndpoint}, "c", "a@b.example", "t"};
    systems_ = ExternalSystems(settings, outside_.platform());
    return *systems_.find(provider)->second.system;
  }
  auto Read(const std::string& provider) {
    return Of(provider).Read(ids::ExternalScheduleId("X1"), now_, now_ + absl::Hours(24), {});
  }

  http::FakePlatform outside_;
  std::map<std::string, ExternalAccess, std::less<>> systems_;
  const absl::Time now_ = outside_.clock->Now();
};

TEST_F(ExternalSystemTest, WithoutACredentialThereIsNoSystem) {
  const auto systems = ExternalSystems({.incident = NoAccess{}}, outside_.platform());
  ASSERT_THAT(systems, SizeIs(3));
  for (const auto& [provider, access] : systems) {
    EXPECT_EQ(access.system, nullptr) << provider;
    EXPECT_TRUE(access.no_access) << provider;
  }
  EXPECT_THAT(outside_.transport->log(), IsEmpty());
}

TEST_F(ExternalSystemTest, PagerDutyTellsWhatOverridesPutThere) {
  outside_.transport->Reply(200, R"({"schedule": {"id": "X1", "name": "Primary",
    "overrides_subschedule": {"rendered_schedule_entries": [
      {"start": "2026-03-02T09:00:00Z", "end": "2026-03-02T12:00:00Z", "user": {"id": "PA"}}]},
    "final_schedule": {"rendered_schedule_entries": [
      {"start": "2026-03-02T09:00:00Z", "end": "2026-03-02T12:00:00Z",
       "user": {"id": "PA", "summary": "Ann"}},
      {"start": "2026-03-02T12:00:00Z", "end": "2026-03-03T09:00:00Z",
       "user": {"id": "PB", "summary": "Bob"}}]}}})");
  const auto shown = Read("pagerduty");
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->name, "Primary");
  ASSERT_THAT(shown->entries, SizeIs(2));
  EXPECT_EQ(shown->entries[0].origin, mirror::Origin::kOverride);
  EXPECT_EQ(shown->entries[1].origin, mirror::Origin::kBaseSchedule);
  EXPECT_EQ(shown->names.at(ids::ExternalUserId("PB")), "Bob");
}

TEST_F(ExternalSystemTest, APagerDutyUserWithoutANameIsLookedUpOnce) {
  outside_.transport->Reply(200, R"({"schedule": {"id": "X1",
    "final_schedule": {"rendered_schedule_entries": [
      {"start": "2026-03-02T09:00:00Z", "end": "2026-03-02T12:00:00Z", "user": {"id": "PA"}},
      {"start": "2026-03-02T15:00:00Z", "end": "2026-03-03T09:00:00Z", "user": {"id": "PA"}}]}}})");
  outside_.transport->Reply(200,
                            R"({"user": {"id": "PA", "name": "Ann", "email": "a@b.example"}})");
  const auto shown = Read("pagerduty");
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->names.at(ids::ExternalUserId("PA")), "Ann");
  EXPECT_THAT(outside_.transport->log(), SizeIs(2));
}

TEST_F(ExternalSystemTest, APersonOfSeveralSchedulesIsLookedUpOnce) {
  const char* const kShifts = R"({"schedule": {"id": "X1", "type": "schedule_v3",
    "final_schedule": {"computed_shift_assignments": [
      {"start_time": "2026-03-02T09:00:00Z", "end_time": "2026-03-03T09:00:00Z",
       "member": {"type": "user_member", "user_id": "PA"}},
      {"start_time": "2026-03-03T09:00:00Z", "end_time": "2026-03-04T09:00:00Z",
       "member": {"type": "user_member", "user_id": "PGONE"}}]}}})";
  const char* const kUpgraded = R"({"schedule": {"id": "X1", "type": "schedule_v3"}})";
  outside_.transport->Reply(200, kUpgraded);
  outside_.transport->Reply(200, kShifts);
  outside_.transport->Reply(200, R"({"user": {"id": "PA", "name": "Ann"}})");
  outside_.transport->Reply(404, "{}");
  outside_.transport->Reply(200, kUpgraded);
  outside_.transport->Reply(200, kShifts);
  ExternalSystem& pagerduty = Of("pagerduty");
  for (int i = 0; i < 2; ++i) {
    const auto shown =
        pagerduty.Read(ids::ExternalScheduleId("X1"), now_, now_ + absl::Hours(24), {});
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->names.at(ids::ExternalUserId("PA")), "Ann");
    EXPECT_EQ(shown->names.at(ids::ExternalUserId("PGONE")), "");
  }
  EXPECT_THAT(outside_.transport->log(), SizeIs(6));
}

TEST_F(ExternalSystemTest, OpsgenieAndJsmTellWhatRotationsWouldShow) {
  const std::string timeline = R"("finalTimeline": {"rotations": []},
    "baseTimeline": {"rotations": [{"periods": [
      {"startDate": "2026-03-02T09:00:00Z", "endDate": "2026-03-09T09:00:00Z",
       "recipient": {"type": "user", "id": "OA", "name": "ann@example.com"}}]}]}})";
  for (const char* provider : {"opsgenie", "jsm"}) {
    outside_.transport->Reply(200, R"({"_parent": {"id": "X1", "name": "Primary"}, )" + timeline);
    const auto base =
        Of(provider).ReadBase(ids::ExternalScheduleId("X1"), now_, now_ + absl::Hours(24), {});
    ASSERT_TRUE(base && *base) << provider;
    ASSERT_THAT((*base)->entries, SizeIs(1)) << provider;
    EXPECT_EQ((*base)->entries[0].user, ids::ExternalUserId("OA")) << provider;
    EXPECT_THAT(outside_.transport->log().back(), HasSubstr("expand=base")) << provider;
  }
}

TEST_F(ExternalSystemTest, ATimelineWithoutItsBaseTellsNothingOfIt) {
  for (const char* base : {"", R"(, "baseTimeline": {})"}) {
    outside_.transport->Reply(200,
                              std::string(R"({"finalTimeline": {"rotations": []})") + base + "}");
    const auto read =
        Of("opsgenie").ReadBase(ids::ExternalScheduleId("X1"), now_, now_ + absl::Hours(24), {});
    ASSERT_TRUE(read) << base;
    EXPECT_FALSE(*read) << base;
  }
}

TEST_F(ExternalSystemTest, PagerDutyKnowsPeopleByTheirAddresses) {
  outside_.transport->Reply(200, R"({"users": [{"id": "PA", "name": "Ann",
    "email": "Ann@Example.com"}], "more": false})");
  const auto addresses = Of("pagerduty").ReadAddresses({});
  ASSERT_TRUE(addresses && *addresses);
  EXPECT_EQ((*addresses)->at("ann@example.com"), ids::ExternalUserId("PA"));
}

TEST_F(ExternalSystemTest, JsmTellsNoAddresses) {
  const auto addresses = Of("jsm").ReadAddresses({});
  ASSERT_TRUE(addresses);
  EXPECT_FALSE(*addresses);
  EXPECT_THAT(outside_.transport->log(), IsEmpty());
}

TEST_F(ExternalSystemTest, AnErrorKeepsTheWordsOfTheApi) {
  for (const char* provider : {"pagerduty", "opsgenie", "jsm"}) {
    outside_.transport->Reply(404, "{}");
    const auto shown = Read(provider);
    ASSERT_FALSE(shown) << provider;
    EXPECT_EQ(shown.error().kind, http::ApiErrorKind::kNotFound) << provider;
  }
}

}  // namespace
}  // namespace oncall
