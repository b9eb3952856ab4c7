#include "provider/plugin/crash.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <exception>
#include <functional>
#include <stdexcept>

#include "gtest/gtest.h"

namespace tf::plugin {
namespace {

void RunWithoutCatching(const std::function<void()>& body) noexcept { body(); }

TEST(CrashDeathTest, SaysWhichExceptionEndedTheProcess) {
  EXPECT_DEATH(
      {
        ReportCrashes();
        RunWithoutCatching([] { throw std::runtime_error("the\nreason"); });
      },
      "panic: uncaught exception: the reason\n");
}

TEST(CrashDeathTest, SaysSomethingWithoutAStandardException) {
  EXPECT_DEATH(
      {
        ReportCrashes();
        RunWithoutCatching([] { throw 42; });
      },
      "panic: uncaught exception\n");
  EXPECT_DEATH(
      {
        ReportCrashes();
        std::terminate();
      },
      "panic: terminate called\n");
}

TEST(CrashDeathTest, SaysWhichSignalEndedTheProcess) {
  EXPECT_EXIT(
      {
        ReportCrashes();
        raise(SIGILL);  // no sanitizer has a report of its own for it
      },
      testing::KilledBySignal(SIGILL), "panic: fatal signal 04\n");
}

TEST(CrashDeathTest, LeavesNoCoreDump) {
  EXPECT_EXIT(
      {
        KeepMemoryPrivate();
        rlimit limit{};
        getrlimit(RLIMIT_CORE, &limit);
        _exit(limit.rlim_max == 0 && prctl(PR_GET_DUMPABLE) == 0 ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace tf::plugin
