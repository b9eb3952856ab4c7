// Tells the main thread when the process has served its time. Where Terraform is the parent, that
// is when Terraform says so or is gone; signals do not count, since Ctrl-C reaches the whole
// process group and Terraform asks for an orderly stop itself. In a debugged process, Ctrl-C and
// SIGTERM are the end.
#pragma once

#include <sys/types.h>

#include "provider/plugin/file_descriptor.h"

namespace tf::plugin {

class Ending {
 public:
  enum class Cause { kAnnounced, kParentGone, kSignal };

  // Each arranges the process's signals, and is called before other threads start. The system
  // refusing a descriptor leaves the cause behind it unnoticed, except for the parent, which is
  // then looked at twice a second.
  static Ending OfChild();
  static Ending OfDebuggedProcess();

  // Ends the wait. From any thread; twice is harmless.
  void Announce();

  // Returns at the first cause.
  Cause Wait() const;

 private:
  Ending(FileDescriptor watched, Cause cause, pid_t parent);

  FileDescriptor announced_;
  FileDescriptor watched_;  // readable once watched_cause_ has come true
  Cause watched_cause_;
  pid_t parent_;  // 0: of no interest
};

}  // namespace tf::plugin
