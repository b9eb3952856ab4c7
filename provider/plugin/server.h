// The gRPC server: the provider's service and those that every plugin has, on a socket, encrypted
// where Terraform brought a certificate. Calls are answered from Start to Stop, on gRPC's threads.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "provider/plugin/certificate.h"

namespace grpc {
class CallbackGenericService;
class Server;
class Service;
}  // namespace grpc

namespace tf::plugin {

// Both sides prove who they are: the server by its certificate, the client by the one it announced.
struct MutualTls {
  Certificate own;
  std::string client_certificate;
};

class Server {
 public:
  Server();
  ~Server();

  // Listens on `socket_path`; without `tls`, in the clear. `provider` outlives the server.
  // `shutdown_answered` is as in MakeController. False when gRPC refuses; it says why in the log.
  bool Start(const std::string& socket_path, const MutualTls* tls,
             grpc::CallbackGenericService& provider, std::function<void()> shutdown_answered);

  // Takes no more calls, gives running ones `grace`, then cancels them and waits until the last has
  // ended.
  void Stop(absl::Duration grace);

 private:
  std::vector<std::unique_ptr<grpc::Service>> own_services_;
  std::unique_ptr<grpc::Server> server_;  // behind the services, so it is destroyed before them
};

}  // namespace tf::plugin
