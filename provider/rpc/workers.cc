#include "provider/rpc/workers.h"

#include <system_error>
#include <utility>

#include "absl/time/clock.h"

namespace tf::rpc {

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Workers::Run(std::function<void()> work) {
  std::unique_lock lock(mutex_);
  const bool enough = free_ > waiting_.size() || threads_.size() == most_;
  if (!enough && !AddThread() && threads_.empty()) {
    lock.unlock();
    work();
    return;
  }
  waiting_.push_back(std::move(work));
  lock.unlock();
  wake_.notify_one();
}

bool Workers::WaitUntilIdle(absl::Duration limit) {
  std::unique_lock lock(mutex_);
  return idle_.wait_for(lock, absl::ToChronoNanoseconds(limit), [this] { return Idle(); });
}

bool Workers::AddThread() {
  try {
    threads_.emplace_back([this] { Work(); });
    ++free_;  // until it takes its first work
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

void Workers::Work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const std::function<void()> work = std::move(waiting_.front());
    waiting_.pop_front();
    --free_;
    lock.unlock();
    work();
    lock.lock();
    ++free_;
    if (Idle()) idle_.notify_all();
  }
}

}  // namespace tf::rpc
