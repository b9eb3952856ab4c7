// What it costs to read a value that Terraform sent and to write one back: a replica, which each
// resource call does several times, and a large set, which must not cost more than its size.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "provider/value/json.h"
#include "provider/value/msgpack.h"
#include "resources/schedule_replica/model.h"
#include "tests/bench/replica_object.h"

namespace bench {
namespace {

struct Sample {
  tf::Type type;
  tf::Value value;
};

Sample Replica() {
  const tf::Type& type = schedule_replica::ReplicaShape().schema().type();
  auto value = tf::DecodeJson(kReplicaState, type);
  return {type, value ? *std::move(value) : tf::Value::Null()};
}

Sample SetOfSources(std::int64_t size) {
  tf::Value::Elements sources;
  for (std::int64_t i = 0; i < size; ++i) {
    sources.push_back(
        tf::Value::Map({{"layer_id", tf::Value::String(absl::StrCat("01SANDB0XLAYER", i))},
                        {"rotation_id", tf::Value::String(absl::StrCat("01SANDB0XR0TATI0N", i))}}));
  }
  return {tf::Type::Set(tf::Type::Object(
              {{"layer_id", tf::Type::String()}, {"rotation_id", tf::Type::String()}})),
          tf::Value::List(std::move(sources))};
}

void Decode(benchmark::State& state, const Sample& sample) {
  const std::string bytes = tf::EncodeMsgpack(sample.value, sample.type);
  for (auto _ : state) {
    auto value = tf::DecodeMsgpack(bytes, sample.type);
    if (!value) return state.SkipWithError(value.error().c_str());
    benchmark::DoNotOptimize(value);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}

void Encode(benchmark::State& state, const Sample& sample) {
  std::int64_t size = 0;
  for (auto _ : state) {
    const std::string bytes = tf::EncodeMsgpack(sample.value, sample.type);
    size = static_cast<std::int64_t>(bytes.size());
    benchmark::DoNotOptimize(bytes.data());
  }
  state.SetBytesProcessed(state.iterations() * size);
}

void DecodeReplica(benchmark::State& state) { Decode(state, Replica()); }
void EncodeReplica(benchmark::State& state) { Encode(state, Replica()); }

void DecodeSet(benchmark::State& state) {
  Decode(state, SetOfSources(state.range(0)));
  state.SetComplexityN(state.range(0));
}

void EncodeSet(benchmark::State& state) {
  Encode(state, SetOfSources(state.range(0)));
  state.SetComplexityN(state.range(0));
}

BENCHMARK(DecodeReplica);
BENCHMARK(EncodeReplica);
BENCHMARK(DecodeSet)->RangeMultiplier(10)->Range(10, 10'000)->Complexity(benchmark::oN);
BENCHMARK(EncodeSet)->RangeMultiplier(10)->Range(10, 10'000)->Complexity(benchmark::oN);

}  // namespace
}  // namespace bench
