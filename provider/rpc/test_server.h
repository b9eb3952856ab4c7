// For tests: a CallServer on a socket of its own, and a channel to it.
#pragma once

#include <grpcpp/grpcpp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "provider/rpc/call_server.h"

namespace tf::rpc {

class TestServer {
 public:
  TestServer(std::vector<Method> methods, Workers& workers) : server_(std::move(methods), workers) {
    // Linux finds a free name in the namespace that is no file's.
    sockaddr_un address{};
    socklen_t size = sizeof(address.sun_family);
    address.sun_family = AF_UNIX;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(listener_, any, size), 0) << strerror(errno);
    size = sizeof(address);
    EXPECT_EQ(getsockname(listener_, any, &size), 0) << strerror(errno);
    EXPECT_EQ(listen(listener_, SOMAXCONN), 0) << strerror(errno);
    EXPECT_TRUE(server_.Start(listener_, grpc::InsecureServerCredentials()));
    const std::string name(address.sun_path + 1, size - offsetof(sockaddr_un, sun_path) - 1);
    channel_ = grpc::CreateChannel("unix-abstract:" + name, grpc::InsecureChannelCredentials());
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;
  ~TestServer() {
    server_.Stop(absl::ZeroDuration());
    close(listener_);
  }

  CallServer& server() { return server_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  const int listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  CallServer server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace tf::rpc
