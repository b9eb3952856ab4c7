// How PagerDuty writes its objects and reads its times. Written from the vendor's published API
// description. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "nlohmann/json_fwd.hpp"
#include "sandbox/services/exchange.h"
#include "sandbox/world/pagerduty_account.h"

namespace sandbox {

// Reads ISO 8601 as PagerDuty takes it: the time of day and the offset may be missing (midnight,
// UTC).
std::optional<absl::Time> ParsePagerDutyTime(std::string_view text);

// Whole seconds with the offset of `zone`.
std::string PagerDutyTime(absl::Time time, const absl::TimeZone& zone);

// {"error": {...}} with PagerDuty's own code.
Answer PagerDutyError(int status, int code, std::string_view message,
                      const std::vector<std::string>& errors = {});

nlohmann::json ToJson(const world::PagerDutyUser& user);

// A reference to a person; null for one who is gone.
nlohmann::json UserReference(const std::string& id, const world::PagerDutyAccount& account);

nlohmann::json ToJson(const world::PagerDutyOverride& value, const world::PagerDutyAccount& account,
                      const absl::TimeZone& zone);

// The range in which entries are rendered.
struct PagerDutyRange {
  absl::Time since;
  absl::Time until;
  bool overflow = false;
};

// The whole schedule; without a range nothing is rendered.
nlohmann::json ToJson(const world::PagerDutySchedule& schedule,
                      const world::PagerDutyAccount& account, const absl::TimeZone& zone,
                      const std::optional<PagerDutyRange>& range);

// The third version's form of a shift-based schedule.
nlohmann::json ToJsonV3(const world::PagerDutySchedule& schedule, const absl::TimeZone& zone,
                        const std::optional<PagerDutyRange>& range);

}  // namespace sandbox
