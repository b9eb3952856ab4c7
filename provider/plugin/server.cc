#include "provider/plugin/server.h"

#include <grpcpp/security/server_credentials.h>

#include <utility>

#include "absl/synchronization/mutex.h"
#include "provider/plugin/go_plugin.h"

namespace tf::plugin {
namespace {

std::shared_ptr<grpc::ServerCredentials> Credentials(const MutualTls* tls) {
  if (tls == nullptr) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions options(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = tls->client_certificate;
  options.pem_key_cert_pairs.push_back({tls->own.key_pem, tls->own.certificate_pem});
  return grpc::SslServerCredentials(options);
}

std::vector<rpc::Method> AllMethods(std::vector<rpc::Method> provider, std::function<void()> done) {
  for (rpc::Method& method : GoPluginMethods(std::move(done))) {
    provider.push_back(std::move(method));
  }
  return provider;
}

}  // namespace

Server::Server(std::vector<rpc::Method> provider, rpc::Workers& workers,
               std::function<void()> shutdown_answered)
    : calls_(AllMethods(std::move(provider), std::move(shutdown_answered)), workers) {}

bool Server::Start(int listener, const MutualTls* tls) {
  // The distribution's Abseil looks for possible deadlocks at every lock that gRPC takes.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  return calls_.Start(listener, Credentials(tls));
}

void Server::Stop(absl::Duration grace) { calls_.Stop(grace); }

}  // namespace tf::plugin
