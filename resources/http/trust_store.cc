#include "resources/http/trust_store.h"

#include <filesystem>
#include <system_error>

namespace http {
namespace {

constexpr const char* kDirectories[] = {
    "/etc/ssl/certs",                                  // Debian, Ubuntu, Alpine, SUSE
    "/etc/pki/ca-trust/extracted/pem/directory-hash",  // Fedora
    "/system/etc/security/cacerts",                    // Android
};

constexpr const char* kBundles[] = {
    "/etc/ssl/certs/ca-certificates.crt",                 // Debian, Ubuntu, Alpine
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // Fedora, RHEL
    "/etc/pki/tls/certs/ca-bundle.crt",                   // older RHEL
    "/etc/ssl/ca-bundle.pem",                             // SUSE
    "/etc/ssl/cert.pem",                                  // macOS, Alpine, FreeBSD
};

std::string Setting(const std::function<const char*(const char*)>& environment, const char* name) {
  const char* value = environment(name);
  return value == nullptr ? "" : value;
}

// OpenSSL finds a certificate in a directory by links named after a hash, as "4f316efb.0".
bool IsHashed(const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::directory_iterator entry(directory, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.size() == 10 && name.ends_with(".0")) return true;
  }
  return false;
}

}  // namespace

TrustStore FindTrustStore(const std::function<const char*(const char*)>& environment,
                          const std::string& root) {
  TrustStore configured{Setting(environment, "SSL_CERT_FILE"),
                        Setting(environment, "SSL_CERT_DIR")};
  if (configured != TrustStore{}) return configured;

  for (const char* directory : kDirectories) {
    if (IsHashed(root + directory)) return {"", root + directory};
  }
  for (const char* bundle : kBundles) {
    std::error_code error;
    if (std::filesystem::is_regular_file(root + bundle, error)) return {root + bundle, ""};
  }
  return {};
}

}  // namespace http
