// Very many replicas at services that limit their clients.
//
// 150 replicas of 15 schedules, unless ACCEPTANCE_SCALE=full is set: then 1 000 of 100, which takes
// minutes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/many_replicas.h"
#include "tests/acceptance/process_memory.h"
#include "tests/acceptance/scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// How much there is, and what the sandbox's incident.io lets through.
struct Load {
  Size size;
  int limit = 0;
  int window_seconds = 0;
};

bool IsFull() {
  const char* const scale = std::getenv("ACCEPTANCE_SCALE");
  return scale != nullptr && std::string_view(scale) == "full";
}

Load LoadOfThisRun() { return IsFull() ? Load{{1000, 100}, 300, 5} : Load{{150, 15}, 30, 2}; }

class Scale : public Scenario {
 protected:
  explicit Scale(const Load& load = LoadOfThisRun()) : load_(load) {
    world = WorldOf(load_.size);
    world["switches"]["rate_limits"] = {
        {"incident", {{"limit", load_.limit}, {"window_seconds", load_.window_seconds}}}};
    terraform.environment["PAGERDUTY_TOKEN"] = "sandbox-pagerduty-token";
  }

  void WriteConfiguration(const std::string& provider_arguments) {
    terraform.environment["PAGERDUTY_ENDPOINT"] = sandbox().Endpoint("pagerduty");
    WriteWithProviders(absl::StrCat("provider \"incident\" {\n", provider_arguments, "}\n",
                                    ReplicasOf(load_.size)));
  }

  // A full bucket.
  void LimitTo(int limit, int window_seconds) {
    sandbox().Post(
        "/switches",
        {{"rate_limits", {{"incident", {{"limit", limit}, {"window_seconds", window_seconds}}}}}});
  }

  struct Asked {
    int all = 0;
    int refused = 0;
  };
  Asked AskedOfIncidentIo() {
    Asked asked;
    for (const LoggedRequest& request : sandbox().Requests()) {
      if (!request.path.starts_with("/incident/")) continue;
      ++asked.all;
      if (request.status == 429) ++asked.refused;
    }
    std::cout << asked.refused << " of " << asked.all << " requests were refused\n";
    return asked;
  }

  // Applies and plans; answers what that asked of incident.io.
  Asked ApplyAndPlan() {
    const PeakMemory memory;
    EXPECT_THAT(ApplyOk({"-parallelism=50"}).errors, IsEmpty());
    EXPECT_THAT(sandbox().Replicas(), SizeIs(load_.size.replicas));
    const Plan plan = PlanOk({"-parallelism=50"});
    EXPECT_THAT(plan.warnings, IsEmpty());
    std::cout << "peak memory of the provider: " << memory.bytes() / (1 << 20) << " MiB\n";
    ExpectLittleMemory(memory.bytes());

    return AskedOfIncidentIo();
  }

  const Load load_;
};

TEST_F(Scale, AFittingRateIsHardlyEverRefused) {
  if (!IsFull()) GTEST_SKIP() << "takes minutes by its nature: set ACCEPTANCE_SCALE=full";
  WriteConfiguration(absl::StrCat("  requests_per_minute = ", load_.limit, "\n"));
  const Asked asked = ApplyAndPlan();
  EXPECT_LT(asked.refused * 100, asked.all);
}

// What an apply of this size asks for does not fit into a minute's allowance.
class ScaleBeyondAMinute : public Scale {
 protected:
  ScaleBeyondAMinute() : Scale({{60, 6}, 1000, 1}) {}
};

TEST_F(ScaleBeyondAMinute, ARateJustBelowTheLimitWaitsAndIsNeverRefused) {
  constexpr int kRate = 60;
  WriteConfiguration(absl::StrCat("  requests_per_minute = ", kRate, "\n"));
  PlanOk();
  // Each process has a budget of its own, so the API's is full for the next one.
  LimitTo(kRate + 1, 60);
  sandbox().ForgetRequests();
  const PeakMemory memory;
  ApplyOk({"-parallelism=50", "saved.plan"});
  ExpectLittleMemory(memory.bytes());
  EXPECT_THAT(sandbox().Replicas(), SizeIs(load_.size.replicas));
  const Asked asked = AskedOfIncidentIo();
  EXPECT_GT(asked.all, kRate + 1) << "nothing had to wait";
  EXPECT_EQ(asked.refused, 0);
  // The destroy need not wait.
  LimitTo(1000, 1);
  WriteConfiguration("");
}

TEST_F(Scale, TheUsualRateLearnsFromBeingRefused) {
  WriteConfiguration("");
  const Asked asked = ApplyAndPlan();
  if (asked.refused == 0) GTEST_SKIP() << "this machine was too slow to reach the API's limit";
  // A refusal pauses everybody at once, so only the few that were under way are refused with it.
  EXPECT_LT(asked.refused * 4, asked.all);
}

}  // namespace
}  // namespace acceptance
