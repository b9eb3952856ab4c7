#include "resources/http/testing/proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace http {
namespace {

// The port in "CONNECT 127.0.0.1:8443 HTTP/1.1".
int ConnectTo(const std::string& request) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port =
      htons(static_cast<std::uint16_t>(std::strtoul(&request[request.find(':') + 1], nullptr, 10)));
  const int target = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(target, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) return target;
  close(target);
  return -1;
}

bool Forward(int from, int to) {
  char bytes[4096];
  const ssize_t count = recv(from, bytes, sizeof(bytes), 0);
  if (count <= 0) return false;
  Write(to, {bytes, static_cast<std::size_t>(count)});
  return true;
}

// Carries bytes both ways until one side ends.
void Relay(int client, int target) {
  pollfd ends[] = {{client, POLLIN, 0}, {target, POLLIN, 0}};
  while (poll(ends, 2, -1) > 0) {
    if (ends[0].revents != 0 && !Forward(client, target)) return;
    if (ends[1].revents != 0 && !Forward(target, client)) return;
  }
}

bool Answer(int status, int client, const std::string& request) {
  if (status == 0) return true;
  if (status != 200 || !request.starts_with("CONNECT ")) {
    Write(client, "HTTP/1.1 " + std::to_string(status == 200 ? 400 : status) +
                      " No\r\nContent-Length: 0\r\n\r\n");
    return true;
  }
  const int target = ConnectTo(request);
  if (target < 0) return false;
  Write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
  Relay(client, target);
  close(target);
  return false;
}

}  // namespace

Proxy::Proxy(int status)
    : server_([status](int client, const std::string& request) {
        return Answer(status, client, request);
      }) {}

ProxyEnvironment::ProxyEnvironment(Variables variables) {
  for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                           "no_proxy", "NO_PROXY"}) {
    const char* const value = std::getenv(name);
    before_[name] = value == nullptr ? std::nullopt : std::optional<std::string>(value);
    unsetenv(name);
  }
  for (const auto& [name, value] : variables) setenv(name, value.c_str(), 1);
}

ProxyEnvironment::~ProxyEnvironment() {
  for (const auto& [name, value] : before_) {
    if (value) {
      setenv(name.c_str(), value->c_str(), 1);
    } else {
      unsetenv(name.c_str());
    }
  }
}

}  // namespace http
