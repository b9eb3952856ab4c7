#include "tests/acceptance/processes.h"

#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "absl/strings/numbers.h"

namespace acceptance {
namespace {

// All 0 when there is none.
struct Process {
  pid_t pid = 0;
  pid_t parent = 0;
  std::string name;
};

Process ReadProcess(pid_t pid) {
  std::ifstream file(std::filesystem::path("/proc") / std::to_string(pid) / "stat");
  Process process;
  std::string state;
  file >> process.pid >> process.name >> state >> process.parent;
  return file ? process : Process{};
}

// The first of all providers that fits.
Process FindProvider(const std::function<bool(const Process&)>& fits) {
  std::error_code unreadable;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", unreadable)) {
    pid_t pid = 0;
    if (!absl::SimpleAtoi(entry.path().filename().string(), &pid)) continue;
    Process process = ReadProcess(pid);
    if (process.name.starts_with("(terraform-prov") && fits(process)) return process;
  }
  return {};
}

}  // namespace

bool Within(std::chrono::milliseconds time, const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

pid_t ProviderOf(pid_t terraform) {
  return FindProvider([terraform](const Process& provider) { return provider.parent == terraform; })
      .pid;
}

pid_t RunningTerraform() {
  return FindProvider([](const Process& provider) {
           return ReadProcess(provider.parent).parent == getpid();
         })
      .parent;
}

bool IsAlive(pid_t process) { return kill(process, 0) == 0; }

}  // namespace acceptance
