#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stop_token>
#include <string>
#include <thread>

#include "resources/http/curl_transport.h"
#include "resources/http/testing/loopback_server.h"
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

// A folder of its own, for one test.
class Folder {
 public:
  Folder() { EXPECT_NE(mkdtemp(path_.data()), nullptr); }
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_ = testing::TempDir() + "authorities-XXXXXX";
};

TEST(CurlTransportTls, ReadsTheAuthoritiesOnceForAllConnections) {
  TlsServer first, second;
  LoopbackServer silent([](int, const std::string&) { return true; });
  const Folder folder;
  const std::string bundle = folder.path() + "/bundle.pem";
  std::ofstream(bundle) << ContentOf(first.TrustFile()) << ContentOf(second.TrustFile());
  CurlOptions options;
  options.trust_store = TrustStore{bundle, ""};
  CurlTransport transport(options);
  const auto send = [&](const Endpoint& endpoint, const std::stop_token& stop) {
    return transport.Send(endpoint, {Method::kPost, "/"}, {}, stop);
  };

  const Answer answer = send(first.endpoint(), {});
  ASSERT_TRUE(answer) << answer.error().message;
  std::filesystem::remove(bundle);
  // While a handshake holds what the first request used, the next one starts with nothing.
  Endpoint waits = silent.endpoint();
  waits.scheme = "https";
  std::jthread waiting([&](const std::stop_token& stop) { EXPECT_FALSE(send(waits, stop)); });
  while (silent.connections() == 0) std::this_thread::yield();
  const Answer later = send(second.endpoint(), {});
  EXPECT_TRUE(later) << later.error().message;
}

TEST(CurlTransportTls, FindsAnAuthorityInAHashedDirectory) {
  TlsServer server;
  const Folder folder;
  std::filesystem::copy_file(server.TrustFile(), folder.path() + "/" + server.TrustHash() + ".0");
  const Answer answer = Send(server, {"", folder.path()});
  EXPECT_TRUE(answer) << answer.error().message;
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
