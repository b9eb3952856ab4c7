#include <utility>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "provider/rpc/calls.h"
#include "provider/rpc/wire.h"

namespace tf::rpc {
namespace {

bool IsTooOld(const pb::RawState& stored) {
  return stored.json().empty() && !stored.flatmap().empty();
}

template <typename Response>
void RefuseTooOld(const std::string& type_name, Response& response) {
  SetError(absl::StrCat("State of \"", base::CleanText(type_name), "\" is too old"),
           "The state was written by Terraform 0.11 or earlier, before this provider existed. "
           "Remove the resource from the state and import it again.",
           response);
}

}  // namespace

void Answer(const Call& call, const pb::ValidateResourceConfig::Request& request,
            pb::ValidateResourceConfig::Response& response) {
  AddDiagnostics(call.engine.ValidateResource(request.type_name(), ToEncoded(request.config())),
                 response);
}

void Answer(const Call& call, const pb::UpgradeResourceState::Request& request,
            pb::UpgradeResourceState::Response& response) {
  const pb::RawState& stored = request.raw_state();
  if (IsTooOld(stored)) return RefuseTooOld(request.type_name(), response);
  engine::UpgradeAnswer answer =
      call.engine.UpgradeState(request.type_name(), request.version(), stored.json());
  SetValue(std::move(answer.state), [&] { return response.mutable_upgraded_state(); });
  AddDiagnostics(answer.diagnostics, response);
}

void Answer(const Call& call, const pb::MoveResourceState::Request& request,
            pb::MoveResourceState::Response& response) {
  const pb::RawState& stored = request.source_state();
  if (IsTooOld(stored)) return RefuseTooOld(request.source_type_name(), response);
  engine::MoveAnswer answer =
      call.engine.MoveResource({.type_name = request.target_type_name(),
                                .source = {.provider = request.source_provider_address(),
                                           .type_name = request.source_type_name(),
                                           .version = request.source_schema_version(),
                                           .json = stored.json()}});
  SetValue(std::move(answer.state), [&] { return response.mutable_target_state(); });
  AddDiagnostics(answer.diagnostics, response);
}

void Answer(const Call& call, const pb::ReadResource::Request& request,
            pb::ReadResource::Response& response) {
  const engine::Context context{call.stop, ToCapabilities(request.client_capabilities())};
  engine::ReadAnswer answer = call.engine.ReadResource({.type_name = request.type_name(),
                                                        .state = ToEncoded(request.current_state()),
                                                        .private_data = request.private_()},
                                                       context);
  SetValue(std::move(answer.state), [&] { return response.mutable_new_state(); });
  response.set_private_(std::move(answer.private_data));
  AddDiagnostics(answer.diagnostics, response);
}

void Answer(const Call& call, const pb::PlanResourceChange::Request& request,
            pb::PlanResourceChange::Response& response) {
  const engine::Context context{call.stop, ToCapabilities(request.client_capabilities())};
  engine::PlanAnswer answer =
      call.engine.PlanResource({.type_name = request.type_name(),
                                .prior = ToEncoded(request.prior_state()),
                                .proposed = ToEncoded(request.proposed_new_state()),
                                .config = ToEncoded(request.config()),
                                .prior_private = request.prior_private(),
                                .planned_private = request.planned_private()},
                               context);
  SetValue(std::move(answer.planned), [&] { return response.mutable_planned_state(); });
  response.set_planned_private(std::move(answer.planned_private));
  for (const Path& path : answer.requires_replace) {
    SetPath(path, *response.add_requires_replace());
  }
  AddDiagnostics(answer.diagnostics, response);
}

void Answer(const Call& call, const pb::ApplyResourceChange::Request& request,
            pb::ApplyResourceChange::Response& response) {
  // This request alone does not say what the client can do.
  const engine::Context context{call.stop, {}};
  engine::ApplyAnswer answer =
      call.engine.ApplyResource({.type_name = request.type_name(),
                                 .prior = ToEncoded(request.prior_state()),
                                 .planned = ToEncoded(request.planned_state()),
                                 .config = ToEncoded(request.config()),
                                 .planned_private = request.planned_private()},
                                context);
  SetValue(std::move(answer.state), [&] { return response.mutable_new_state(); });
  response.set_private_(std::move(answer.private_data));
  AddDiagnostics(answer.diagnostics, response);
}

void Answer(const Call& call, const pb::ImportResourceState::Request& request,
            pb::ImportResourceState::Response& response) {
  if (request.has_identity()) {
    SetError(
        absl::StrCat("Cannot import \"", base::CleanText(request.type_name()), "\" by identity"),
        "This version of the provider imports by id: write id in the import block instead of "
        "identity.",
        response);
    return;
  }
  const engine::Context context{call.stop, ToCapabilities(request.client_capabilities())};
  engine::ImportAnswer answer =
      call.engine.ImportResource(request.type_name(), request.id(), context);
  if (answer.imported) {
    pb::ImportResourceState::ImportedResource& imported = *response.add_imported_resources();
    imported.set_type_name(request.type_name());
    SetValue(std::move(answer.state), [&] { return imported.mutable_state(); });
    imported.set_private_(std::move(answer.private_data));
  }
  AddDiagnostics(answer.diagnostics, response);
}

}  // namespace tf::rpc
