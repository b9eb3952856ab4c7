#include "resources/http/testing/loopback_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

namespace http {
namespace {

// Where the first whole request in the buffer ends; 0 when it is not complete.
std::size_t RequestEnd(const std::string& buffer) {
  const std::size_t head = buffer.find("\r\n\r\n");
  if (head == std::string::npos) return 0;
  std::size_t body = 0;
  const std::size_t length = buffer.find("Content-Length: ");
  if (length < head) body = std::strtoul(buffer.c_str() + length + 16, nullptr, 10);
  const std::size_t end = head + 4 + body;
  return buffer.size() < end ? 0 : end;
}

// Not closed here: the number must not be given to another connection while the server holds it.
void End(int socket) {
  linger state{};
  socklen_t size = sizeof(state);
  getsockopt(socket, SOL_SOCKET, SO_LINGER, &state, &size);
  if (state.l_onoff != 0) {
    const sockaddr none{AF_UNSPEC, {}};
    static_cast<void>(connect(socket, &none, sizeof(none)));  // dissolves the connection
  } else {
    shutdown(socket, SHUT_RDWR);
  }
}

}  // namespace

void Write(int socket, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

// Ends the connection with a reset instead of an orderly close.
void Reset(int socket) {
  const linger now{1, 0};
  setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

void Ok(int socket, std::string_view body) {
  Write(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                    std::string(body));
}

LoopbackServer::LoopbackServer(Behaviour behaviour) : behaviour_(std::move(behaviour)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  listener_ = socket(AF_INET, SOCK_STREAM, 0);
  EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(listen(listener_, 64), 0);
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = std::to_string(ntohs(address.sin_port));
  acceptor_ = std::jthread([this] { Accept(); });
}

LoopbackServer::~LoopbackServer() {
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int socket : sockets_) shutdown(socket, SHUT_RDWR);
  }
  threads_.clear();
  for (const int socket : sockets_) close(socket);
  close(listener_);
}

std::vector<std::string> LoopbackServer::requests() {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::size_t LoopbackServer::connections() {
  const std::lock_guard lock(mutex_);
  return sockets_.size();
}

void LoopbackServer::Accept() {
  for (int socket; (socket = accept(listener_, nullptr, nullptr)) >= 0;) {
    const std::lock_guard lock(mutex_);
    sockets_.push_back(socket);
    threads_.emplace_back([this, socket] { Serve(socket); });
  }
}

void LoopbackServer::Serve(int socket) {
  std::string buffer;
  while (true) {
    std::size_t end = 0;
    while ((end = RequestEnd(buffer)) == 0) {
      char bytes[4096];
      const ssize_t count = recv(socket, bytes, sizeof(bytes), 0);
      if (count <= 0) return;
      buffer.append(bytes, static_cast<std::size_t>(count));
    }
    const std::string request = buffer.substr(0, end);
    buffer.erase(0, end);
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    if (!behaviour_(socket, request)) return End(socket);
  }
}

}  // namespace http
