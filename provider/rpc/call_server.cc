#include "provider/rpc/call_server.h"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <system_error>
#include <utility>

#include "absl/time/clock.h"
#include "base/log.h"

namespace tf::rpc {
namespace {

// As Go's providers allow. gRPC's own limit of 4 MiB is less than a large state.
constexpr int kLargestMessage = 256 << 20;

// When the system has no more descriptors, or memory, for another connection.
constexpr absl::Duration kBetweenAccepts = absl::Milliseconds(100);

}  // namespace

// One call, of whichever kind: a stream of requests, of which nearly all have one, and a stream of
// answers, of which there is one at most. Deletes itself when gRPC has nothing more to say about
// it.
class CallServer::RunningCall {
 public:
  // What gRPC's queue hands out: that an operation of a call has ended, and how.
  struct Event {
    RunningCall* call;
    void (RunningCall::*happened)(bool ok);
  };

  // Becomes the next call that comes in.
  explicit RunningCall(CallServer& server) : server_(server) {
    context_.AsyncNotifyWhenDone(&ended_);
    server.service_->RequestCall(&context_, &stream_, server.queue_.get(), server.queue_.get(),
                                 &came_);
  }

  // The event may be of another call, and `tag` is gone afterwards.
  static void Take(void* tag, bool ok) {
    const Event event = *static_cast<Event*>(tag);
    (event.call->*event.happened)(ok);
  }

 private:
  void Came(bool ok) {
    if (!ok) {  // The server is stopping, and there is no call.
      server_.Forget(this);
      return;
    }
    server_.AwaitCall();
    method_ = server_.Find(context_.method());
    if (method_ == nullptr) {
      stream_.Finish(grpc::Status(grpc::StatusCode::UNIMPLEMENTED, ""), &finished_);
    } else {
      stream_.Read(&request_, &read_);
    }
  }

  void Read(bool ok) {
    if (ok && method_->requests == Method::Requests::kUntilTheEnd) {
      stream_.Read(&dropped_, &read_);
    } else if (method_->answer == nullptr) {
      Release();  // Nothing is left to be done but to wait for the end.
    } else if (method_->where == Method::Where::kAtOnce) {
      MakeAnswer();
      Finish();
    } else {
      server_.workers_.Run([this] { AnswerOnWorker(); });
    }
  }

  void AnswerOnWorker() {
    MakeAnswer();
    // That the call has finished is mostly known by the time Finish returns. This thread then takes
    // the news itself, rather than wake the server's.
    void* tag = nullptr;
    bool ok = false;
    const auto without_waiting = std::chrono::system_clock::time_point();
    ++users_;
    const auto news =
        server_.queue_->DoThenAsyncNext([this] { Finish(); }, &tag, &ok, without_waiting);
    if (news == grpc::CompletionQueue::GOT_EVENT) Take(tag, ok);
    Release();
  }

  void MakeAnswer() {
    const auto call = [this] { return method_->path.substr(method_->path.rfind('/') + 1); };
    LOG_AT(base::LogLevel::kTrace, "takes a call", {{"tf_rpc", call()}});
    const absl::Time begin = absl::Now();
    answer_ = method_->answer(request_, stop_.get_token());
    LOG_AT(
        base::LogLevel::kTrace, "answered a call",
        {{"tf_rpc", call()},
         {"tf_req_duration_ms", std::to_string(absl::ToInt64Milliseconds(absl::Now() - begin))}});
  }

  void Finish() {
    if (answer_) {
      stream_.WriteAndFinish(*answer_, grpc::WriteOptions(), grpc::Status::OK, &finished_);
    } else {
      stream_.Finish(grpc::Status::OK, &finished_);
    }
  }

  void Finished(bool /*ok*/) {
    if (method_ != nullptr) method_->answered();
    Release();
  }

  void Ended(bool /*ok*/) {
    if (context_.IsCancelled()) stop_.request_stop();
    Release();
  }

  // For each user: what makes the answer, gRPC, and a worker as long as it uses the queue.
  void Release() {
    if (--users_ == 0) server_.Forget(this);
  }

  CallServer& server_;
  const Method* method_ = nullptr;
  std::stop_source stop_;
  grpc::GenericServerContext context_;
  grpc::GenericServerAsyncReaderWriter stream_{&context_};
  grpc::ByteBuffer request_;
  grpc::ByteBuffer dropped_;
  std::optional<grpc::ByteBuffer> answer_;
  std::atomic<int> users_ = 2;

  Event came_{this, &RunningCall::Came};
  Event read_{this, &RunningCall::Read};
  Event finished_{this, &RunningCall::Finished};
  Event ended_{this, &RunningCall::Ended};
};

CallServer::CallServer(std::vector<Method> methods, Workers& workers)
    : methods_(std::move(methods)),
      workers_(workers),
      service_(std::make_unique<grpc::AsyncGenericService>()) {}

CallServer::~CallServer() { Stop(absl::ZeroDuration()); }

bool CallServer::Start(int listener, std::shared_ptr<grpc::ServerCredentials> credentials) {
  using From = grpc::ServerBuilder::experimental_type::ExternalConnectionType;
  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(kLargestMessage);
  builder.SetMaxSendMessageSize(kLargestMessage);
  builder.RegisterAsyncGenericService(service_.get());
  acceptor_ =
      builder.experimental().AddExternalConnectionAcceptor(From::FROM_FD, std::move(credentials));
  queue_ = builder.AddCompletionQueue();
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) return false;
  listener_ = listener;
  try {
    events_ = std::thread([this] { TakeEvents(); });
    connections_ = std::thread([this] { TakeConnections(); });
  } catch (const std::system_error& error) {
    LOG_AT(base::LogLevel::kError, "no thread for gRPC", {{"error", error.what()}});
    return false;
  }
  return true;
}

void CallServer::Stop(absl::Duration grace) {
  if (queue_ == nullptr) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  if (connections_.joinable()) {
    shutdown(listener_, SHUT_RDWR);
    connections_.join();
  }
  if (server_ != nullptr) server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  {
    // gRPC does not wait for what still works on an answer, nor may that find the queue shut down.
    std::unique_lock lock(mutex_);
    no_calls_.wait(lock, [this] { return calls_ == 0; });
  }
  queue_->Shutdown();
  if (events_.joinable()) {
    events_.join();
  } else {
    TakeEvents();
  }
  queue_.reset();
}

const Method* CallServer::Find(std::string_view path) const {
  const auto found = std::ranges::find(methods_, path, &Method::path);
  return found == methods_.end() ? nullptr : &*found;
}

void CallServer::AwaitCall() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    ++calls_;
  }
  new RunningCall(*this);
}

void CallServer::Forget(RunningCall* call) {
  delete call;
  const std::lock_guard lock(mutex_);
  if (--calls_ == 0) no_calls_.notify_all();
}

void CallServer::TakeEvents() {
  AwaitCall();
  void* tag = nullptr;
  bool ok = false;
  while (queue_->Next(&tag, &ok)) RunningCall::Take(tag, ok);
}

void CallServer::TakeConnections() {
  for (;;) {
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (connection >= 0) {
      grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters parameters;
      parameters.listener_fd = listener_;
      parameters.fd = connection;
      acceptor_->HandleNewConnection(&parameters);
    } else if (errno == EINVAL || errno == EBADF || errno == ENOTSOCK) {
      return;  // The listener was shut down, or is none.
    } else if (errno != EINTR && errno != ECONNABORTED) {
      LOG_AT(base::LogLevel::kWarn, "cannot accept a connection", {{"error", strerror(errno)}});
      absl::SleepFor(kBetweenAccepts);
    }
  }
}

}  // namespace tf::rpc
