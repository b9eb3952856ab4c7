// The external schedules: edits by hand, as if somebody used PagerDuty or its like, and what a
// schedule showed over time.
#include "base/time.h"
#include "nlohmann/json.hpp"
#include "sandbox/control/control.h"
#include "sandbox/control/seed.h"
#include "sandbox/services/fields.h"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr absl::Duration kTwoWeeks = absl::Hours(24 * 14);

Answer NoSuch(std::string_view what) {
  return JsonAnswer(404, {{"error", "There is no such " + std::string(what) + "."}});
}

json Row(const std::string& id, const std::string& user, absl::Time start, absl::Time end,
         bool by_mirror) {
  return {{"id", id},
          {"user_id", user},
          {"start", base::FormatInstant(start)},
          {"end", base::FormatInstant(end)},
          {"by_mirror", by_mirror}};
}

// nullopt when there is no such schedule.
std::optional<json> OverridesOf(Stage& stage, const world::Target& target) {
  json rows = json::array();
  if (const auto* account = OpsAccountOf(stage, target.provider)) {
    const auto* schedule = account->FindSchedule(target.schedule_id);
    if (schedule == nullptr) return std::nullopt;
    for (const auto& value : schedule->overrides) {
      rows.push_back(Row(value.alias, world::ToTimelineUser(value.responder), value.start,
                         value.end, value.by_mirror));
    }
    return rows;
  }
  const auto* schedule = stage.world.pagerduty().FindSchedule(target.schedule_id);
  if (schedule == nullptr) return std::nullopt;
  for (const auto& value : schedule->overrides) {
    rows.push_back(Row(value.id, value.user, value.start, value.end, value.by_mirror));
  }
  return rows;
}

world::Result<json> Add(Stage& stage, const world::Target& target, const world::Shift& shift,
                        std::vector<std::string> rotation_ids) {
  if (auto* account = OpsAccountOf(stage, target.provider)) {
    const auto created = account->CreateOverride(
        target.schedule_id, {shift.override_id, world::FromTimelineUser(shift.user), shift.start,
                             shift.end, std::move(rotation_ids), false});
    if (!created) return tl::unexpected(created.error());
    return Row(created->alias, shift.user, created->start, created->end, false);
  }
  const auto created = stage.world.pagerduty().CreateOverrides(
      target.schedule_id, {{"", shift.start, shift.end, shift.user, false}});
  if (!created) return tl::unexpected(created.error());
  const auto& first = created->front();
  if (!first) return tl::unexpected(first.error());
  return Row(first->id, first->user, first->start, first->end, false);
}

std::optional<world::Refusal> Remove(Stage& stage, const world::Target& target,
                                     const std::string& id) {
  if (auto* account = OpsAccountOf(stage, target.provider)) {
    const auto removed = account->DeleteOverride(target.schedule_id, id);
    return removed ? std::nullopt : std::optional(removed.error());
  }
  const auto removed = stage.world.pagerduty().DeleteOverride(target.schedule_id, id);
  return removed ? std::nullopt : std::optional(removed.error());
}

json Segments(const std::vector<world::OnCall>& segments) {
  json rows = json::array();
  for (const auto& segment : segments) {
    rows.push_back({{"start", base::FormatInstant(segment.start)},
                    {"end", base::FormatInstant(segment.end)},
                    {"users", segment.users}});
  }
  return rows;
}

// The external schedule that the path names; nullopt unless the provider is one of the three.
std::optional<world::Target> TargetOf(const Captures& captures) {
  const auto provider = world::ParseProvider(captures[0]);
  if (!provider || *provider == world::Provider::kNative) return std::nullopt;
  return world::Target{*provider, captures[1]};
}

Answer NoSuchProvider() { return Misuse("The provider must be pagerduty, opsgenie or jsm."); }
}  // namespace

Answer Control::ListExternalOverrides(const Call& call) {
  const auto target = TargetOf(call.captures);
  if (!target) return NoSuchProvider();
  const auto rows = OverridesOf(stage(), *target);
  return rows ? JsonAnswer(200, {{"overrides", *rows}}) : NoSuch("schedule");
}

Answer Control::CreateExternalOverride(const Call& call) {
  const auto target = TargetOf(call.captures);
  if (!target) return NoSuchProvider();
  Fields fields(call.body, "", world().now());
  const auto shift = ReadExternalOverride(fields);
  std::vector<std::string> rotation_ids;
  if (target->provider != world::Provider::kPagerDuty) rotation_ids = fields.Texts("rotation_ids");
  if (auto problem = fields.Problem()) return Misuse(*problem);
  const auto created = Add(stage(), *target, shift, std::move(rotation_ids));
  return created ? JsonAnswer(201, {{"override", *created}}) : Misuse(created.error());
}

Answer Control::DeleteExternalOverride(const Call& call) {
  const auto target = TargetOf(call.captures);
  if (!target) return NoSuchProvider();
  const auto refusal = Remove(stage(), *target, call.captures[2]);
  return refusal ? Misuse(*refusal) : EmptyAnswer(204);
}

Answer Control::DeleteExternalSchedule(const Call& call) {
  const auto target = TargetOf(call.captures);
  if (!target) return NoSuchProvider();
  auto* account = OpsAccountOf(stage(), target->provider);
  const bool removed = account != nullptr ? account->RemoveSchedule(target->schedule_id)
                                          : world().pagerduty().RemoveSchedule(target->schedule_id);
  return removed ? EmptyAnswer(204) : NoSuch("schedule");
}

Answer Control::DeleteExternalUser(const Call& call) {
  const auto target = TargetOf(call.captures);
  if (!target) return NoSuchProvider();
  auto* account = OpsAccountOf(stage(), target->provider);
  const bool removed = account != nullptr ? account->RemoveUser(call.captures[1])
                                          : world().pagerduty().RemoveUser(call.captures[1]);
  return removed ? EmptyAnswer(204) : NoSuch("user");
}

Answer Control::ShowHistory(const Call& call) {
  const auto target = TargetOf(call.captures);
  if (!target) return NoSuchProvider();
  const absl::Time now = world().now();
  const auto range = RangeOf(call.request, now, {now - kTwoWeeks, now});
  if (!range) return NoTimes();
  return JsonAnswer(
      200,
      {{"on_call", Segments(world().history().OnCallHistory(*target, range->start, range->end))}});
}

Answer Control::ShowStates(const Call& call) {
  const auto target = TargetOf(call.captures);
  if (!target) return NoSuchProvider();
  const absl::Time now = world().now();
  const auto range = RangeOf(call.request, now, {now, now + kTwoWeeks});
  if (!range) return NoTimes();
  json rows = json::array();
  for (const auto& state : world().history().OnCallStates(*target, range->start, range->end)) {
    rows.push_back({{"sequence", state.sequence},
                    {"at", base::FormatInstant(state.at)},
                    {"request", state.request == 0 ? json() : json(state.request)},
                    {"on_call", Segments(state.shows)}});
  }
  return JsonAnswer(200, {{"states", rows}});
}

}  // namespace sandbox
