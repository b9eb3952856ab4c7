#include "sandbox/control/stage.h"

#include <gtest/gtest.h>

#include "nlohmann/json.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);

std::string Refused(const char* text) {
  Stage stage(kNow, {});
  const json before = SwitchesOf(stage);
  const auto problem = SetSwitches(json::parse(text), stage);
  EXPECT_EQ(SwitchesOf(stage), before);
  return problem.value_or("accepted");
}

TEST(Switches, SetWhatIsGivenAndLeaveTheRest) {
  Stage stage(kNow, {});
  EXPECT_EQ(SetSwitches(json::parse(R"({"sync_delay":"2m","hidden_replicas":["*"],
      "refuse_second_replica":"conflict","provider_spelling":{"jsm":"jsm_v2"}})"),
                        stage),
            std::nullopt);
  EXPECT_EQ(SetSwitches(json::parse(R"({"old_server":true,"entries_page_size":3,
      "sync_fails_with":"no","sync_writes":false,"omit_mirror_window_days":true,
      "timeline_from_instant":true})"),
                        stage),
            std::nullopt);
  EXPECT_EQ(SwitchesOf(stage), json::parse(R"({"sync_delay":"120s","sync_fails_with":"no",
      "sync_writes":false,"refuse_second_replica":"conflict","entries_page_size":3,"old_server":true,
      "omit_mirror_window_days":true,"provider_spelling":{"jsm":"jsm_v2"},
      "hidden_replicas":["*"],"timeline_from_instant":true})"));
  EXPECT_EQ(SetSwitches(json::parse(R"({"sync_delay":"never"})"), stage), std::nullopt);
  EXPECT_EQ(stage.world.mirroring().switches().sync_delay, absl::InfiniteDuration());
}

TEST(Switches, ReadBackWhatTheyWrite) {
  Stage stage(kNow, {});
  EXPECT_EQ(SetSwitches(SwitchesOf(stage), stage), std::nullopt);
}

TEST(Switches, PutARateLimitOnOneSystemAndTakeItAway) {
  Stage stage(kNow, {});
  EXPECT_EQ(SetSwitches(json::parse(R"({"rate_limits":{"jsm":{"limit":1}}})"), stage),
            std::nullopt);
  EXPECT_TRUE(stage.jsm.settings().rate_limit);
  EXPECT_FALSE(stage.incident.settings().rate_limit);
  EXPECT_EQ(SetSwitches(json::parse(R"({"rate_limits":{"jsm":null}})"), stage), std::nullopt);
  EXPECT_FALSE(stage.jsm.settings().rate_limit);
}

TEST(Switches, RefuseMisuseAndThenSetNothing) {
  EXPECT_EQ(Refused(R"({"old_server":true,"sync_delay":"soon"})"),
            "switches.sync_delay must be a duration such as \"90s\", or \"never\".");
  EXPECT_EQ(Refused(R"({"refuse_second_replica":"yes"})"),
            "switches.refuse_second_replica must be \"no\", \"invalid\" or \"conflict\".");
  EXPECT_EQ(Refused(R"({"rate_limits":{"slack":{}}})"),
            "switches.rate_limits has a member that is none of the four systems.");
  EXPECT_EQ(Refused(R"({"rate_limits":{"jsm":{"limit":0}}})"),
            "rate_limits.jsm.limit must be a whole number between 1 and 1000000.");
  EXPECT_EQ(Refused(R"({"old":true})"), "switches.old is not known here.");
}

TEST(OpsAccountOf, KnowsTheTwoOfOneKind) {
  Stage stage(kNow, {});
  EXPECT_EQ(OpsAccountOf(stage, world::Provider::kOpsgenie), &stage.world.opsgenie());
  EXPECT_EQ(OpsAccountOf(stage, world::Provider::kJsm), &stage.world.jsm());
  EXPECT_EQ(OpsAccountOf(stage, world::Provider::kPagerDuty), nullptr);
}

}  // namespace
}  // namespace sandbox
