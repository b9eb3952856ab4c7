#include "resources/http/curl_transport.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include "resources/http/testing/loopback_server.h"

namespace http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

const Request kGet{Method::kGet, "/v2/users"};
const Request kPost{Method::kPost, "/v2/users", {}, {}, "{}"};

Answer Send(CurlTransport& transport, const LoopbackServer& server, const Request& request = kGet,
            absl::Duration timeout = absl::Seconds(30), const std::stop_token& stop = {}) {
  return transport.Send(server.endpoint(), request, {timeout}, stop);
}

void ExpectFailure(const Answer& answer, TransportErrorKind kind, bool sent,
                   const std::string& message) {
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, kind);
  EXPECT_EQ(answer.error().sent, sent);
  EXPECT_EQ(answer.error().message, message);
}

TEST(CurlTransport, SendsTheRequestAsItIsAndReadsTheAnswer) {
  LoopbackServer server([](int socket, const std::string&) {
    Write(socket, "HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n");
    Write(socket,
          "HTTP/1.1 201 Created\r\nX-One:  a b \r\nx-two: c:d\r\nContent-Length: 2\r\n\r\n{}");
    return true;
  });
  CurlTransport transport;
  Request request{Method::kPost, "/v2/%2E%2E/a%2Fb", {{"q", "x y"}}, {{"X-Mine", "1"}}, "body"};
  const Answer answer = Send(transport, server, request);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->body, "{}");
  EXPECT_EQ(answer->Find("X-One"), "a b");
  EXPECT_EQ(answer->Find("X-Two"), "c:d");
  EXPECT_EQ(answer->Find("X-Interim"), std::nullopt);
  ASSERT_THAT(server.requests(), SizeIs(1));
  const std::string sent = server.requests()[0];
  EXPECT_THAT(sent, ::testing::StartsWith("POST /v2/%2E%2E/a%2Fb?q=x%20y HTTP/1.1\r\n"));
  EXPECT_THAT(sent, HasSubstr("\r\nX-Mine: 1\r\n"));
  EXPECT_THAT(sent, HasSubstr("\r\nContent-Length: 4\r\n"));
  EXPECT_THAT(sent, ::testing::EndsWith("\r\n\r\nbody"));
  EXPECT_THAT(sent, Not(HasSubstr("Expect:")));
}

TEST(CurlTransport, SendsEveryMethod) {
  LoopbackServer server([](int socket, const std::string&) {
    Ok(socket);
    return true;
  });
  CurlTransport transport;
  for (const Method method : {Method::kGet, Method::kPost, Method::kDelete}) {
    ASSERT_TRUE(Send(transport, server, {method, "/x"}));
    EXPECT_THAT(server.requests().back(),
                ::testing::StartsWith(std::string(MethodName(method)) + " /x HTTP/1.1\r\n"));
  }
}

TEST(CurlTransport, KeepsItsConnection) {
  LoopbackServer server([](int socket, const std::string&) {
    Ok(socket);
    return true;
  });
  CurlTransport transport;
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(Send(transport, server));
  EXPECT_EQ(server.connections(), 1u);
}

TEST(CurlTransport, OpensNoMoreConnectionsThanItMayHaveInFlight) {
  LoopbackServer server([](int socket, const std::string&) {
    Ok(socket);
    return true;
  });
  CurlOptions options;
  options.max_in_flight = 3;
  CurlTransport transport(options);
  std::atomic<int> fine = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 16; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 20; ++n) fine += Send(transport, server).has_value() ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(fine, 320);
  EXPECT_LE(server.connections(), 3u);
}

TEST(CurlTransport, NeverSendsAPostTwiceWhenAKeptConnectionDies) {
  LoopbackServer server([](int socket, const std::string& request) {
    if (request.starts_with("POST")) return false;
    Ok(socket);
    return true;
  });
  CurlTransport transport;
  ASSERT_TRUE(Send(transport, server));
  ExpectFailure(
      Send(transport, server, kPost), TransportErrorKind::kReset, true,
      server.endpoint().Origin() + " closed the connection before its answer was complete");
  EXPECT_THAT(server.requests(), SizeIs(2));
}

TEST(CurlTransport, ReportsAServerThatIsNotThere) {
  Endpoint nobody;
  {
    LoopbackServer server([](int, const std::string&) { return false; });
    nobody = server.endpoint();
  }
  CurlTransport transport;
  ExpectFailure(transport.Send(nobody, kPost, {}, {}), TransportErrorKind::kRefused, false,
                "no connection to " + nobody.Origin() + ": Connection refused");
}

TEST(CurlTransport, ReportsANameWithoutAnAddress) {
  CurlTransport transport;
  const Endpoint unknown{"https", "does-not-exist.invalid", "", ""};
  ExpectFailure(transport.Send(unknown, kPost, {}, {}), TransportErrorKind::kResolve, false,
                "no address is known for the host of https://does-not-exist.invalid");
}

TEST(CurlTransport, ReportsAConnectionThatEndsEarly) {
  const struct {
    std::string_view answer;
    bool reset;
  } kCases[] = {
      {"", false},
      {"", true},
      {"HTTP/1.1 200 OK\r\nContent-Le", true},
      {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"sched", false},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", false},
  };
  for (const auto& c : kCases) {
    LoopbackServer server([&c](int socket, const std::string&) {
      Write(socket, c.answer);
      if (c.reset) Reset(socket);
      return false;
    });
    CurlTransport transport;
    ExpectFailure(
        Send(transport, server, kPost), TransportErrorKind::kReset, true,
        server.endpoint().Origin() + " closed the connection before its answer was complete");
  }
}

TEST(CurlTransport, RefusesAnAnswerThatIsNotHttp) {
  LoopbackServer server([](int socket, const std::string&) {
    Write(socket, "SSH-2.0-OpenSSH_9.2\r\n");
    return false;
  });
  CurlTransport transport;
  ExpectFailure(Send(transport, server), TransportErrorKind::kMalformed, true,
                "the answer of " + server.endpoint().Origin() + " is not HTTP");
}

TEST(CurlTransport, RefusesAnEndlessBody) {
  LoopbackServer server([](int socket, const std::string&) {
    Write(socket, "HTTP/1.1 200 OK\r\n\r\n");
    for (int i = 0; i < 1000; ++i) Write(socket, std::string(1000, 'x'));
    return false;
  });
  CurlOptions options;
  options.bounds.body_bytes = 100'000;
  CurlTransport transport(options);
  ExpectFailure(Send(transport, server), TransportErrorKind::kTooLarge, true,
                "the answer of " + server.endpoint().Origin() + " is too large");
}

TEST(CurlTransport, TakesABodyOfExactlyTheLimit) {
  LoopbackServer server([](int socket, const std::string&) {
    Ok(socket, std::string(100'000, 'x'));
    return true;
  });
  CurlOptions options;
  options.bounds.body_bytes = 100'000;
  CurlTransport transport(options);
  const Answer answer = Send(transport, server);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body.size(), 100'000u);
}

TEST(CurlTransport, RefusesEndlessHeaders) {
  LoopbackServer server([](int socket, const std::string&) {
    Write(socket, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 1000; ++i) Write(socket, "X-Header: " + std::string(1000, 'x') + "\r\n");
    return false;
  });
  CurlTransport transport;
  ExpectFailure(Send(transport, server), TransportErrorKind::kTooLarge, true,
                "the answer of " + server.endpoint().Origin() + " is too large");
}

TEST(CurlTransport, FollowsNoRedirect) {
  LoopbackServer target([](int socket, const std::string&) {
    Ok(socket);
    return true;
  });
  LoopbackServer server([&target](int socket, const std::string&) {
    Write(socket, "HTTP/1.1 307 Temporary Redirect\r\nLocation: " + target.endpoint().Origin() +
                      "/\r\nContent-Length: 0\r\n\r\n");
    return true;
  });
  CurlTransport transport;
  const Answer answer = Send(transport, server);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 307);
  EXPECT_THAT(target.requests(), SizeIs(0));
}

TEST(CurlTransport, SendsNoHeaderWithALineBreak) {
  LoopbackServer server([](int socket, const std::string&) {
    Ok(socket);
    return true;
  });
  CurlTransport transport;
  Request request = kGet;
  request.headers = {{"Authorization", "Bearer key\n"}};
  ExpectFailure(Send(transport, server, request), TransportErrorKind::kMalformed, false,
                "a header of the request, maybe the credential, holds a line break or another "
                "control character");
  EXPECT_THAT(server.requests(), SizeIs(0));
}

TEST(CurlTransport, EndsAtItsTimeout) {
  LoopbackServer server([](int, const std::string&) { return true; });
  CurlTransport transport;
  ExpectFailure(Send(transport, server, kPost, absl::Milliseconds(50)),
                TransportErrorKind::kTimeout, true,
                server.endpoint().Origin() + " did not answer in time");
}

TEST(CurlTransport, EndsAtItsTotalWhileItWaitsForAConnection) {
  std::stop_source source;
  LoopbackServer server([](int, const std::string&) { return true; });
  CurlOptions options;
  options.max_in_flight = 1;
  CurlTransport transport(options);
  std::jthread busy([&] { Send(transport, server, kGet, absl::Seconds(30), source.get_token()); });
  while (server.requests().empty()) std::this_thread::yield();
  const SendLimits limits{absl::Seconds(30), absl::Milliseconds(20)};
  ExpectFailure(transport.Send(server.endpoint(), kPost, limits, {}), TransportErrorKind::kTimeout,
                false, "no connection to " + server.endpoint().Origin() + " in time");
  source.request_stop();
}

TEST(CurlTransport, AStopEndsTheExchangeAtOnce) {
  std::stop_source source;
  LoopbackServer server([&source](int, const std::string&) {
    source.request_stop();
    return true;
  });
  CurlTransport transport;
  const auto start = std::chrono::steady_clock::now();
  ExpectFailure(Send(transport, server, kPost, absl::Seconds(30), source.get_token()),
                TransportErrorKind::kCancelled, true, "the request was cancelled");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(CurlTransport, AStopBeforeTheExchangeSendsNothing) {
  std::stop_source source;
  source.request_stop();
  LoopbackServer server([](int, const std::string&) { return true; });
  CurlTransport transport;
  ExpectFailure(Send(transport, server, kPost, absl::Seconds(30), source.get_token()),
                TransportErrorKind::kCancelled, false, "the request was cancelled");
  EXPECT_EQ(server.connections(), 0u);
}

TEST(CurlTransport, WorksAgainAfterAFailure) {
  std::atomic<int> count = 0;
  LoopbackServer server([&count](int socket, const std::string&) {
    if (count++ == 0) return false;
    Ok(socket);
    return true;
  });
  CurlTransport transport;
  EXPECT_FALSE(Send(transport, server, kPost));
  EXPECT_TRUE(Send(transport, server, kPost));
}

}  // namespace
}  // namespace http
