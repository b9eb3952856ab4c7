#include "resources/http/rate_limit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "resources/http/fakes.h"

namespace http {
namespace {

using Grant = RateLimit::Grant;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::Time kNoDeadline = absl::InfiniteFuture();

std::shared_ptr<FakeClock> NewClock() { return std::make_shared<FakeClock>(); }

TEST(RateLimit, GrantsAMinutesAllowanceWithoutAWait) {
  const auto clock = NewClock();
  RateLimit limit(60, clock);
  for (int i = 0; i < 60; ++i) EXPECT_EQ(limit.Acquire(kNoDeadline, {}), Grant::kGranted);
  EXPECT_THAT(clock->sleeps(), IsEmpty());
}

TEST(RateLimit, WaitsForTheNextTokenWhenTheAllowanceIsSpent) {
  const auto clock = NewClock();
  RateLimit limit(60, clock);
  for (int i = 0; i < 62; ++i) EXPECT_EQ(limit.Acquire(kNoDeadline, {}), Grant::kGranted);
  EXPECT_THAT(clock->sleeps(), ElementsAre(absl::Seconds(1), absl::Seconds(1)));
}

TEST(RateLimit, HoldsNoMoreThanOneMinutesAllowance) {
  const auto clock = NewClock();
  RateLimit limit(2, clock);
  clock->Advance(absl::Hours(1));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limit.Acquire(kNoDeadline, {}), Grant::kGranted);
  EXPECT_THAT(clock->sleeps(), ElementsAre(absl::Seconds(30)));
}

TEST(RateLimit, GrantsAnyNumberWithoutAnAllowance) {
  const auto clock = NewClock();
  RateLimit limit(std::nullopt, clock);
  for (int i = 0; i < 10'000; ++i) EXPECT_EQ(limit.Acquire(kNoDeadline, {}), Grant::kGranted);
  EXPECT_THAT(clock->sleeps(), IsEmpty());
}

TEST(RateLimit, RefusesAtOnceWhatCannotMeetItsDeadline) {
  const auto clock = NewClock();
  RateLimit limit(1, clock);
  EXPECT_EQ(limit.Acquire(kNoDeadline, {}), Grant::kGranted);
  EXPECT_EQ(limit.Acquire(clock->Steady() + absl::Seconds(59), {}), Grant::kPastDeadline);
  EXPECT_THAT(clock->sleeps(), IsEmpty());
  EXPECT_EQ(limit.Acquire(clock->Steady() + absl::Seconds(60), {}), Grant::kGranted);
}

TEST(RateLimit, RefusesADeadlineThatHasPassed) {
  const auto clock = NewClock();
  RateLimit limit(10, clock);
  EXPECT_EQ(limit.Acquire(clock->Steady() - absl::Seconds(1), {}), Grant::kPastDeadline);
}

TEST(RateLimit, IsCancelledByAStop) {
  const auto clock = NewClock();
  RateLimit limit(10, clock);
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(limit.Acquire(kNoDeadline, source.get_token()), Grant::kCancelled);
}

TEST(RateLimit, HoldsEverybodyUntilThePauseEndsAndThenAtTheUsualPace) {
  const auto clock = NewClock();
  RateLimit limit(60, clock);
  limit.PauseUntil(clock->Steady() + absl::Seconds(20));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limit.Acquire(kNoDeadline, {}), Grant::kGranted);
  EXPECT_THAT(clock->sleeps(), ElementsAre(absl::Seconds(20), absl::Seconds(1), absl::Seconds(1)));
}

TEST(RateLimit, SaysBeforeEachWaitHowLongItWillTake) {
  const auto clock = NewClock();
  RateLimit limit(1, clock);
  std::vector<absl::Duration> waits;
  const auto on_wait = [&](absl::Duration wait) { waits.push_back(wait); };
  EXPECT_EQ(limit.Acquire(kNoDeadline, {}, on_wait), Grant::kGranted);
  EXPECT_THAT(waits, IsEmpty());
  EXPECT_EQ(limit.Acquire(kNoDeadline, {}, on_wait), Grant::kGranted);
  EXPECT_THAT(waits, ElementsAre(absl::Minutes(1)));
}

TEST(RateLimit, AnEarlierEndChangesNothingAboutARunningPause) {
  const auto clock = NewClock();
  RateLimit limit(std::nullopt, clock);
  limit.PauseUntil(clock->Steady() + absl::Seconds(20));
  limit.PauseUntil(clock->Steady() + absl::Seconds(5));
  EXPECT_EQ(limit.Acquire(kNoDeadline, {}), Grant::kGranted);
  EXPECT_THAT(clock->sleeps(), ElementsAre(absl::Seconds(20)));
}

TEST(RateLimit, TheSameEndOfAPauseGrantsNoSecondToken) {
  const auto clock = NewClock();
  RateLimit limit(60, clock);
  const absl::Time until = clock->Steady() + absl::Seconds(20);
  limit.PauseUntil(until);
  EXPECT_EQ(limit.Acquire(kNoDeadline, {}), Grant::kGranted);
  limit.PauseUntil(until);
  EXPECT_EQ(limit.Acquire(kNoDeadline, {}), Grant::kGranted);
  EXPECT_THAT(clock->sleeps(), ElementsAre(absl::Seconds(20), absl::Seconds(1)));
}

TEST(RateLimit, GrantsExactlyTheAllowanceToManyThreads) {
  const auto clock = NewClock();
  RateLimit limit(600, clock);
  const absl::Time start = clock->Steady();
  std::atomic<int> granted = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 16; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 100; ++n) granted += limit.Acquire(kNoDeadline, {}) == Grant::kGranted;
      });
    }
  }
  EXPECT_EQ(granted, 1600);
  // A thousand more than the bucket held, at ten a second.
  EXPECT_LT(absl::AbsDuration(clock->Steady() - start - absl::Seconds(100)), absl::Milliseconds(1));
}

TEST(RateLimit, AStopEndsTheWaitOfTheFirstAndOfThoseBehindIt) {
  const auto clock = std::make_shared<GateClock>();
  RateLimit limit(1, clock);
  EXPECT_EQ(limit.Acquire(kNoDeadline, {}), Grant::kGranted);
  std::stop_source source;
  std::vector<Grant> grants(3, Grant::kGranted);
  {
    std::vector<std::jthread> threads;
    for (Grant& grant : grants) {
      threads.emplace_back([&] { grant = limit.Acquire(kNoDeadline, source.get_token()); });
    }
    clock->AwaitSleeper();
    source.request_stop();
  }
  EXPECT_THAT(grants, Each(Grant::kCancelled));
}

TEST(RateLimit, APauseHoldsThoseWhoAreWaitingAlready) {
  const auto clock = std::make_shared<GateClock>();
  RateLimit limit(60, clock);
  for (int i = 0; i < 60; ++i) EXPECT_EQ(limit.Acquire(kNoDeadline, {}), Grant::kGranted);
  absl::Time granted_at;
  {
    std::jthread waiting([&] {
      EXPECT_EQ(limit.Acquire(kNoDeadline, {}), Grant::kGranted);
      granted_at = clock->Steady();
    });
    clock->AwaitSleeper();
    limit.PauseUntil(absl::UnixEpoch() + absl::Seconds(30));
    clock->Advance(absl::Seconds(1));
    clock->AwaitSleeper();
    clock->Advance(absl::Seconds(29));
  }
  EXPECT_EQ(granted_at, absl::UnixEpoch() + absl::Seconds(30));
}

TEST(RateLimit, ServesInOrderOfArrival) {
  const auto clock = std::make_shared<GateClock>();
  RateLimit limit(60, clock);
  for (int i = 0; i < 60; ++i) EXPECT_EQ(limit.Acquire(kNoDeadline, {}), Grant::kGranted);
  std::mutex mutex;
  std::vector<int> order;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&, i] {
        EXPECT_EQ(limit.Acquire(kNoDeadline, {}), Grant::kGranted);
        const std::lock_guard lock(mutex);
        order.push_back(i);
      });
      while (limit.waiting() != static_cast<std::size_t>(i) + 1) std::this_thread::yield();
    }
    for (std::size_t served = 1; served <= 4; ++served) {
      clock->AwaitSleeper();
      clock->Advance(absl::Seconds(1));
      while (true) {
        const std::lock_guard lock(mutex);
        if (order.size() == served) break;
      }
    }
  }
  EXPECT_THAT(order, ElementsAre(0, 1, 2, 3));
}

TEST(RateLimit, LetsThoseWhomAPauseHeldGoOneAfterTheOther) {
  const auto clock = std::make_shared<GateClock>();
  RateLimit limit(std::nullopt, clock);
  limit.PauseUntil(absl::UnixEpoch() + absl::Seconds(30));
  std::mutex mutex;
  std::vector<absl::Duration> granted;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        EXPECT_EQ(limit.Acquire(kNoDeadline, {}), Grant::kGranted);
        const std::lock_guard lock(mutex);
        granted.push_back(clock->Steady() - absl::UnixEpoch());
      });
    }
    while (limit.waiting() != 4) std::this_thread::yield();
    for (std::size_t served = 1; served <= 4; ++served) {
      clock->AwaitSleeper();
      clock->Advance(served == 1 ? absl::Seconds(30) : absl::Milliseconds(200));
      while (true) {
        const std::lock_guard lock(mutex);
        if (granted.size() == served) break;
      }
    }
  }
  EXPECT_THAT(granted, ElementsAre(absl::Seconds(30), absl::Seconds(30.2), absl::Seconds(30.4),
                                   absl::Seconds(30.6)));
  // Nobody waits any more, so nobody is held.
  EXPECT_EQ(limit.Acquire(clock->Steady(), {}), Grant::kGranted);
  EXPECT_EQ(limit.Acquire(clock->Steady(), {}), Grant::kGranted);
}

// What three who come one after the other are told, before a stop ends their waits.
std::vector<absl::Duration> WaitsOfThree(RateLimit& limit) {
  std::stop_source source;
  std::mutex mutex;
  std::vector<absl::Duration> waits;
  const auto count = [&] {
    const std::lock_guard lock(mutex);
    return waits.size();
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < 3; ++i) {
      threads.emplace_back([&] {
        EXPECT_EQ(limit.Acquire(kNoDeadline, source.get_token(),
                                [&](absl::Duration wait) {
                                  const std::lock_guard lock(mutex);
                                  waits.push_back(wait);
                                }),
                  Grant::kCancelled);
      });
      while (count() != i + 1) std::this_thread::yield();
    }
    source.request_stop();
  }
  return waits;
}

TEST(RateLimit, SaysToThoseWhomAPauseHoldsWhenItIsTheirTurn) {
  const auto clock = std::make_shared<GateClock>();
  RateLimit limit(std::nullopt, clock);
  limit.PauseUntil(absl::UnixEpoch() + absl::Seconds(30));
  EXPECT_THAT(WaitsOfThree(limit),
              ElementsAre(absl::Seconds(30), absl::Seconds(30.2), absl::Seconds(30.4)));
}

TEST(RateLimit, SaysToThoseWhoWaitForTheAllowanceWhenItIsTheirTurn) {
  const auto clock = std::make_shared<GateClock>();
  RateLimit limit(60, clock);
  for (int i = 0; i < 60; ++i) EXPECT_EQ(limit.Acquire(kNoDeadline, {}), Grant::kGranted);
  EXPECT_THAT(WaitsOfThree(limit),
              ElementsAre(absl::Seconds(1), absl::Seconds(2), absl::Seconds(3)));
}

TEST(RateLimit, KeepsThePaceAlsoAfterAPauseThatWasSleptTooLong) {
  const auto clock = std::make_shared<GateClock>();
  RateLimit limit(std::nullopt, clock);
  limit.PauseUntil(absl::UnixEpoch() + absl::Seconds(30));
  std::stop_source source;
  std::atomic<int> granted = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 3; ++i) {
      threads.emplace_back(
          [&] { granted += limit.Acquire(kNoDeadline, source.get_token()) == Grant::kGranted; });
    }
    while (limit.waiting() != 3) std::this_thread::yield();
    clock->AwaitSleeper();
    clock->Advance(absl::Seconds(31));
    while (granted == 0) std::this_thread::yield();
    // Two are before it, who go after 0.2 and 0.4 seconds.
    EXPECT_EQ(limit.Acquire(clock->Steady() + absl::Seconds(0.5), source.get_token(),
                            [&](absl::Duration) { source.request_stop(); }),
              Grant::kPastDeadline);
    source.request_stop();
  }
  EXPECT_EQ(granted, 1);
}

}  // namespace
}  // namespace http
