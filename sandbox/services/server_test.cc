#include "sandbox/services/server.h"

#include <gtest/gtest.h>
#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace sandbox {
namespace {

// A server that runs for the length of a test.
class Running {
 public:
  explicit Running(Respond respond) : server_(*Server::Bind({}, std::move(respond))) {
    thread_ = std::thread([this] { server_->Run(); });
  }
  ~Running() {
    server_->Stop();
    thread_.join();
  }
  Server& server() { return *server_; }
  httplib::Client Client() const {
    httplib::Client client("127.0.0.1", server_->port());
    client.set_keep_alive(true);
    client.set_tcp_nodelay(true);
    return client;
  }

 private:
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

Answer Text(std::string body) {
  Answer answer;
  answer.body = std::move(body);
  return answer;
}

TEST(Server, HandsOverTheWholeRequestAndTheWholeAnswer) {
  Request seen;
  Running running([&seen](const Request& request) {
    seen = request;
    Answer answer = Text("<p>");
    answer.status = 418;
    answer.headers["Content-Type"] = "text/html";
    answer.headers["X-Tea"] = "yes";
    return answer;
  });
  auto client = running.Client();
  const auto answer = client.Post("/a/b%20c?x=1&x=2", {{"X-Who", "me"}}, "{}", "application/json");
  ASSERT_TRUE(answer);
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.path, "/a/b c");
  EXPECT_EQ(seen.query.count("x"), 2U);
  EXPECT_EQ(Header(seen, "x-who"), "me");
  EXPECT_EQ(seen.body, "{}");
  EXPECT_EQ(seen.connection, 1U);
  EXPECT_EQ(answer->status, 418);
  EXPECT_EQ(answer->body, "<p>");
  EXPECT_EQ(answer->get_header_value("content-type"), "text/html");
  EXPECT_EQ(answer->get_header_value("x-tea"), "yes");
}

TEST(Server, KeepsEveryConnectionThroughAThousandRequestsOnThirtyTwo) {
  constexpr int kClients = 32;
  constexpr int kRequests = 1000;
  std::atomic<int> served{0};
  Running running([&served](const Request&) {
    ++served;
    return Text("ok");
  });
  std::atomic<int> left{kRequests};
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&] {
      auto client = running.Client();
      EXPECT_TRUE(client.Get("/"));
      while (--left >= 0) EXPECT_TRUE(client.Get("/"));
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(served, kRequests + kClients);
  EXPECT_EQ(running.server().connections(), kClients);
}

TEST(Server, ServesAllConnectionsAtOnce) {
  constexpr int kClients = 64;
  std::mutex mutex;
  std::condition_variable all_here;
  int waiting = 0;
  Running running([&](const Request&) {
    std::unique_lock lock(mutex);
    ++waiting;
    all_here.notify_all();
    all_here.wait_for(lock, std::chrono::seconds(20), [&] { return waiting == kClients; });
    return Text(waiting == kClients ? "together" : "alone");
  });
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&] {
      auto client = running.Client();
      client.set_read_timeout(30);
      const auto answer = client.Get("/");
      ASSERT_TRUE(answer);
      EXPECT_EQ(answer->body, "together");
    });
  }
  for (auto& client : clients) client.join();
}

TEST(Server, BreaksTheConnectionWithoutAnAnswer) {
  for (const Cut cut : {Cut::kReset, Cut::kClose}) {
    Running running([cut](const Request& request) {
      Answer answer = Text("ok");
      if (request.path == "/cut") answer.cut = cut;
      return answer;
    });
    auto client = running.Client();
    EXPECT_TRUE(client.Get("/"));
    EXPECT_FALSE(client.Get("/cut"));
    EXPECT_TRUE(client.Get("/"));
    EXPECT_EQ(running.server().connections(), 2U);
  }
}

TEST(Server, SendsOnlyThePartOfATruncatedBody) {
  Running running([](const Request&) {
    Answer answer = Text("0123456789");
    answer.cut = Cut::kTruncate;
    answer.sent_bytes = 4;
    return answer;
  });
  auto client = running.Client();
  std::string received;
  const auto answer = client.Get("/", [&received](const char* data, std::size_t size) {
    received.append(data, size);
    return true;
  });
  EXPECT_FALSE(answer);
  EXPECT_EQ(received, "0123");
}

TEST(Server, RefusesAPathThatIsTooLong) {
  Running running([](const Request&) { return Text("ok"); });
  const auto answer = running.Client().Get("/" + std::string(4000, 'a'));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 414);
}

TEST(Server, SaysThatAPortIsTaken) {
  Running running([](const Request&) { return Text("ok"); });
  ServerOptions options;
  options.port = running.server().port();
  const auto second = Server::Bind(options, [](const Request&) { return Text("no"); });
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error(), "cannot listen on port " + std::to_string(options.port) +
                                ": is another program using it?");
}

TEST(Server, SaysThatACertificateCannotBeUsed) {
  ServerOptions options;
  options.certificate_file = "/nowhere/cert.pem";
  options.key_file = "/nowhere/key.pem";
  const auto server = Server::Bind(options, [](const Request&) { return Text("no"); });
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error(),
            "cannot use the certificate /nowhere/cert.pem with the key /nowhere/key.pem");
}

TEST(Server, StopsAlthoughConnectionsAreIdle) {
  auto running = std::make_unique<Running>([](const Request&) { return Text("ok"); });
  auto client = running->Client();
  ASSERT_TRUE(client.Get("/"));
  running.reset();
  EXPECT_FALSE(client.Get("/"));
}

}  // namespace
}  // namespace sandbox
