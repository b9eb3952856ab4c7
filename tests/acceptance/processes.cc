#include "tests/acceptance/processes.h"

#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

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

bool Descends(const Process& process, pid_t from) {
  pid_t parent = process.parent;
  while (parent > 1 && parent != from) parent = ReadProcess(parent).parent;
  return parent == from;
}

std::vector<Process> Providers(const std::function<bool(const Process&)>& fits) {
  std::vector<Process> providers;
  std::error_code unreadable;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", unreadable)) {
    pid_t pid = 0;
    if (!absl::SimpleAtoi(entry.path().filename().string(), &pid)) continue;
    Process process = ReadProcess(pid);
    if (process.name.starts_with("(terraform-prov") && fits(process)) {
      providers.push_back(std::move(process));
    }
  }
  return providers;
}

Process FirstOf(const std::vector<Process>& providers) {
  return providers.empty() ? Process{} : providers.front();
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
  return FirstOf(Providers([&](const Process& provider) { return provider.parent == terraform; }))
      .pid;
}

pid_t RunningTerraform() {
  return FirstOf(Providers([](const Process& provider) {
           return ReadProcess(provider.parent).parent == getpid();
         }))
      .parent;
}

std::vector<pid_t> RunningProviders() {
  std::vector<pid_t> pids;
  for (const Process& provider :
       Providers([](const Process& process) { return Descends(process, getpid()); })) {
    pids.push_back(provider.pid);
  }
  return pids;
}

bool IsAlive(pid_t process) { return kill(process, 0) == 0; }

}  // namespace acceptance
