#include "provider/plugin/server.h"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include <future>
#include <string>

#include "gtest/gtest.h"
#include "proto/tfplugin6/goplugin.grpc.pb.h"
#include "provider/plugin/private_socket.h"

namespace tf::plugin {
namespace {

// The server at large is tested through a whole program, in tests/protocol.

TEST(Server, RefusesAPathWhereNothingCanBe) {
  grpc::CallbackGenericService provider;
  Server server;
  EXPECT_FALSE(server.Start("/does/not/exist/socket", nullptr, provider, [] {}));
  server.Stop(absl::ZeroDuration());
}

TEST(Server, TellsWhenShutdownWasAnswered) {
  const auto socket = PrivateSocket::Make({testing::TempDir()});
  ASSERT_TRUE(socket) << socket.error();
  grpc::CallbackGenericService provider;
  std::promise<void> answered;
  Server server;
  ASSERT_TRUE(
      server.Start(socket->path(), nullptr, provider, [&answered] { answered.set_value(); }));
  const auto stub = ::plugin::GRPCController::NewStub(
      grpc::CreateChannel("unix:" + socket->path(), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  ::plugin::Empty empty;
  EXPECT_TRUE(stub->Shutdown(&context, empty, &empty).ok());
  answered.get_future().wait();
}

TEST(Server, StopCancelsOpenStreams) {
  const auto socket = PrivateSocket::Make({testing::TempDir()});
  ASSERT_TRUE(socket) << socket.error();
  grpc::CallbackGenericService provider;
  Server server;
  ASSERT_TRUE(server.Start(socket->path(), nullptr, provider, [] {}));
  const auto channel =
      grpc::CreateChannel("unix:" + socket->path(), grpc::InsecureChannelCredentials());
  const auto stub = ::plugin::GRPCStdio::NewStub(channel);
  grpc::ClientContext context;
  const auto stream = stub->StreamStdio(&context, ::plugin::Empty());
  // The stream says nothing when it opens; a call behind it on the same connection does.
  grpc::ClientContext second;
  ::plugin::Empty empty;
  ASSERT_TRUE(::plugin::GRPCController::NewStub(channel)->Shutdown(&second, empty, &empty).ok());
  server.Stop(absl::Milliseconds(1));
  ::plugin::StdioData data;
  EXPECT_FALSE(stream->Read(&data));
  EXPECT_FALSE(stream->Finish().ok());
}

}  // namespace
}  // namespace tf::plugin
