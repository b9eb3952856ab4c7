// Gets one replica into being without ever making two: adopts what planning found, creates, and
// looks for what a lost answer may have left. Safe to call from any thread.
#pragma once

#include <optional>
#include <tl/expected.hpp>

#include "absl/time/time.h"
#include "provider/sdk/diagnostics.h"
#include "resources/http/client.h"
#include "resources/incident/types.h"
#include "resources/oncall/on_call.h"
#include "resources/schedule_replica/kept_ids.h"

namespace schedule_replica {

// Why there is no replica.
struct NotMade {
  http::ApiError error;
  // Set when the outcome of the request is unknown and could not be settled.
  std::optional<oncall::NotLanded> unsettled;
};

// `announced`: the replica that planning found to adopt.
tl::expected<incident::Replica, NotMade> MakeReplica(oncall::OnCall& oncall,
                                                     const incident::NewReplica& wanted,
                                                     const std::optional<Announced>& announced,
                                                     const http::CallLimits& limits);

// Warns when `made` was adopted although no plan of this process has told the user.
void SayIfAdopted(const incident::Replica& made, const std::optional<Announced>& announced,
                  tf::Diagnostics& diagnostics);

// Whether a run that ended just now may have left it: it is not an hour old, by the clock of the
// service.
bool IsFresh(const incident::Replica& replica, const std::optional<absl::Time>& server_time);

}  // namespace schedule_replica
