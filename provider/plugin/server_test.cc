#include "provider/plugin/server.h"

#include <grpcpp/grpcpp.h>

#include <future>
#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "proto/tfplugin6/goplugin.grpc.pb.h"
#include "provider/plugin/private_socket.h"

namespace tf::plugin {
namespace {

// The server at large is tested through a whole program, in tests/protocol.

class ServerTest : public testing::Test {
 protected:
  ServerTest() { EXPECT_TRUE(socket_) << socket_.error(); }

  const tl::expected<PrivateSocket, std::string> socket_ =
      PrivateSocket::Make({testing::TempDir()});
  std::promise<void> answered_;
  rpc::Workers workers_{1};
  Server server_{{}, workers_, [this] { answered_.set_value(); }};
};

TEST_F(ServerTest, TellsWhenShutdownWasAnswered) {
  ASSERT_TRUE(server_.Start(socket_->listener(), nullptr));
  const auto stub = ::plugin::GRPCController::NewStub(
      grpc::CreateChannel("unix:" + socket_->path(), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  ::plugin::Empty empty;
  EXPECT_TRUE(stub->Shutdown(&context, empty, &empty).ok());
  answered_.get_future().wait();
}

TEST_F(ServerTest, StopCancelsOpenStreams) {
  ASSERT_TRUE(server_.Start(socket_->listener(), nullptr));
  const auto channel =
      grpc::CreateChannel("unix:" + socket_->path(), grpc::InsecureChannelCredentials());
  const auto stub = ::plugin::GRPCStdio::NewStub(channel);
  grpc::ClientContext context;
  const auto stream = stub->StreamStdio(&context, ::plugin::Empty());
  // The stream says nothing when it opens; a call behind it on the same connection does.
  grpc::ClientContext second;
  ::plugin::Empty empty;
  ASSERT_TRUE(::plugin::GRPCController::NewStub(channel)->Shutdown(&second, empty, &empty).ok());
  server_.Stop(absl::Milliseconds(1));
  ::plugin::StdioData data;
  EXPECT_FALSE(stream->Read(&data));
  EXPECT_FALSE(stream->Finish().ok());
}

}  // namespace
}  // namespace tf::plugin
