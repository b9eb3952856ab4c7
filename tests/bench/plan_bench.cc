// What the engine takes to plan and to validate one replica, without Protocol Buffers and without a
// request: the drift check is off.
#include <benchmark/benchmark.h>

#include <optional>
#include <string>

#include "provider/engine/engine.h"
#include "provider/testing/engine_driver.h"
#include "provider/value/msgpack.h"
#include "resources/http/fakes.h"
#include "resources/incident_provider.h"
#include "tests/bench/replica_object.h"

namespace bench {
namespace {

constexpr char kTypeName[] = "incident_schedule_replica";

std::optional<std::string> VariableOf(const std::string& name) {
  if (name == "INCIDENT_API_KEY") return "key";
  if (name == "INCIDENT_DRIFT_CHECK") return "off";
  return std::nullopt;
}

// An engine that is configured, and the bytes of a call about one replica.
struct Call {
  Call() {
    const tf::Type& block = engine.definition().provider().schema().type();
    const std::string empty = tf::EncodeMsgpack(tf::NullObject(block), block);
    engine.Configure("1.11.4", {empty, {}}, {});

    tf::EngineDriver driver(engine);
    const tf::Type& type = engine.definition().resources().find(kTypeName)->second->schema().type();
    const tf::Value state = driver.Object(kTypeName, kReplicaState);
    const tf::Value configured = driver.Object(kTypeName, kReplicaConfig);
    prior = tf::EncodeMsgpack(state, type);
    config = tf::EncodeMsgpack(configured, type);
    proposed = tf::EncodeMsgpack(driver.Propose(kTypeName, state, configured), type);
  }

  tf::engine::Engine engine{[] {
    return incident_provider::DefineProvider(
        {.version = "0",
         .environment = [](const char* name) { return VariableOf(name); },
         .platform = http::FakePlatform().platform()});
  }};
  std::string prior;
  std::string config;
  std::string proposed;
};

void PlanWithoutChanges(benchmark::State& state) {
  Call call;
  for (auto _ : state) {
    auto answer = call.engine.PlanResource({.type_name = kTypeName,
                                            .prior = {call.prior, {}},
                                            .proposed = {call.proposed, {}},
                                            .config = {call.config, {}},
                                            .prior_private = {},
                                            .planned_private = {}},
                                           {});
    if (answer.planned != call.prior) return state.SkipWithError("the plan has a change");
    benchmark::DoNotOptimize(answer);
  }
}

void ValidateConfiguration(benchmark::State& state) {
  Call call;
  for (auto _ : state) {
    const tf::Diagnostics said = call.engine.ValidateResource(kTypeName, {call.config, {}});
    if (said.has_error()) return state.SkipWithError(tf::Text(said).c_str());
  }
}

BENCHMARK(PlanWithoutChanges);
BENCHMARK(ValidateConfiguration);

}  // namespace
}  // namespace bench
