// The transport of the real program, over libcurl: TLS 1.2 or later with verification, kept
// connections, proxies and NO_PROXY from the environment for https and never for http; no
// redirects, cookies, netrc or signals. However many answers come at once, they take the memory of
// one large one: see Response::turns. libcurl is initialised by the first request.
#pragma once

#include <memory>
#include <optional>

#include "resources/http/authorities.h"
#include "resources/http/incoming.h"
#include "resources/http/transport.h"
#include "resources/http/trust_store.h"
#include "resources/http/turnstile.h"

namespace http {

struct CurlOptions {
  // Requests in flight at once, and so connections; the others wait for their turn.
  int max_in_flight = 10;
  AnswerBounds bounds;
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
  std::unique_ptr<Authorities> authorities_;  // null: those of the machine
  std::unique_ptr<Pool> pool_;
  // Who waits for the second may hold the first, and nobody the other way round.
  Turnstile large_;
  Turnstile reading_;
};

}  // namespace http
