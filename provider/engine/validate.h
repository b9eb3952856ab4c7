// What a configuration is checked for without asking anybody: modes, types, the checks that the
// schema's lines carry and the rules of nested objects. Null and unknown values are skipped. Pure.
#pragma once

#include "provider/sdk/schema.h"

namespace tf::engine {

// `config` conforms to the schema's type.
void ValidateConfig(const Schema& schema, const Value& config, Diagnostics& diagnostics);

}  // namespace tf::engine
