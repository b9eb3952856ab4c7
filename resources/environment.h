// Environment variables in place of what the provider block leaves out. The block wins for every
// attribute, also with a value that is not known yet; an empty variable counts as not set.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "provider/sdk/diagnostics.h"
#include "resources/provider_model.h"

namespace incident_provider {

// Looks a variable up; nothing when it is not set. Called from any thread.
using Environment = std::function<std::optional<std::string>(const char* variable)>;

// The environment of this process.
Environment ProcessEnvironment();

// The block with its gaps filled, the three objects never null. A variable whose value the block
// would not accept is an error that names it.
ProviderModel FillFromEnvironment(ProviderModel config, const Environment& environment,
                                  tf::Diagnostics& diagnostics);

}  // namespace incident_provider
