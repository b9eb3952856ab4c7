#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "resources/http/curl_transport.h"
#include "resources/http/testing/proxy.h"
#include "resources/http/testing/tls_server.h"

namespace http {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

const Request kPost{Method::kPost, "/v2/users", {}, {{"Authorization", "Bearer key"}}, "{}"};

Answer Post(const Endpoint& endpoint, const std::string& trust_file) {
  CurlOptions options;
  options.trust_store = TrustStore{.file = trust_file, .directory = ""};
  CurlTransport transport(options);
  return transport.Send(endpoint, kPost, {}, {});
}

TEST(CurlTransportProxy, HttpsGoesThroughATunnelThatShowsNoCredential) {
  for (const char* variable : {"https_proxy", "HTTPS_PROXY", "all_proxy"}) {
    Proxy proxy;
    const ProxyEnvironment environment({{variable, proxy.url()}});
    TlsServer server;
    const auto answer = Post(server.endpoint(), server.TrustFile());
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 204);
    ASSERT_THAT(server.requests(), SizeIs(1));
    EXPECT_THAT(server.requests()[0], HasSubstr("Authorization: Bearer key"));
    ASSERT_THAT(proxy.requests(), SizeIs(1)) << variable;
    EXPECT_THAT(proxy.requests()[0],
                StartsWith("CONNECT 127.0.0.1:" + server.endpoint().port + " HTTP/1.1\r\n"));
    EXPECT_THAT(proxy.requests()[0], Not(HasSubstr("uthorization")));
  }
}

TEST(CurlTransportProxy, NoProxyLeadsStraightToTheHost) {
  Proxy proxy;
  const ProxyEnvironment environment({{"https_proxy", proxy.url()}, {"no_proxy", "127.0.0.1"}});
  TlsServer server;
  EXPECT_TRUE(Post(server.endpoint(), server.TrustFile()));
  EXPECT_THAT(proxy.requests(), IsEmpty());
}

TEST(CurlTransportProxy, AProxyThatIsNotThereIsNamed) {
  std::string nobody;
  {
    Proxy proxy;
    nobody = proxy.url();
  }
  const ProxyEnvironment environment({{"https_proxy", nobody}});
  const auto answer = Post({"https", "api.example.com", "", ""}, "");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, TransportErrorKind::kProxy);
  EXPECT_FALSE(answer.error().sent);
  EXPECT_EQ(answer.error().message,
            "the proxy opens no way to https://api.example.com: Connection refused");
}

}  // namespace
}  // namespace http
