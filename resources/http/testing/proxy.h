// For tests of the transport: a proxy on a loopback port that opens tunnels or refuses them, and
// the variables that lead requests to it.
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "resources/http/testing/loopback_server.h"

namespace http {

class Proxy {
 public:
  // Answers every CONNECT with that status: 200 opens the tunnel, 0 leaves it without an answer.
  explicit Proxy(int status = 200);

  std::string url() const { return server_.endpoint().Origin(); }
  // Whatever it was asked, in the clear.
  std::vector<std::string> requests() { return server_.requests(); }

 private:
  LoopbackServer server_;
};

// Sets the variables of the environment that name proxies, those not given to nothing, and puts
// them back in the end.
class ProxyEnvironment {
 public:
  using Variables = std::initializer_list<std::pair<const char*, std::string>>;
  ProxyEnvironment(Variables variables);
  ~ProxyEnvironment();

 private:
  std::map<std::string, std::optional<std::string>> before_;
};

}  // namespace http
