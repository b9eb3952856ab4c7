#include "resources/schedule_replica/make.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "resources/oncall/arguments.h"
#include "resources/schedule_replica/explain.h"

namespace schedule_replica {
namespace {

constexpr absl::Duration kFreshAge = absl::Hours(1);

}  // namespace

tl::expected<incident::Replica, NotMade> MakeReplica(oncall::OnCall& oncall,
                                                     const incident::NewReplica& wanted,
                                                     const std::optional<Announced>& announced,
                                                     const http::CallLimits& limits) {
  if (announced) {
    auto adopted = oncall.AdoptReplica(wanted, announced->id, limits);
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

void SayIfAdopted(const incident::Replica& made, const std::optional<Announced>& announced,
                  tf::Diagnostics& diagnostics) {
  if (!announced || announced->is_said || made.id != announced->id) return;
  diagnostics.AddWarning(
      Summary("Replica adopted", oncall::TargetOf(made)),
      absl::StrCat(
          "Replica ", base::CleanText(made.id.value()), " of schedule ",
          base::CleanText(made.schedule_id.value()),
          " existed with exactly these arguments and was taken into the state; no second one was "
          "made. If another resource of this configuration manages it already, the state now holds "
          "it twice, and destroying either ends the mirror of both. Then write this in place of "
          "one of the two resource blocks, with its name in place of NAME:\n\n"
          "removed {\n  from = incident_schedule_replica.NAME\n\n"
          "  lifecycle {\n    destroy = false\n  }\n}\n\n"
          "Before Terraform 1.7, delete the block and run:\n\n"
          "terraform state rm incident_schedule_replica.NAME"));
}

bool IsFresh(const incident::Replica& replica, const std::optional<absl::Time>& server_time) {
  return server_time && *server_time - replica.created_at < kFreshAge;
}

}  // namespace schedule_replica
