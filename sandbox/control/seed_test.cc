#include "sandbox/control/seed.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/time.h"
#include "nlohmann/json.hpp"
#include "sandbox/control/test_seed.h"

namespace sandbox {
namespace {

using nlohmann::json;

const absl::Time kWall = absl::FromUnixSeconds(1'790'000'000);

std::string Refused(const json& seed) {
  const auto stage = LoadStage(seed, kWall);
  return stage ? "accepted" : stage.error();
}

TEST(LoadStage, StartsEmptyOnTheWallClock) {
  const auto stage = LoadStage(json::object(), kWall);
  ASSERT_TRUE(stage);
  EXPECT_TRUE((*stage)->live);
  EXPECT_EQ((*stage)->world.now(), kWall);
  EXPECT_TRUE((*stage)->world.incident().schedules().empty());
}

TEST(LoadStage, StopsTheClockAtTheSeedsTimeAndCountsFromThere) {
  const auto stage = LoadStage(TestSeed(), kWall);
  ASSERT_TRUE(stage) << stage.error();
  EXPECT_FALSE((*stage)->live);
  const auto& override_ = (*stage)->world.incident().overrides()[0];
  EXPECT_EQ(override_.start_at, (*stage)->world.now() + absl::Hours(24));
  EXPECT_EQ(override_.user_id, "");
}

TEST(LoadStage, GivesExternalSystemsWholeSecondsOnly) {
  json seed = TestSeed();
  seed["pagerduty"]["schedules"][0]["layers"][0]["start"] = "2026-03-01T09:00:00.9Z";
  seed["jsm"]["schedules"][0]["rotations"][0]["start"] = "2026-03-01T09:00:00.9Z";
  seed["opsgenie"]["schedules"][0]["overrides"] = {
      {{"start", "2026-03-23T12:00:00.9Z"}, {"end", "2026-03-23T13:00:00.9Z"}}};
  const auto stage = LoadStage(seed, kWall);
  ASSERT_TRUE(stage) << stage.error();
  const auto& world = (*stage)->world;
  const absl::Time nine = *base::ParseInstant("2026-03-01T09:00:00Z");
  EXPECT_EQ(world.pagerduty().schedules()[0].layers[0].start, nine);
  EXPECT_EQ(world.jsm().schedules()[0].rotations[0].start, nine);
  EXPECT_EQ(world.opsgenie().schedules()[0].overrides[0].end,
            *base::ParseInstant("2026-03-23T13:00:00Z"));
}

TEST(LoadStage, SyncsAReplicaUnlessToldNotTo) {
  json seed = TestSeed();
  seed["replicas"] = {TestReplica(), TestReplica()};
  seed["replicas"][0]["id"] = "REPLICA";
  seed["replicas"][1]["sync"] = false;
  seed["replicas"][1]["last_sync_error"] = "Failed to find external user for Milly";
  const auto stage = LoadStage(seed, kWall);
  ASSERT_TRUE(stage) << stage.error();
  const auto& replicas = (*stage)->world.mirroring().replicas();
  EXPECT_EQ(replicas[0].id, "REPLICA");
  EXPECT_EQ(replicas[0].last_synced_at, (*stage)->world.now());
  EXPECT_EQ(replicas[1].last_synced_at, std::nullopt);
  EXPECT_EQ(replicas[1].last_sync_error, "Failed to find external user for Milly");
}

TEST(LoadStage, ReplacesTheKeysThatAreGiven) {
  const json seed = json::parse(R"({"keys":{
      "incident":[{"key":"a","roles":["viewer"]}],"pagerduty":[{"token":"b","read_only":true}],
      "jsm":[{"email":"c","api_token":"d"}],"jsm_cloud_id":"e"}})");
  const auto stage = LoadStage(seed, kWall);
  ASSERT_TRUE(stage) << stage.error();
  EXPECT_EQ((*stage)->incident.settings().keys[0].key, "a");
  EXPECT_TRUE((*stage)->pagerduty.settings().keys[0].read_only);
  EXPECT_EQ((*stage)->opsgenie.settings().keys[0].authorization, "GenieKey sandbox-opsgenie-key");
  EXPECT_EQ((*stage)->jsm.settings().keys[0].authorization, BasicAuth("c", "d"));
  EXPECT_EQ((*stage)->jsm.cloud_id(), "e");
}

TEST(LoadStage, NamesThePlaceOfAMistake) {
  EXPECT_EQ(Refused(json::array()), "It must be an object.");
  EXPECT_EQ(Refused({{"now", "noon"}}),
            "now must be a time: RFC 3339, \"now\", or as \"+2h\", \"-3d\".");
  EXPECT_EQ(Refused({{"user", json::array()}}), "user is not known here.");
  EXPECT_EQ(Refused({{"users", {{{"name", "x"}}}}}), "users[0].id is required.");
  EXPECT_EQ(Refused({{"keys", {{"incident", {{{"name", "x"}}}}}}}),
            "keys.incident[0].key is required.");
  EXPECT_EQ(Refused({{"pagerduty", {{"schedules", {{{"id", "P"}, {"layers", {{{"id", "L"}}}}}}}}}}),
            "pagerduty.schedules[0].layers[0].start is required.");
  EXPECT_EQ(
      Refused({{"jsm",
                {{"schedules",
                  {{{"id", "J"}, {"rotations", {{{"start", "now"}, {"type", "yearly"}}}}}}}}}}),
      "jsm.schedules[0].rotations[0].type must be hourly, daily or weekly.");
  EXPECT_EQ(Refused({{"schedules", {{{"id", "S"}, {"timezone", "Mars/Base"}}}}}),
            "schedules[0]: Not a known time zone");
  EXPECT_EQ(Refused({{"links", {{{"provider", "slack"}, {"external_user_id", "x"}}}}}),
            "links[0].provider must be pagerduty, opsgenie or jsm.");
  EXPECT_EQ(Refused({{"replicas", {TestReplica()}}}),
            "replicas[0].schedule_id names a schedule that does not exist.");
  EXPECT_EQ(Refused({{"switches", {{"old_server", 1}}}}),
            "switches.old_server must be true or false.");
}

TEST(DemoWorld, IsValidToday) {
  std::ifstream file(SANDBOX_WORLDS "/demo.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto seed = ParseJson(text);
  ASSERT_TRUE(seed);
  const auto stage = LoadStage(*seed, kWall);
  ASSERT_TRUE(stage) << stage.error();
  const world::World& world = (*stage)->world;
  EXPECT_EQ(world.incident().schedules()[0].name, "Primary on-call");
  for (const auto& user : world.incident().users()) {
    EXPECT_NE(world.mirroring().ExternalUser(world::Provider::kPagerDuty, user.id), "");
    EXPECT_NE(world.mirroring().ExternalUser(world::Provider::kJsm, user.id), "");
  }
  EXPECT_EQ(
      world.mirroring().ExternalUser(world::Provider::kOpsgenie, world.incident().users()[2].id),
      "");
}

}  // namespace
}  // namespace sandbox
