// How much memory the provider's processes take that one command starts. Linux only.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

namespace acceptance {

// Watches the processes of one program that descend from this one, until the object goes away.
class PeakMemory {
 public:
  // `program` is the path of the executable file.
  explicit PeakMemory(std::string program);

  // The largest resident set that any of them had so far, in bytes; 0 when none was seen.
  std::int64_t bytes() const;

 private:
  void Watch(const std::stop_token& stop);

  const std::string program_;
  mutable std::mutex mutex_;
  std::int64_t bytes_ = 0;
  std::jthread watcher_;
};

}  // namespace acceptance
