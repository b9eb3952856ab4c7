#include "provider/plugin/crash.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/text.h"

namespace tf::plugin {
namespace {

std::string Reason() {
  const std::exception_ptr thrown = std::current_exception();
  if (thrown == nullptr) return "terminate called";
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& error) {
    return absl::StrCat("uncaught exception: ", base::CleanText(error.what()));
  } catch (...) {
    return "uncaught exception";
  }
}

[[noreturn]] void Report() {
  // Terraform collects stderr from a line that starts so.
  const std::string line = absl::StrCat("panic: ", Reason(), "\n");
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
  std::abort();
}

// Only what a handler of signals may do.
extern "C" void ReportSignal(int signal) {
  constexpr char kStart[] = "panic: fatal signal ";
  const char digits[] = {static_cast<char>('0' + signal / 10), static_cast<char>('0' + signal % 10),
                         '\n'};  // there are fewer than a hundred
  [[maybe_unused]] ssize_t written = write(STDERR_FILENO, kStart, sizeof(kStart) - 1);
  written = write(STDERR_FILENO, digits, sizeof(digits));
  raise(signal);  // the handler was for once, so this ends the process
}

void ReportFatalSignals() {
  for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE}) {
    struct sigaction present {};
    sigaction(signal, nullptr, &present);
    if (present.sa_handler != SIG_DFL) continue;  // a sanitizer's says more
    struct sigaction report {};
    report.sa_handler = ReportSignal;
    report.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(signal, &report, nullptr);
  }
}

}  // namespace

void ReportCrashes() {
  std::set_terminate(Report);
  ReportFatalSignals();
}

void KeepMemoryPrivate() {
  const rlimit none{};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace tf::plugin
