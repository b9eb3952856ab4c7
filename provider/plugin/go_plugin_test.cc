#include "provider/plugin/go_plugin.h"

#include <grpcpp/grpcpp.h>

#include <future>
#include <memory>

#include "gtest/gtest.h"
#include "proto/tfplugin6/goplugin.grpc.pb.h"

namespace tf::plugin {
namespace {

class GoPlugin : public testing::Test {
 protected:
  void Serve(std::unique_ptr<grpc::Service> service) {
    service_ = std::move(service);
    grpc::ServerBuilder builder;
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    channel_ = server_->InProcessChannel({});
  }

  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  grpc::ClientContext context_;
};

TEST_F(GoPlugin, AnswersShutdownAndThenSaysSo) {
  std::promise<void> done;
  Serve(MakeController([&] { done.set_value(); }));
  ::plugin::Empty empty;
  EXPECT_TRUE(::plugin::GRPCController::NewStub(channel_)->Shutdown(&context_, empty, &empty).ok());
  done.get_future().wait();
}

TEST_F(GoPlugin, KeepsTheStreamOfStrayOutputOpenUntilItIsCancelled) {
  Serve(MakeStdio());
  const auto stub = ::plugin::GRPCStdio::NewStub(channel_);
  const auto stream = stub->StreamStdio(&context_, ::plugin::Empty());
  context_.TryCancel();
  ::plugin::StdioData data;
  EXPECT_FALSE(stream->Read(&data));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(GoPlugin, EndsTheStreamOfConnectionsWithTheClientsSide) {
  Serve(MakeBroker());
  const auto stub = ::plugin::GRPCBroker::NewStub(channel_);
  const auto stream = stub->StartStream(&context_);
  EXPECT_TRUE(stream->Write(::plugin::ConnInfo()));
  EXPECT_TRUE(stream->WritesDone());
  ::plugin::ConnInfo info;
  EXPECT_FALSE(stream->Read(&info));
  EXPECT_TRUE(stream->Finish().ok());
}

}  // namespace
}  // namespace tf::plugin
