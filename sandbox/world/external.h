// The external systems behind one interface, as a mirror and the history see them. Not thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "sandbox/world/clock.h"
#include "sandbox/world/ops_account.h"
#include "sandbox/world/pagerduty_account.h"
#include "sandbox/world/result.h"
#include "sandbox/world/timeline.h"

namespace sandbox::world {

enum class Provider { kNative, kPagerDuty, kOpsgenie, kJsm };

// Reads the API's spelling, "jira" and "jsm" alike; nullopt for others.
std::optional<Provider> ParseProvider(std::string_view text);
// "native", "pagerduty", "opsgenie", "jsm".
std::string_view ProviderName(Provider provider);

// One external schedule.
struct Target {
  Provider provider = Provider::kPagerDuty;
  std::string schedule_id;

  bool operator==(const Target&) const = default;
};

// An override that incident.io made.
struct MirrorOverride {
  std::string id;
  absl::Time start;
  absl::Time end;
  std::string user;
};

// What a schedule shows, apart from the account: a copy that later changes do not touch.
using Showing = std::function<std::vector<OnCall>(absl::Time from, absl::Time until)>;

class External {
 public:
  using Changed = std::function<void(const Target& target)>;
  // `clock` must outlive this.
  External(const Clock& clock, Changed changed);
  External(const External&) = delete;
  External& operator=(const External&) = delete;

  PagerDutyAccount& pagerduty() { return pagerduty_; }
  const PagerDutyAccount& pagerduty() const { return pagerduty_; }
  OpsAccount& opsgenie() { return opsgenie_; }
  const OpsAccount& opsgenie() const { return opsgenie_; }
  OpsAccount& jsm() { return jsm_; }
  const OpsAccount& jsm() const { return jsm_; }

  // True for the native provider, which has neither schedules nor users outside.
  bool HasSchedule(const Target& target) const;
  bool HasUser(Provider provider, std::string_view id) const;

  // The schedule as it is now, without the overrides named in `without`. Shows nobody when there is
  // no such schedule.
  Showing Snapshot(const Target& target, const std::vector<std::string>& without = {}) const;

  // Those that are not over, in order of creation.
  std::vector<MirrorOverride> MirrorOverrides(const Target& target) const;

  // Ends and adds overrides in one go; see the accounts. Nothing happens on the native provider.
  Result<void> Mirror(const Target& target, const std::vector<std::string>& ended,
                      const std::vector<Shift>& added);

 private:
  const OpsAccount* Ops(Provider provider) const;  // null unless Opsgenie or JSM

  const Clock& clock_;
  Changed changed_;
  PagerDutyAccount pagerduty_;
  OpsAccount opsgenie_;
  OpsAccount jsm_;
};

}  // namespace sandbox::world
