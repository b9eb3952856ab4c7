// Gets one replica into being without ever making two: adopts what planning announced, creates, and
// looks for what a lost answer may have left. Safe to call from any thread.
#pragma once

#include <optional>
#include <tl/expected.hpp>

#include "resources/http/client.h"
#include "resources/incident/types.h"
#include "resources/oncall/on_call.h"

namespace schedule_replica {

// Why there is no replica.
struct NotMade {
  http::ApiError error;
  // Set when the outcome of the request is unknown and could not be settled.
  std::optional<oncall::NotLanded> unsettled;
};

// `announced`: the replica that the plan said would be adopted.
tl::expected<incident::Replica, NotMade> MakeReplica(oncall::OnCall& oncall,
                                                     const incident::NewReplica& wanted,
                                                     const std::optional<ids::ReplicaId>& announced,
                                                     const http::CallLimits& limits);

}  // namespace schedule_replica
