// The HTTP listener of the sandbox, on loopback only. Every request goes to one function, on the
// thread of its connection; as many connections are served at once as there are threads.
// Connections are kept for as long as the client wants, and answers may break them on purpose.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "sandbox/services/exchange.h"
#include "tl/expected.hpp"

namespace sandbox {

// Called from many threads at once. Must not throw.
using Respond = std::function<Answer(const Request&)>;

struct ServerOptions {
  // 0 picks a free port.
  int port = 0;
  // Both files given: HTTPS with this certificate.
  std::string certificate_file;
  std::string key_file;
};

class Server {
 public:
  // Binds the port; requests are accepted, but wait until Run. The error is a sentence for a
  // person.
  static tl::expected<std::unique_ptr<Server>, std::string> Bind(const ServerOptions& options,
                                                                 Respond respond);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const;
  // "http://127.0.0.1:8080" or "https://...".
  std::string url() const;
  // How many connections have made at least one request so far.
  std::uint64_t connections() const;

  // Serves until Stop. Call once.
  void Run();
  // Ends every connection and lets Run return. From any thread, any number of times, also before
  // Run.
  void Stop();

 private:
  class State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sandbox
