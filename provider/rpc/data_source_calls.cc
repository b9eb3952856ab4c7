#include <utility>

#include "provider/rpc/calls.h"
#include "provider/rpc/wire.h"

namespace tf::rpc {

void Answer(const Call& call, const pb::ValidateDataResourceConfig::Request& request,
            pb::ValidateDataResourceConfig::Response& response) {
  AddDiagnostics(call.engine.ValidateData(request.type_name(), ToEncoded(request.config())),
                 response);
}

void Answer(const Call& call, const pb::ReadDataSource::Request& request,
            pb::ReadDataSource::Response& response) {
  const engine::Context context{call.stop, ToCapabilities(request.client_capabilities())};
  engine::DataAnswer answer =
      call.engine.ReadData(request.type_name(), ToEncoded(request.config()), context);
  SetValue(std::move(answer.state), [&] { return response.mutable_state(); });
  AddDiagnostics(answer.diagnostics, response);
}

}  // namespace tf::rpc
