// What a configured provider was given: access to each system, or why there is none, and what plans
// do about a mirror that is wrong. Plain values.
#pragma once

#include <string>
#include <variant>

#include "resources/incident/client.h"
#include "resources/jsm/client.h"
#include "resources/oncall/drift_check.h"
#include "resources/opsgenie/client.h"
#include "resources/pagerduty/client.h"

namespace oncall {

// Why an API cannot be asked.
struct NoAccess {
  enum class Reason {
    kMissing,  // neither configured nor in the environment
    kUnknown,  // the configuration has a value that is only known after apply
  };
  Reason reason = Reason::kMissing;
  std::string attribute = "api_key";
  // Empty when no variable stands in for the attribute.
  std::string variable = "INCIDENT_API_KEY";
};

struct Settings {
  std::variant<NoAccess, incident::Options> incident;
  DriftCheck drift_check = DriftCheck::kWarn;
  std::variant<NoAccess, pagerduty::Options> pagerduty =
      NoAccess{NoAccess::Reason::kMissing, "pagerduty.token", "PAGERDUTY_TOKEN"};
  std::variant<NoAccess, opsgenie::Options> opsgenie =
      NoAccess{NoAccess::Reason::kMissing, "opsgenie.api_key", "OPSGENIE_API_KEY"};
  std::variant<NoAccess, jsm::Options> jsm =
      NoAccess{NoAccess::Reason::kMissing, "jsm.api_token", "ATLASSIAN_OPS_API_TOKEN"};
};

}  // namespace oncall
