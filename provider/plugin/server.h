// The plugin's server: the provider's methods and those that every plugin has, on a socket,
// encrypted where Terraform brought a certificate. Calls are answered from Start to Stop.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "provider/plugin/certificate.h"
#include "provider/rpc/call_server.h"

namespace tf::plugin {

// Both sides prove who they are: the server by its certificate, the client by the one it announced.
struct MutualTls {
  Certificate own;
  std::string client_certificate;
};

class Server {
 public:
  // `workers` outlives the server. `shutdown_answered` is as in GoPluginMethods.
  Server(std::vector<rpc::Method> provider, rpc::Workers& workers,
         std::function<void()> shutdown_answered);

  // As those of CallServer; without `tls`, in the clear.
  bool Start(int listener, const MutualTls* tls);
  void Stop(absl::Duration grace);

 private:
  rpc::CallServer calls_;
};

}  // namespace tf::plugin
