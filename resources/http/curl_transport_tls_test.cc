#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>

#include "resources/http/curl_transport.h"

namespace http {
namespace {

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Context = std::unique_ptr<SSL_CTX, Deleter<SSL_CTX_free>>;

// A certificate for that alternative name ("IP:127.0.0.1") which vouches for itself.
Certificate SelfSigned(EVP_PKEY* key, const char* name) {
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, name);
  X509_add_ext(certificate.get(), names, -1);
  X509_EXTENSION_free(names);
  X509_sign(certificate.get(), key, EVP_sha256());
  return certificate;
}

// Serves one connection over TLS and counts the requests that arrive.
class TlsServer {
 public:
  explicit TlsServer(const char* name = "IP:127.0.0.1", int newest_version = 0)
      : key_(EVP_EC_gen("P-256")), certificate_(SelfSigned(key_.get(), name)) {
    std::signal(SIGPIPE, SIG_IGN);
    SSL_CTX_use_certificate(context_.get(), certificate_.get());
    SSL_CTX_use_PrivateKey(context_.get(), key_.get());
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_max_proto_version(context_.get(), newest_version);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener_, 1), 0);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    endpoint_ = {"https", "127.0.0.1", std::to_string(ntohs(address.sin_port)), ""};
    thread_ = std::jthread([this] { Serve(); });
  }
  ~TlsServer() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }

  const Endpoint& endpoint() const { return endpoint_; }
  int requests() const { return requests_; }

  // The file that makes a client trust this server.
  std::string TrustFile() const {
    std::string path = ::testing::TempDir() + "tls_test_" + endpoint_.port + ".pem";
    std::FILE* file = std::fopen(path.c_str(), "w");
    PEM_write_X509(file, certificate_.get());
    std::fclose(file);
    return path;
  }

 private:
  void Serve() {
    const int socket = accept(listener_, nullptr, nullptr);
    if (socket < 0) return;
    const std::unique_ptr<SSL, Deleter<SSL_free>> tls(SSL_new(context_.get()));
    SSL_set_fd(tls.get(), socket);
    char request[4096];
    if (SSL_accept(tls.get()) == 1 && SSL_read(tls.get(), request, sizeof(request)) > 0) {
      ++requests_;
      const std::string answer = "HTTP/1.1 204 No Content\r\n\r\n";
      SSL_write(tls.get(), answer.data(), static_cast<int>(answer.size()));
    }
    close(socket);
  }

  Key key_;
  Certificate certificate_;
  Context context_{SSL_CTX_new(TLS_server_method())};
  int listener_ = socket(AF_INET, SOCK_STREAM, 0);
  Endpoint endpoint_;
  std::atomic<int> requests_ = 0;
  std::jthread thread_;
};

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
  EXPECT_EQ(server.requests(), 0);
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
  EXPECT_EQ(server.requests(), 0);
}

TEST(CurlTransportTls, SendsNothingToAServerOfAnotherName) {
  TlsServer server("DNS:other.example.com");
  const Answer answer = Send(server, {server.TrustFile(), ""});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, TransportErrorKind::kCertificate);
  EXPECT_FALSE(answer.error().sent);
  EXPECT_EQ(server.requests(), 0);
}

TEST(CurlTransportTls, RefusesTlsOlderThan12) {
  TlsServer server("IP:127.0.0.1", TLS1_1_VERSION);
  const Answer answer = Send(server, {server.TrustFile(), ""});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, TransportErrorKind::kTls);
  EXPECT_FALSE(answer.error().sent);
  EXPECT_EQ(server.requests(), 0);
}

}  // namespace
}  // namespace http
