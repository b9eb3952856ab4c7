#include "provider/rpc/workers.h"

#include <atomic>
#include <barrier>
#include <future>
#include <latch>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tf::rpc {
namespace {

TEST(Workers, RunOnAnotherThread) {
  Workers workers(2);
  std::promise<std::thread::id> ran;
  workers.Run([&] { ran.set_value(std::this_thread::get_id()); });
  EXPECT_NE(ran.get_future().get(), std::this_thread::get_id());
}

// Each waits for all the others, so none could end if two of them shared a thread.
TEST(Workers, RunAtTheSameTimeUpToTheLimit) {
  constexpr int kMany = 64;
  std::barrier together(kMany);
  Workers workers(kMany);
  for (int i = 0; i < kMany; ++i) workers.Run([&] { together.arrive_and_wait(); });
  EXPECT_TRUE(workers.WaitUntilIdle(absl::Seconds(30)));
}

TEST(Workers, UseAFreeThreadAgain) {
  Workers workers(8);
  std::mutex mutex;
  std::set<std::thread::id> threads;
  for (int i = 0; i < 20; ++i) {
    workers.Run([&] {
      const std::lock_guard lock(mutex);
      threads.insert(std::this_thread::get_id());
    });
    ASSERT_TRUE(workers.WaitUntilIdle(absl::Seconds(30)));
  }
  EXPECT_EQ(threads.size(), 1U);
}

TEST(Workers, LetWorkWaitAtTheLimit) {
  std::latch release(1);
  std::atomic<int> done = 0;
  {
    Workers workers(1);
    workers.Run([&] { release.wait(); });
    for (int i = 0; i < 10; ++i) workers.Run([&] { ++done; });
    EXPECT_EQ(done, 0);
    release.count_down();
  }
  EXPECT_EQ(done, 10);
}

TEST(Workers, AreIdleFromTheStart) {
  Workers workers(1);
  EXPECT_TRUE(workers.WaitUntilIdle(absl::ZeroDuration()));
}

TEST(Workers, SayWhenTheyAreNotIdleInTime) {
  std::latch release(1);
  Workers workers(1);
  workers.Run([&] { release.wait(); });
  EXPECT_FALSE(workers.WaitUntilIdle(absl::Milliseconds(1)));
  release.count_down();
  EXPECT_TRUE(workers.WaitUntilIdle(absl::Seconds(30)));
}

}  // namespace
}  // namespace tf::rpc
