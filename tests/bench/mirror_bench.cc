// What a check costs: hourly hand-overs in several lanes, of which the external schedule has a part
// wrong. The largest is 90 days of ten lanes.
#include <benchmark/benchmark.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "resources/mirror/check.h"

namespace mirror {
namespace {

struct World {
  absl::Time now = absl::FromUnixSeconds(1772442000);
  SourceSchedule schedule;
  Replica replica;
  std::vector<ActualEntry> actual;
};

Lane LaneNumber(int number) {
  return {ids::RotationId("01G0J1EXE7AXZ2C93K61WBPYEH"),
          ids::LayerId(absl::StrCat("01G0J1EXE7AXZ2C93K61WBP", number))};
}

ids::UserId User(int number) {
  return ids::UserId(absl::StrCat("01FCNDV6P870EA6S7TK1DSY", number % 40));
}

// With `staggered`, no two lanes hand over at once, which is the most there can be to do.
World Hourly(int days, int lanes, bool staggered) {
  World world;
  world.replica.window_days = days;
  world.replica.last_synced_at = world.now;
  world.replica.fallback = ids::ExternalUserId("PFALLBK");
  for (int i = 0; i < 40; ++i) {
    world.replica.users[User(i)] = ids::ExternalUserId(absl::StrCat("PUSER", i));
  }
  for (int lane = 0; lane < lanes; ++lane) {
    world.schedule.lanes.push_back(LaneNumber(lane));
    const absl::Duration offset = staggered ? absl::Minutes(5 * lane) : absl::ZeroDuration();
    for (int hour = 0; hour < days * 24; ++hour) {
      const absl::Time start = world.now + absl::Hours(hour) + offset;
      world.schedule.entries.push_back({.start = start,
                                        .end = start + absl::Hours(1),
                                        .rotation = LaneNumber(lane).rotation,
                                        .layer = LaneNumber(lane).layer,
                                        .user = User(hour + 7 * lane)});
      if (lane > 0) continue;
      const int shown = hour % 10 == 0 ? hour + 1 : hour;
      world.actual.push_back({start, start + absl::Hours(1), world.replica.users[User(shown)]});
    }
  }
  world.replica.sources = world.schedule.lanes;
  return world;
}

void CheckHourly(benchmark::State& state) {
  const World world = Hourly(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)),
                             state.range(2) != 0);
  const std::optional actual = world.actual;
  for (auto _ : state) {
    benchmark::DoNotOptimize(CheckReplica(world.now, world.schedule, world.replica, {}, actual));
  }
  state.SetComplexityN(static_cast<benchmark::IterationCount>(world.schedule.entries.size()));
}

BENCHMARK(CheckHourly)
    ->ArgNames({"days", "lanes", "staggered"})
    ->ArgsProduct({{11, 22, 45, 90}, {10}, {0}})
    ->Unit(benchmark::kMillisecond)
    ->Complexity(benchmark::oNLogN);
BENCHMARK(CheckHourly)
    ->ArgNames({"days", "lanes", "staggered"})
    ->ArgsProduct({{14}, {1}, {0}})
    ->ArgsProduct({{90}, {1, 10}, {1}})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mirror
