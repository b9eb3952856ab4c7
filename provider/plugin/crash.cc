#include "provider/plugin/crash.h"

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

}  // namespace

void ReportCrashes() { std::set_terminate(Report); }

void KeepMemoryPrivate() {
  const rlimit none{};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace tf::plugin
