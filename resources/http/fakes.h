// For tests of everything that speaks HTTP: a clock that moves only when somebody waits, one that
// moves only when the test says so, and a transport that plays a script and records what it was
// asked. All are safe to use from several threads.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "resources/http/client.h"
#include "resources/http/clock.h"
#include "resources/http/transport.h"

namespace http {

// Sleeping takes no time: it moves the clock and is recorded.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(absl::Time now = absl::FromUnixSeconds(1772442000)) : now_(now) {}

  absl::Time Now() override { return Steady(); }
  absl::Time Steady() override {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  bool SleepUntil(absl::Time until, const std::stop_token& stop) override {
    const std::lock_guard lock(mutex_);
    if (stop.stop_requested()) return false;
    sleeps_.push_back(until - now_);
    if (until > now_) now_ = until;
    return true;
  }

  void Advance(absl::Duration by) {
    const std::lock_guard lock(mutex_);
    now_ += by;
  }
  std::vector<absl::Duration> sleeps() const {
    const std::lock_guard lock(mutex_);
    return sleeps_;
  }

 private:
  mutable std::mutex mutex_;
  absl::Time now_;
  std::vector<absl::Duration> sleeps_;
};

// A clock whose sleepers wait until the test lets time pass.
class GateClock final : public Clock {
 public:
  absl::Time Now() override { return Steady(); }
  absl::Time Steady() override {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  bool SleepUntil(absl::Time until, const std::stop_token& stop) override {
    std::unique_lock lock(mutex_);
    const auto mine = alarms_.insert(until);
    changed_.notify_all();
    changed_.wait(lock, stop, [&] { return now_ >= until; });
    alarms_.erase(mine);
    return !stop.stop_requested();
  }
  void AwaitSleeper() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return IsAsleep(); });
  }
  // Lets time pass only when somebody waits for it.
  void AdvanceIfAsleep(absl::Duration by) {
    const std::lock_guard lock(mutex_);
    if (!IsAsleep()) return;
    now_ += by;
    changed_.notify_all();
  }
  void Advance(absl::Duration by) {
    const std::lock_guard lock(mutex_);
    now_ += by;
    changed_.notify_all();
  }

 private:
  // Who has been woken but has not noticed yet sleeps no more.
  bool IsAsleep() const { return !alarms_.empty() && *alarms_.rbegin() > now_; }

  std::mutex mutex_;
  std::condition_variable_any changed_;
  absl::Time now_ = absl::UnixEpoch();
  std::multiset<absl::Time> alarms_;
};

// Answers with the script's entries in order; when it has ended, with an error that says so.
class FakeTransport final : public Transport {
 public:
  void Reply(Answer answer) {
    const std::lock_guard lock(mutex_);
    script_.push_back(std::move(answer));
  }
  void Reply(int status, std::string body = "", std::vector<Header> headers = {}) {
    Reply(Response{status, std::move(headers), std::move(body)});
  }
  void Fail(TransportErrorKind kind, bool sent) {
    Reply(tl::make_unexpected(TransportError{kind, "it failed", sent}));
  }

  Answer Send(const Endpoint& endpoint, const Request& request, const SendLimits& limits,
              const std::stop_token&) override {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    urls_.push_back(endpoint.Url(request.path, request.query));
    limits_.push_back(limits);
    if (script_.empty()) {
      return tl::make_unexpected(TransportError{TransportErrorKind::kMalformed,
                                                "the script of the test has ended", false});
    }
    Answer answer = std::move(script_.front());
    script_.pop_front();
    return answer;
  }

  std::vector<Request> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  // "GET https://host/path?query" of every request, in order.
  std::vector<std::string> log() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < requests_.size(); ++i) {
      lines.push_back(std::string(MethodName(requests_[i].method)) + " " + urls_[i]);
    }
    return lines;
  }
  std::vector<SendLimits> limits() const {
    const std::lock_guard lock(mutex_);
    return limits_;
  }

 private:
  mutable std::mutex mutex_;
  std::deque<Answer> script_;
  std::vector<Request> requests_;
  std::vector<std::string> urls_;
  std::vector<SendLimits> limits_;
};

// A fake of everything, with the parts at hand. Random numbers are all one half.
struct FakePlatform {
  std::shared_ptr<FakeTransport> transport = std::make_shared<FakeTransport>();
  std::shared_ptr<FakeClock> clock = std::make_shared<FakeClock>();

  Platform platform() const {
    return {transport, clock, [] { return 0.5; }};
  }
};

}  // namespace http
