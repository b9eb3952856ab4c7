// One answer from outside per key, read once and shared by everybody who asks, also at once. The
// first asker reads on its own thread; the others wait with their own stop token and deadline. A
// first asker that is stopped or runs out of time hands over to one of those who wait. Errors are
// shared with those who wait and never kept, nor are answers beyond the room there is. Safe to call
// from any thread; `read` runs unlocked.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <tl/expected.hpp>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/time/time.h"
#include "resources/http/api_error.h"
#include "resources/http/client.h"

namespace oncall {

// What a shared read answers: an object that nobody changes any more.
template <typename T>
using Shared = tl::expected<std::shared_ptr<const T>, http::ApiError>;

// The errors of somebody who stopped waiting for another's read.
http::ApiError StoppedWaiting();
http::ApiError WaitedTooLong();

// How many elements one SharedRead keeps. 100 schedules with a shift for every hour of 90 days and
// two layers are 432 000; a server that feeds more is asked again and again, rather than take all
// memory.
inline constexpr std::size_t kMostKept = 500'000;

template <typename Key, typename T>
class SharedRead {
 public:
  using Read = std::function<tl::expected<T, http::ApiError>(const http::CallLimits&)>;

  // The elements of an answer. Without it, one answer is as small as another.
  using Size = std::size_t (*)(const T&);

  explicit SharedRead(std::shared_ptr<http::Clock> clock, Size size = nullptr)
      : clock_(std::move(clock)), size_(size) {}

  // What is kept for `key`, or else what `read` brings.
  Shared<T> Get(const Key& key, const http::CallLimits& limits, const Read& read);

  // Applies our own write to what is kept. A read under way may have missed the write, so its
  // answer goes to those who wait for it already and is not kept.
  void Edit(const Key& key, const std::function<void(T&)>& edit);

  // Forgets what is kept: whoever asks from now on gets an answer that was read from now on.
  void Drop(const Key& key);
  void DropAll();

 private:
  struct Slot {
    bool reading = false;
    std::optional<Shared<T>> answer;
    std::size_t elements = 0;  // that were kept of it
  };
  using Slots = std::map<Key, std::shared_ptr<Slot>>;

  bool WaitForAnswer(std::unique_lock<std::mutex>& lock, const Slot& slot,
                     const http::CallLimits& limits);
  // Whether the error says something about the reader rather than about what was read. Who has to
  // wait past its deadline gives up before that.
  bool IsReadersOwn(const http::ApiError& error, const http::CallLimits& limits) const {
    return error.kind == http::ApiErrorKind::kCancelled || error.callers_limit ||
           limits.deadline <= clock_->Steady();
  }

  // These three with mutex_ held.
  bool HasRoomFor(const Shared<T>& answer) const;
  void Keep(Slot& slot);
  void Erase(typename Slots::iterator kept);

  const std::shared_ptr<http::Clock> clock_;
  const Size size_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  // A slot that is not in here any more still serves those who wait for it.
  Slots slots_;
  std::size_t elements_ = 0;  // of all that is in slots_
};

template <typename Key, typename T>
Shared<T> SharedRead<Key, T>::Get(const Key& key, const http::CallLimits& limits,
                                  const Read& read) {
  std::unique_lock lock(mutex_);
  auto& entry = slots_[key];
  if (!entry) entry = std::make_shared<Slot>();
  const std::shared_ptr<Slot> slot = entry;

  if (!WaitForAnswer(lock, *slot, limits)) {
    return tl::unexpected(limits.stop.stop_requested() ? StoppedWaiting() : WaitedTooLong());
  }
  if (slot->answer) return *slot->answer;

  slot->reading = true;
  // However the read ends, also by an exception: those who wait take over.
  const absl::Cleanup hand_over = [&] {
    if (!lock.owns_lock()) lock.lock();
    slot->reading = false;
    changed_.notify_all();
  };
  lock.unlock();
  auto found = read(limits);
  lock.lock();
  Shared<T> answer = found ? Shared<T>(std::make_shared<const T>(*std::move(found)))
                           : tl::unexpected(found.error());
  if (answer || !IsReadersOwn(answer.error(), limits)) slot->answer = answer;
  const auto kept = slots_.find(key);
  if (slot->answer && kept != slots_.end() && kept->second == slot) {
    HasRoomFor(answer) ? Keep(*slot) : Erase(kept);
  }
  return answer;
}

template <typename Key, typename T>
bool SharedRead<Key, T>::HasRoomFor(const Shared<T>& answer) const {
  return answer && (size_ == nullptr || elements_ + size_(**answer) <= kMostKept);
}

template <typename Key, typename T>
void SharedRead<Key, T>::Keep(Slot& slot) {
  slot.elements = size_ == nullptr ? 0 : size_(***slot.answer);
  elements_ += slot.elements;
}

template <typename Key, typename T>
void SharedRead<Key, T>::Erase(typename Slots::iterator kept) {
  elements_ -= kept->second->elements;
  slots_.erase(kept);
}

template <typename Key, typename T>
bool SharedRead<Key, T>::WaitForAnswer(std::unique_lock<std::mutex>& lock, const Slot& slot,
                                       const http::CallLimits& limits) {
  const auto settled = [&] { return slot.answer.has_value() || !slot.reading; };
  if (limits.deadline == absl::InfiniteFuture()) {
    return changed_.wait(lock, limits.stop, settled);
  }
  // Far deadlines would overflow the clock of the standard library.
  const absl::Duration left = std::min(limits.deadline - clock_->Steady(), absl::Hours(24));
  return changed_.wait_for(lock, limits.stop, absl::ToChronoNanoseconds(left), settled);
}

template <typename Key, typename T>
void SharedRead<Key, T>::Edit(const Key& key, const std::function<void(T&)>& edit) {
  const std::lock_guard lock(mutex_);
  const auto kept = slots_.find(key);
  if (kept == slots_.end()) return;
  Slot& slot = *kept->second;
  if (slot.answer && *slot.answer) {
    T edited = ***slot.answer;
    edit(edited);
    slot.answer = std::make_shared<const T>(std::move(edited));
  } else {
    Erase(kept);
  }
}

template <typename Key, typename T>
void SharedRead<Key, T>::Drop(const Key& key) {
  const std::lock_guard lock(mutex_);
  if (const auto kept = slots_.find(key); kept != slots_.end()) Erase(kept);
}

template <typename Key, typename T>
void SharedRead<Key, T>::DropAll() {
  const std::lock_guard lock(mutex_);
  slots_.clear();
  elements_ = 0;
}

}  // namespace oncall
