// Processes that a scenario watches and ends: neither it nor Terraform has started them alone, so
// that there is nothing to wait on but what they do.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <vector>

namespace acceptance {

// Whether it comes true within this time.
bool Within(std::chrono::milliseconds time, const std::function<bool()>& holds);

// The provider that a Terraform has started; 0 when there is none.
pid_t ProviderOf(pid_t terraform);

// The Terraform that the test has started and that has a provider; 0 when there is none.
pid_t RunningTerraform();

// Every provider that descends from this process. Found by name and parents, which anybody may
// read: a provider keeps its memory, and with it the link to its program's file, to itself.
std::vector<pid_t> RunningProviders();

// Whether a process of that number is there.
bool IsAlive(pid_t process);

}  // namespace acceptance
