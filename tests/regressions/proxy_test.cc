#include "resources/http/testing/proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "resources/http/curl_transport.h"
#include "resources/http/retry.h"
#include "resources/http/testing/loopback_server.h"

namespace http {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const Request kPost{Method::kPost, "/v2/users", {}, {{"Authorization", "Bearer key"}}, "{}"};
const Endpoint kApi{"https", "api.example.com", "", ""};

Answer Post(const Endpoint& endpoint, absl::Duration timeout = absl::Seconds(30)) {
  CurlTransport transport;
  return transport.Send(endpoint, kPost, {timeout}, {});
}

void ExpectNotSent(const Answer& answer, TransportErrorKind kind, const std::string& message) {
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, kind);
  EXPECT_EQ(answer.error().message, message);
  EXPECT_FALSE(answer.error().sent);
  EXPECT_FALSE(LeavesDoubt(kPost, answer));
}

// With http_proxy set, a sandbox on loopback was asked by way of the proxy, which saw the key.
TEST(Regression, TheKeyNeverGoesToAProxyInTheClear) {
  Proxy proxy;
  const ProxyEnvironment environment({{"http_proxy", proxy.url()}, {"all_proxy", proxy.url()}});
  LoopbackServer server([](int socket, const std::string&) {
    Ok(socket);
    return true;
  });
  EXPECT_TRUE(Post(server.endpoint()));
  EXPECT_THAT(server.requests(), SizeIs(1));
  EXPECT_THAT(proxy.requests(), IsEmpty());
}

// A proxy's refusal passed for a lost answer: a create was "outcome unknown", a read was repeated
// for minutes.
TEST(Regression, ARefusedTunnelIsNoLostAnswer) {
  const struct {
    int status;
    TransportErrorKind kind;
    bool repeated;
  } kCases[] = {
      {403, TransportErrorKind::kProxyDenied, false},
      {407, TransportErrorKind::kProxyDenied, false},
      {502, TransportErrorKind::kProxy, true},
      {503, TransportErrorKind::kProxy, true},
  };
  for (const auto& c : kCases) {
    Proxy proxy(c.status);
    const ProxyEnvironment environment({{"https_proxy", proxy.url()}});
    const Answer answer = Post(kApi);
    ExpectNotSent(answer, c.kind,
                  "the proxy opens no way to https://api.example.com: it answers CONNECT with " +
                      std::to_string(c.status));
    EXPECT_EQ(MayRepeat(kPost, answer, 1, {}), c.repeated);
    EXPECT_FALSE(MayRepeat(kPost, answer, RetryPolicy().unreachable_attempts, {}));
  }
}

// The bytes that ask for a tunnel were taken for bytes of the request.
TEST(Regression, ATunnelThatNeverOpensHasSentNothing) {
  Proxy proxy(0);
  const ProxyEnvironment environment({{"https_proxy", proxy.url()}});
  ExpectNotSent(Post(kApi, absl::Milliseconds(100)), TransportErrorKind::kTimeout,
                "no connection to https://api.example.com in time");
}

// The error named the host of the API.
TEST(Regression, AProxyWithoutAnAddressIsNamed) {
  const ProxyEnvironment environment({{"https_proxy", "http://does-not-exist.invalid:3128"}});
  ExpectNotSent(Post(kApi), TransportErrorKind::kProxy,
                "the proxy opens no way to https://api.example.com: Could not resolve proxy: "
                "does-not-exist.invalid");
}

}  // namespace
}  // namespace http
