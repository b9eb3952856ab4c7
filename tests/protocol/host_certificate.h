// The certificate that Terraform makes for itself when it starts a provider. It has the same form
// as Go's: P-521, SHA-512, an authority of its own, for "localhost".
#pragma once

#include <string>

namespace protocol_test {

struct HostCertificate {
  std::string key_pem;
  std::string certificate_pem;
};

// Fails the test when OpenSSL does.
HostCertificate MakeHostCertificate();

// A certificate in the form of the handshake line (DER, base64 without padding) as PEM.
std::string PemOfHandshake(std::string base64);

}  // namespace protocol_test
