// What each RPC about a managed resource does, once the engine has found the resource and arranged
// the call: read the request, let the resource act, hold its outcome to Terraform's rules, answer.
// Problems are left in `call.diagnostics`. Safe to call from many threads, each with its own call.
#pragma once

#include "provider/engine/messages.h"
#include "provider/sdk/any_resource.h"

namespace tf::engine {

void Upgrade(const AnyResource& resource, const UpgradeRequest& request, CallData& call,
             UpgradeAnswer& answer);
void Move(const AnyResource& resource, const MoveRequest& request, CallData& call,
          MoveAnswer& answer);
// Whatever goes wrong, the answer keeps what is stored.
void Read(const AnyResource& resource, const ReadRequest& request, CallData& call,
          ReadAnswer& answer);
// Also in a process that nobody configured: then the resource's own step is left out.
void Plan(const AnyResource& resource, const PlanRequest& request, CallData& call,
          PlanAnswer& answer);
void Apply(const AnyResource& resource, const ApplyRequest& request, CallData& call,
           ApplyAnswer& answer);
void Import(const AnyResource& resource, const ImportRequest& request, CallData& call,
            ImportAnswer& answer);

// False, with an error, before ConfigureProvider.
bool IsConfigured(CallData& call);

}  // namespace tf::engine
