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
  std::promise<void> answered_;
  rpc::Workers workers_{1};
  Server server_{{}, workers_, [this] { answered_.set_value(); }};
};

TEST_F(ServerTest, RefusesAPathWhereNothingCanBe) {
  EXPECT_FALSE(server_.Start("/does/not/exist/socket", nullptr));
  server_.Stop(absl::ZeroDuration());
}

TEST_F(ServerTest, TellsWhenShutdownWasAnswered) {
  const auto socket = PrivateSocket::Make({testing::TempDir()});
  ASSERT_TRUE(socket) << socket.error();
  ASSERT_TRUE(server_.Start(socket->path(), nullptr));
  const auto stub = ::plugin::GRPCController::NewStub(
      grpc::CreateChannel("unix:" + socket->path(), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  ::plugin::Empty empty;
  EXPECT_TRUE(stub->Shutdown(&context, empty, &empty).ok());
  answered_.get_future().wait();
}

TEST_F(ServerTest, StopCancelsOpenStreams) {
  const auto socket = PrivateSocket::Make({testing::TempDir()});
  ASSERT_TRUE(socket) << socket.error();
  ASSERT_TRUE(server_.Start(socket->path(), nullptr));
  const auto channel =
      grpc::CreateChannel("unix:" + socket->path(), grpc::InsecureChannelCredentials());
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
