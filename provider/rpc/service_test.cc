#include "provider/rpc/service.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <condition_variable>
#include <fstream>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/tfplugin6/tfplugin6.pb.h"
#include "provider/rpc/test_server.h"
#include "provider/sdk/provider.h"

namespace tf::rpc {
namespace {

namespace pb = tfplugin6;

struct EmptyModel {};

const Shape<EmptyModel>& EmptyShape() {
  static const Shape<EmptyModel> shape{About("Nothing.")};
  return shape;
}

class PlainProvider final : public Provider<EmptyModel> {
 public:
  const Shape<EmptyModel>& shape() const override { return EmptyShape(); }
  void Configure(ConfigureCall<EmptyModel>& call) override { call.Use(std::make_shared<int>(0)); }
};

// Waits until it is asked to stop, and lets tests wait until it has begun.
class Patient final : public DataSource<EmptyModel> {
 public:
  explicit Patient(std::latch& begun) : begun_(begun) {}
  const Shape<EmptyModel>& shape() const override { return EmptyShape(); }

  void Read(DataCall<EmptyModel>& call) override {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    begun_.count_down();
    std::condition_variable_any().wait(lock, call.stop(), [] { return false; });
    call.diagnostics().AddError("Stopped", "It was asked to stop.");
  }

 private:
  std::latch& begun_;
};

class Thrower final : public DataSource<EmptyModel> {
 public:
  const Shape<EmptyModel>& shape() const override { return EmptyShape(); }
  void Read(DataCall<EmptyModel>&) override { throw std::runtime_error("the\nreason"); }
};

struct Outcome {
  grpc::Status status;
  grpc::ByteBuffer answer;

  template <typename Response>
  Response As() {
    Response response;
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_TRUE(grpc::SerializationTraits<Response>::Deserialize(&answer, &response).ok());
    return response;
  }
};

class ServiceTest : public testing::Test {
 protected:
  ServiceTest() {
    pb::ConfigureProvider::Request configure;
    configure.mutable_config()->set_json("{}");
    Ask("ConfigureProvider", configure);
  }

  std::future<Outcome> Start(const std::string& method, const grpc::ByteBuffer& request,
                             grpc::ClientContext& context) {
    struct Running {
      grpc::ByteBuffer request;
      Outcome outcome;
      std::promise<Outcome> ended;
    };
    auto running = std::make_shared<Running>();
    running->request = request;
    grpc::GenericStub(server_.channel())
        .UnaryCall(&context, "/tfplugin6.Provider/" + method, {}, &running->request,
                   &running->outcome.answer, [running](grpc::Status status) {
                     running->outcome.status = std::move(status);
                     running->ended.set_value(running->outcome);
                   });
    return running->ended.get_future();
  }

  template <typename Request>
  std::future<Outcome> Start(const std::string& method, const Request& request,
                             grpc::ClientContext& context) {
    grpc::ByteBuffer bytes;
    bool owned = false;
    EXPECT_TRUE(grpc::SerializationTraits<Request>::Serialize(request, &bytes, &owned).ok());
    return Start(method, bytes, context);
  }

  template <typename Request>
  Outcome Ask(const std::string& method, const Request& request) {
    grpc::ClientContext context;
    return Start(method, request, context).get();
  }

  std::future<Outcome> StartReading(const std::string& type, grpc::ClientContext& context) {
    pb::ReadDataSource::Request request;
    request.set_type_name(type);
    request.mutable_config()->set_json("{}");
    return Start("ReadDataSource", request, context);
  }

  std::latch begun_{1};
  engine::Engine engine_{[this] {
    Definition definition(std::make_unique<PlainProvider>());
    definition.Add("test_patient", std::make_unique<Patient>(begun_));
    definition.Add("test_thrower", std::make_unique<Thrower>());
    return definition;
  }};
  Workers workers_{4};
  TestServer server_{ProviderMethods(engine_), workers_};
};

TEST(ProviderMethods, AreAllThoseOfTheProtocol) {
  std::set<std::string> published;
  std::ifstream facts(WIRE_FACTS);
  for (std::string line; std::getline(facts, line);) {
    if (!line.starts_with("rpc\t/tfplugin6.Provider/")) continue;
    published.insert(line.substr(4, line.find('\t', 4) - 4));
  }
  EXPECT_EQ(published.size(), 36U);
  engine::Engine engine([] { return Definition(std::make_unique<PlainProvider>()); });
  std::set<std::string> answered;
  for (const Method& method : ProviderMethods(engine)) answered.emplace(method.path);
  EXPECT_EQ(answered, published);
}

TEST_F(ServiceTest, AnswersACall) {
  const auto response = Ask("GetProviderSchema", pb::GetProviderSchema::Request())
                            .As<pb::GetProviderSchema::Response>();
  EXPECT_EQ(response.data_source_schemas().size(), 2U);
}

TEST_F(ServiceTest, RefusesACallThatTheProtocolLacks) {
  EXPECT_EQ(Ask("Bark", pb::GetMetadata::Request()).status.error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(ServiceTest, AnswersARequestThatCannotBeReadWithAnError) {
  const grpc::Slice slice("\xff\xff\xff garbage");
  const auto response =
      Ask("ReadDataSource", grpc::ByteBuffer(&slice, 1)).As<pb::ReadDataSource::Response>();
  ASSERT_EQ(response.diagnostics_size(), 1);
  EXPECT_EQ(response.diagnostics(0).severity(), pb::Diagnostic::ERROR);
  EXPECT_EQ(response.diagnostics(0).summary(), "The request cannot be read");
  EXPECT_EQ(response.diagnostics(0).detail(),
            "What came in is not a message of Terraform's plugin protocol 6.");
}

TEST_F(ServiceTest, TurnsAnExceptionIntoAnError) {
  grpc::ClientContext context;
  const auto response =
      StartReading("test_thrower", context).get().As<pb::ReadDataSource::Response>();
  ASSERT_EQ(response.diagnostics_size(), 1);
  EXPECT_EQ(response.diagnostics(0).severity(), pb::Diagnostic::ERROR);
  EXPECT_EQ(response.diagnostics(0).summary(), "The provider failed unexpectedly");
  EXPECT_EQ(response.diagnostics(0).detail(),
            "It could not answer ReadDataSource for test_thrower. This is a bug in the provider; "
            "please report it to its authors. It says: the reason.");
}

TEST_F(ServiceTest, StopEndsRunningCallsAndTheServiceGoesOn) {
  grpc::ClientContext context;
  auto reading = StartReading("test_patient", context);
  begun_.wait();
  EXPECT_EQ(
      Ask("StopProvider", pb::StopProvider::Request()).As<pb::StopProvider::Response>().error(),
      "");
  const auto response = reading.get().As<pb::ReadDataSource::Response>();
  EXPECT_EQ(response.diagnostics(0).summary(), "Stopped");
  EXPECT_TRUE(Ask("GetMetadata", pb::GetMetadata::Request()).status.ok());
}

TEST_F(ServiceTest, StopDoesNotWaitBehindOtherCalls) {
  std::latch release(1);
  for (int i = 0; i < 4; ++i) workers_.Run([&] { release.wait(); });
  EXPECT_TRUE(Ask("StopProvider", pb::StopProvider::Request()).status.ok());
  release.count_down();
  EXPECT_TRUE(workers_.WaitUntilIdle(absl::Seconds(30)));
}

TEST_F(ServiceTest, ACallThatNobodyWaitsForIsStopped) {
  grpc::ClientContext context;
  auto reading = StartReading("test_patient", context);
  begun_.wait();
  context.TryCancel();
  EXPECT_EQ(reading.get().status.error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(workers_.WaitUntilIdle(absl::Seconds(30)));
}

}  // namespace
}  // namespace tf::rpc
