// The throw-away certificate of one server process, by which Terraform knows that it talks to the
// process it started. Safe to call from any thread.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "tl/expected.hpp"

namespace tf::plugin {

struct Certificate {
  std::string key_pem;          // private, P-256
  std::string certificate_pem;  // self-signed, for the name "localhost"
  std::string handshake_form;   // the certificate in DER and base64, without padding
};

// A new key and its certificate, valid from an hour before `now`, for clocks that are set back, to
// ten years after it. The error is OpenSSL's own words.
tl::expected<Certificate, std::string> MakeCertificate(absl::Time now);

// Whether it begins with a certificate in PEM. gRPC ends the process over one that is none.
bool IsCertificate(const std::string& pem);

}  // namespace tf::plugin
