// A gRPC server whose calls are answered in bytes, by a table of methods. One thread of its own
// takes what happens from gRPC's queue, another one accepts connections, and what may wait runs on
// workers. A worker that has made its answer takes the next event itself, when there is one: that
// costs less than to wake the other thread.
#pragma once

#include <grpcpp/support/byte_buffer.h>

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "provider/rpc/workers.h"

namespace grpc {
class AsyncGenericService;
class Server;
class ServerCompletionQueue;
class ServerCredentials;
namespace experimental {
class ExternalConnectionAcceptor;
}
}  // namespace grpc

namespace tf::rpc {

// How the calls of one path are answered: all end with status OK.
struct Method {
  // kAtOnce is for what waits for nothing: the thread that has read the request answers it, be it
  // the server's own or a worker, while others may answer other calls. Waking a worker costs more
  // than such an answer itself.
  enum class Where { kOnAWorker, kAtOnce };
  // Whether requests are read until the client has ended its side. All but the first are dropped.
  enum class Requests { kOne, kUntilTheEnd };

  std::string path;  // as "/tfplugin6.Provider/ReadResource"

  // Makes the answer, of which there is one or none; may use the request up. Must not throw. `stop`
  // is requested when the client does not wait any more. A call that came without a request has a
  // buffer that is not Valid(). Without a function, the call stays open until the client gives it
  // up.
  std::function<std::optional<grpc::ByteBuffer>(grpc::ByteBuffer& request, std::stop_token stop)>
      answer;

  Where where = Where::kOnAWorker;
  Requests requests = Requests::kOne;
  // Called once the answer is out, or lost with its connection, on any thread. Must not block.
  std::function<void()> answered = [] {};
};

class CallServer {
 public:
  // `workers` outlives the server. A call whose path is not in `methods` ends with status
  // UNIMPLEMENTED.
  CallServer(std::vector<Method> methods, Workers& workers);
  CallServer(const CallServer&) = delete;
  CallServer& operator=(const CallServer&) = delete;
  ~CallServer();  // as Stop, without a grace

  // Serves those who connect to `listener`, a listening stream socket that outlives the server.
  // False when gRPC refuses; it says why in the log. gRPC does not say so of credentials that
  // cannot be read, and ends the process when somebody connects. To be called once.
  bool Start(int listener, std::shared_ptr<grpc::ServerCredentials> credentials);

  // Shuts the listener down, takes no more calls, gives running ones `grace`, then cancels them and
  // waits until the last has ended. Does nothing when it was not started, or stopped before.
  void Stop(absl::Duration grace);

 private:
  class RunningCall;

  const Method* Find(std::string_view path) const;
  void AwaitCall();
  void Forget(RunningCall* call);
  void TakeEvents();
  void TakeConnections();

  const std::vector<Method> methods_;
  Workers& workers_;
  std::unique_ptr<grpc::AsyncGenericService> service_;
  std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor_;
  std::unique_ptr<grpc::Server> server_;
  int listener_ = -1;
  std::thread events_;
  std::thread connections_;

  std::mutex mutex_;  // guards the members below
  std::condition_variable no_calls_;
  std::size_t calls_ = 0;  // with the one that is awaited
  bool stopping_ = false;
};

}  // namespace tf::rpc
