#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "resources/http/curl_transport.h"
#include "resources/http/testing/tls_server.h"

namespace http {
namespace {

using ::testing::IsEmpty;

Answer Send(const TlsServer& server, const TrustStore& store) {
  CurlOptions options;
  options.trust_store = store;
  CurlTransport transport(options);
  return transport.Send(server.endpoint(), {Method::kPost, "/"}, {}, {});
}

TEST(CurlTransportTls, SpeaksToAServerItTrusts) {
  TlsServer server;
  const Answer answer = Send(server, {server.TrustFile(), ""});
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 204);
}

TEST(CurlTransportTls, SendsNothingToAServerThatNobodyVouchesFor) {
  TlsServer server;
  TlsServer trusted;
  const Answer answer = Send(server, {trusted.TrustFile(), ""});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, TransportErrorKind::kCertificate);
  EXPECT_FALSE(answer.error().sent);
  EXPECT_EQ(answer.error().message, "the certificate of " + server.endpoint().Origin() +
                                        " cannot be trusted: SSL certificate problem: "
                                        "self-signed certificate");
  EXPECT_THAT(server.requests(), IsEmpty());
}

TEST(CurlTransportTls, SaysThatTheMachineHasNoAuthorities) {
  TlsServer server;
  const Answer answer = Send(server, TrustStore{});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, TransportErrorKind::kCertificate);
  EXPECT_EQ(answer.error().message,
            "the certificate of " + server.endpoint().Origin() +
                " cannot be trusted: this machine has no certificates of authorities. Install them "
                "(ca-certificates), or name a file that holds them in SSL_CERT_FILE");
  EXPECT_THAT(server.requests(), IsEmpty());
}

std::string ContentOf(const std::string& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(CurlTransportTls, ReadsTheAuthoritiesOnceForAllConnections) {
  TlsServer first, second;
  const std::string bundle = testing::TempDir() + "authorities_read_once.pem";
  std::ofstream(bundle) << ContentOf(first.TrustFile()) << ContentOf(second.TrustFile());
  CurlOptions options;
  options.trust_store = TrustStore{bundle, ""};
  CurlTransport transport(options);

  const Answer answer = transport.Send(first.endpoint(), {Method::kPost, "/"}, {}, {});
  ASSERT_TRUE(answer) << answer.error().message;
  std::filesystem::remove(bundle);
  const Answer later = transport.Send(second.endpoint(), {Method::kPost, "/"}, {}, {});
  EXPECT_TRUE(later) << later.error().message;
}

TEST(CurlTransportTls, FindsAnAuthorityInAHashedDirectory) {
  TlsServer server;
  const std::string directory = testing::TempDir() + "hashed_authorities";
  std::filesystem::create_directory(directory);
  std::filesystem::copy_file(server.TrustFile(), directory + "/" + server.TrustHash() + ".0");
  const Answer answer = Send(server, {"", directory});
  EXPECT_TRUE(answer) << answer.error().message;
  std::filesystem::remove_all(directory);
}

TEST(CurlTransportTls, NamesAFileThatHoldsNoAuthorities) {
  TlsServer server;
  const Answer answer = Send(server, {"/dev/null", ""});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, TransportErrorKind::kCertificate);
  EXPECT_FALSE(answer.error().sent);
  EXPECT_EQ(answer.error().message, "the certificate of " + server.endpoint().Origin() +
                                        " cannot be trusted: no certificates of authorities can be "
                                        "read from /dev/null");
  EXPECT_THAT(server.requests(), IsEmpty());
}

TEST(CurlTransportTls, SendsNothingToAServerOfAnotherName) {
  TlsServer server("DNS:other.example.com");
  const Answer answer = Send(server, {server.TrustFile(), ""});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, TransportErrorKind::kCertificate);
  EXPECT_FALSE(answer.error().sent);
  EXPECT_THAT(server.requests(), IsEmpty());
}

TEST(CurlTransportTls, RefusesTlsOlderThan12) {
  TlsServer server("IP:127.0.0.1", TLS1_1_VERSION);
  const Answer answer = Send(server, {server.TrustFile(), ""});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, TransportErrorKind::kTls);
  EXPECT_FALSE(answer.error().sent);
  EXPECT_THAT(server.requests(), IsEmpty());
}

}  // namespace
}  // namespace http
