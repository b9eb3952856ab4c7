#include "resources/http/curl_failure.h"

#include <system_error>

#include "base/text.h"
#include "resources/http/ascii.h"

namespace http {
namespace {

constexpr char kNoTrustStore[] =
    "this machine has no certificates of authorities. Install them (ca-certificates), or name a "
    "file that holds them in SSL_CERT_FILE";

TransportErrorKind KindOf(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_CONNECT:
      return TransportErrorKind::kRefused;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
      return TransportErrorKind::kProxy;
    case CURLE_COULDNT_RESOLVE_HOST:
      return TransportErrorKind::kResolve;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
      return TransportErrorKind::kCertificate;
    case CURLE_SSL_CONNECT_ERROR:
      return TransportErrorKind::kTls;
    case CURLE_OPERATION_TIMEDOUT:
      return TransportErrorKind::kTimeout;
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
      return TransportErrorKind::kReset;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_URL_MALFORMAT:
      return TransportErrorKind::kMalformed;
    default:
      return TransportErrorKind::kOther;
  }
}

std::string MessageFor(TransportErrorKind kind, bool sent, const std::string& origin,
                       std::string_view detail) {
  switch (kind) {
    case TransportErrorKind::kRefused:
      return Concat({"no connection to ", origin, ": ", detail});
    case TransportErrorKind::kResolve:
      return Concat({"no address is known for the host of ", origin});
    case TransportErrorKind::kProxy:
    case TransportErrorKind::kProxyDenied:
      return Concat({"the proxy opens no way to ", origin, ": ", detail});
    case TransportErrorKind::kTls:
      return Concat({"no secure connection to ", origin, ": ", detail});
    case TransportErrorKind::kCertificate:
      return Concat({"the certificate of ", origin, " cannot be trusted: ", detail});
    case TransportErrorKind::kTimeout:
      return sent ? Concat({origin, " did not answer in time"})
                  : Concat({"no connection to ", origin, " in time"});
    case TransportErrorKind::kReset:
      return Concat({origin, " closed the connection before its answer was complete"});
    case TransportErrorKind::kTooLarge:
      return Concat({"the answer of ", origin, " is too large"});
    case TransportErrorKind::kMalformed:
      return Concat({"the answer of ", origin, " is not HTTP"});
    case TransportErrorKind::kCancelled:
      return "the request was cancelled";
    case TransportErrorKind::kOther:
      break;
  }
  return Concat({"the exchange with ", origin, " failed: ", detail});
}

// Before a connection there is nothing that could have been sent.
std::string NoAddressInTime(const std::string& origin) {
  return base::CleanText(
      Concat({"no name server told the address of the host of ", origin, " in time"}));
}

// A proxy that knows us well enough to say no will say it again; one that has no way to the host
// may find it later.
tl::unexpected<TransportError> RefusedBy(long status, const std::string& origin) {
  const std::string detail = Concat({"it answers CONNECT with ", std::to_string(status)});
  return Fail(status < 500 ? TransportErrorKind::kProxyDenied : TransportErrorKind::kProxy, false,
              origin, detail);
}

// Whether this text for a connection that nobody took is about the proxy. libcurl writes "Failed to
// connect to HOST port PORT" with the host that it tried, newer ones with "via PROXY" behind it.
bool IsAboutProxy(std::string_view detail, const Endpoint& endpoint) {
  std::string_view host = endpoint.host;
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  return detail.starts_with("Failed to connect to ") &&
         (detail.find(" via ") != std::string_view::npos ||
          !detail.starts_with(Concat({"Failed to connect to ", host, " port "})));
}

// What libcurl says, or what it cannot know.
std::string DetailOf(CURLcode code, const Progress& progress, const TrustStore& store,
                     std::string_view told) {
  const TransportErrorKind kind = KindOf(code);
  if (kind == TransportErrorKind::kRefused && progress.os_error != 0) {
    return std::generic_category().message(static_cast<int>(progress.os_error));
  }
  if (kind == TransportErrorKind::kCertificate && store == TrustStore{}) return kNoTrustStore;
  if (code == CURLE_SSL_CACERT_BADFILE) {
    return Concat({"no certificates of authorities can be read from ", store.file});
  }
  return std::string(told);
}

// The status of a proxy that refused a tunnel; null when none did.
std::optional<long> RefusalOfProxy(CURL* easy) {
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &status);
  if (status == 0 || (status >= 200 && status <= 299)) return std::nullopt;
  return status;
}

}  // namespace

// libcurl's count of bytes includes what opens a tunnel, so over TLS they count only after the
// handshake.
Progress ProgressOf(CURL* easy, const Endpoint& endpoint) {
  Progress progress;
  curl_off_t known = 0;
  curl_off_t ready = 0;
  curl_off_t secured = 0;
  long bytes = 0;
  curl_easy_getinfo(easy, CURLINFO_NAMELOOKUP_TIME_T, &known);
  curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &ready);
  curl_easy_getinfo(easy, CURLINFO_APPCONNECT_TIME_T, &secured);
  curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &bytes);
  curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &progress.os_error);
  const bool counts = endpoint.scheme != "https" || secured > 0;
  progress.refusal = RefusalOfProxy(easy);
  progress.sent = !progress.refusal && (ready > 0 || (bytes > 0 && counts));
  progress.address_known = known > 0 || progress.sent;
  return progress;
}

tl::unexpected<TransportError> Explain(const Failure& failure, const Endpoint& endpoint,
                                       const TrustStore& store) {
  const auto& [code, detail, progress, refused] = failure;
  const std::string origin = endpoint.Origin();
  if (refused) return Fail(*refused, progress.sent, origin);
  if (progress.refusal) return RefusedBy(*progress.refusal, origin);
  const TransportErrorKind kind = KindOf(code);
  if (kind == TransportErrorKind::kTimeout && !progress.address_known) {
    return tl::make_unexpected(TransportError{kind, NoAddressInTime(origin), false});
  }
  const bool by_proxy = kind == TransportErrorKind::kRefused && progress.os_error != 0 &&
                        IsAboutProxy(detail, endpoint);
  return Fail(by_proxy ? TransportErrorKind::kProxy : kind, progress.sent, origin,
              DetailOf(code, progress, store, detail));
}

tl::unexpected<TransportError> Fail(TransportErrorKind kind, bool sent, const std::string& origin,
                                    std::string_view detail) {
  return tl::make_unexpected(
      TransportError{kind, base::CleanText(MessageFor(kind, sent, origin, detail)), sent});
}

}  // namespace http
