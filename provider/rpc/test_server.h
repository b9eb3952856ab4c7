// For tests: a CallServer that listens where nobody else does, and a channel to it.
#pragma once

#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "provider/rpc/call_server.h"

namespace tf::rpc {

class TestServer {
 public:
  TestServer(std::vector<Method> methods, Workers& workers) : server_(std::move(methods), workers) {
    static std::atomic<int> next = 0;
    const std::string address = absl::StrCat("unix-abstract:call_server.", getpid(), ".", ++next);
    EXPECT_TRUE(server_.Start(address, grpc::InsecureServerCredentials()));
    channel_ = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  }

  CallServer& server() { return server_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  CallServer server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace tf::rpc
