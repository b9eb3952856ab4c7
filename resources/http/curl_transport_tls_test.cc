#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "resources/http/curl_transport.h"
#include "resources/http/testing/tls_server.h"

namespace http {
namespace {

using ::testing::IsEmpty;

Answer Send(const TlsServer& server, const std::string& trust_file) {
  CurlOptions options;
  options.trust_store.file = trust_file;
  CurlTransport transport(options);
  return transport.Send(server.endpoint(), {Method::kPost, "/"}, {}, {});
}

TEST(CurlTransportTls, SpeaksToAServerItTrusts) {
  TlsServer server;
  const Answer answer = Send(server, server.TrustFile());
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 204);
}

TEST(CurlTransportTls, SendsNothingToAServerThatNobodyVouchesFor) {
  TlsServer server;
  const Answer answer = Send(server, "");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, TransportErrorKind::kCertificate);
  EXPECT_FALSE(answer.error().sent);
  EXPECT_EQ(answer.error().message, "the certificate of " + server.endpoint().Origin() +
                                        " cannot be trusted: SSL certificate problem: "
                                        "self-signed certificate");
  EXPECT_THAT(server.requests(), IsEmpty());
}

TEST(CurlTransportTls, SendsNothingToAServerOfAnotherName) {
  TlsServer server("DNS:other.example.com");
  const Answer answer = Send(server, server.TrustFile());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, TransportErrorKind::kCertificate);
  EXPECT_FALSE(answer.error().sent);
  EXPECT_THAT(server.requests(), IsEmpty());
}

TEST(CurlTransportTls, RefusesTlsOlderThan12) {
  TlsServer server("IP:127.0.0.1", TLS1_1_VERSION);
  const Answer answer = Send(server, server.TrustFile());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, TransportErrorKind::kTls);
  EXPECT_FALSE(answer.error().sent);
  EXPECT_THAT(server.requests(), IsEmpty());
}

}  // namespace
}  // namespace http
