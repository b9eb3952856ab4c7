#include "sandbox/services/rate_limit.h"

#include <algorithm>

namespace sandbox {

RateLimit::Verdict RateLimit::Take(absl::Time now) {
  const double per_token = absl::ToDoubleSeconds(window_) / limit_;
  if (filled_at_ != absl::InfinitePast()) {
    const double elapsed = std::max(0.0, absl::ToDoubleSeconds(now - filled_at_));
    tokens_ = std::min<double>(limit_, tokens_ + elapsed / per_token);
  }
  filled_at_ = now;

  Verdict verdict;
  verdict.allowed = tokens_ >= 1;
  if (verdict.allowed) tokens_ -= 1;
  verdict.limit = limit_;
  verdict.remaining = static_cast<int>(tokens_);
  verdict.retry_after = absl::Seconds(std::max(0.0, 1 - tokens_) * per_token);
  verdict.full_in = absl::Seconds((limit_ - tokens_) * per_token);
  return verdict;
}

}  // namespace sandbox
