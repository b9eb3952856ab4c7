// The control interface: how tests and demos look behind the services and change what is there.
// Paths are below
// "/_sandbox"; sandbox/README.md lists them. Misuse is a 400 with one sentence. Not safe for
// threads.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "sandbox/control/fault.h"
#include "sandbox/control/request_log.h"
#include "sandbox/control/stage.h"
#include "sandbox/services/exchange.h"
#include "sandbox/world/calendar.h"

namespace sandbox {

// Everything that a running sandbox consists of.
struct Backstage {
  std::unique_ptr<Stage> stage;
  Faults faults;
  RequestLog log;
};

class Control {
 public:
  // `backstage` must outlive this; its stage is replaced when a world is loaded.
  explicit Control(Backstage& backstage) : backstage_(backstage) {}

  // `path` is below "/_sandbox", as "/faults".
  Answer Respond(const Request& request, std::string_view path);

 private:
  struct Route;
  struct Call {
    const Request& request;
    const Captures& captures;
    // The body as JSON; an empty object when there is none.
    const nlohmann::json& body;
  };
  static const std::vector<Route>& Routes();

  Stage& stage() { return *backstage_.stage; }
  world::World& world() { return backstage_.stage->world; }
  Answer Clock();

  Answer ShowWorld(const Call& call);
  Answer LoadWorld(const Call& call);
  Answer ShowClock(const Call& call);
  Answer MoveClock(const Call& call);
  Answer Sync(const Call& call);
  Answer ShowSwitches(const Call& call);
  Answer SetSwitches(const Call& call);
  Answer ListFaults(const Call& call);
  Answer AddFault(const Call& call);
  Answer ClearFaults(const Call& call);
  Answer ListRequests(const Call& call);
  Answer ClearRequests(const Call& call);
  Answer ShowCounters(const Call& call);
  Answer ListReplicas(const Call& call);

  // The source, in edits.cc.
  Answer ListEntries(const Call& call);
  Answer CreateOverride(const Call& call);
  Answer DeleteOverride(const Call& call);
  Answer ChangeRotation(const Call& call);
  Answer DeleteRotation(const Call& call);
  Answer DeleteLayer(const Call& call);
  Answer DeleteSchedule(const Call& call);
  Answer DeleteReplica(const Call& call);
  Answer DeleteUser(const Call& call);
  Answer Link(const Call& call);

  // The external schedules, in external_edits.cc.
  Answer ListExternalOverrides(const Call& call);
  Answer CreateExternalOverride(const Call& call);
  Answer DeleteExternalOverride(const Call& call);
  Answer DeleteExternalSchedule(const Call& call);
  Answer DeleteExternalUser(const Call& call);
  Answer ShowHistory(const Call& call);
  Answer ShowStates(const Call& call);

  Backstage& backstage_;
};

// {"error": "..."} with status 400.
Answer Misuse(std::string_view sentence);
// A refusal of the world as such a sentence; 404 for what does not exist.
Answer Misuse(const world::Refusal& refusal);

// The query's `since` and `until`, or the ends of `absent` in their place; nullopt when one of them
// is no time, which NoTimes says.
std::optional<world::Span> RangeOf(const Request& request, absl::Time now, world::Span absent);
Answer NoTimes();

}  // namespace sandbox
