// What the provider block, its gaps filled from the environment, says about access to the systems
// that schedules are mirrored into. A credential that is missing or not known yet is no error: the
// answer says which attribute and variable it is. Pure functions.
#pragma once

#include <string>

#include "resources/http/client.h"
#include "resources/oncall/settings.h"
#include "resources/provider_model.h"

namespace incident_provider {

// What every system at `endpoint` is asked with: timeouts hold for all of them.
http::Access AccessTo(http::Endpoint endpoint, const ProviderModel& filled,
                      const std::string& user_agent);

// Sets the three external systems of `settings`. Validation has refused what does not parse.
void ReadExternalAccess(const ProviderModel& filled, const std::string& user_agent,
                        oncall::Settings& settings);

}  // namespace incident_provider
