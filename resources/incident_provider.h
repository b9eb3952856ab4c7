// The provider as a whole: its block, and what it offers. Everything from outside comes in through
// Outside, so that tests can put their own in place.
#pragma once

#include <string>
#include <string_view>

#include "provider/sdk/provider.h"
#include "resources/environment.h"
#include "resources/http/client.h"
#include "resources/oncall/on_call.h"
#include "resources/provider_model.h"

namespace incident_provider {

struct Outside {
  std::string version;  // of this provider
  Environment environment = ProcessEnvironment();
  http::Platform platform = http::SystemPlatform();
};

// What `block` and the environment ask for. A value that is missing or not known yet leaves
// incident.io without access, which is no error here; a bad value in the environment is one.
oncall::Settings ReadSettings(const ProviderModel& block, const Outside& outside,
                              std::string_view terraform_version, tf::Diagnostics& diagnostics);

// Every resource and data source under the name users write. Nothing is read from outside yet.
tf::Definition DefineProvider(Outside outside);

}  // namespace incident_provider
