// A token bucket, as a vendor counts requests: a full bucket holds `limit` requests and refills
// evenly within `window`. Not safe for threads; the caller gives the time, so that tests need not
// wait.
#pragma once

#include "absl/time/time.h"

namespace sandbox {

class RateLimit {
 public:
  struct Verdict {
    bool allowed = true;
    int limit = 0;
    int remaining = 0;
    // Until one more request is allowed; zero when one is now.
    absl::Duration retry_after;
    // Until the bucket is full again.
    absl::Duration full_in;
  };

  RateLimit(int limit, absl::Duration window) : limit_(limit), window_(window), tokens_(limit) {}

  // Takes one token if there is one.
  Verdict Take(absl::Time now);

 private:
  int limit_;
  absl::Duration window_;
  double tokens_;
  absl::Time filled_at_ = absl::InfinitePast();
};

}  // namespace sandbox
