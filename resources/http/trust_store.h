// Where the certificates of this machine's trusted authorities are. A hashed directory is preferred
// to a bundle: only the certificate that is needed is read, which saves milliseconds on the first
// request.
#pragma once

#include <functional>
#include <string>

namespace http {

// Either may be empty. Both empty: nothing was found, so that no server can be trusted.
struct TrustStore {
  std::string file;
  std::string directory;

  friend bool operator==(const TrustStore&, const TrustStore&) = default;
};

// SSL_CERT_FILE and SSL_CERT_DIR, where set, are taken as they are; otherwise the usual places of
// the systems are tried. `root` is put before those; it is empty but in tests.
TrustStore FindTrustStore(const std::function<const char*(const char*)>& environment,
                          const std::string& root = "");

}  // namespace http
