// One HTTP exchange as plain data. Any status is a response; a TransportError means that no
// complete answer came.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace http {

enum class Method { kGet, kPost, kDelete };

// "GET", "POST", ...
std::string_view MethodName(Method method);

struct Header {
  std::string name;
  std::string value;
};

struct Request {
  Method method = Method::kGet;
  // Starts with "/"; every id in it has passed EncodePathSegment.
  std::string path;
  // Names and values as they are meant; they are encoded on the way out.
  std::vector<std::pair<std::string, std::string>> query;
  std::vector<Header> headers;
  // Sent as it is when not empty; its Content-Type is among the headers.
  std::string body;
};

struct Response {
  int status = 0;
  std::vector<Header> headers;
  std::string body;
  // What lets one answer at a time be large, and one be taken apart; they end with the answer. So
  // who holds an answer with a body asks for no other one.
  std::vector<std::shared_ptr<void>> turns = {};

  bool ok() const { return status >= 200 && status <= 299; }
  // The first header of that name, whatever its case; null when there is none.
  std::optional<std::string_view> Find(std::string_view name) const;
};

enum class TransportErrorKind {
  kRefused,      // nobody listens there
  kResolve,      // the name has no address
  kProxy,        // the proxy is not there, or has no way to the server
  kProxyDenied,  // the proxy does not let us through, or wants to know who we are
  kTls,          // no secure connection: version, handshake
  kCertificate,  // the server's certificate is not to be trusted
  kTimeout,
  kReset,      // the connection ended before the answer was complete
  kTooLarge,   // the answer is larger than the limit
  kMalformed,  // what came is not HTTP, or the request cannot be written as HTTP
  kCancelled,  // the stop token
  kOther,
};

struct TransportError {
  TransportErrorKind kind = TransportErrorKind::kOther;
  // One clean line, without secrets.
  std::string message;
  // Whether the request may have reached the server, and so may have had an effect. True when in
  // doubt.
  bool sent = false;
};

using Answer = tl::expected<Response, TransportError>;

}  // namespace http
