#include <string>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "provider/rpc/calls.h"
#include "provider/rpc/wire.h"

namespace tf::rpc {
namespace {

template <typename Response>
void SetUnknown(const char* kind, const std::string& name, Response& response) {
  SetError(absl::StrCat("Unknown ", kind, " \"", base::CleanText(name), "\""),
           absl::StrCat("This version of the provider has no ", kind,
                        "s. If its documentation lists this one, upgrade the provider."),
           response);
}

constexpr char kEphemeral[] = "ephemeral resource";
constexpr char kList[] = "list resource";
constexpr char kAction[] = "action";
constexpr char kStateStore[] = "state store";

}  // namespace

// An empty answer is the list of none.
void Answer(const Call&, const pb::GetResourceIdentitySchemas::Request&,
            pb::GetResourceIdentitySchemas::Response&) {}
void Answer(const Call&, const pb::GetFunctions::Request&, pb::GetFunctions::Response&) {}

void Answer(const Call&, const pb::UpgradeResourceIdentity::Request& request,
            pb::UpgradeResourceIdentity::Response& response) {
  SetError(absl::StrCat("No identity for \"", base::CleanText(request.type_name()), "\""),
           "The state holds an identity for this resource, but this version of the provider gives "
           "it none. Use the version of the provider that wrote the state, or a newer one.",
           response);
}

void Answer(const Call&, const pb::GenerateResourceConfig::Request& request,
            pb::GenerateResourceConfig::Response& response) {
  SetError(
      absl::StrCat("No generated configuration for \"", base::CleanText(request.type_name()), "\""),
      "This version of the provider leaves it to Terraform to generate configuration.", response);
}

void Answer(const Call&, const pb::CallFunction::Request& request,
            pb::CallFunction::Response& response) {
  SetUnknown("function", request.name(), response);
}

void Answer(const Call&, const pb::ValidateEphemeralResourceConfig::Request& request,
            pb::ValidateEphemeralResourceConfig::Response& response) {
  SetUnknown(kEphemeral, request.type_name(), response);
}

void Answer(const Call&, const pb::OpenEphemeralResource::Request& request,
            pb::OpenEphemeralResource::Response& response) {
  SetUnknown(kEphemeral, request.type_name(), response);
}

void Answer(const Call&, const pb::RenewEphemeralResource::Request& request,
            pb::RenewEphemeralResource::Response& response) {
  SetUnknown(kEphemeral, request.type_name(), response);
}

void Answer(const Call&, const pb::CloseEphemeralResource::Request& request,
            pb::CloseEphemeralResource::Response& response) {
  SetUnknown(kEphemeral, request.type_name(), response);
}

void Answer(const Call&, const pb::ValidateListResourceConfig::Request& request,
            pb::ValidateListResourceConfig::Response& response) {
  SetUnknown(kList, request.type_name(), response);
}

void Answer(const Call&, const pb::ListResource::Request& request,
            pb::ListResource::Event& response) {
  SetUnknown(kList, request.type_name(), response);
}

void Answer(const Call&, const pb::ValidateActionConfig::Request& request,
            pb::ValidateActionConfig::Response& response) {
  SetUnknown(kAction, request.type_name(), response);
}

void Answer(const Call&, const pb::PlanAction::Request& request,
            pb::PlanAction::Response& response) {
  SetUnknown(kAction, request.action_type(), response);
}

void Answer(const Call&, const pb::InvokeAction::Request& request,
            pb::InvokeAction::Event& response) {
  SetUnknown(kAction, request.action_type(), response);
}

void Answer(const Call&, const pb::ValidateStateStore::Request& request,
            pb::ValidateStateStore::Response& response) {
  SetUnknown(kStateStore, request.type_name(), response);
}

void Answer(const Call&, const pb::ConfigureStateStore::Request& request,
            pb::ConfigureStateStore::Response& response) {
  SetUnknown(kStateStore, request.type_name(), response);
}

void Answer(const Call&, const pb::ReadStateBytes::Request& request,
            pb::ReadStateBytes::Response& response) {
  SetUnknown(kStateStore, request.type_name(), response);
}

void Answer(const Call&, const pb::WriteStateBytes::RequestChunk& first_chunk,
            pb::WriteStateBytes::Response& response) {
  SetUnknown(kStateStore, first_chunk.meta().type_name(), response);
}

void Answer(const Call&, const pb::LockState::Request& request, pb::LockState::Response& response) {
  SetUnknown(kStateStore, request.type_name(), response);
}

void Answer(const Call&, const pb::UnlockState::Request& request,
            pb::UnlockState::Response& response) {
  SetUnknown(kStateStore, request.type_name(), response);
}

void Answer(const Call&, const pb::GetStates::Request& request, pb::GetStates::Response& response) {
  SetUnknown(kStateStore, request.type_name(), response);
}

void Answer(const Call&, const pb::DeleteState::Request& request,
            pb::DeleteState::Response& response) {
  SetUnknown(kStateStore, request.type_name(), response);
}

}  // namespace tf::rpc
