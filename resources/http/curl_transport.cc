#include "resources/http/curl_transport.h"

#include <curl/curl.h>
#include <openssl/ssl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "base/text.h"
#include "resources/http/ascii.h"
#include "resources/http/curl_failure.h"
#include "resources/http/incoming.h"

namespace http {
namespace {

struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct FreeMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// One request at a time. The connections live in the multi handle, which is also what a stop can
// wake up.
struct Slot {
  std::unique_ptr<CURLM, FreeMulti> multi{curl_multi_init()};
  std::unique_ptr<CURL, FreeEasy> easy{curl_easy_init()};
};

std::size_t OnBody(char* data, std::size_t, std::size_t size, void* context) {
  return static_cast<Incoming*>(context)->TakeBody({data, size}) ? size : 0;
}

std::size_t OnHeader(char* data, std::size_t, std::size_t size, void* context) {
  return static_cast<Incoming*>(context)->TakeHeader({data, size}) ? size : 0;
}

bool IsOneLine(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](unsigned char c) { return absl::ascii_iscntrl(c) && c != '\t'; });
}

// Null when a header would not stay one header.
std::unique_ptr<curl_slist, FreeList> HeaderList(const Request& request) {
  std::unique_ptr<curl_slist, FreeList> list;
  const auto append = [&list](const std::string& line) {
    list.reset(curl_slist_append(list.release(), line.c_str()));
  };
  // No "100 Continue" round trip before a large body.
  append("Expect:");
  for (const Header& header : request.headers) {
    if (!IsOneLine(header.name) || !IsOneLine(header.value)) return nullptr;
    append(Concat({header.name, ": ", header.value}));
  }
  return list;
}

long Milliseconds(absl::Duration duration) {
  return static_cast<long>(
      absl::ToInt64Milliseconds(std::clamp(duration, absl::Milliseconds(1), absl::Hours(24))));
}

// Looked for and read once: the environment and the machine's store do not change while a provider
// lives.
Authorities& MachinesAuthorities() {
  static Authorities* const authorities = new Authorities(
      FindTrustStore([](const char* name) -> const char* { return std::getenv(name); }));
  return *authorities;
}

// libcurl would read the authorities again for each slot.
CURLcode Trust(CURL*, void* context, void* authorities) {
  X509_STORE* const store = static_cast<Authorities*>(authorities)->store();
  if (store == nullptr) return CURLE_SSL_CACERT_BADFILE;
  SSL_CTX_set1_cert_store(static_cast<SSL_CTX*>(context), store);
  return CURLE_OK;
}

void SetTls(CURL* easy, Authorities& authorities) {
  curl_easy_setopt(easy, CURLOPT_CAINFO, nullptr);
  curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
  // A libcurl that is not built with OpenSSL refuses this, and then trusts nobody.
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, Trust);
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, &authorities);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
}

void SetMethod(CURL* easy, const Request& request) {
  if (request.method == Method::kGet) return;
  if (request.method != Method::kDelete || !request.body.empty()) {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
  }
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, std::string(MethodName(request.method)).c_str());
  // When a kept connection turns out to be closed, libcurl sends the request again on a new one,
  // although the first may have taken effect. On a new connection it never does.
  if (request.method != Method::kDelete) curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
}

void SetPolicy(CURL* easy) {
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  // A stop must not wait for a resolver's thread.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
}

// HTTPS goes through the machine's proxy in a tunnel, whose request carries none of our headers.
// Anything else would show the proxy the credential; it is for loopback only and needs no proxy.
void SetProxy(CURL* easy, const Endpoint& endpoint) {
  if (endpoint.scheme != "https") curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

// The C library keeps what is freed for each thread, and more of it after each large block that was
// freed; for answers that come once that is memory for nothing.
void KeepLittleFreeMemory() {
#ifdef __GLIBC__
  mallopt(M_MXFAST, 0);
  mallopt(M_MMAP_THRESHOLD, 128 << 10);
  mallopt(M_TRIM_THRESHOLD, 128 << 10);
#endif
}

void ReturnFreeMemory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

// Drives the exchange to its end; null when a stop came first.
std::optional<CURLcode> Drive(const Slot& slot, const std::stop_token& stop) {
  const std::stop_callback wake(stop, [&slot] { curl_multi_wakeup(slot.multi.get()); });
  while (!stop.stop_requested()) {
    int running = 0;
    if (curl_multi_perform(slot.multi.get(), &running) != CURLM_OK) return CURLE_FAILED_INIT;
    int left = 0;
    if (const CURLMsg* message = curl_multi_info_read(slot.multi.get(), &left)) {
      return message->data.result;
    }
    // libcurl shortens this by its own timers; the stop ends it.
    curl_multi_poll(slot.multi.get(), nullptr, 0, 1000, nullptr);
  }
  return std::nullopt;
}

// What one exchange needs besides the request.
struct Conditions {
  const CurlOptions& options;
  Authorities& authorities;
  Turnstile& large;
  absl::Duration timeout;
  const std::stop_token& stop;
};

void SetUp(CURL* easy, const Endpoint& endpoint, const Request& request, curl_slist* headers,
           const Conditions& conditions, Incoming& incoming) {
  const CurlOptions& options = conditions.options;
  curl_easy_reset(easy);
  SetPolicy(easy);
  SetProxy(easy, endpoint);
  if (endpoint.scheme == "https") SetTls(easy, conditions.authorities);
  SetMethod(easy, request);
  curl_easy_setopt(easy, CURLOPT_URL, endpoint.Url(request.path, request.query).c_str());
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, Milliseconds(conditions.timeout));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, Milliseconds(options.connect_timeout));
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, OnBody);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &incoming);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, OnHeader);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &incoming);
}

Answer Exchange(const Slot& slot, const Endpoint& endpoint, const Request& request,
                const Conditions& conditions) {
  const auto headers = HeaderList(request);
  if (!headers) {
    return tl::make_unexpected(
        TransportError{TransportErrorKind::kMalformed,
                       "a header of the request, maybe the credential, holds a line break or "
                       "another control character",
                       false});
  }
  CURL* const easy = slot.easy.get();
  Incoming incoming(conditions.options.bounds, conditions.large, conditions.timeout,
                    conditions.stop);
  char detail[CURL_ERROR_SIZE] = "";
  SetUp(easy, endpoint, request, headers.get(), conditions, incoming);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, detail);
  curl_multi_add_handle(slot.multi.get(), easy);
  const std::optional<CURLcode> code = Drive(slot, conditions.stop);
  const Progress progress = ProgressOf(easy, endpoint);
  curl_multi_remove_handle(slot.multi.get(), easy);
  // The buffer and the receiver of the callbacks end here.
  curl_easy_reset(easy);
  if (!code) return Fail(TransportErrorKind::kCancelled, progress.sent, endpoint.Origin());
  if (*code != CURLE_OK) {
    const Failure failure{.code = *code,
                          .detail = *detail != '\0' ? detail : curl_easy_strerror(*code),
                          .progress = progress,
                          .refused = incoming.refusal()};
    return Explain(failure, endpoint, conditions.authorities.place());
  }
  return std::move(incoming.response());
}

}  // namespace

// The slots; the one given back last is taken first, so that few connections are kept busy rather
// than many idle.
class CurlTransport::Pool {
 public:
  explicit Pool(int size) : unused_(size) {}

  // Null when `patience` or a stop ends the wait.
  std::unique_ptr<Slot> Take(absl::Duration patience, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    const auto slice = absl::ToChronoNanoseconds(std::min(patience, absl::Hours(24)));
    if (!given_back_.wait_for(lock, stop, slice,
                              [this] { return !idle_.empty() || unused_ > 0; })) {
      return nullptr;
    }
    if (idle_.empty()) {
      --unused_;
      return std::make_unique<Slot>();
    }
    std::unique_ptr<Slot> slot = std::move(idle_.back());
    idle_.pop_back();
    return slot;
  }

  void GiveBack(std::unique_ptr<Slot> slot) {
    {
      const std::lock_guard lock(mutex_);
      idle_.push_back(std::move(slot));
    }
    given_back_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any given_back_;
  std::vector<std::unique_ptr<Slot>> idle_;
  int unused_;
};

CurlTransport::CurlTransport(const CurlOptions& options)
    : options_(options),
      authorities_(options.trust_store ? std::make_unique<Authorities>(*options.trust_store)
                                       : nullptr),
      pool_(std::make_unique<Pool>(options.max_in_flight)),
      large_(ReturnFreeMemory) {}

CurlTransport::~CurlTransport() = default;

Answer CurlTransport::Send(const Endpoint& endpoint, const Request& request,
                           const SendLimits& limits, const std::stop_token& stop) {
  static std::once_flag initialised;
  std::call_once(initialised, [] {
    KeepLittleFreeMemory();
    curl_global_init(CURL_GLOBAL_DEFAULT);
  });

  const auto start = std::chrono::steady_clock::now();
  std::unique_ptr<Slot> slot = pool_->Take(limits.total, stop);
  if (stop.stop_requested() || !slot) {
    if (slot) pool_->GiveBack(std::move(slot));
    const bool cancelled = stop.stop_requested();
    return Fail(cancelled ? TransportErrorKind::kCancelled : TransportErrorKind::kTimeout, false,
                endpoint.Origin());
  }
  const absl::Duration waited = absl::FromChrono(std::chrono::steady_clock::now() - start);
  const absl::Duration timeout = std::min(limits.request_timeout, limits.total - waited);
  Authorities& authorities = authorities_ ? *authorities_ : MachinesAuthorities();
  Answer answer =
      Exchange(*slot, endpoint, request, {options_, authorities, large_, timeout, stop});
  pool_->GiveBack(std::move(slot));
  if (!answer || !answer->ok() || answer->body.empty()) return answer;

  Turnstile::Turn turn = reading_.Enter(limits.total - waited, stop);
  if (!turn) {
    return Fail(
        stop.stop_requested() ? TransportErrorKind::kCancelled : TransportErrorKind::kTimeout, true,
        endpoint.Origin());
  }
  answer->turns.push_back(std::move(turn));
  return answer;
}

}  // namespace http
