#include <gtest/gtest.h>

#include "nlohmann/json.hpp"
#include "sandbox/control/seed.h"
#include "sandbox/control/test_seed.h"

namespace sandbox {
namespace {

using nlohmann::json;

const absl::Time kWall = absl::FromUnixSeconds(1'790'000'000);

TEST(DumpStage, WritesAWorldThatReadsBackTheSame) {
  json seed = TestSeed();
  seed["replicas"] = json::array({TestReplica()});
  const auto stage = LoadStage(seed, kWall);
  ASSERT_TRUE(stage) << stage.error();
  const json dump = DumpStage(**stage);
  const auto again = LoadStage(dump, kWall);
  ASSERT_TRUE(again) << again.error();
  EXPECT_EQ(DumpStage(**again), dump);
}

TEST(DumpStage, LeavesOutKeysAndTheTimeOfALiveClock) {
  const auto stage = LoadStage(json::parse(R"({"keys":{"incident":[{"key":"secret"}]}})"), kWall);
  ASSERT_TRUE(stage) << stage.error();
  const json dump = DumpStage(**stage);
  EXPECT_FALSE(dump.contains("now"));
  EXPECT_EQ(dump.dump().find("secret"), std::string::npos);
}

}  // namespace
}  // namespace sandbox
