#include "provider/rpc/calls.h"
#include "provider/rpc/schema.h"
#include "provider/rpc/wire.h"

namespace tf::rpc {
namespace {

void SetCapabilities(pb::ServerCapabilities& out) {
  out.set_plan_destroy(true);
  out.set_move_resource_state(true);
  // Every call works as the first one in its process.
  out.set_get_provider_schema_optional(true);
}

}  // namespace

void Answer(const Call& call, const pb::GetMetadata::Request&,
            pb::GetMetadata::Response& response) {
  SetCapabilities(*response.mutable_server_capabilities());
  for (const auto& [name, resource] : call.engine.definition().resources()) {
    response.add_resources()->set_type_name(name);
  }
  for (const auto& [name, data_source] : call.engine.definition().data_sources()) {
    response.add_data_sources()->set_type_name(name);
  }
}

void Answer(const Call& call, const pb::GetProviderSchema::Request&,
            pb::GetProviderSchema::Response& response) {
  const Definition& definition = call.engine.definition();
  SetCapabilities(*response.mutable_server_capabilities());
  SetSchema(definition.provider().schema(), *response.mutable_provider());
  for (const auto& [name, resource] : definition.resources()) {
    SetSchema(resource->schema(), (*response.mutable_resource_schemas())[name]);
  }
  for (const auto& [name, data_source] : definition.data_sources()) {
    SetSchema(data_source->schema(), (*response.mutable_data_source_schemas())[name]);
  }
  AddDiagnostics(call.engine.CheckDefinition(), response);
}

void Answer(const Call& call, const pb::ValidateProviderConfig::Request& request,
            pb::ValidateProviderConfig::Response& response) {
  AddDiagnostics(call.engine.ValidateProvider(ToEncoded(request.config())), response);
}

void Answer(const Call& call, const pb::ConfigureProvider::Request& request,
            pb::ConfigureProvider::Response& response) {
  const engine::Context context{call.stop, ToCapabilities(request.client_capabilities())};
  AddDiagnostics(
      call.engine.Configure(request.terraform_version(), ToEncoded(request.config()), context),
      response);
}

void Answer(const Call& call, const pb::StopProvider::Request&, pb::StopProvider::Response&) {
  call.engine.Stop();
}

}  // namespace tf::rpc
