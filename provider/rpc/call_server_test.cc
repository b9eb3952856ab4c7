#include "provider/rpc/call_server.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "provider/rpc/test_server.h"

namespace tf::rpc {
namespace {

using Stream = grpc::ClientAsyncReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>;

grpc::ByteBuffer Bytes(const std::string& text) {
  const grpc::Slice slice(text);
  return grpc::ByteBuffer(&slice, 1);
}

std::string Text(const grpc::ByteBuffer& bytes) {
  grpc::Slice slice;
  EXPECT_TRUE(bytes.DumpToSingleSlice(&slice).ok());
  return std::string(reinterpret_cast<const char*>(slice.begin()), slice.size());
}

std::optional<grpc::ByteBuffer> Echo(const grpc::ByteBuffer& request, const std::stop_token&) {
  return Bytes("echo of " + Text(request));
}

// Waits for as long as the client does, and lets tests wait until it has begun.
class Patience {
 public:
  Method MethodAt(std::string path) {
    return {.path = std::move(path),
            .answer = [this](const grpc::ByteBuffer&, std::stop_token stop) {
              std::mutex mutex;
              std::unique_lock lock(mutex);
              begun_.count_down();
              std::condition_variable_any().wait(lock, std::move(stop), [] { return false; });
              return std::make_optional(Bytes("stopped"));
            }};
  }
  void AwaitBegin() { begun_.wait(); }

 private:
  std::latch begun_{1};
};

// One call, as a client makes it that sends and reads when it likes.
class Client {
 public:
  Client(const TestServer& server, const std::string& path)
      : stream_(grpc::GenericStub(server.channel()).PrepareCall(&context_, path, &queue_)) {
    stream_->StartCall(this);
    EXPECT_TRUE(Succeeds());
  }
  ~Client() {
    context_.TryCancel();
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
    }
  }

  void Send(const std::string& text) {
    stream_->Write(Bytes(text), this);
    EXPECT_TRUE(Succeeds());
  }
  void EndSending() {
    stream_->WritesDone(this);
    EXPECT_TRUE(Succeeds());
  }
  // Null when the answers have ended.
  std::optional<std::string> Read() {
    grpc::ByteBuffer answer;
    stream_->Read(&answer, this);
    if (!Succeeds()) return std::nullopt;
    return Text(answer);
  }
  grpc::StatusCode Finish() {
    grpc::Status status;
    stream_->Finish(&status, this);
    EXPECT_TRUE(Succeeds());
    return status.error_code();
  }
  void Cancel() { context_.TryCancel(); }

 private:
  bool Succeeds() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }

  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<Stream> stream_;
};

class CallServerTest : public testing::TestWithParam<Method::Where> {
 protected:
  Workers workers_{4};
};

TEST_P(CallServerTest, AnswersARequest) {
  TestServer server({{.path = "/a/Echo", .answer = Echo, .where = GetParam()}}, workers_);
  Client client(server, "/a/Echo");
  client.Send("this");
  EXPECT_EQ(client.Read(), "echo of this");
  EXPECT_EQ(client.Read(), std::nullopt);
  EXPECT_EQ(client.Finish(), grpc::StatusCode::OK);
}

TEST_P(CallServerTest, AnswersManyAtOnce) {
  TestServer server({{.path = "/a/Echo", .answer = Echo, .where = GetParam()}}, workers_);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&server, thread] {
      for (int call = 0; call < 100; ++call) {
        const std::string text = std::to_string(thread * 100 + call);
        Client client(server, "/a/Echo");
        client.Send(text);
        EXPECT_EQ(client.Read(), "echo of " + text);
        EXPECT_EQ(client.Finish(), grpc::StatusCode::OK);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_P(CallServerTest, TellsThatAnAnswerIsOut) {
  std::promise<void> answered;
  TestServer server({{.path = "/a/Echo",
                      .answer = Echo,
                      .where = GetParam(),
                      .answered = [&] { answered.set_value(); }}},
                    workers_);
  Client client(server, "/a/Echo");
  client.Send("this");
  answered.get_future().wait();
}

TEST_P(CallServerTest, TakesWhatHasNoRequest) {
  std::promise<bool> valid;
  const auto look = [&](const grpc::ByteBuffer& request, const std::stop_token&) {
    valid.set_value(request.Valid());
    return std::make_optional(Bytes("seen"));
  };
  TestServer server({{.path = "/a/Look", .answer = look, .where = GetParam()}}, workers_);
  Client client(server, "/a/Look");
  client.EndSending();
  EXPECT_EQ(client.Read(), "seen");
  EXPECT_FALSE(valid.get_future().get());
}

TEST_P(CallServerTest, ReadsAllRequestsAndAnswersTheFirst) {
  TestServer server({{.path = "/a/Echo",
                      .answer = Echo,
                      .where = GetParam(),
                      .requests = Method::Requests::kUntilTheEnd}},
                    workers_);
  Client client(server, "/a/Echo");
  client.Send("the first");
  client.Send("the second");
  client.EndSending();
  EXPECT_EQ(client.Read(), "echo of the first");
  EXPECT_EQ(client.Finish(), grpc::StatusCode::OK);
}

INSTANTIATE_TEST_SUITE_P(Anywhere, CallServerTest,
                         testing::Values(Method::Where::kOnAWorker, Method::Where::kAtOnce));

TEST_F(CallServerTest, RefusesWhatItHasNoMethodFor) {
  TestServer server({{.path = "/a/Echo", .answer = Echo}}, workers_);
  Client client(server, "/a/Echoes");
  EXPECT_EQ(client.Finish(), grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(CallServerTest, WithoutAnAnswerTheCallIsOpenUntilTheClientLeaves) {
  TestServer server({{.path = "/a/Open"}, {.path = "/a/Echo", .answer = Echo}}, workers_);
  Client open(server, "/a/Open");
  open.Send("this");
  open.EndSending();
  Client other(server, "/a/Echo");
  other.Send("that");
  EXPECT_EQ(other.Read(), "echo of that");
  open.Cancel();
  EXPECT_EQ(open.Finish(), grpc::StatusCode::CANCELLED);
}

TEST_F(CallServerTest, ACallThatNobodyWaitsForIsStopped) {
  Patience patience;
  TestServer server({patience.MethodAt("/a/Wait")}, workers_);
  Client client(server, "/a/Wait");
  client.Send("this");
  patience.AwaitBegin();
  client.Cancel();
  EXPECT_EQ(client.Finish(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(workers_.WaitUntilIdle(absl::Seconds(30)));
}

TEST_F(CallServerTest, WhatIsAnsweredAtOnceDoesNotWaitForWorkers) {
  Patience patience;
  Workers one(1);
  TestServer server({patience.MethodAt("/a/Wait"),
                     {.path = "/a/Echo", .answer = Echo, .where = Method::Where::kAtOnce}},
                    one);
  Client waiting(server, "/a/Wait");
  waiting.Send("this");
  patience.AwaitBegin();
  Client client(server, "/a/Echo");
  client.Send("that");
  EXPECT_EQ(client.Read(), "echo of that");
}

TEST_F(CallServerTest, StopCancelsWhatRunsAndWaitsForItsEnd) {
  Patience patience;
  std::atomic<bool> answered = false;
  Method method = patience.MethodAt("/a/Wait");
  method.answered = [&] { answered = true; };
  TestServer server({std::move(method)}, workers_);
  Client client(server, "/a/Wait");
  client.Send("this");
  patience.AwaitBegin();
  server.server().Stop(absl::Milliseconds(1));
  EXPECT_TRUE(answered);
  EXPECT_NE(client.Finish(), grpc::StatusCode::OK);
}

TEST_F(CallServerTest, StopLetsWhatRunsEndWithinItsGrace) {
  std::latch begun(1);
  std::latch go_on(1);
  const auto answer = [&](const grpc::ByteBuffer& request, const std::stop_token& stop) {
    begun.count_down();
    go_on.wait();
    return Echo(request, stop);
  };
  TestServer server({{.path = "/a/Slow", .answer = answer}}, workers_);
  Client client(server, "/a/Slow");
  client.Send("this");
  begun.wait();
  std::thread stopping([&] { server.server().Stop(absl::Seconds(30)); });
  go_on.count_down();
  EXPECT_EQ(client.Read(), "echo of this");
  EXPECT_EQ(client.Finish(), grpc::StatusCode::OK);
  stopping.join();
}

TEST_F(CallServerTest, CanBeStoppedTwiceAndWithoutAStart) {
  TestServer server({}, workers_);
  server.server().Stop(absl::ZeroDuration());
  server.server().Stop(absl::ZeroDuration());
  CallServer never_started({}, workers_);
  never_started.Stop(absl::ZeroDuration());
}

TEST_F(CallServerTest, CanBeStoppedWithoutConnectionsThatCouldBeAccepted) {
  CallServer server({}, workers_);
  EXPECT_TRUE(server.Start(-1, grpc::InsecureServerCredentials()));
  server.Stop(absl::ZeroDuration());
}

}  // namespace
}  // namespace tf::rpc
