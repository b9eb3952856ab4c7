// Log lines in the form in which Terraform reads a plugin's stderr: one JSON object per line, as of
// HashiCorp's hclog. Terraform parses every line, also those it then drops, so nothing is written
// unless the user's TF_LOG asks for it.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "base/log.h"
#include "provider/plugin/handshake.h"

namespace tf::plugin {

// The level Terraform shows for providers: TF_LOG_PROVIDER, else TF_LOG. As in Terraform, "JSON"
// and words it does not know ask for everything, and no word for nothing.
base::LogLevel WantedLogLevel(const Environment& environment);

// One line with its end. `module` is what Terraform names as the source; a field "@module"
// overrules it. All text is cleaned and cut to a length that Terraform takes as one line.
std::string LogLine(base::LogLevel level, std::string_view module, std::string_view message,
                    std::initializer_list<base::LogField> fields, absl::Time now);

// Sends the log to stderr from now on, what gRPC and Protocol Buffers have to say included. Without
// a wish for logs all three are silent. Call once, before anything logs.
void InstallLog(const Environment& environment, std::string module);

}  // namespace tf::plugin
