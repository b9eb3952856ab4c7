// The methods of the provider's gRPC service, each answered by the engine. What goes wrong is a
// diagnostic in the answer. Requests are taken as bytes, so that even one which cannot be read is
// answered that way, where gRPC's generated services would end the call with a status instead.
#pragma once

#include <vector>

#include "provider/engine/engine.h"
#include "provider/rpc/call_server.h"

namespace tf::rpc {

// All that the protocol has. `engine` outlives them.
std::vector<Method> ProviderMethods(engine::Engine& engine);

}  // namespace tf::rpc
