#include "resources/schedule/data_source.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/text.h"
#include "resources/oncall/error_text.h"
#include "resources/oncall/on_call.h"

namespace schedule {
namespace {

using Call = tf::DataCall<ScheduleModel>;

// The id of the only schedule with the configured name, or an error.
std::optional<ids::ScheduleId> FindByName(Call& call) {
  const std::string name = call.config().name.value_or("");
  const std::string shown = base::CleanText(name);
  const tf::Path path = tf::Path::Root().Attribute("name");
  const auto schedules = call.configured<oncall::OnCall>().Schedules({call.stop()});
  if (!schedules) {
    call.diagnostics().AddError(
        oncall::ToSummary(absl::StrCat("Cannot look up schedule \"", shown, "\"")),
        oncall::ErrorDetail(schedules.error(), oncall::WhatToDoAboutList(schedules.error())), path);
    return std::nullopt;
  }

  std::vector<ids::ScheduleId> found;
  for (const incident::Schedule& schedule : **schedules) {
    if (schedule.name == name) found.push_back(schedule.id);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    call.diagnostics().AddError(
        oncall::ToSummary(absl::StrCat("No schedule is named \"", shown, "\"")),
        "No schedule that the API key can see has this name. Names are compared letter by letter, "
        "upper and lower case included. Check the name, or look the schedule up by id.",
        path);
    return std::nullopt;
  }
  const auto write_id = [](std::string* text, const ids::ScheduleId& id) {
    text->append(base::CleanText(id.value()));
  };
  call.diagnostics().AddError(
      oncall::ToSummary(absl::StrCat("Several schedules are named \"", shown, "\"")),
      absl::StrCat("Exactly one was expected. The ids of the schedules with this name: ",
                   absl::StrJoin(found, ", ", write_id), ". Look up the one that is meant by id."),
      path);
  return std::nullopt;
}

void ExplainUnreadable(const http::ApiError& error, const ids::ScheduleId& id, Call& call) {
  const std::string shown = base::CleanText(id.value());
  const tf::Path path = tf::Path::Root().Attribute(call.config().id.is_known() ? "id" : "name");
  if (error.kind == http::ApiErrorKind::kNotFound) {
    call.diagnostics().AddError(
        oncall::ToSummary(absl::StrCat("Schedule ", shown, " does not exist")),
        oncall::ErrorDetail(error,
                            "Check the id, and that the API key is one of the organisation "
                            "that the schedule belongs to."),
        path);
  } else {
    call.diagnostics().AddError(oncall::ToSummary(absl::StrCat("Cannot read schedule ", shown)),
                                oncall::ErrorDetail(error), path);
  }
}

void WarnWhenRotationsAreNotTold(const incident::Schedule& schedule, tf::Diagnostics& diagnostics) {
  if (schedule.has_told_rotations) return;
  diagnostics.AddWarning(
      oncall::ToSummary(absl::StrCat("Rotations are not known: ", schedule.id.value())),
      "The API's answer leaves out the configuration of the schedule, so rotations and sources are "
      "null. Write the ids of rotations and layers where they are needed, or ask the support of "
      "incident.io why this API key is not told them.");
}

void ExplainNoAccess(const oncall::NoAccess& no_access, tf::Diagnostics& diagnostics) {
  const bool is_unknown = no_access.reason == oncall::NoAccess::Reason::kUnknown;
  diagnostics.AddError(is_unknown ? "Cannot read the schedule yet" : "Cannot read the schedule",
                       oncall::NoAccessDetail(no_access));
}

}  // namespace

void ScheduleDataSource::Read(Call& call) {
  auto& on_call = call.configured<oncall::OnCall>();
  if (const auto* no_access = on_call.no_access()) {
    return ExplainNoAccess(*no_access, call.diagnostics());
  }
  const auto id =
      call.config().id.is_known() ? ids::ScheduleId(*call.config().id) : FindByName(call);
  if (!id) return;
  // A schedule of the list is not enough: in long lists the API leaves out the next shifts.
  const auto schedule = on_call.Schedule(*id, {call.stop()});
  if (!schedule) return ExplainUnreadable(schedule.error(), *id, call);
  WarnWhenRotationsAreNotTold(**schedule, call.diagnostics());
  ScheduleModel answer = FromSchedule(**schedule, on_call.clock().Now());
  // It may have been renamed since the list was read.
  if (call.config().name.is_known()) answer.name = call.config().name;
  call.Keep(answer);
}

}  // namespace schedule
