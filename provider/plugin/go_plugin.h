// The services that Terraform expects of every plugin, whatever it provides. None of them holds a
// thread while it waits.
#pragma once

#include <functional>
#include <memory>

namespace grpc {
class Service;
}

namespace tf::plugin {

// Takes Terraform's leave. `done` is called on a thread of gRPC, once the answer is out; it must
// not block.
std::unique_ptr<grpc::Service> MakeController(std::function<void()> done);

// The stream for stray output: open until the end, and empty, since stray output goes to the log.
std::unique_ptr<grpc::Service> MakeStdio();

// The stream for further connections: open until the end; what comes in is of no use.
std::unique_ptr<grpc::Service> MakeBroker();

}  // namespace tf::plugin
