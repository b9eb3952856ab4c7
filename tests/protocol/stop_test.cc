// Ctrl-C: Terraform asks the provider to stop, waits for the calls that are under way, and then
// shuts it down. Whatever a call is waiting for, both take the provider two seconds together at
// most, and the answer tells what was reached.
#include <chrono>
#include <functional>
#include <future>
#include <optional>
#include <ostream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/acceptance/processes.h"
#include "tests/protocol/incident_process.h"

namespace protocol_test {
namespace {

namespace pb = tfplugin6;
using Json = nlohmann::json;
using std::chrono::steady_clock;

constexpr std::chrono::seconds kContract{2};
constexpr int kHeld = 60'000;

Json Given() {
  return {{"schedule_id", "01SANDB0XPRIMARY0000000000"},
          {"replica_provider", "pagerduty"},
          {"replica_provider_id", "PPRIMRY"},
          {"replica_fallback_user_id", "PBOT001"},
          {"sources", Json::array({{{"rotation_id", "01SANDB0XR0TATI0NPRIMARY00"},
                                    {"layer_id", "01SANDB0XLAYERPRIMARY00000"}}})}};
}

// What an apply is waiting for when it is stopped.
struct Held {
  const char* name;
  bool changes = false;  // a replica that is there; else it creates one
  Json fault;
  // Whether anything is created, and so has to be in the state.
  std::size_t replicas = 0;
  bool waits_for_sync = false;
};

void PrintTo(const Held& held, std::ostream* out) { *out << held.name; }

Json HeldBack(const char* method, const char* path, bool effect) {
  return {{"method", method}, {"path", path}, {"delay_ms", kHeld}, {"effect", effect}};
}

constexpr char kList[] = "/incident/v2/schedules/*/replicas";
constexpr char kOne[] = "/incident/v2/schedules/*/replicas/*";

class Stop : public testing::TestWithParam<Held> {
 protected:
  // Of a configuration that plans as said before.
  pb::ApplyResourceChange::Response Apply(const Json& given) {
    const auto* const prior = stored_ ? &*stored_ : nullptr;
    const auto plan = provider_.Ask<pb::PlanResourceChange>("PlanResourceChange",
                                                            provider_.PlanRequest(given, prior));
    return provider_.Ask<pb::ApplyResourceChange>("ApplyResourceChange",
                                                  provider_.ApplyRequest(given, plan, prior));
  }
  bool HasStruck() {
    return sandbox_.Get("/faults").at("faults").at(0).at("struck").get<int>() > 0;
  }

  acceptance::Sandbox sandbox_{acceptance::DemoWorld(), testing::TempDir()};
  IncidentProcess provider_{sandbox_};
  std::optional<pb::ApplyResourceChange::Response> stored_;
};

INSTANTIATE_TEST_SUITE_P(
    While, Stop,
    testing::Values(
        Held{"TheCreateIsHeldBack", false, HeldBack("POST", kList, false), 0},
        Held{"TheAnswerToTheCreateIsHeldBack", false, HeldBack("POST", kList, true), 1},
        Held{"TheCreateWaitsForItsTurn",
             false,
             {{"method", "POST"},
              {"path", kList},
              {"status", 429},
              {"times", 0},
              {"headers", {{"Retry-After", "60"}}}},
             0},
        Held{"TheNewReplicaOfAChangeIsHeldBack", true, HeldBack("POST", kList, false), 1},
        Held{"TheAnswerAboutTheNewReplicaIsHeldBack", true, HeldBack("POST", kList, true), 2},
        Held{"TheDeleteOfTheOldReplicaIsHeldBack", true, HeldBack("DELETE", kOne, false), 2},
        Held{"TheFirstSyncIsWaitedFor", true, HeldBack("GET", kOne, false), 2, true}),
    [](const auto& held) { return held.param.name; });

TEST_P(Stop, TheApplyAnswersAndTheProcessEndsWithinTwoSeconds) {
  Json given = Given();
  if (GetParam().changes) {
    stored_ = Apply(given);
    given["mirror_window_days"] = 7;
    if (GetParam().waits_for_sync) given["wait_for_sync"] = true;
  }
  if (GetParam().waits_for_sync) sandbox_.Post("/switches", {{"sync_delay", "never"}});
  sandbox_.Post("/faults", GetParam().fault);
  auto applying = std::async(std::launch::async, [&] { return Apply(given); });
  ASSERT_TRUE(acceptance::Within(std::chrono::seconds(60), [&] { return HasStruck(); }));

  const auto begin = steady_clock::now();
  provider_.Ask<pb::StopProvider>("StopProvider", {});
  const pb::ApplyResourceChange::Response applied = applying.get();
  CallBytes(provider_.channel(), "/plugin.GRPCController/Shutdown", "");
  provider_.program().process().Wait();
  EXPECT_LT(steady_clock::now() - begin, kContract);

  const Json replicas = sandbox_.Replicas();
  EXPECT_EQ(replicas.size(), GetParam().replicas);
  // Everything that is there is named by the state or by what accompanies it. With an error and no
  // new state Terraform keeps the old one.
  const bool keeps_old = applied.new_state().msgpack().empty() && stored_;
  const pb::ApplyResourceChange::Response& state = keeps_old ? *stored_ : applied;
  const std::string kept = state.new_state().msgpack() + state.private_();
  for (const Json& replica : replicas) {
    EXPECT_THAT(kept, testing::HasSubstr(replica.at("id").get<std::string>()));
  }
}

}  // namespace
}  // namespace protocol_test
