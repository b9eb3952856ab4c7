#include "resources/http/turnstile.h"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

namespace http {
namespace {

TEST(Turnstile, LetsOneThroughAtATime) {
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  int left = 0;
  Turnstile turnstile([&left] { ++left; });
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 50; ++n) {
          const Turnstile::Turn turn = turnstile.Enter(absl::InfiniteDuration(), {});
          most = std::max(most.load(), ++inside);
          --inside;
        }
      });
    }
  }
  EXPECT_EQ(most, 1);
  EXPECT_EQ(left, 400);
}

TEST(Turnstile, TheTurnLastsAsLongAsItsLastCopy) {
  Turnstile turnstile;
  Turnstile::Turn turn = turnstile.Enter(absl::ZeroDuration(), {});
  ASSERT_TRUE(turn);
  Turnstile::Turn copy = turn;
  turn.reset();
  EXPECT_FALSE(turnstile.Enter(absl::ZeroDuration(), {}));
  copy.reset();
  EXPECT_TRUE(turnstile.Enter(absl::ZeroDuration(), {}));
}

TEST(Turnstile, AStopEndsTheWait) {
  Turnstile turnstile;
  const Turnstile::Turn turn = turnstile.Enter(absl::ZeroDuration(), {});
  std::stop_source stop;
  std::jthread stopper([&stop] { stop.request_stop(); });
  EXPECT_FALSE(turnstile.Enter(absl::InfiniteDuration(), stop.get_token()));
}

TEST(Turnstile, ATurnMayOutliveIt) {
  std::optional<Turnstile> turnstile(std::in_place);
  Turnstile::Turn turn = turnstile->Enter(absl::ZeroDuration(), {});
  turnstile.reset();
  turn.reset();
}

}  // namespace
}  // namespace http
