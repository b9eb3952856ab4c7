#include "provider/plugin/go_plugin.h"

#include <utility>

#include "proto/tfplugin6/goplugin.grpc.pb.h"

namespace tf::plugin {
namespace {

// gRPC's reactors own themselves: OnDone is the last that is called on them.

class ShutdownCall final : public grpc::ServerUnaryReactor {
 public:
  explicit ShutdownCall(const std::function<void()>& done) : done_(done) {
    Finish(grpc::Status::OK);
  }

  void OnDone() override {
    done_();
    delete this;
  }

 private:
  const std::function<void()>& done_;
};

class Controller final : public ::plugin::GRPCController::CallbackService {
 public:
  explicit Controller(std::function<void()> done) : done_(std::move(done)) {}

  grpc::ServerUnaryReactor* Shutdown(grpc::CallbackServerContext*, const ::plugin::Empty*,
                                     ::plugin::Empty*) override {
    return new ShutdownCall(done_);
  }

 private:
  std::function<void()> done_;
};

class StdioStream final : public grpc::ServerWriteReactor<::plugin::StdioData> {
 public:
  void OnCancel() override { Finish(grpc::Status::CANCELLED); }
  void OnDone() override { delete this; }
};

class Stdio final : public ::plugin::GRPCStdio::CallbackService {
 public:
  grpc::ServerWriteReactor<::plugin::StdioData>* StreamStdio(grpc::CallbackServerContext*,
                                                             const ::plugin::Empty*) override {
    return new StdioStream;
  }
};

class BrokerStream final : public grpc::ServerBidiReactor<::plugin::ConnInfo, ::plugin::ConnInfo> {
 public:
  BrokerStream() { StartRead(&ignored_); }

  void OnReadDone(bool ok) override {
    if (ok) {
      StartRead(&ignored_);
    } else {
      Finish(grpc::Status::OK);
    }
  }
  void OnDone() override { delete this; }

 private:
  ::plugin::ConnInfo ignored_;
};

class Broker final : public ::plugin::GRPCBroker::CallbackService {
 public:
  grpc::ServerBidiReactor<::plugin::ConnInfo, ::plugin::ConnInfo>* StartStream(
      grpc::CallbackServerContext*) override {
    return new BrokerStream;
  }
};

}  // namespace

std::unique_ptr<grpc::Service> MakeController(std::function<void()> done) {
  return std::make_unique<Controller>(std::move(done));
}

std::unique_ptr<grpc::Service> MakeStdio() { return std::make_unique<Stdio>(); }

std::unique_ptr<grpc::Service> MakeBroker() { return std::make_unique<Broker>(); }

}  // namespace tf::plugin
