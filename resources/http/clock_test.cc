#include "resources/http/clock.h"

#include <gtest/gtest.h>

#include <thread>

#include "absl/time/clock.h"

namespace http {
namespace {

TEST(SystemClock, ComesBackAtOnceFromAMomentThatHasPassed) {
  const auto clock = SystemClock();
  EXPECT_TRUE(clock->SleepUntil(clock->Steady(), {}));
  EXPECT_TRUE(clock->SleepUntil(absl::InfinitePast(), {}));
}

TEST(SystemClock, SleepsUntilTheMomentIsReached) {
  const auto clock = SystemClock();
  const absl::Time until = clock->Steady() + absl::Milliseconds(2);
  EXPECT_TRUE(clock->SleepUntil(until, {}));
  EXPECT_GE(clock->Steady(), until);
}

TEST(SystemClock, AStopEndsAnEndlessSleep) {
  const auto clock = SystemClock();
  bool slept = true;
  std::jthread sleeper([&](const std::stop_token& stop) {
    slept = clock->SleepUntil(absl::InfiniteFuture(), stop);
  });
  sleeper.request_stop();
  sleeper.join();
  EXPECT_FALSE(slept);
}

TEST(SystemClock, KnowsTheTimeOfDay) {
  EXPECT_LT(absl::AbsDuration(SystemClock()->Now() - absl::Now()), absl::Minutes(1));
}

}  // namespace
}  // namespace http
