// Threads on which calls wait for the network, so that gRPC's few threads never do. They are
// started as they are needed, since most processes answer a handful of calls and end. Safe to use
// from any thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/time/time.h"

namespace tf::rpc {

class Workers {
 public:
  explicit Workers(std::size_t most) : most_(most) {}
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  // Waits until all that was handed in is done.
  ~Workers();

  // Runs `work`, which must not throw, on a thread of its own, or behind other work when there are
  // `most` threads already. A system that gives no thread at all makes the caller do it.
  void Run(std::function<void()> work);

  // Waits until nothing is running or waiting, but no longer than `limit`. Whether that came to be.
  bool WaitUntilIdle(absl::Duration limit);

 private:
  // Both with mutex_ held.
  bool AddThread();
  bool Idle() const { return waiting_.empty() && free_ == threads_.size(); }
  void Work();

  const std::size_t most_;
  std::mutex mutex_;  // guards the members below
  std::condition_variable wake_;
  std::condition_variable idle_;
  std::deque<std::function<void()>> waiting_;
  std::vector<std::thread> threads_;
  std::size_t free_ = 0;  // threads that wait for work
  bool ending_ = false;
};

}  // namespace tf::rpc
