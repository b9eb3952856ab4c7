#include "resources/oncall/shared_read.h"

#include <atomic>
#include <latch>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "resources/http/fakes.h"

namespace oncall {
namespace {

using http::ApiError;
using http::ApiErrorKind;
using http::CallLimits;

using Texts = SharedRead<int, std::string>;
using Outcome = tl::expected<std::string, ApiError>;

Outcome Failure(ApiErrorKind kind) {
  ApiError error;
  error.kind = kind;
  error.message = "it failed";
  return tl::unexpected(error);
}

class SharedReadTest : public testing::Test {
 protected:
  std::string Get(int key, const std::string& text) {
    const auto answer = reads_.Get(key, {}, [&](const CallLimits&) -> Outcome {
      ++count_;
      return text;
    });
    return answer ? **answer : "error";
  }

  // Starts a read on its own thread that ends with `outcome` when `go_` is released, and waits
  // until it is under way.
  std::jthread StartSlowRead(Outcome outcome, Shared<std::string>* answer = nullptr) {
    std::jthread reader([this, outcome, answer](const std::stop_token& stop) {
      auto got = reads_.Get(1, {stop}, [&](const CallLimits&) {
        ++count_;
        started_.release();
        go_.acquire();
        return outcome;
      });
      if (answer != nullptr) *answer = got;
    });
    started_.acquire();
    return reader;
  }

  Texts reads_{std::make_shared<http::FakeClock>()};
  std::atomic<int> count_ = 0;
  std::binary_semaphore started_{0};
  std::binary_semaphore go_{0};
};

TEST_F(SharedReadTest, ReadsAKeyOnce) {
  EXPECT_EQ(Get(1, "first"), "first");
  EXPECT_EQ(Get(1, "second"), "first");
  EXPECT_EQ(Get(2, "other"), "other");
  EXPECT_EQ(count_, 2);
}

TEST_F(SharedReadTest, ReadsOnceForManyWhoAskAtOnce) {
  constexpr int kAskers = 32;
  std::latch everybody(kAskers);
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> askers;
    for (int i = 0; i < kAskers; ++i) {
      askers.emplace_back([&] {
        everybody.arrive_and_wait();
        if (Get(1, "text") == "text") ++right;
      });
    }
  }
  EXPECT_EQ(right, kAskers);
  EXPECT_EQ(count_, 1);
}

TEST_F(SharedReadTest, DoesNotKeepAnError) {
  const auto failed =
      reads_.Get(1, {}, [](const CallLimits&) { return Failure(ApiErrorKind::kUnavailable); });
  EXPECT_FALSE(failed);
  EXPECT_EQ(Get(1, "text"), "text");
}

TEST_F(SharedReadTest, SharesAnErrorWithThoseWhoWait) {
  std::jthread reader = StartSlowRead(Failure(ApiErrorKind::kUnavailable));
  std::string seen;
  std::jthread waiter([&] { seen = Get(1, "text"); });
  // The waiter either waits by then and shares the error, or comes later and reads.
  go_.release();
  reader.join();
  waiter.join();
  EXPECT_EQ(seen, count_ == 1 ? "error" : "text");
}

TEST_F(SharedReadTest, AStoppedReaderHandsOver) {
  Shared<std::string> stopped;
  std::jthread reader = StartSlowRead(Failure(ApiErrorKind::kCancelled), &stopped);
  std::string seen;
  std::jthread waiter([&] { seen = Get(1, "text"); });
  go_.release();
  reader.join();
  waiter.join();
  EXPECT_FALSE(stopped);
  EXPECT_EQ(seen, "text");
  EXPECT_EQ(count_, 2);
}

TEST_F(SharedReadTest, AStoppedWaiterLeavesAtOnce) {
  std::jthread reader = StartSlowRead("text");
  std::stop_source stop;
  stop.request_stop();
  const auto answer = reads_.Get(1, {stop.get_token()}, [](const CallLimits&) -> Outcome {
    ADD_FAILURE() << "somebody else reads already";
    return "";
  });
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ApiErrorKind::kCancelled);
  go_.release();
}

TEST_F(SharedReadTest, AWaiterKeepsItsOwnDeadline) {
  std::jthread reader = StartSlowRead("text");
  const auto answer =
      reads_.Get(1, {{}, absl::InfinitePast()}, [](const CallLimits&) -> Outcome { return ""; });
  ASSERT_FALSE(answer);
  EXPECT_TRUE(answer.error().out_of_time);
  go_.release();
}

TEST_F(SharedReadTest, ShowsOurOwnWrites) {
  Get(1, "text");
  reads_.Edit(1, [](std::string& text) { text += " and more"; });
  EXPECT_EQ(Get(1, "never read"), "text and more");
}

TEST_F(SharedReadTest, DoesNotKeepAReadThatMayHaveMissedAWrite) {
  Shared<std::string> early;
  std::jthread reader = StartSlowRead("before", &early);
  reads_.Edit(1, [](std::string&) { ADD_FAILURE() << "there is nothing to edit yet"; });
  EXPECT_EQ(Get(1, "after"), "after");
  go_.release();
  reader.join();
  ASSERT_TRUE(early);
  EXPECT_EQ(**early, "before");
  EXPECT_EQ(Get(1, "never read"), "after");
}

TEST_F(SharedReadTest, KeepsNothingBeyondItsRoom) {
  Texts reads(std::make_shared<http::FakeClock>(),
              [](const std::string& text) { return text.size(); });
  const auto is_read_again = [&](int key, std::size_t size) {
    int count = 0;
    const auto read = [&](const CallLimits&) -> Outcome {
      ++count;
      return std::string(size, 'x');
    };
    EXPECT_EQ((*reads.Get(key, {}, read))->size(), size);
    count = 0;
    EXPECT_EQ((*reads.Get(key, {}, read))->size(), size);
    return count > 0;
  };
  EXPECT_FALSE(is_read_again(1, kMostKept - 1));
  EXPECT_TRUE(is_read_again(2, 2));
  EXPECT_FALSE(is_read_again(3, 1));
  reads.Drop(1);
  EXPECT_FALSE(is_read_again(4, kMostKept - 1));
  EXPECT_TRUE(is_read_again(5, kMostKept + 1));
}

TEST_F(SharedReadTest, ReadsAgainAfterADrop) {
  Get(1, "old");
  reads_.Drop(1);
  EXPECT_EQ(Get(1, "new"), "new");
}

}  // namespace
}  // namespace oncall
