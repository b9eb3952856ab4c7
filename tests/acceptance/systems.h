// The systems that the demo world's schedule is mirrored into.
#pragma once

#include <ostream>
#include <string>

#include "nlohmann/json.hpp"
#include "tests/acceptance/sandbox.h"
#include "tests/acceptance/terraform.h"

namespace acceptance {

struct System {
  std::string provider;
  std::string name;
  std::string schedule;
  std::string bot;  // of the schedule's own rotation; also the fallback user
  std::string carol;

  // "/external/pagerduty/schedules/PPRIMRY/overrides" of the control interface; `what` is the end.
  std::string ControlPath(const std::string& what) const;
};

inline const System kPagerDuty{"pagerduty", "PagerDuty", "PPRIMRY", "PBOT001", "PCAROL3"};
inline const System kOpsgenie{"opsgenie", "Opsgenie", "5c4ed001-0000-4000-8000-000000000001",
                              "0b070000-0000-4000-8000-000000000009",
                              "0ca40100-0000-4000-8000-000000000003"};
inline const System kJsm{"jsm", "Jira Service Management", "5c4ed002-0000-4000-8000-000000000001",
                         "557058:b07", "557058:ca401"};

void PrintTo(const System& system, std::ostream* out);

// Opsgenie's Carol, who has no account in the demo.
void AddOpsgenieCarol(nlohmann::json& world);

// The sandbox's keys and endpoints of all three, in the environment.
void GiveAccessToEverySystem(const Sandbox& sandbox, Terraform& terraform);

}  // namespace acceptance
