#include "provider/plugin/server.h"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "provider/plugin/go_plugin.h"

namespace tf::plugin {
namespace {

// As Go's providers allow. gRPC's own limit of 4 MiB is less than a large state.
constexpr int kLargestMessage = 256 << 20;

// By this name go-plugin asks after a plugin's health.
constexpr char kHealthName[] = "plugin";

std::shared_ptr<grpc::ServerCredentials> Credentials(const MutualTls* tls) {
  if (tls == nullptr) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions options(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = tls->client_certificate;
  options.pem_key_cert_pairs.push_back({tls->own.key_pem, tls->own.certificate_pem});
  return grpc::SslServerCredentials(options);
}

}  // namespace

Server::Server() = default;
Server::~Server() = default;

bool Server::Start(const std::string& socket_path, const MutualTls* tls,
                   grpc::CallbackGenericService& provider,
                   std::function<void()> shutdown_answered) {
  // The distribution's Abseil looks for possible deadlocks at every lock that gRPC takes.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  own_services_.push_back(MakeController(std::move(shutdown_answered)));
  own_services_.push_back(MakeStdio());
  own_services_.push_back(MakeBroker());
  grpc::EnableDefaultHealthCheckService(true);

  grpc::ServerBuilder builder;
  // gRPC takes the address for percent-encoded.
  builder.AddListeningPort(absl::StrCat("unix:", absl::StrReplaceAll(socket_path, {{"%", "%25"}})),
                           Credentials(tls));
  builder.SetMaxReceiveMessageSize(kLargestMessage);
  builder.SetMaxSendMessageSize(kLargestMessage);
  builder.RegisterCallbackGenericService(&provider);
  for (const auto& service : own_services_) builder.RegisterService(service.get());
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) return false;
  if (auto* health = server_->GetHealthCheckService(); health != nullptr) {
    health->SetServingStatus(kHealthName, true);
  }
  return true;
}

void Server::Stop(absl::Duration grace) {
  if (server_ != nullptr) server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}

}  // namespace tf::plugin
