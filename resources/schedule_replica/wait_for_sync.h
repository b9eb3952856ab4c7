// Waits until incident.io has mirrored a new replica for the first time. Time comes from the
// configured provider's clock, so that tests do not wait.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "absl/time/time.h"
#include "resources/http/client.h"
#include "resources/incident/types.h"
#include "resources/oncall/on_call.h"

namespace schedule_replica {

// How long a first sync may take when no timeout says otherwise.
inline constexpr absl::Duration kFirstSyncLimit = absl::Minutes(10);

// Why the first sync did not succeed.
struct NotSynced {
  enum class Reason {
    kFailed,       // incident.io says so
    kLate,         // nothing was reported in time
    kUnread,       // the replica could not be read any more
    kInterrupted,  // nobody waits any longer
  };
  Reason reason;
  // What was seen last, with its sync error if there was one.
  incident::Replica replica;
  // Full sentences; a request id comes last.
  std::string why;

  // Whether the sync may have worked all the same, or still will.
  bool is_open() const { return reason != Reason::kFailed; }
};

// Asks again and again, with growing pauses, until the replica has synced or failed to. The answer
// is the replica as it is then.
tl::expected<incident::Replica, NotSynced> WaitForSync(oncall::OnCall& oncall,
                                                       incident::Replica replica,
                                                       const http::CallLimits& limits);

}  // namespace schedule_replica
