#include "provider/rpc/service.h"

#include <grpcpp/impl/codegen/proto_utils.h>

#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "provider/rpc/calls.h"
#include "provider/rpc/wire.h"

namespace tf::rpc {
namespace {

using Requests = Method::Requests;
using Where = Method::Where;

// The engine does not throw. Should something below it do so, the user still gets an answer, and
// the process lives.
template <typename Request, typename Response>
void AnswerOrApologize(const Call& call, std::string_view method, const Request& request,
                       Response& response) {
  const auto apologize = [&](const std::string& why) {
    std::string about;
    if constexpr (requires { request.type_name(); }) {
      about = absl::StrCat(" for ", base::CleanText(request.type_name()));
    }
    response.Clear();
    SetError("The provider failed unexpectedly",
             absl::StrCat("It could not answer ", std::string(method), about,
                          ". This is a bug in the provider; please report it to its authors.", why),
             response);
  };
  try {
    Answer(call, request, response);
  } catch (const std::exception& error) {
    apologize(absl::StrCat(" It says: ", base::CleanText(error.what()), "."));
  } catch (...) {
    apologize("");
  }
}

template <typename Request, typename Response>
grpc::ByteBuffer AnswerBytes(const Call& call, std::string_view method,
                             grpc::ByteBuffer& request_bytes) noexcept {
  Request request;
  Response response;
  if (grpc::SerializationTraits<Request>::Deserialize(&request_bytes, &request).ok()) {
    AnswerOrApologize(call, method, request, response);
  } else {
    SetError("The request cannot be read",
             "What came in is not a message of Terraform's plugin protocol 6.", response);
  }
  grpc::ByteBuffer bytes;
  bool owned = false;
  grpc::SerializationTraits<Response>::Serialize(response, &bytes, &owned);
  return bytes;
}

// `name` is a literal.
template <typename Request, typename Response>
Method Of(engine::Engine& engine, std::string_view name, Where where = Where::kOnAWorker,
          Requests requests = Requests::kOne) {
  const auto answer = [&engine, name](grpc::ByteBuffer& request, std::stop_token stop) {
    return AnswerBytes<Request, Response>({engine, std::move(stop)}, name, request);
  };
  return {.path = std::string("/tfplugin6.Provider/").append(name),
          .answer = answer,
          .where = where,
          .requests = requests};
}

// The messages of nearly all calls lie within one that has the call's name.
template <typename Message>
Method Of(engine::Engine& engine, std::string_view name, Where where = Where::kOnAWorker) {
  return Of<typename Message::Request, typename Message::Response>(engine, name, where);
}

}  // namespace

std::vector<Method> ProviderMethods(engine::Engine& engine) {
  return {
      Of<pb::GetMetadata>(engine, "GetMetadata"),
      Of<pb::GetProviderSchema>(engine, "GetProviderSchema"),
      Of<pb::ValidateProviderConfig>(engine, "ValidateProviderConfig"),
      Of<pb::ValidateResourceConfig>(engine, "ValidateResourceConfig", Where::kAtOnce),
      Of<pb::ValidateDataResourceConfig>(engine, "ValidateDataResourceConfig"),
      Of<pb::UpgradeResourceState>(engine, "UpgradeResourceState", Where::kAtOnce),
      Of<pb::GetResourceIdentitySchemas>(engine, "GetResourceIdentitySchemas"),
      Of<pb::UpgradeResourceIdentity>(engine, "UpgradeResourceIdentity"),
      Of<pb::ConfigureProvider>(engine, "ConfigureProvider"),
      Of<pb::ReadResource>(engine, "ReadResource"),
      Of<pb::PlanResourceChange>(engine, "PlanResourceChange"),
      Of<pb::ApplyResourceChange>(engine, "ApplyResourceChange"),
      Of<pb::ImportResourceState>(engine, "ImportResourceState"),
      Of<pb::MoveResourceState>(engine, "MoveResourceState"),
      Of<pb::ReadDataSource>(engine, "ReadDataSource"),
      Of<pb::GenerateResourceConfig>(engine, "GenerateResourceConfig"),
      Of<pb::ValidateEphemeralResourceConfig>(engine, "ValidateEphemeralResourceConfig"),
      Of<pb::OpenEphemeralResource>(engine, "OpenEphemeralResource"),
      Of<pb::RenewEphemeralResource>(engine, "RenewEphemeralResource"),
      Of<pb::CloseEphemeralResource>(engine, "CloseEphemeralResource"),
      Of<pb::ListResource::Request, pb::ListResource::Event>(engine, "ListResource"),
      Of<pb::ValidateListResourceConfig>(engine, "ValidateListResourceConfig"),
      Of<pb::GetFunctions>(engine, "GetFunctions"),
      Of<pb::CallFunction>(engine, "CallFunction"),
      Of<pb::ValidateStateStore>(engine, "ValidateStateStoreConfig"),
      Of<pb::ConfigureStateStore>(engine, "ConfigureStateStore"),
      Of<pb::ReadStateBytes>(engine, "ReadStateBytes"),
      Of<pb::WriteStateBytes::RequestChunk, pb::WriteStateBytes::Response>(
          engine, "WriteStateBytes", Where::kOnAWorker, Requests::kUntilTheEnd),
      Of<pb::LockState>(engine, "LockState"),
      Of<pb::UnlockState>(engine, "UnlockState"),
      Of<pb::GetStates>(engine, "GetStates"),
      Of<pb::DeleteState>(engine, "DeleteState"),
      Of<pb::PlanAction>(engine, "PlanAction"),
      Of<pb::InvokeAction::Request, pb::InvokeAction::Event>(engine, "InvokeAction"),
      Of<pb::ValidateActionConfig>(engine, "ValidateActionConfig"),
      // Not behind the calls that it is to stop.
      Of<pb::StopProvider>(engine, "StopProvider", Where::kAtOnce),
  };
}

}  // namespace tf::rpc
