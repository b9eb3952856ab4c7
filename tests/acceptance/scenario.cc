#include "tests/acceptance/scenario.h"

#include "absl/strings/str_cat.h"

namespace acceptance {

using nlohmann::json;
using testing_support::Finished;

namespace {

constexpr char kPreamble[] = R"(terraform {
  required_providers {
    incident = { source = "oncall-mirror/incident" }
  }
}

provider "incident" {}

)";

std::string Output(const Finished& run) {
  return absl::StrCat("exit code ", run.exit_code, "\n", run.out, run.err);
}

}  // namespace

std::string Plan::Action(std::string_view address) const {
  for (const json& change : shown.value("resource_changes", json::array())) {
    if (change.at("address") != address) continue;
    std::string actions;
    for (const json& action : change.at("change").at("actions")) {
      absl::StrAppend(&actions, actions.empty() ? "" : ",", action.get<std::string>());
    }
    return actions;
  }
  return "";
}

Sandbox& Scenario::sandbox() {
  if (!sandbox_) {
    sandbox_.emplace(world, terraform.folder());
    terraform.environment["INCIDENT_API_KEY"] = "sandbox-incident-key";
    terraform.environment["INCIDENT_ENDPOINT"] = sandbox_->Endpoint("incident");
  }
  return *sandbox_;
}

void Scenario::Write(std::string_view resources) {
  sandbox();
  terraform.Write("main.tf", absl::StrCat(kPreamble, std::string(resources)));
}

Plan Scenario::PlanOk(std::vector<std::string> options) {
  options.insert(options.begin(), {"plan", "-out=saved.plan"});
  Plan plan{terraform.Run(std::move(options)), {}};
  EXPECT_EQ(plan.run.exit_code, 0) << Output(plan.run);
  if (plan.run.exit_code == 0) plan.shown = terraform.ShowPlan("saved.plan");
  return plan;
}

std::string Scenario::ApplyOk(std::vector<std::string> options) {
  options.insert(options.begin(), {"apply", "-auto-approve"});
  const Finished run = terraform.Run(std::move(options));
  EXPECT_EQ(run.exit_code, 0) << Output(run);
  return Plain(run.out + run.err);
}

void Scenario::ApplyAndProve() {
  ApplyOk();
  ExpectSettled();
}

void Scenario::ExpectSettled() {
  for (const char* refresh : {"-refresh=false", "-refresh=true"}) {
    const Finished run = terraform.Run({"plan", "-detailed-exitcode", refresh});
    EXPECT_EQ(run.exit_code, 0) << refresh << ": " << Output(run);
  }
  const Finished refreshed = terraform.Run({"plan", "-refresh-only", "-out=refresh.plan"});
  EXPECT_EQ(refreshed.exit_code, 0) << Output(refreshed);
  EXPECT_FALSE(terraform.ShowPlan("refresh.plan").contains("resource_drift"));
}

json Scenario::StateOf(std::string_view address) {
  const json state = terraform.ShowState();
  if (state.contains("values")) {
    for (const json& resource :
         state.at("values").at("root_module").value("resources", json::array())) {
      if (resource.at("address") == address) return resource.at("values");
    }
  }
  ADD_FAILURE() << address << " is not in the state";
  return json::object();
}

void Scenario::TearDown() {
  if (!sandbox_) return;
  const Finished run = terraform.Run({"destroy", "-auto-approve"});
  EXPECT_EQ(run.exit_code, 0) << Output(run);
  EXPECT_EQ(sandbox_->Replicas(), json::array()) << "left behind";
}

std::string PrimaryReplica(std::string_view more) {
  return absl::StrCat(R"(data "incident_schedule" "primary" {
  name = "Primary on-call"
}

resource "incident_schedule_replica" "primary" {
  schedule_id              = data.incident_schedule.primary.id
  replica_provider         = "pagerduty"
  replica_provider_id      = "PPRIMRY"
  replica_fallback_user_id = "PBOT001"
  sources                  = [for s in data.incident_schedule.primary.sources : s if s.rotation_name == "Primary"]
)",
                      std::string(more), "}\n");
}

}  // namespace acceptance
