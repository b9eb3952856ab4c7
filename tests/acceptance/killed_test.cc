// The provider, Terraform, or both are killed at any request of an apply. The next plan tells the
// truth, and one plain apply ends with exactly one replica; none after a destroy.
//
// By default one kill a victim and operation, around what changes something, another one every day.
// KILLS=all kills at every request.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/killing.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

enum class Operation { kCreate, kChange, kRefusedChange, kDelete, kResync };

std::string CamelName(Operation operation) {
  switch (operation) {
    case Operation::kCreate:
      return "Create";
    case Operation::kChange:
      return "Change";
    case Operation::kRefusedChange:
      return "RefusedChange";
    case Operation::kDelete:
      return "Delete";
    case Operation::kResync:
      return "Resync";
  }
  return "";
}

void PrintTo(const Operation& operation, std::ostream* out) { *out << CamelName(operation); }

// A request of the apply, before or after its effect.
struct Point {
  std::size_t request = 0;
  bool effect = false;
};

bool EveryPoint() {
  const char* which = std::getenv("KILLS");
  return which != nullptr && std::string_view(which) == "all";
}

// Those at writes and at what follows them, or all. A read has no effect to be before or after.
std::vector<Point> PointsOf(const std::vector<LoggedRequest>& requests) {
  const auto writes = [&](std::size_t i) { return requests[i].method != "GET"; };
  std::vector<Point> points;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (!EveryPoint() && !writes(i) && (i == 0 || !writes(i - 1))) continue;
    points.push_back({i, false});
    if (writes(i)) points.push_back({i, true});
  }
  return points;
}

std::size_t DayNumber() {
  const auto day = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return static_cast<std::size_t>(day.time_since_epoch().count());
}

constexpr char kChanged[] = "  mirror_window_days = 7\n";

class Killed : public Killing, public ::testing::WithParamInterface<Operation> {
 protected:
  static bool Is(Operation operation) { return GetParam() == operation; }
  static bool Changes() { return Is(Operation::kChange) || Is(Operation::kRefusedChange); }

  void Prepare() {
    if (Is(Operation::kRefusedChange)) world["switches"]["refuse_second_replica"] = "conflict";
    Write(PrimaryReplica());
    if (!Is(Operation::kCreate)) ApplyOk();
    if (Changes()) Write(PrimaryReplica(kChanged));
    if (Is(Operation::kResync)) DamageTheMirror();
    PlanAndRemember(Is(Operation::kDelete) ? std::vector<std::string>{"-destroy"}
                                           : std::vector<std::string>{});
  }
  void DamageTheMirror() {
    terraform.environment["PAGERDUTY_TOKEN"] = "sandbox-pagerduty-token";
    terraform.environment["PAGERDUTY_ENDPOINT"] = sandbox().Endpoint("pagerduty");
    terraform.environment["INCIDENT_DRIFT_CHECK"] = "resync";
    sandbox().Post("/external/pagerduty/schedules/PPRIMRY/overrides",
                   {{"user_id", "PBOT001"}, {"start", "+26h"}, {"end", "+28h"}});
  }

  // The id in the state; empty when it has none.
  std::string Held() {
    const json state = terraform.ShowState();
    if (!state.contains("values")) return "";
    for (const json& resource :
         state.at("values").at("root_module").value("resources", json::array())) {
      if (resource.at("address") == kPrimary) return resource.at("values").at("id");
    }
    return "";
  }
  // Among those that are there.
  static bool IsThere(const json& replicas, const std::string& id) {
    return std::ranges::any_of(replicas, [&](const json& one) { return one.at("id") == id; });
  }

  // The old arguments, with which nothing else is created during a change.
  static bool IsPutBack(const json& replicas) {
    return Is(Operation::kRefusedChange) && std::ranges::any_of(replicas, [](const json& one) {
             return one.at("mirror_window_days") == 14;
           });
  }

  // What it does follows from the state and from what is on the server, and a replica that nobody
  // holds is named.
  void ExpectThePlanTellsTheTruth() {
    const json replicas = Replicas();
    const std::string held = Held();
    const bool is_there = IsThere(replicas, held);
    if (Is(Operation::kDelete)) {
      EXPECT_EQ(PlanOk({"-destroy"}).Action(kPrimary), is_there ? "delete" : "");
      return;
    }
    const Plan plan = PlanOk();
    if (Is(Operation::kResync)) {
      // Without the twin the mirror may be right already.
      EXPECT_THAT(plan.Action(kPrimary),
                  AnyOf("update", replicas.size() == 1 ? "no-op" : "update"));
      return;
    }
    const bool is_known = is_there || IsPutBack(replicas);
    EXPECT_EQ(plan.Action(kPrimary), !is_known ? "create" : Changes() ? "update" : "no-op");
    for (const json& replica : replicas) {
      if (replica.at("id") == held) continue;
      EXPECT_THAT(plan.warnings, Contains(HasSubstr(replica.at("id").get<std::string>())));
    }
  }

  void ExpectConverges() {
    if (Is(Operation::kDelete)) {
      EXPECT_EQ(terraform.Run({"destroy", "-auto-approve"}).exit_code, 0);
      EXPECT_THAT(Replicas(), IsEmpty());
      return;
    }
    ApplyOk();
    const json replicas = Replicas();
    ASSERT_THAT(replicas, SizeIs(1));
    EXPECT_EQ(replicas.at(0).at("id"), Held());
    EXPECT_EQ(replicas.at(0).at("mirror_window_days"), Changes() ? 7 : 14);
    const Told plan = Run({"plan", "-detailed-exitcode"});
    EXPECT_EQ(plan.run.exit_code, 0) << plan.run.out;
    EXPECT_THAT(plan.warnings, IsEmpty());
  }

  void KillAt(const std::vector<LoggedRequest>& requests, const Point& point, Victim victim) {
    const LoggedRequest& request = requests[point.request];
    SCOPED_TRACE(absl::StrCat("killed ", NameOf(victim), point.effect ? " after " : " at ",
                              request.method, " ", request.path, ", request ", point.request));
    BackToThePlan();
    ApplyUntilKilledAt(point.request, point.effect, victim);
    ExpectThePlanTellsTheTruth();
    ExpectConverges();
  }
};

INSTANTIATE_TEST_SUITE_P(In, Killed,
                         ::testing::Values(Operation::kCreate, Operation::kChange,
                                           Operation::kRefusedChange, Operation::kDelete,
                                           Operation::kResync),
                         [](const auto& operation) { return CamelName(operation.param); });

TEST_P(Killed, AtAnyRequestThePlanIsTrueAndTheNextApplyConverges) {
  Prepare();
  ApplySavedOk();
  const std::vector<LoggedRequest> requests = sandbox().Requests();
  const std::vector<Point> points = PointsOf(requests);
  ASSERT_FALSE(points.empty());
  std::size_t turn = DayNumber() * std::size(kVictims);
  for (const Victim victim : kVictims) {
    if (!EveryPoint()) {
      KillAt(requests, points[turn++ % points.size()], victim);
      continue;
    }
    for (const Point& point : points) {
      if (!HasFailure()) KillAt(requests, point, victim);
    }
  }
}

}  // namespace
}  // namespace acceptance
