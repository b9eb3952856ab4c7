// The provider's gRPC service. Each call is read here, answered by the engine, on a worker if it
// may wait, and ends with status OK: what goes wrong is a diagnostic in the answer. It takes
// requests as bytes, so that even one which cannot be read is answered that way; gRPC's generated
// services call it unimplemented.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "provider/engine/engine.h"
#include "provider/rpc/workers.h"

namespace grpc {
class CallbackGenericService;
}

namespace tf::rpc {

// Both outlive the service.
std::unique_ptr<grpc::CallbackGenericService> MakeService(engine::Engine& engine, Workers& workers);

// The paths of all calls that are answered, as "/tfplugin6.Provider/ReadResource".
std::vector<std::string_view> AnsweredPaths();

}  // namespace tf::rpc
