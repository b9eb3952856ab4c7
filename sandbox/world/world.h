// The world behind the sandbox: incident.io, PagerDuty, Opsgenie and Jira Service Management over
// one clock. Change any part through its account: mirrors follow and the history grows by
// themselves. Deterministic, no I/O, no wall clock. Not thread-safe: whoever serves it locks around
// it.
#pragma once

#include <cstdint>

#include "absl/time/time.h"
#include "sandbox/world/clock.h"
#include "sandbox/world/external.h"
#include "sandbox/world/history.h"
#include "sandbox/world/incident_account.h"
#include "sandbox/world/mirroring.h"

namespace sandbox::world {

class World {
 public:
  explicit World(absl::Time now);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  absl::Time now() const { return clock_.now(); }
  // Moves the clock, stopping at each delayed sync on the way. Returns false and changes nothing
  // when `to` is before now. With a live clock: call it with the real time before every request.
  bool AdvanceTo(absl::Time to);

  IncidentAccount& incident() { return incident_; }
  const IncidentAccount& incident() const { return incident_; }
  Mirroring& mirroring() { return mirroring_; }
  const Mirroring& mirroring() const { return mirroring_; }
  PagerDutyAccount& pagerduty() { return external_.pagerduty(); }
  const PagerDutyAccount& pagerduty() const { return external_.pagerduty(); }
  OpsAccount& opsgenie() { return external_.opsgenie(); }
  const OpsAccount& opsgenie() const { return external_.opsgenie(); }
  OpsAccount& jsm() { return external_.jsm(); }
  const OpsAccount& jsm() const { return external_.jsm(); }

  const History& history() const { return history_; }
  // The history names this request as the cause of what changes from now on; 0: none.
  void Serve(std::int64_t request) { history_.Serve(request); }

 private:
  Clock clock_;
  History history_;
  External external_;
  IncidentAccount incident_;
  Mirroring mirroring_;
};

}  // namespace sandbox::world
