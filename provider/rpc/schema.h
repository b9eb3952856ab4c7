// Schemas as Terraform reads them, from those of the SDK. Pure functions.
#pragma once

#include "proto/tfplugin6/tfplugin6.pb.h"
#include "provider/sdk/schema.h"

namespace tf::rpc {

// Sets the block even when there are no attributes: Terraform takes a schema without one for none
// at all.
void SetSchema(const Schema& schema, tfplugin6::Schema& out);

}  // namespace tf::rpc
