#include "provider/rpc/service.h"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <algorithm>
#include <exception>
#include <stop_token>
#include <string>
#include <string_view>

#include "absl/time/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "provider/rpc/calls.h"
#include "provider/rpc/wire.h"

namespace tf::rpc {
namespace {

// The engine does not throw. Should something below it do so, the user still gets an answer, and
// the process lives.
template <typename Request, typename Response>
void AnswerOrApologize(const Call& call, const Request& request, Response& response) {
  constexpr char kSummary[] = "The provider failed unexpectedly";
  constexpr char kBug[] = "This is a bug in the provider; please report it.";
  try {
    Answer(call, request, response);
  } catch (const std::exception& error) {
    response.Clear();
    SetError(kSummary, std::string(kBug) + " It says: " + base::CleanText(error.what()), response);
  } catch (...) {
    response.Clear();
    SetError(kSummary, kBug, response);
  }
}

template <typename Request, typename Response>
grpc::ByteBuffer AnswerBytes(const Call& call, grpc::ByteBuffer request_bytes) noexcept {
  Request request;
  Response response;
  if (grpc::SerializationTraits<Request>::Deserialize(&request_bytes, &request).ok()) {
    AnswerOrApologize(call, request, response);
  } else {
    SetError("The request cannot be read",
             "What came in is not a message of Terraform's plugin protocol 6.", response);
  }
  grpc::ByteBuffer bytes;
  bool owned = false;
  grpc::SerializationTraits<Response>::Serialize(response, &bytes, &owned);
  return bytes;
}

// kAtOnce is for what waits for nothing: gRPC's own threads, of which there are few, answer it.
// That saves waking a worker, which costs more than such a call itself.
enum class Where { kOnAWorker, kAtOnce };

struct Method {
  std::string_view path;
  grpc::ByteBuffer (*answer)(const Call&, grpc::ByteBuffer request);
  Where where = Where::kOnAWorker;
  // Whether requests come until their stream ends; otherwise there is one, and nothing is waited
  // for behind it.
  bool reads_to_the_end = false;
};

constexpr Method kMethods[] = {
    {"/tfplugin6.Provider/GetMetadata",
     AnswerBytes<pb::GetMetadata::Request, pb::GetMetadata::Response>},
    {"/tfplugin6.Provider/GetProviderSchema",
     AnswerBytes<pb::GetProviderSchema::Request, pb::GetProviderSchema::Response>},
    {"/tfplugin6.Provider/ValidateProviderConfig",
     AnswerBytes<pb::ValidateProviderConfig::Request, pb::ValidateProviderConfig::Response>},
    {"/tfplugin6.Provider/ValidateResourceConfig",
     AnswerBytes<pb::ValidateResourceConfig::Request, pb::ValidateResourceConfig::Response>,
     Where::kAtOnce},
    {"/tfplugin6.Provider/ValidateDataResourceConfig",
     AnswerBytes<pb::ValidateDataResourceConfig::Request,
                 pb::ValidateDataResourceConfig::Response>},
    {"/tfplugin6.Provider/UpgradeResourceState",
     AnswerBytes<pb::UpgradeResourceState::Request, pb::UpgradeResourceState::Response>,
     Where::kAtOnce},
    {"/tfplugin6.Provider/GetResourceIdentitySchemas",
     AnswerBytes<pb::GetResourceIdentitySchemas::Request,
                 pb::GetResourceIdentitySchemas::Response>},
    {"/tfplugin6.Provider/UpgradeResourceIdentity",
     AnswerBytes<pb::UpgradeResourceIdentity::Request, pb::UpgradeResourceIdentity::Response>},
    {"/tfplugin6.Provider/ConfigureProvider",
     AnswerBytes<pb::ConfigureProvider::Request, pb::ConfigureProvider::Response>},
    {"/tfplugin6.Provider/ReadResource",
     AnswerBytes<pb::ReadResource::Request, pb::ReadResource::Response>},
    {"/tfplugin6.Provider/PlanResourceChange",
     AnswerBytes<pb::PlanResourceChange::Request, pb::PlanResourceChange::Response>},
    {"/tfplugin6.Provider/ApplyResourceChange",
     AnswerBytes<pb::ApplyResourceChange::Request, pb::ApplyResourceChange::Response>},
    {"/tfplugin6.Provider/ImportResourceState",
     AnswerBytes<pb::ImportResourceState::Request, pb::ImportResourceState::Response>},
    {"/tfplugin6.Provider/MoveResourceState",
     AnswerBytes<pb::MoveResourceState::Request, pb::MoveResourceState::Response>},
    {"/tfplugin6.Provider/ReadDataSource",
     AnswerBytes<pb::ReadDataSource::Request, pb::ReadDataSource::Response>},
    {"/tfplugin6.Provider/GenerateResourceConfig",
     AnswerBytes<pb::GenerateResourceConfig::Request, pb::GenerateResourceConfig::Response>},
    {"/tfplugin6.Provider/ValidateEphemeralResourceConfig",
     AnswerBytes<pb::ValidateEphemeralResourceConfig::Request,
                 pb::ValidateEphemeralResourceConfig::Response>},
    {"/tfplugin6.Provider/OpenEphemeralResource",
     AnswerBytes<pb::OpenEphemeralResource::Request, pb::OpenEphemeralResource::Response>},
    {"/tfplugin6.Provider/RenewEphemeralResource",
     AnswerBytes<pb::RenewEphemeralResource::Request, pb::RenewEphemeralResource::Response>},
    {"/tfplugin6.Provider/CloseEphemeralResource",
     AnswerBytes<pb::CloseEphemeralResource::Request, pb::CloseEphemeralResource::Response>},
    {"/tfplugin6.Provider/ListResource",
     AnswerBytes<pb::ListResource::Request, pb::ListResource::Event>},
    {"/tfplugin6.Provider/ValidateListResourceConfig",
     AnswerBytes<pb::ValidateListResourceConfig::Request,
                 pb::ValidateListResourceConfig::Response>},
    {"/tfplugin6.Provider/GetFunctions",
     AnswerBytes<pb::GetFunctions::Request, pb::GetFunctions::Response>},
    {"/tfplugin6.Provider/CallFunction",
     AnswerBytes<pb::CallFunction::Request, pb::CallFunction::Response>},
    {"/tfplugin6.Provider/ValidateStateStoreConfig",
     AnswerBytes<pb::ValidateStateStore::Request, pb::ValidateStateStore::Response>},
    {"/tfplugin6.Provider/ConfigureStateStore",
     AnswerBytes<pb::ConfigureStateStore::Request, pb::ConfigureStateStore::Response>},
    {"/tfplugin6.Provider/ReadStateBytes",
     AnswerBytes<pb::ReadStateBytes::Request, pb::ReadStateBytes::Response>},
    {"/tfplugin6.Provider/WriteStateBytes",
     AnswerBytes<pb::WriteStateBytes::RequestChunk, pb::WriteStateBytes::Response>,
     Where::kOnAWorker, true},
    {"/tfplugin6.Provider/LockState", AnswerBytes<pb::LockState::Request, pb::LockState::Response>},
    {"/tfplugin6.Provider/UnlockState",
     AnswerBytes<pb::UnlockState::Request, pb::UnlockState::Response>},
    {"/tfplugin6.Provider/GetStates", AnswerBytes<pb::GetStates::Request, pb::GetStates::Response>},
    {"/tfplugin6.Provider/DeleteState",
     AnswerBytes<pb::DeleteState::Request, pb::DeleteState::Response>},
    {"/tfplugin6.Provider/PlanAction",
     AnswerBytes<pb::PlanAction::Request, pb::PlanAction::Response>},
    {"/tfplugin6.Provider/InvokeAction",
     AnswerBytes<pb::InvokeAction::Request, pb::InvokeAction::Event>},
    {"/tfplugin6.Provider/ValidateActionConfig",
     AnswerBytes<pb::ValidateActionConfig::Request, pb::ValidateActionConfig::Response>},
    // Not behind the calls that it is to stop.
    {"/tfplugin6.Provider/StopProvider",
     AnswerBytes<pb::StopProvider::Request, pb::StopProvider::Response>, Where::kAtOnce},
};

// One call, of whichever kind: a stream of requests, of which all but one call send a single one,
// and a stream of answers, of which there is one. Deletes itself when gRPC is done with it.
class RunningCall final : public grpc::ServerGenericBidiReactor {
 public:
  RunningCall(const Method& method, engine::Engine& engine, Workers& workers)
      : method_(method), engine_(engine), workers_(workers) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (ok && method_.reads_to_the_end) {
      // The first request says what is wanted; those behind it are parts of a state that nobody
      // takes.
      StartRead(&rest_);
    } else if (method_.where == Where::kAtOnce) {
      Reply();
    } else {
      workers_.Run([this] { Reply(); });
    }
  }

  void OnCancel() override { stop_.request_stop(); }
  void OnDone() override { delete this; }

 private:
  void Reply() {
    const absl::Time begin = absl::Now();
    answer_ = method_.answer({engine_, stop_.get_token()}, request_);
    LOG_AT(
        base::LogLevel::kTrace, "answered a call",
        {{"tf_rpc", std::string(method_.path.substr(method_.path.rfind('/') + 1))},
         {"tf_req_duration_ms", std::to_string(absl::ToInt64Milliseconds(absl::Now() - begin))}});
    StartWriteAndFinish(&answer_, grpc::WriteOptions(), grpc::Status::OK);
  }

  const Method& method_;
  engine::Engine& engine_;
  Workers& workers_;
  std::stop_source stop_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer rest_;
  grpc::ByteBuffer answer_;
};

class Service final : public grpc::CallbackGenericService {
 public:
  Service(engine::Engine& engine, Workers& workers) : engine_(engine), workers_(workers) {}

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    const auto* method = std::ranges::find(kMethods, context->method(), &Method::path);
    if (method == std::end(kMethods)) return CallbackGenericService::CreateReactor(context);
    return new RunningCall(*method, engine_, workers_);
  }

 private:
  engine::Engine& engine_;
  Workers& workers_;
};

}  // namespace

std::unique_ptr<grpc::CallbackGenericService> MakeService(engine::Engine& engine,
                                                          Workers& workers) {
  return std::make_unique<Service>(engine, workers);
}

std::vector<std::string_view> AnsweredPaths() {
  std::vector<std::string_view> paths;
  for (const Method& method : kMethods) paths.push_back(method.path);
  return paths;
}

}  // namespace tf::rpc
