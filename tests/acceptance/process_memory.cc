#include "tests/acceptance/process_memory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/acceptance/processes.h"

namespace acceptance {
namespace {

constexpr std::chrono::milliseconds kPause(10);

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEMORY_IS_THE_SANITIZERS
#endif
#endif

// The high-water mark that the kernel keeps, so that nothing is missed between two looks; 0 when
// the process is gone.
std::int64_t PeakOf(pid_t pid) {
  std::ifstream status(std::filesystem::path("/proc") / std::to_string(pid) / "status");
  for (std::string word; status >> word;) {
    std::int64_t kibibytes = 0;
    if (word == "VmHWM:" && status >> kibibytes) return kibibytes * 1024;
  }
  return 0;
}

}  // namespace

PeakMemory::PeakMemory() : watcher_([this](const std::stop_token& stop) { Watch(stop); }) {}

void PeakMemory::Watch(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    for (const pid_t provider : RunningProviders()) {
      bytes_ = std::max<std::int64_t>(bytes_, PeakOf(provider));
    }
    std::this_thread::sleep_for(kPause);
  }
}

void ExpectLittleMemory(std::int64_t bytes) {
  ASSERT_GT(bytes, 0) << "no process of the provider was seen";
#ifndef MEMORY_IS_THE_SANITIZERS
  EXPECT_LT(bytes, kMostMemory);
#endif
}

}  // namespace acceptance
