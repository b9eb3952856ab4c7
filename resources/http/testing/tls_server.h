// For tests of the transport: a server on a loopback port that serves one connection over TLS, with
// a certificate that vouches for itself.
#pragma once

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "resources/http/url.h"

namespace http {

template <auto Free>
struct FreeWith {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};

class TlsServer {
 public:
  // `name` is what the certificate is for; `newest_version` of 0 is the newest that OpenSSL knows.
  explicit TlsServer(const char* name = "IP:127.0.0.1", int newest_version = 0);
  ~TlsServer();

  const Endpoint& endpoint() const { return endpoint_; }
  // Each as it came, decrypted.
  std::vector<std::string> requests();

  // The file that makes a client trust this server.
  std::string TrustFile() const;
  // What that file is called in a hashed directory, without ".0".
  std::string TrustHash() const;

 private:
  void Serve();

  std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>> key_;
  std::unique_ptr<X509, FreeWith<X509_free>> certificate_;
  std::unique_ptr<SSL_CTX, FreeWith<SSL_CTX_free>> context_;
  int listener_ = -1;
  Endpoint endpoint_;
  std::mutex mutex_;
  std::vector<std::string> requests_;
  std::jthread thread_;
};

}  // namespace http
