// The methods that Terraform expects of every plugin, whatever it provides. None of them holds a
// thread while it waits.
#pragma once

#include <functional>
#include <vector>

#include "provider/rpc/call_server.h"

namespace tf::plugin {

// * Shutdown takes Terraform's leave. `done` is called once its answer is out; it must not block.
// * Health: the plugin is serving as long as it answers.
// * The stream for stray output is open until the client ends it, and empty: stray output goes to
//   the log.
// * So is the stream for further connections; what comes in is of no use.
std::vector<rpc::Method> GoPluginMethods(std::function<void()> done);

}  // namespace tf::plugin
