#include "sandbox/services/server.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <atomic>
#include <cstdlib>
#include <limits>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "absl/time/clock.h"

namespace sandbox {
namespace {

constexpr char kHost[] = "127.0.0.1";
constexpr std::size_t kThreads = 128;
constexpr int kBacklog = 512;
constexpr time_t kIdleSeconds = 600;
// For the rest of a request, and for taking an answer: on a busy machine both pause.
constexpr time_t kPauseSeconds = 60;
// Paths are matched by a recursive regular expression inside the library: a longer one is refused
// before that.
constexpr std::size_t kMaxPath = 2048;
constexpr std::size_t kMaxBody = 64UL << 20;

std::vector<int> OpenFiles() {
  std::vector<int> files;
  DIR* listing = opendir("/proc/self/fd");
  if (listing == nullptr) return files;
  while (const dirent* entry = readdir(listing)) {
    char* end = nullptr;
    const int64_t file = std::strtol(entry->d_name, &end, 10);
    if (end != entry->d_name && *end == '\0') files.push_back(static_cast<int>(file));
  }
  closedir(listing);
  return files;
}

using NameOf = int (*)(int, sockaddr*, socklen_t*);

// The port at one end of a socket (`getsockname` or `getpeername`); 0 when there is none.
int PortOf(int file, NameOf name) {
  sockaddr_in address{};
  socklen_t size = sizeof(address);
  if (name(file, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  return address.sin_family == AF_INET ? ntohs(address.sin_port) : 0;
}

// The library does not say on which socket a request came; both ports together do.
int FindConnection(int local_port, int remote_port) {
  for (const int file : OpenFiles()) {
    if (PortOf(file, getsockname) == local_port && PortOf(file, getpeername) == remote_port) {
      return file;
    }
  }
  return -1;
}

void CloseConnections(int local_port) {
  for (const int file : OpenFiles()) {
    if (PortOf(file, getsockname) == local_port && PortOf(file, getpeername) != 0) {
      shutdown(file, SHUT_RDWR);
    }
  }
}

// Ends the connection without closing the file, which stays the library's.
void Break(int connection, Cut cut) {
  if (connection < 0) return;
  if (cut == Cut::kReset) {
    sockaddr none{};
    none.sa_family = AF_UNSPEC;
    static_cast<void>(connect(connection, &none, sizeof(none)));  // dissolves the connection
  } else {
    shutdown(connection, SHUT_RDWR);
  }
}

// The file of a connection is used again by the next one; this number of the kernel's is not.
std::uint64_t CookieOf(int connection) {
  std::uint64_t cookie = 0;
  socklen_t size = sizeof(cookie);
  getsockopt(connection, SOL_SOCKET, SO_COOKIE, &cookie, &size);
  return cookie;
}

// Ends idle connections first, or the threads would wait for their next request.
class Pool : public httplib::ThreadPool {
 public:
  explicit Pool(int port) : ThreadPool(kThreads), port_(port) {}
  void shutdown() override {
    CloseConnections(port_);
    ThreadPool::shutdown();
  }

 private:
  int port_;
};

template <typename Base>
class Listener : public Base {
 public:
  using Base::Base;
  int socket() const { return this->svr_sock_; }
};

Request FromLibrary(const httplib::Request& from) {
  Request request;
  request.method = from.method;
  request.path = from.path;
  for (const auto& [name, value] : from.params) request.query.emplace(name, value);
  for (const auto& [name, value] : from.headers) request.headers.emplace(name, value);
  request.body = from.body;
  return request;
}

void Truncate(std::size_t sent_bytes, const std::string& type, std::string body,
              httplib::Response& to) {
  const std::size_t length = body.size();
  to.set_content_provider(
      length, type,
      [sent_bytes, body = std::move(body)](std::size_t, std::size_t, httplib::DataSink& sink) {
        sink.write(body.data(), std::min(sent_bytes, body.size()));
        return false;
      });
}

void ToLibrary(Answer answer, httplib::Response& to) {
  to.status = answer.status;
  std::string type = "text/plain";
  for (const auto& [name, value] : answer.headers) {
    if (IgnoreCase less; !less(name, "content-type") && !less("content-type", name)) {
      type = value;
    } else {
      to.set_header(name, value);
    }
  }
  if (answer.cut == Cut::kTruncate) {
    Truncate(answer.sent_bytes, type, std::move(answer.body), to);
  } else if (!answer.body.empty()) {
    to.set_content(answer.body, type);
  }
}

}  // namespace

class Server::State {
 public:
  State(const ServerOptions& options, Respond respond)
      : respond_(std::move(respond)), scheme_(options.certificate_file.empty() ? "http" : "https") {
    if (options.certificate_file.empty()) {
      auto plain = std::make_unique<Listener<httplib::Server>>();
      socket_ = [listener = plain.get()] { return listener->socket(); };
      http_ = std::move(plain);
    } else {
      auto tls = std::make_unique<Listener<httplib::SSLServer>>(options.certificate_file.c_str(),
                                                                options.key_file.c_str());
      socket_ = [listener = tls.get()] { return listener->socket(); };
      http_ = std::move(tls);
    }
  }

  tl::expected<void, std::string> Bind(const ServerOptions& options) {
    if (!http_->is_valid()) {
      return tl::unexpected("cannot use the certificate " + options.certificate_file +
                            " with the key " + options.key_file);
    }
    Configure();
    port_ = options.port;
    if (port_ == 0) {
      port_ = http_->bind_to_any_port(kHost);
    } else if (!http_->bind_to_port(kHost, port_)) {
      port_ = -1;
    }
    if (port_ <= 0) {
      return tl::unexpected("cannot listen on port " + std::to_string(options.port) +
                            ": is another program using it?");
    }
    // The library's own backlog of 5 makes a burst of connections wait for a second.
    ::listen(socket_(), kBacklog);
    return {};
  }

  void Run() { http_->listen_after_bind(); }
  void Stop() {
    if (!stopped_.exchange(true)) ::shutdown(socket_(), SHUT_RDWR);
  }
  int port() const { return port_; }
  std::string url() const {
    return scheme_ + std::string("://") + kHost + ":" + std::to_string(port_);
  }

  std::uint64_t connections() const {
    const std::lock_guard lock(mutex_);
    return numbers_.size();
  }

 private:
  void Configure() {
    http_->new_task_queue = [this] { return new Pool(port_); };
    http_->set_tcp_nodelay(true);
    // The default also shares the port with any other program that asks for it.
    http_->set_socket_options([](int file) {
      const int on = 1;
      setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    });
    http_->set_keep_alive_max_count(std::numeric_limits<std::size_t>::max());
    http_->set_keep_alive_timeout(kIdleSeconds);
    http_->set_read_timeout(kPauseSeconds);
    http_->set_write_timeout(kPauseSeconds);
    http_->set_payload_max_length(kMaxBody);
    http_->set_pre_routing_handler([](const httplib::Request& from, httplib::Response& to) {
      if (from.path.size() <= kMaxPath) return httplib::Server::HandlerResponse::Unhandled;
      to.status = 414;
      return httplib::Server::HandlerResponse::Handled;
    });
    const auto serve = [this](const httplib::Request& from, httplib::Response& to) {
      Serve(from, to);
    };
    http_->Get(".*", serve)
        .Post(".*", serve)
        .Put(".*", serve)
        .Patch(".*", serve)
        .Delete(".*", serve);
  }

  void Serve(const httplib::Request& from, httplib::Response& to) {
    const int connection = FindConnection(port_, from.remote_port);
    Request request = FromLibrary(from);
    request.connection = Number(connection);
    request.origin = url();
    request.received_at = absl::Now();
    Answer answer = respond_(request);
    if (answer.cut == Cut::kReset || answer.cut == Cut::kClose)
      return Break(connection, answer.cut);
    ToLibrary(std::move(answer), to);
  }

  std::uint64_t Number(int connection) {
    const std::lock_guard lock(mutex_);
    return numbers_.try_emplace(CookieOf(connection), numbers_.size() + 1).first->second;
  }

  Respond respond_;
  std::unique_ptr<httplib::Server> http_;
  std::function<int()> socket_;
  const char* scheme_;
  int port_ = 0;
  std::atomic<bool> stopped_{false};
  mutable std::mutex mutex_;
  std::unordered_map<std::uint64_t, std::uint64_t> numbers_;
};

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}
Server::~Server() = default;

tl::expected<std::unique_ptr<Server>, std::string> Server::Bind(const ServerOptions& options,
                                                                Respond respond) {
  auto state = std::make_unique<State>(options, std::move(respond));
  if (auto bound = state->Bind(options); !bound) return tl::unexpected(bound.error());
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

int Server::port() const { return state_->port(); }

std::string Server::url() const { return state_->url(); }
std::uint64_t Server::connections() const { return state_->connections(); }
void Server::Run() { state_->Run(); }
void Server::Stop() { state_->Stop(); }

}  // namespace sandbox
