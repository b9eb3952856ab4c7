// How a change is planned: pure functions of prior state, proposed state and configuration, the
// same inputs always giving the same plan, because Terraform plans once for the user and again when
// it applies.
#pragma once

#include <vector>

#include "provider/sdk/any_resource.h"
#include "provider/sdk/call_data.h"

namespace tf::engine {

// Plans a create or a change. In: `call.prior` (null for a create), `call.config`, and in
// `call.planned` what Terraform proposes. Out: the plan in `call.planned`, the attributes that
// force a replacement in `call.replace`, diagnostics.
void PlanChange(const AnyResource& resource, CallData& call);

}  // namespace tf::engine
