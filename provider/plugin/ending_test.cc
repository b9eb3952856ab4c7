#include "provider/plugin/ending.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tf::plugin {
namespace {

using Cause = Ending::Cause;

// Signals and parents belong to a process, so each case runs in a child of its own.
int InChild(const std::function<bool()>& passes) {
  const pid_t child = fork();
  if (child == 0) _exit(passes() ? 0 : 1);
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

TEST(Ending, ComesWhenAnnouncedByAnyThread) {
  EXPECT_EQ(InChild([] {
              Ending ending = Ending::OfChild();
              const std::jthread other([&] { ending.Announce(); });
              return ending.Wait() == Cause::kAnnounced;
            }),
            0);
}

TEST(Ending, OfAChildDoesNotComeWithASignal) {
  EXPECT_EQ(InChild([] {
              Ending ending = Ending::OfChild();
              for (const int number : {SIGINT, SIGTERM, SIGPIPE}) raise(number);
              ending.Announce();
              return ending.Wait() == Cause::kAnnounced;
            }),
            0);
}

TEST(Ending, OfADebuggedProcessComesWithCtrlCAndSigterm) {
  for (const int number : {SIGINT, SIGTERM}) {
    EXPECT_EQ(InChild([&] {
                const Ending ending = Ending::OfDebuggedProcess();
                kill(getpid(), number);
                return ending.Wait() == Cause::kSignal;
              }),
              0);
  }
}

TEST(Ending, OfADebuggedProcessDoesNotComeWithABrokenPipe) {
  EXPECT_EQ(InChild([] {
              Ending ending = Ending::OfDebuggedProcess();
              kill(getpid(), SIGPIPE);
              ending.Announce();
              return ending.Wait() == Cause::kAnnounced;
            }),
            0);
}

// A grandchild waits; its parent ends at once. The answer comes through a pipe.
TEST(Ending, OfAChildComesWhenTheParentIsGone) {
  std::array<int, 2> ready{};
  std::array<int, 2> answer{};
  ASSERT_EQ(pipe(ready.data()), 0);
  ASSERT_EQ(pipe(answer.data()), 0);
  InChild([&] {
    if (fork() == 0) {
      const Ending ending = Ending::OfChild();
      (void)!write(ready[1], "r", 1);
      const char cause = ending.Wait() == Cause::kParentGone ? 'y' : 'n';
      (void)!write(answer[1], &cause, 1);
      _exit(0);
    }
    char byte = 0;
    return read(ready[0], &byte, 1) == 1;
  });
  char cause = 0;
  ASSERT_EQ(read(answer[0], &cause, 1), 1);
  EXPECT_EQ(cause, 'y');
  for (const int end : {ready[0], ready[1], answer[0], answer[1]}) close(end);
}

}  // namespace
}  // namespace tf::plugin
