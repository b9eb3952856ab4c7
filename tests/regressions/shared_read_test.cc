#include "resources/oncall/shared_read.h"

#include <gtest/gtest.h>

#include <atomic>
#include <new>
#include <string>
#include <thread>

#include "resources/oncall/testing/fake_incident.h"

namespace oncall {
namespace {

using http::ApiError;
using http::CallLimits;

using Texts = SharedRead<int, std::string>;
using Outcome = tl::expected<std::string, ApiError>;

// Knows when somebody waits for the read that is under way: the reader has no deadline and so never
// asks what time it is before its answer.
class CountingClock final : public http::Clock {
 public:
  absl::Time Now() override { return absl::UnixEpoch(); }
  absl::Time Steady() override {
    ++asked_;
    asked_.notify_all();
    return absl::UnixEpoch();
  }
  bool SleepUntil(absl::Time, const std::stop_token&) override { return true; }
  void AwaitAsker() { asked_.wait(0); }

 private:
  std::atomic<int> asked_ = 0;
};

// Reads key 1 on one thread as `read` says, while another one waits for that; answers what the
// second one gets.
std::string SecondOf(const Texts::Read& read) {
  const auto clock = std::make_shared<CountingClock>();
  Texts texts(clock);
  std::string seen;
  std::jthread second;
  const auto first = [&](const CallLimits& limits) {
    second = std::jthread([&] {
      const CallLimits patient{{}, absl::UnixEpoch() + absl::Hours(1)};
      const auto answer =
          texts.Get(1, patient, [](const CallLimits&) -> Outcome { return "text"; });
      seen = answer ? **answer : answer.error().message;
    });
    clock->AwaitAsker();
    return read(limits);
  };
  try {
    texts.Get(1, {}, first);
  } catch (const std::bad_alloc&) {
    // As the last resort of each RPC does.
  }
  second.join();
  return seen;
}

// A resource with a short timeout of its own met "Retry-After: 60", gave up before its deadline,
// and its error failed all who waited for the same list.
TEST(Regression, AShortDeadlineFailsOnlyItsOwner) {
  FakeWorld world;
  world.incident->AddSchedule("S1", "Primary");
  EXPECT_EQ(SecondOf([&](const CallLimits&) -> Outcome {
              world.incident->Expect({.method = http::Method::kGet, .status = 429});
              const CallLimits hurried{{}, world.clock->Steady() + absl::Seconds(2)};
              const auto list = world.oncall->Replicas(ids::ScheduleId("S1"), hurried);
              return tl::unexpected(list.error());
            }),
            "text");
}

// The slot stayed "being read" for ever, and with it all who waited.
TEST(Regression, AReadThatThrowsHandsOver) {
  EXPECT_EQ(SecondOf([](const CallLimits&) -> Outcome { throw std::bad_alloc(); }), "text");
}

}  // namespace
}  // namespace oncall
