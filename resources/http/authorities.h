// The certificates of trusted authorities, read once for all connections: a file of them takes
// milliseconds and a megabyte each time that it is read.
#pragma once

#include <openssl/types.h>

#include <memory>
#include <mutex>

#include "resources/http/trust_store.h"

namespace http {

class Authorities {
 public:
  explicit Authorities(TrustStore place) : place_(std::move(place)) {}

  const TrustStore& place() const { return place_; }

  // Read at the first call; of a directory, what a server's certificate asks for. Null when the
  // file holds none or cannot be read. Owned by this object; safe to use from many threads.
  X509_STORE* store();

 private:
  struct Free {
    void operator()(X509_STORE* store) const;
  };

  TrustStore place_;
  std::once_flag read_;
  std::unique_ptr<X509_STORE, Free> store_;
};

}  // namespace http
