#include "resources/http/testing/tls_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

namespace http {
namespace {

// A certificate for that alternative name ("IP:127.0.0.1") which vouches for itself.
X509* SelfSigned(EVP_PKEY* key, const char* name) {
  X509* const certificate = X509_new();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, name);
  X509_add_ext(certificate, names, -1);
  X509_EXTENSION_free(names);
  X509_sign(certificate, key, EVP_sha256());
  return certificate;
}

}  // namespace

TlsServer::TlsServer(const char* name, int newest_version)
    : key_(EVP_EC_gen("P-256")),
      certificate_(SelfSigned(key_.get(), name)),
      context_(SSL_CTX_new(TLS_server_method())),
      listener_(socket(AF_INET, SOCK_STREAM, 0)) {
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

TlsServer::~TlsServer() {
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  close(listener_);
}

std::vector<std::string> TlsServer::requests() {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::string TlsServer::TrustFile() const {
  std::string path = ::testing::TempDir() + "tls_test_" + endpoint_.port + ".pem";
  std::FILE* file = std::fopen(path.c_str(), "w");
  PEM_write_X509(file, certificate_.get());
  std::fclose(file);
  return path;
}

std::string TlsServer::TrustHash() const {
  char hash[9] = "";
  std::snprintf(hash, sizeof hash, "%08lx", X509_subject_name_hash(certificate_.get()));
  return hash;
}

void TlsServer::Serve() {
  const int socket = accept(listener_, nullptr, nullptr);
  if (socket < 0) return;
  const std::unique_ptr<SSL, FreeWith<SSL_free>> tls(SSL_new(context_.get()));
  SSL_set_fd(tls.get(), socket);
  char request[4096];
  const int size = SSL_accept(tls.get()) == 1 ? SSL_read(tls.get(), request, sizeof(request)) : 0;
  if (size > 0) {
    {
      const std::lock_guard lock(mutex_);
      requests_.emplace_back(request, static_cast<std::size_t>(size));
    }
    const std::string answer = "HTTP/1.1 204 No Content\r\n\r\n";
    SSL_write(tls.get(), answer.data(), static_cast<int>(answer.size()));
  }
  close(socket);
}

}  // namespace http
