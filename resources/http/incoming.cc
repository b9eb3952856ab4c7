#include "resources/http/incoming.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "resources/http/ascii.h"

namespace http {
namespace {

// The number in "HTTP/1.1 200 OK"; 0 when there is none.
int StatusIn(std::string_view line) {
  int status = 0;
  const std::size_t begin = line.find_first_not_of(' ', line.find(' '));
  if (begin == std::string_view::npos) return 0;
  std::from_chars(line.data() + begin, line.data() + line.size(), status);
  return status;
}

}  // namespace

Incoming::Incoming(const AnswerBounds& bounds, Turnstile& large, absl::Duration timeout,
                   const std::stop_token& stop)
    : bounds_(bounds), large_(large), timeout_(timeout), stop_(stop) {}

bool Incoming::TakeHeader(std::string_view line) {
  header_bytes_ += line.size();
  // A new status line: what came before belonged to an interim answer.
  if (line.starts_with("HTTP/")) {
    response_.headers.clear();
    response_.status = StatusIn(line);
  }
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos) {
    response_.headers.push_back({std::string(TrimBlanks(line.substr(0, colon))),
                                 std::string(TrimBlanks(line.substr(colon + 1)))});
  }
  const bool fits =
      header_bytes_ <= bounds_.header_bytes && response_.headers.size() <= bounds_.headers;
  return fits || Refuse(TransportErrorKind::kTooLarge);
}

bool Incoming::TakeBody(std::string_view bytes) {
  body_bytes_ += bytes.size();
  if (body_bytes_ > bounds_.body_bytes) return Refuse(TransportErrorKind::kTooLarge);
  std::string& body = response_.body;
  if (!response_.ok()) {
    body.append(bytes.substr(0, bounds_.error_bytes - body.size()));
    return true;
  }
  if (body_bytes_ > bounds_.body_bytes_at_once && !AwaitTurn()) return false;
  body.append(bytes);
  return true;
}

bool Incoming::Refuse(TransportErrorKind kind) {
  refusal_ = kind;
  return false;
}

bool Incoming::AwaitTurn() {
  if (!response_.turns.empty()) return true;
  const absl::Duration waited = absl::FromChrono(std::chrono::steady_clock::now() - start_);
  if (Turnstile::Turn turn = large_.Enter(timeout_ - waited, stop_)) {
    response_.turns.push_back(std::move(turn));
    return true;
  }
  return Refuse(stop_.stop_requested() ? TransportErrorKind::kCancelled
                                       : TransportErrorKind::kTimeout);
}

}  // namespace http
