// What one exchange receives, kept within bounds: an answer that breaks one is refused as soon as
// it does, and a large one waits for its turn, so that however many requests are in flight, hostile
// answers take the memory of one. For the thread of the exchange alone.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <stop_token>
#include <string_view>

#include "absl/time/time.h"
#include "resources/http/message.h"
#include "resources/http/turnstile.h"

namespace http {

struct AnswerBounds {
  // The largest that makes sense is a schedule of 90 days with handovers every hour in ten layers:
  // 6.4 MB from PagerDuty, 4.3 MB from Opsgenie; incident.io cuts such a window into pages.
  std::size_t body_bytes = std::size_t{8} << 20;
  // More than this is received by one exchange at a time. Nearly every answer is smaller.
  std::size_t body_bytes_at_once = std::size_t{128} << 10;
  // What is kept of an answer that brings an error: words for people are not longer.
  std::size_t error_bytes = std::size_t{16} << 10;
  std::size_t header_bytes = std::size_t{32} << 10;
  std::size_t headers = 256;
};

class Incoming {
 public:
  // What is given here must outlive it. Nobody waits for a turn longer than `timeout` from now.
  Incoming(const AnswerBounds& bounds, Turnstile& large, absl::Duration timeout,
           const std::stop_token& stop);

  // One line of the head or some of the body; false when nothing more is taken.
  bool TakeHeader(std::string_view line);
  bool TakeBody(std::string_view bytes);

  // Why nothing more was taken; null when all was.
  const std::optional<TransportErrorKind>& refusal() const { return refusal_; }
  Response& response() { return response_; }

 private:
  bool Refuse(TransportErrorKind kind);
  bool AwaitTurn();

  const AnswerBounds& bounds_;
  Turnstile& large_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  const absl::Duration timeout_;
  const std::stop_token& stop_;
  Response response_;
  std::size_t header_bytes_ = 0;
  std::size_t body_bytes_ = 0;
  std::optional<TransportErrorKind> refusal_;
};

}  // namespace http
