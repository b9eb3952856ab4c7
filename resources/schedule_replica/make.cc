#include "resources/schedule_replica/make.h"

#include <utility>

namespace schedule_replica {

tl::expected<incident::Replica, NotMade> MakeReplica(oncall::OnCall& oncall,
                                                     const incident::NewReplica& wanted,
                                                     const std::optional<ids::ReplicaId>& announced,
                                                     const http::CallLimits& limits) {
  if (announced) {
    auto adopted = oncall.AdoptReplica(wanted, *announced, limits);
    if (!adopted) return tl::unexpected(NotMade{adopted.error(), {}});
    if (*adopted) return **std::move(adopted);
  }

  auto created = oncall.CreateReplica(wanted, limits);
  if (created) return *std::move(created);
  if (!created.error().error.outcome_unknown) {
    return tl::unexpected(NotMade{created.error().error, {}});
  }

  // The request may have been carried out although its answer was lost.
  auto landed = oncall.FindLanded(wanted, created.error(), limits);
  if (landed) return *std::move(landed);
  return tl::unexpected(NotMade{created.error().error, landed.error()});
}

}  // namespace schedule_replica
