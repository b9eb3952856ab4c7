#include "provider/plugin/go_plugin.h"

#include <grpcpp/grpcpp.h>

#include <future>

#include "gtest/gtest.h"
#include "proto/tfplugin6/goplugin.grpc.pb.h"
#include "provider/rpc/test_server.h"

namespace tf::plugin {
namespace {

class GoPlugin : public testing::Test {
 protected:
  std::promise<void> done_;
  rpc::Workers workers_{1};
  rpc::TestServer server_{GoPluginMethods([this] { done_.set_value(); }), workers_};
  grpc::ClientContext context_;
};

TEST_F(GoPlugin, AnswersShutdownAndThenSaysSo) {
  ::plugin::Empty empty;
  EXPECT_TRUE(::plugin::GRPCController::NewStub(server_.channel())
                  ->Shutdown(&context_, empty, &empty)
                  .ok());
  done_.get_future().wait();
}

TEST_F(GoPlugin, KeepsTheStreamOfStrayOutputOpenUntilItIsCancelled) {
  const auto stub = ::plugin::GRPCStdio::NewStub(server_.channel());
  const auto stream = stub->StreamStdio(&context_, ::plugin::Empty());
  context_.TryCancel();
  ::plugin::StdioData data;
  EXPECT_FALSE(stream->Read(&data));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(GoPlugin, EndsTheStreamOfConnectionsWithTheClientsSide) {
  const auto stub = ::plugin::GRPCBroker::NewStub(server_.channel());
  const auto stream = stub->StartStream(&context_);
  EXPECT_TRUE(stream->Write(::plugin::ConnInfo()));
  EXPECT_TRUE(stream->WritesDone());
  ::plugin::ConnInfo info;
  EXPECT_FALSE(stream->Read(&info));
  EXPECT_TRUE(stream->Finish().ok());
}

}  // namespace
}  // namespace tf::plugin
