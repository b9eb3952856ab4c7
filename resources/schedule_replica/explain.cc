#include "resources/schedule_replica/explain.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "base/time.h"
#include "resources/mirror/summary.h"
#include "resources/oncall/error_text.h"

namespace schedule_replica {
namespace {

constexpr std::array<std::string_view, 6> kArguments{
    "schedule_id", "replica_provider",  "replica_provider_id", "replica_fallback_user_id",
    "sources",     "mirror_window_days"};

// The argument that the API means by "sources", "schedule_replica.sources.0.layer_id" or
// "/schedule_replica/sources/0".
std::optional<std::string> ArgumentNamedBy(std::string_view field) {
  constexpr std::string_view kSeparators = "./[]";
  while (!field.empty()) {
    const std::string_view step = field.substr(0, field.find_first_of(kSeparators));
    if (std::ranges::find(kArguments, step) != kArguments.end()) return std::string(step);
    if (!step.empty() && step != "schedule_replica") return std::nullopt;
    field.remove_prefix(std::min(field.size(), step.size() + 1));
  }
  return std::nullopt;
}

std::string Joined(const std::string& first, const std::string& second) {
  if (first.empty() || second.empty()) return first + second;
  return absl::StrCat(first, " ", second);
}

std::string ListOf(const std::vector<incident::Replica>& candidates) {
  std::string list;
  for (const incident::Replica& replica : candidates) {
    absl::StrAppend(&list, "\n  ", ImportCommand(replica.schedule_id, replica.id),
                    "  # created at ", base::FormatInstant(replica.created_at));
  }
  return list;
}

std::string WhatMayHaveLanded(const oncall::NotLanded& unsettled) {
  if (unsettled.unreadable) {
    return absl::StrCat(
        "The replica may have been created all the same: the schedule's replicas could not be "
        "listed. ",
        oncall::WhatHappened(*unsettled.unreadable),
        " Apply again: a replica that is there by then is adopted instead of created a second "
        "time.");
  }
  if (unsettled.candidates.empty()) {
    return "The schedule has no such replica now, but the request may still take effect, so it "
           "was not sent again. Apply again in a minute: a replica that is there by then is "
           "adopted instead of created a second time.";
  }
  return absl::StrCat(
      "The schedule has several new replicas with these arguments, and which of them came of this "
      "request cannot be told. Import one of them, with the name of your resource in place of "
      "NAME, and delete the others in incident.io:",
      ListOf(unsettled.candidates));
}

}  // namespace

std::string Label(const oncall::Target& target) {
  return base::CleanText(absl::StrCat(oncall::SystemName(target.provider), " ", target.id.value()));
}

std::string Summary(const std::string& what, const oncall::Target& target) {
  std::string whole = absl::StrCat(what, ": ", Label(target));
  if (base::DisplayWidth(whole) <= mirror::kSummaryWidth) return whole;
  // The id tells replicas apart better than the system's name.
  return oncall::ToSummary(absl::StrCat(what, ": ", target.id.value()));
}

std::string ImportCommand(const ids::ScheduleId& schedule, const ids::ReplicaId& replica) {
  return absl::StrCat("terraform import incident_schedule_replica.NAME '", schedule.value(), ":",
                      replica.value(), "'");
}

std::string ImportBlock(const ids::ScheduleId& schedule, const ids::ReplicaId& replica) {
  return absl::StrCat("import {\n  to = incident_schedule_replica.NAME\n  id = \"",
                      schedule.value(), ":", replica.value(), "\"\n}");
}

std::string MovedBlock() {
  return "moved {\n  from = incident_schedule_replica.OLD_NAME\n"
         "  to   = incident_schedule_replica.NAME\n}";
}

void ExplainError(const http::ApiError& error, const std::string& summary,
                  const std::string& outcome, tf::Diagnostics& diagnostics) {
  bool explained = false;
  for (const http::FieldError& field : error.fields) {
    const auto argument = ArgumentNamedBy(field.field);
    if (!argument) continue;
    explained = true;
    const std::string advice =
        Joined(outcome, absl::StrCat("Correct ", *argument, ": ", field.message,
                                     field.message.ends_with('.') ? "" : "."));
    diagnostics.AddError(summary, oncall::ErrorDetail(error, advice),
                         tf::Path::Root().Attribute(*argument));
  }
  if (explained) return;
  diagnostics.AddError(summary,
                       oncall::ErrorDetail(error, Joined(outcome, oncall::WhatToDo(error))));
}

void ExplainNotMade(const NotMade& not_made, const std::string& summary, const std::string& outcome,
                    tf::Diagnostics& diagnostics) {
  if (!not_made.unsettled) return ExplainError(not_made.error, summary, outcome, diagnostics);
  diagnostics.AddError(
      summary,
      oncall::ErrorDetail(not_made.error, Joined(outcome, WhatMayHaveLanded(*not_made.unsettled))));
}

void ExplainNoAccess(const oncall::NoAccess& no_access, const std::string& summary,
                     tf::Diagnostics& diagnostics) {
  diagnostics.AddError(summary, oncall::NoAccessDetail(no_access));
}

}  // namespace schedule_replica
