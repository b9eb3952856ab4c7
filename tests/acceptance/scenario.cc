#include "tests/acceptance/scenario.h"

#include <iostream>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace acceptance {

using nlohmann::json;
using testing_support::Finished;

namespace {

constexpr char kTerraformBlock[] = R"(terraform {
  required_providers {
    incident = { source = "oncall-mirror/incident" }
  }
}

)";

std::string Output(const Finished& run) {
  return absl::StrCat("exit code ", run.exit_code, "\n", run.out, run.err);
}

Told Read(Finished run) {
  Told told{std::move(run), {}, {}};
  std::istringstream lines(told.run.out);
  for (std::string line; std::getline(lines, line);) {
    const json message = json::parse(line, nullptr, false);
    if (!message.is_object() || message.value("type", "") != "diagnostic") continue;
    const json& diagnostic = message.at("diagnostic");
    const std::string summary = diagnostic.value("summary", "");
    if (summary.starts_with("Provider development overrides")) continue;
    auto& list = diagnostic.value("severity", "") == "error" ? told.errors : told.warnings;
    list.push_back(absl::StrCat(summary, "\n", diagnostic.value("detail", "")));
  }
  return told;
}

}  // namespace

std::string Plan::Action(const std::string& address) const {
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

void Scenario::SetUp() {
  if (RealAccount() == nullptr) return;
  if (NeedsSandbox()) {
    GTEST_SKIP() << "This scenario controls the sandbox, so it is not run against a real account.";
  }
  for (const json& replica : ReplicasOf(*RealAccount())) found_.insert(replica.at("id"));
}

Sandbox& Scenario::sandbox() {
  if (!sandbox_) {
    sandbox_.emplace(world, terraform.folder());
    terraform.environment["INCIDENT_API_KEY"] = "sandbox-incident-key";
    terraform.environment["INCIDENT_ENDPOINT"] = sandbox_->Endpoint("incident");
  }
  return *sandbox_;
}

void Scenario::Write(const std::string& resources) {
  WriteWithProviders(absl::StrCat("provider \"incident\" {}\n\n", resources));
}

void Scenario::WriteWithProviders(const std::string& configuration) {
  if (RealAccount() == nullptr) sandbox();
  terraform.Write("main.tf", absl::StrCat(kTerraformBlock, configuration));
}

Told Scenario::Run(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin() + 1, "-json");
  return Read(terraform.Run(std::move(arguments)));
}

Plan Scenario::PlanOk(std::vector<std::string> options) {
  options.insert(options.begin(), {"plan", "-out=saved.plan"});
  Plan plan{Run(std::move(options)), {}};
  EXPECT_EQ(plan.run.exit_code, 0) << Output(plan.run);
  if (plan.run.exit_code == 0) plan.shown = terraform.ShowPlan("saved.plan");
  return plan;
}

Told Scenario::ApplyOk(std::vector<std::string> options) {
  options.insert(options.begin(), {"apply", "-auto-approve"});
  Told told = Run(std::move(options));
  EXPECT_EQ(told.run.exit_code, 0) << Output(told.run);
  return told;
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
  if (refreshed.exit_code != 0) return;
  const json shown = terraform.ShowPlan("refresh.plan");
  EXPECT_FALSE(shown.contains("resource_drift")) << shown.at("resource_drift").dump(2);
}

json Scenario::StateOf(const std::string& address) {
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

json Scenario::Replicas() {
  if (RealAccount() == nullptr) return sandbox().Replicas();
  json ours = json::array();
  for (const json& replica : ReplicasOf(*RealAccount())) {
    if (!found_.contains(replica.at("id"))) ours.push_back(replica);
  }
  return ours;
}

void Scenario::ExpectWrites(const std::vector<std::string>& lines) {
  if (RealAccount() != nullptr) {
    std::cout << "Not checked, since a real account shows no requests: the order of writes.\n";
    return;
  }
  EXPECT_THAT(Writes(sandbox().Requests()), ::testing::ElementsAreArray(lines));
  sandbox().ForgetRequests();
}

void Scenario::TearDown() {
  if (IsSkipped() || (!sandbox_ && RealAccount() == nullptr)) return;
  const Finished run = terraform.Run({"destroy", "-auto-approve"});
  EXPECT_EQ(run.exit_code, 0) << Output(run);
  EXPECT_EQ(Replicas(), json::array()) << "left behind";
}

std::string ScheduleId() {
  return RealAccount() != nullptr ? RealAccount()->schedule_id : "01SANDB0XPRIMARY0000000000";
}

std::string Posted(const std::string& schedule) {
  return absl::StrCat("POST /v2/schedules/", schedule, "/replicas");
}

std::string Deleted(const json& replica_id, const std::string& schedule) {
  return absl::StrCat("DELETE /v2/schedules/", schedule, "/replicas/",
                      replica_id.get<std::string>());
}

std::string ScheduleBlock() {
  const std::string wanted = RealAccount() != nullptr
                                 ? absl::StrCat("id   = \"", ScheduleId(), "\"")
                                 : "name = \"Primary on-call\"";
  return absl::StrCat("data \"incident_schedule\" \"primary\" {\n  ", wanted, "\n}\n\n");
}

std::string ReplicaBlock(const std::string& name, const Arguments& different,
                         const std::string& more) {
  Arguments arguments = different;
  const Account* account = RealAccount();
  const auto quoted = [](const std::string& text) { return absl::StrCat("\"", text, "\""); };
  arguments.insert({
      {"schedule_id", "data.incident_schedule.primary.id"},
      {"replica_provider", quoted("pagerduty")},
      {"replica_provider_id", quoted(account ? account->pagerduty_schedule_id : "PPRIMRY")},
      {"replica_fallback_user_id", quoted(account ? account->fallback_user_id : "PBOT001")},
      {"sources", account ? "data.incident_schedule.primary.sources"
                          : "[for s in data.incident_schedule.primary.sources : s if "
                            "s.rotation_name == \"Primary\"]"},
  });
  std::string block = absl::StrCat("resource \"incident_schedule_replica\" \"", name, "\" {\n");
  for (const auto& [argument, expression] : arguments) {
    absl::StrAppend(&block, "  ", argument, " = ", expression, "\n");
  }
  return absl::StrCat(block, more, "}\n");
}

std::string PrimaryReplica(const std::string& more) {
  return absl::StrCat(ScheduleBlock(), ReplicaBlock("primary", {}, more));
}

}  // namespace acceptance
