#include "provider/plugin/ending.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <utility>

namespace tf::plugin {
namespace {

constexpr int kParentCheckMs = 500;

// A descriptor that becomes readable when the process is gone. Kernels before 5.3 have none.
FileDescriptor WatchProcess(pid_t pid) {
  return FileDescriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
}

FileDescriptor WatchInterrupts() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // threads started later inherit this
  return FileDescriptor(signalfd(-1, &signals, SFD_CLOEXEC));
}

}  // namespace

Ending::Ending(FileDescriptor watched, Cause cause, pid_t parent)
    : announced_(eventfd(0, EFD_CLOEXEC)),
      watched_(std::move(watched)),
      watched_cause_(cause),
      parent_(parent) {}

Ending Ending::OfChild() {
  for (const int ignored : {SIGINT, SIGTERM, SIGPIPE}) std::signal(ignored, SIG_IGN);
  // The kernel could send a signal when the parent dies, but it means the parent's thread, and
  // threads of Go programs come and go.
  const pid_t parent = getppid();
  return {WatchProcess(parent), Cause::kParentGone, parent};
}

Ending Ending::OfDebuggedProcess() {
  std::signal(SIGPIPE, SIG_IGN);
  return {WatchInterrupts(), Cause::kSignal, 0};
}

void Ending::Announce() {
  const std::uint64_t once = 1;
  [[maybe_unused]] const ssize_t written = write(announced_.number(), &once, sizeof(once));
}

Ending::Cause Ending::Wait() const {
  // poll() passes over descriptors below zero.
  std::array<pollfd, 2> events{{{announced_.number(), POLLIN, 0}, {watched_.number(), POLLIN, 0}}};
  const int timeout = parent_ != 0 && !watched_.valid() ? kParentCheckMs : -1;
  for (;;) {
    // It may have died before it could be watched.
    if (parent_ != 0 && getppid() != parent_) return Cause::kParentGone;
    if (poll(events.data(), events.size(), timeout) < 0 && errno != EINTR) return Cause::kAnnounced;
    if (events[0].revents != 0) return Cause::kAnnounced;
    if (events[1].revents != 0) return watched_cause_;
  }
}

}  // namespace tf::plugin
