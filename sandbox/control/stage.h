// One loaded world with the services that show it. Loading another world makes a new stage, so that
// nothing of the old one stays. Not safe for threads.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "nlohmann/json_fwd.hpp"
#include "sandbox/services/incident_service.h"
#include "sandbox/services/jsm_service.h"
#include "sandbox/services/opsgenie_service.h"
#include "sandbox/services/pagerduty_service.h"
#include "sandbox/world/world.h"
#include "tl/expected.hpp"

namespace sandbox {

// Who may use the services; each list has one member unless a seed says otherwise.
struct StageKeys {
  IncidentSettings incident;
  PagerDutySettings pagerduty;
  OpsSettings opsgenie{{{GenieKey("sandbox-opsgenie-key")}}};
  OpsSettings jsm{{{BasicAuth("sandbox@example.com", "sandbox-jsm-token")}}};
  std::string jsm_cloud_id = "sandbox-cloud";
};

struct Stage {
  Stage(absl::Time now, StageKeys keys)
      : world(now),
        incident(world, std::move(keys.incident)),
        pagerduty(world, std::move(keys.pagerduty)),
        opsgenie(world, std::move(keys.opsgenie)),
        jsm(world, std::move(keys.jsm), std::move(keys.jsm_cloud_id)) {}

  // The clock follows the wall clock.
  bool live = true;
  world::World world;
  IncidentService incident;
  PagerDutyService pagerduty;
  OpsgenieService opsgenie;
  JsmService jsm;
};

// The account of a provider; null unless it is Opsgenie or JSM.
world::OpsAccount* OpsAccountOf(Stage& stage, world::Provider provider);

// What the control interface calls switches: how the stand-ins behave where the real services
// differ or are unknown.
nlohmann::json SwitchesOf(Stage& stage);

// Sets what is given and leaves the rest. Returns what is wrong as a sentence; then nothing is set.
std::optional<std::string> SetSwitches(const nlohmann::json& json, Stage& stage);

}  // namespace sandbox
