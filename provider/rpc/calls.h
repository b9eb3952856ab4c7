// The answer to each request of the protocol, one overload per call. None throws or fails on its
// own: what goes wrong is a diagnostic in the answer. Safe to call from many threads at once. A
// request outlives its call, and so do the views of it.
#pragma once

#include <stop_token>

#include "proto/tfplugin6/tfplugin6.pb.h"
#include "provider/engine/engine.h"

namespace tf::rpc {

struct Call {
  engine::Engine& engine;
  std::stop_token stop;  // the client does not wait any more
};

namespace pb = tfplugin6;

// provider_calls.cc
void Answer(const Call&, const pb::GetMetadata::Request&, pb::GetMetadata::Response&);
void Answer(const Call&, const pb::GetProviderSchema::Request&, pb::GetProviderSchema::Response&);
void Answer(const Call&, const pb::ValidateProviderConfig::Request&,
            pb::ValidateProviderConfig::Response&);
void Answer(const Call&, const pb::ConfigureProvider::Request&, pb::ConfigureProvider::Response&);
void Answer(const Call&, const pb::StopProvider::Request&, pb::StopProvider::Response&);

// resource_calls.cc
void Answer(const Call&, const pb::ValidateResourceConfig::Request&,
            pb::ValidateResourceConfig::Response&);
void Answer(const Call&, const pb::UpgradeResourceState::Request&,
            pb::UpgradeResourceState::Response&);
void Answer(const Call&, const pb::MoveResourceState::Request&, pb::MoveResourceState::Response&);
void Answer(const Call&, const pb::ReadResource::Request&, pb::ReadResource::Response&);
void Answer(const Call&, const pb::PlanResourceChange::Request&, pb::PlanResourceChange::Response&);
void Answer(const Call&, const pb::ApplyResourceChange::Request&,
            pb::ApplyResourceChange::Response&);
void Answer(const Call&, const pb::ImportResourceState::Request&,
            pb::ImportResourceState::Response&);

// data_source_calls.cc
void Answer(const Call&, const pb::ValidateDataResourceConfig::Request&,
            pb::ValidateDataResourceConfig::Response&);
void Answer(const Call&, const pb::ReadDataSource::Request&, pb::ReadDataSource::Response&);

// absent_calls.cc: what no provider of this SDK has yet. Asked for lists, it answers empty ones;
// asked to do something, an error that names it. Terraform does not ask for what the schema lacks.
void Answer(const Call&, const pb::GetResourceIdentitySchemas::Request&,
            pb::GetResourceIdentitySchemas::Response&);
void Answer(const Call&, const pb::UpgradeResourceIdentity::Request&,
            pb::UpgradeResourceIdentity::Response&);
void Answer(const Call&, const pb::GenerateResourceConfig::Request&,
            pb::GenerateResourceConfig::Response&);
void Answer(const Call&, const pb::GetFunctions::Request&, pb::GetFunctions::Response&);
void Answer(const Call&, const pb::CallFunction::Request&, pb::CallFunction::Response&);
void Answer(const Call&, const pb::ValidateEphemeralResourceConfig::Request&,
            pb::ValidateEphemeralResourceConfig::Response&);
void Answer(const Call&, const pb::OpenEphemeralResource::Request&,
            pb::OpenEphemeralResource::Response&);
void Answer(const Call&, const pb::RenewEphemeralResource::Request&,
            pb::RenewEphemeralResource::Response&);
void Answer(const Call&, const pb::CloseEphemeralResource::Request&,
            pb::CloseEphemeralResource::Response&);
void Answer(const Call&, const pb::ValidateListResourceConfig::Request&,
            pb::ValidateListResourceConfig::Response&);
void Answer(const Call&, const pb::ListResource::Request&, pb::ListResource::Event&);
void Answer(const Call&, const pb::ValidateActionConfig::Request&,
            pb::ValidateActionConfig::Response&);
void Answer(const Call&, const pb::PlanAction::Request&, pb::PlanAction::Response&);
void Answer(const Call&, const pb::InvokeAction::Request&, pb::InvokeAction::Event&);
void Answer(const Call&, const pb::ValidateStateStore::Request&, pb::ValidateStateStore::Response&);
void Answer(const Call&, const pb::ConfigureStateStore::Request&,
            pb::ConfigureStateStore::Response&);
void Answer(const Call&, const pb::ReadStateBytes::Request&, pb::ReadStateBytes::Response&);
void Answer(const Call&, const pb::WriteStateBytes::RequestChunk&, pb::WriteStateBytes::Response&);
void Answer(const Call&, const pb::LockState::Request&, pb::LockState::Response&);
void Answer(const Call&, const pb::UnlockState::Request&, pb::UnlockState::Response&);
void Answer(const Call&, const pb::GetStates::Request&, pb::GetStates::Response&);
void Answer(const Call&, const pb::DeleteState::Request&, pb::DeleteState::Response&);

}  // namespace tf::rpc
