// The transport of the real program, over libcurl: TLS 1.2 or later with verification, kept
// connections, proxies and NO_PROXY from the environment for https and never for http; no
// redirects, cookies, netrc or signals. libcurl is initialised by the first request.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "resources/http/transport.h"
#include "resources/http/trust_store.h"

namespace http {

struct CurlOptions {
  // Requests in flight at once, and so connections; the others wait for their turn.
  int max_in_flight = 10;
  std::size_t max_body_bytes = std::size_t{16} << 20;
  std::size_t max_header_bytes = std::size_t{256} << 10;
  absl::Duration connect_timeout = absl::Seconds(10);
  // None: that of the machine, looked for by the first request.
  std::optional<TrustStore> trust_store;
};

class CurlTransport final : public Transport {
 public:
  explicit CurlTransport(const CurlOptions& options = {});
  // No Send may be running.
  ~CurlTransport() override;

  Answer Send(const Endpoint& endpoint, const Request& request, const SendLimits& limits,
              const std::stop_token& stop) override;

 private:
  class Pool;
  CurlOptions options_;
  std::unique_ptr<Pool> pool_;
};

}  // namespace http
