// How much memory the provider's processes take that one command starts. Linux only.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

namespace acceptance {

// What the provider may take whatever it meets: 64 MiB.
inline constexpr std::int64_t kMostMemory = std::int64_t{64} << 20;

// Watches the providers that descend from this process, until the object goes away.
class PeakMemory {
 public:
  PeakMemory();

  // The largest resident set that any of them had so far, in bytes; 0 when none was seen.
  std::int64_t bytes() const { return bytes_; }

 private:
  void Watch(const std::stop_token& stop);

  std::atomic<std::int64_t> bytes_ = 0;
  std::jthread watcher_;
};

// Fails the test when a provider took more than it may, or none was seen. With the address
// sanitizer the memory is its own, so it is not asserted.
void ExpectLittleMemory(std::int64_t bytes);

}  // namespace acceptance
