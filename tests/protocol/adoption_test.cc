// What an apply adopts where Terraform hands back what planning had found, as it does from 1.16 on:
// the real provider's program against a sandbox, called as that Terraform would call it.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "proto/tfplugin6/tfplugin6.pb.h"
#include "tests/acceptance/sandbox.h"
#include "tests/protocol/incident_process.h"

namespace protocol_test {
namespace {

namespace pb = tfplugin6;
using Json = nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kYoung[] = "01K5F0RE1GN000000000000000";
constexpr char kSchedule[] = "01SANDB0XPRIMARY0000000000";

Json Given() {
  return {{"schedule_id", kSchedule},
          {"replica_provider", "pagerduty"},
          {"replica_provider_id", "PPRIMRY"},
          {"replica_fallback_user_id", "PBOT001"},
          {"sources", Json::array({{{"rotation_id", "01SANDB0XR0TATI0NPRIMARY00"},
                                    {"layer_id", "01SANDB0XLAYERPRIMARY00000"}}})}};
}

// The demo world with a replica that was made a few minutes ago.
Json WorldWithYoungReplica() {
  Json world = acceptance::DemoWorld();
  Json replica = Given();
  replica["id"] = kYoung;
  replica["mirror_window_days"] = 14;
  replica["created_at"] = "-330s";
  world["replicas"] = Json::array({replica});
  return world;
}

// One of the processes that a command starts.
class Walk : public IncidentProcess {
 public:
  using IncidentProcess::IncidentProcess;

  // Shows a stored object, as Terraform does before it plans anything for it.
  void Upgrade(const Json& state) {
    pb::UpgradeResourceState::Request request;
    request.set_type_name(kReplica);
    request.mutable_raw_state()->set_json(state.dump());
    EXPECT_THAT(Ask<pb::UpgradeResourceState>("UpgradeResourceState", request).diagnostics(),
                IsEmpty());
  }

  // `planned_private` is null in the plan phase.
  pb::PlanResourceChange::Response PlanCreate(const std::string* planned_private = nullptr) {
    pb::PlanResourceChange::Request request = PlanRequest(Given());
    request.mutable_client_capabilities()->set_store_planned_private(true);
    if (planned_private != nullptr) {
      request.set_planned_private(*planned_private);
      request.mutable_client_capabilities()->set_deferral_allowed(true);
    }
    return Ask<pb::PlanResourceChange>("PlanResourceChange", request);
  }

  pb::ApplyResourceChange::Response Apply(const pb::PlanResourceChange::Response& plan) {
    return Ask<pb::ApplyResourceChange>("ApplyResourceChange", ApplyRequest(Given(), plan));
  }
};

class Adoption : public testing::Test {
 protected:
  // The apply of `plan` by a process that sees no other object of the state.
  pb::ApplyResourceChange::Response ApplyElsewhere(const pb::PlanResourceChange::Response& plan) {
    Walk walk(sandbox_);
    const auto repeated = walk.PlanCreate(&plan.planned_private());
    EXPECT_EQ(Summaries(repeated.diagnostics()), "");
    return walk.Apply(repeated);
  }

  acceptance::Sandbox sandbox_{WorldWithYoungReplica(), testing::TempDir()};
};

TEST_F(Adoption, AdoptsWhatThePlanAnnouncedWithoutAnotherWarning) {
  const auto plan = Walk(sandbox_).PlanCreate();
  EXPECT_EQ(Summaries(plan.diagnostics()), "Apply adopts a replica: PagerDuty PPRIMRY\n");
  const auto applied = ApplyElsewhere(plan);
  EXPECT_EQ(Summaries(applied.diagnostics()), "");
  EXPECT_THAT(applied.new_state().msgpack(), HasSubstr(kYoung));
  EXPECT_THAT(acceptance::Writes(sandbox_.Requests()), IsEmpty());
}

TEST_F(Adoption, NeverAdoptsWhatThePlanDidNotAnnounce) {
  Walk planning(sandbox_);
  planning.Upgrade({{"id", kYoung}, {"schedule_id", kSchedule}});
  const auto plan = planning.PlanCreate();
  EXPECT_EQ(Summaries(plan.diagnostics()), "");
  EXPECT_EQ(plan.planned_private(), "");
  const auto applied = ApplyElsewhere(plan);
  EXPECT_EQ(Summaries(applied.diagnostics()), "");
  EXPECT_THAT(acceptance::Writes(sandbox_.Requests()),
              ElementsAre("POST /v2/schedules/01SANDB0XPRIMARY0000000000/replicas"));
}

}  // namespace
}  // namespace protocol_test
