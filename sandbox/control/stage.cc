#include "sandbox/control/stage.h"

#include "base/time.h"
#include "nlohmann/json.hpp"
#include "sandbox/services/fields.h"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr int kMost = 1'000'000;

std::string DelayText(absl::Duration delay) {
  if (delay == absl::InfiniteDuration()) return "never";
  return std::to_string(absl::ToInt64Seconds(delay)) + "s";
}

std::optional<absl::Duration> ParseDelay(const std::string& text) {
  if (text == "never") return absl::InfiniteDuration();
  if (text.empty() || text == "0" || text == "0s") return absl::ZeroDuration();
  return base::ParseDuration(text);
}

std::string RefusalText(const world::MirrorSwitches& switches) {
  if (!switches.refuse_second_replica) return "no";
  return switches.second_refused_as == world::Refusal::Kind::kConflict ? "conflict" : "invalid";
}

// The mirroring's switches as they will be.
world::MirrorSwitches ReadMirroring(Fields& fields, world::MirrorSwitches now) {
  if (fields.Find("sync_delay") != nullptr) {
    const auto delay = ParseDelay(fields.TextOr("sync_delay", ""));
    if (!delay) fields.Fail("sync_delay", "must be a duration such as \"90s\", or \"never\".");
    now.sync_delay = delay.value_or(now.sync_delay);
  }
  now.sync_fails_with = fields.TextOr("sync_fails_with", now.sync_fails_with);
  now.sync_writes = fields.BoolOr("sync_writes", now.sync_writes);
  const std::string refuse = fields.TextOr("refuse_second_replica", RefusalText(now));
  if (refuse != "no" && refuse != "invalid" && refuse != "conflict") {
    fields.Fail("refuse_second_replica", "must be \"no\", \"invalid\" or \"conflict\".");
  }
  now.refuse_second_replica = refuse != "no";
  now.second_refused_as =
      refuse == "conflict" ? world::Refusal::Kind::kConflict : world::Refusal::Kind::kInvalid;
  return now;
}

IncidentSettings ReadIncident(Fields& fields, IncidentSettings now) {
  now.entries_page_size =
      static_cast<int>(fields.IntegerOr("entries_page_size", now.entries_page_size, 1, kMost));
  auto& spelling = now.spelling;
  spelling.old_server = fields.BoolOr("old_server", spelling.old_server);
  spelling.omit_mirror_window_days =
      fields.BoolOr("omit_mirror_window_days", spelling.omit_mirror_window_days);
  if (fields.Find("provider_spelling") != nullptr) {
    spelling.provider = fields.TextMap("provider_spelling");
  }
  if (fields.Find("hidden_replicas") != nullptr) {
    const auto ids = fields.Texts("hidden_replicas");
    now.hidden_replicas = {ids.begin(), ids.end()};
  }
  return now;
}

// The member `name` of "rate_limits": absent keeps the bucket, null takes it away.
std::optional<RateLimit> ReadRateLimit(Fields& outer, const json& limits, const char* name,
                                       const std::optional<RateLimit>& now) {
  if (!limits.contains(name)) return now;
  if (limits[name].is_null()) return std::nullopt;
  Fields fields(limits[name], std::string("rate_limits.") + name);
  const auto limit = static_cast<int>(fields.IntegerOr("limit", 1200, 1, kMost));
  const auto window = absl::Seconds(fields.IntegerOr("window_seconds", 60, 1, 86'400));
  if (auto problem = fields.Problem()) outer.FailWith("rate_limits", *problem);
  return RateLimit(limit, window);
}

}  // namespace

world::OpsAccount* OpsAccountOf(Stage& stage, world::Provider provider) {
  if (provider == world::Provider::kOpsgenie) return &stage.world.opsgenie();
  if (provider == world::Provider::kJsm) return &stage.world.jsm();
  return nullptr;
}

json SwitchesOf(Stage& stage) {
  const auto& mirroring = stage.world.mirroring().switches();
  const auto& incident = stage.incident.settings();
  return {{"sync_delay", DelayText(mirroring.sync_delay)},
          {"sync_fails_with", mirroring.sync_fails_with},
          {"sync_writes", mirroring.sync_writes},
          {"refuse_second_replica", RefusalText(mirroring)},
          {"entries_page_size", incident.entries_page_size},
          {"old_server", incident.spelling.old_server},
          {"omit_mirror_window_days", incident.spelling.omit_mirror_window_days},
          {"provider_spelling", incident.spelling.provider},
          {"hidden_replicas", incident.hidden_replicas},
          {"timeline_from_instant", stage.opsgenie.settings().timeline_from_instant}};
}

std::optional<std::string> SetSwitches(const json& object, Stage& stage) {
  Fields fields(object, "switches");
  auto mirroring = ReadMirroring(fields, stage.world.mirroring().switches());
  auto incident = ReadIncident(fields, stage.incident.settings());
  const bool from_instant =
      fields.BoolOr("timeline_from_instant", stage.opsgenie.settings().timeline_from_instant);
  const json& limits = fields.Object("rate_limits");
  for (const auto& [name, limit] : limits.items()) {
    if (name != "incident" && name != "pagerduty" && name != "opsgenie" && name != "jsm") {
      fields.Fail("rate_limits", "has a member that is none of the four systems.");
    }
  }
  auto& pagerduty = stage.pagerduty.settings().rate_limit;
  auto& opsgenie = stage.opsgenie.settings().rate_limit;
  auto& jsm = stage.jsm.settings().rate_limit;
  incident.rate_limit = ReadRateLimit(fields, limits, "incident", incident.rate_limit);
  auto pagerduty_limit = ReadRateLimit(fields, limits, "pagerduty", pagerduty);
  auto opsgenie_limit = ReadRateLimit(fields, limits, "opsgenie", opsgenie);
  auto jsm_limit = ReadRateLimit(fields, limits, "jsm", jsm);
  if (auto problem = fields.Problem()) return problem;

  stage.world.mirroring().switches() = std::move(mirroring);
  stage.incident.settings() = std::move(incident);
  stage.opsgenie.settings().timeline_from_instant = from_instant;
  stage.jsm.settings().timeline_from_instant = from_instant;
  pagerduty = pagerduty_limit;
  opsgenie = opsgenie_limit;
  jsm = jsm_limit;
  return std::nullopt;
}

}  // namespace sandbox
