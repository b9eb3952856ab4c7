// What Opsgenie and Jira Service Management share: timelines, overrides and rotations on the wire,
// which differ in little more than the names of fields. Written from the vendors' published API
// descriptions. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "nlohmann/json_fwd.hpp"
#include "sandbox/services/exchange.h"
#include "sandbox/services/fields.h"
#include "sandbox/world/ops_account.h"
#include "tl/expected.hpp"

namespace sandbox {

enum class OpsVendor { kOpsgenie, kJsm };

// Whole seconds with the offset of `zone`.
std::string OpsTime(absl::Time time, const absl::TimeZone& zone);

struct TimelineRange {
  absl::Time from;
  absl::Time until;
};

// The range that "date", "interval" and "intervalUnit" ask for. It starts with the local day of the
// date, or at the instant itself when `from_instant` is set. The error is the message for the
// answer.
tl::expected<TimelineRange, std::string> TimelineRangeOf(const Request& request,
                                                         const absl::TimeZone& zone, absl::Time now,
                                                         bool from_instant);

// startDate, endDate and finalTimeline, and with `expand_base` baseTimeline.
nlohmann::json TimelineJson(OpsVendor vendor, const world::OpsSchedule& schedule,
                            const world::OpsAccount& account, TimelineRange range, absl::Time now,
                            bool expand_base);

nlohmann::json ToJson(OpsVendor vendor, const world::OpsSchedule& schedule, bool rotations);
nlohmann::json ToJson(OpsVendor vendor, const world::OpsOverride& value,
                      const world::OpsSchedule& schedule, const world::OpsAccount& account);

// Reads the body of a write; `fields` keeps the first problem.
world::OpsOverride ReadOverride(OpsVendor vendor, Fields& fields,
                                const world::OpsSchedule& schedule,
                                const world::OpsAccount& account);

}  // namespace sandbox
