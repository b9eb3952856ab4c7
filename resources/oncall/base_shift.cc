#include "resources/oncall/base_shift.h"

#include <algorithm>
#include <memory>

#include "resources/mirror/actual.h"
#include "resources/mirror/interval.h"
#include "resources/mirror/people.h"
#include "resources/mirror/timeline.h"
#include "resources/oncall/zone.h"

namespace oncall {
namespace {

constexpr int kDays = 14;
// Nobody who destroys something waits for an outage to end.
constexpr absl::Duration kLongestWait = absl::Seconds(10);

}  // namespace

std::optional<BaseShift> FindBaseShift(OnCall& oncall, const Target& target,
                                       const ids::ExternalUserId& fallback,
                                       const http::CallLimits& limits) {
  http::CallLimits mine = limits;
  mine.deadline = std::min(limits.deadline, oncall.clock().Steady() + kLongestWait);
  // Nor does the next target wait for one that this target has met.
  mine.outage_patience = std::min(limits.outage_patience, kLongestWait);
  const absl::Time now = oncall.CheckTime();
  const auto read = oncall.Base(target, now, kDays, mine);
  if (!read || !**read) return std::nullopt;
  const ExternalSchedule& base = ***read;

  const absl::Time start = mirror::FloorToSecond(now);
  const mirror::Interval window{start, start + mirror::Days(kDays)};
  const auto timeline = mirror::Project(mirror::ActualIn(window, base.entries),
                                        [](const mirror::Actual& shown) { return shown.users; });
  const mirror::People people({.external_users = base.names}, {}, fallback);
  BaseShift shift{.zone = LoadZone(base.time_zone).zone};
  const auto& [span, users] = timeline.front();
  for (const ids::ExternalUserId& user : users) shift.people.push_back(people.Name(user));
  if (span.end < window.end) shift.until = span.end;
  return shift;
}

}  // namespace oncall
