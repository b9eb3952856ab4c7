// For tests of the transport: a server on a loopback port that does to each request what the test
// says, byte by byte, and what such a test writes to a socket. Its threads end with it.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "resources/http/url.h"

namespace http {

void Write(int socket, std::string_view text);

// Ends the connection with a reset instead of an orderly close.
void Reset(int socket);

void Ok(int socket, std::string_view body = "fine");

class LoopbackServer {
 public:
  // Answers one request; false ends the connection.
  using Behaviour = std::function<bool(int socket, const std::string& request)>;

  explicit LoopbackServer(Behaviour behaviour);
  ~LoopbackServer();

  Endpoint endpoint() const { return {"http", "127.0.0.1", port_, ""}; }
  std::vector<std::string> requests();
  std::size_t connections();

 private:
  void Accept();
  void Serve(int socket);

  Behaviour behaviour_;
  int listener_ = -1;
  std::string port_;
  std::mutex mutex_;
  std::vector<int> sockets_;
  std::vector<std::string> requests_;
  std::vector<std::jthread> threads_;
  std::jthread acceptor_;
};

}  // namespace http
