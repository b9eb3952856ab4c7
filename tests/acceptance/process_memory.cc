#include "tests/acceptance/process_memory.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace acceptance {
namespace {

constexpr std::chrono::milliseconds kPause(5);

// The number in the line "NAME: number ..." of a process's status; -1 when the process is gone.
std::int64_t StatusOf(const std::filesystem::path& process, const std::string& name) {
  std::ifstream status(process / "status");
  for (std::string word; status >> word;) {
    std::int64_t value = -1;
    if (word == name && status >> value) return value;
  }
  return -1;
}

bool Descends(std::int64_t pid, std::int64_t from) {
  while (pid > 1 && pid != from) {
    pid = StatusOf(std::filesystem::path("/proc") / std::to_string(pid), "PPid:");
  }
  return pid == from;
}

}  // namespace

PeakMemory::PeakMemory(std::string program)
    : program_(std::move(program)),
      watcher_([this](const std::stop_token& stop) { Watch(stop); }) {}

std::int64_t PeakMemory::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

void PeakMemory::Watch(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::error_code gone;
    for (const auto& process : std::filesystem::directory_iterator("/proc")) {
      const std::filesystem::path& path = process.path();
      const std::string name = path.filename().string();
      if (!std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; })) continue;
      // The high-water mark of the kernel, so that nothing is missed between two looks.
      if (std::filesystem::read_symlink(path / "exe", gone) != program_) continue;
      if (!Descends(std::stoll(name), getpid())) continue;
      const std::int64_t kibibytes = StatusOf(path, "VmHWM:");
      const std::lock_guard lock(mutex_);
      bytes_ = std::max(bytes_, kibibytes * 1024);
    }
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace acceptance
