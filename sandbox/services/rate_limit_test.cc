#include "sandbox/services/rate_limit.h"

#include <gtest/gtest.h>

namespace sandbox {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'770'000'000);

TEST(RateLimit, AllowsAFullBucketAtOnceAndThenRefuses) {
  RateLimit limit(2, absl::Minutes(1));
  EXPECT_EQ(limit.Take(kStart).remaining, 1);
  EXPECT_TRUE(limit.Take(kStart).allowed);
  const auto refused = limit.Take(kStart);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.retry_after, absl::Seconds(30));
  EXPECT_EQ(refused.full_in, absl::Minutes(1));
}

TEST(RateLimit, RefillsEvenlyAndNeverBeyondTheLimit) {
  RateLimit limit(2, absl::Minutes(1));
  limit.Take(kStart);
  limit.Take(kStart);
  EXPECT_FALSE(limit.Take(kStart + absl::Seconds(29)).allowed);
  EXPECT_TRUE(limit.Take(kStart + absl::Seconds(30)).allowed);
  EXPECT_EQ(limit.Take(kStart + absl::Hours(1)).remaining, 1);
}

TEST(RateLimit, TakesATimeThatRunsBackwardsAsNoTimePassed) {
  RateLimit limit(1, absl::Minutes(1));
  limit.Take(kStart);
  EXPECT_FALSE(limit.Take(kStart - absl::Hours(1)).allowed);
}

}  // namespace
}  // namespace sandbox
