// The process: kept alive between commands for a debugger, and gone with the Terraform that it
// belongs to, however that ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/debugged.h"
#include "tests/acceptance/processes.h"
#include "tests/acceptance/scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using testing_support::Subprocess;

class Reattach : public Scenario {
 protected:
  void TearDown() override {
    terraform.environment.erase("TF_REATTACH_PROVIDERS");
    Scenario::TearDown();
  }
  // Everything the provider needs is in its block, since its own environment has nothing.
  void WriteWithKey(const std::string& key, const std::string& resources) {
    WriteWithProviders(absl::StrCat("provider \"incident\" {\n  api_key  = \"", key,
                                    "\"\n  endpoint = \"", sandbox().Endpoint("incident"),
                                    "\"\n}\n\n", resources));
  }
};

TEST_F(Reattach, ServesSeveralCommandsAndEndsWithCtrlC) {
  Debugged provider(PROVIDER_PROGRAM, terraform, {});
  terraform.environment["TF_REATTACH_PROVIDERS"] = provider.variable();
  WriteWithKey("sandbox-incident-key", PrimaryReplica());
  ApplyAndProve();

  // A change made by another party between two commands.
  const std::string id = StateOf(kPrimary).at("id");
  sandbox().Delete(absl::StrCat("/schedules/01SANDB0XPRIMARY0000000000/replicas/", id));
  EXPECT_EQ(PlanOk().Action(kPrimary), "create");
  ApplyAndProve();
  EXPECT_THAT(sandbox().Replicas(), SizeIs(1));

  provider.program().Signal(SIGINT);
  EXPECT_EQ(provider.program().Wait(), 0);
  EXPECT_FALSE(std::filesystem::exists(provider.socket()));
}

TEST_F(Reattach, TakesTheSettingsOfEachCommand) {
  Debugged provider(PROVIDER_PROGRAM, terraform, {});
  terraform.environment["TF_REATTACH_PROVIDERS"] = provider.variable();
  WriteWithKey("sandbox-incident-key", PrimaryReplica());
  ApplyOk();
  WriteWithKey("another-key", PrimaryReplica());
  EXPECT_THAT(Run({"plan"}).errors, ::testing::Each(HasSubstr(" answered 401: ")));
  WriteWithKey("sandbox-incident-key", PrimaryReplica());
  ExpectSettled();
}

class Interrupted : public Scenario {
 protected:
  // The create has its effect at once; its answer takes longer than anybody waits here.
  void WriteSlowCreate() {
    Write(PrimaryReplica());
    sandbox().Post("/faults", {{"method", "POST"}, {"path", "/incident"}, {"delay_ms", 60000}});
  }
  bool CreateHasArrived() {
    return Within(std::chrono::seconds(30), [&] { return !sandbox().Replicas().empty(); });
  }
  testing_support::Command Apply() const {
    return terraform.CommandFor({"apply", "-auto-approve"});
  }
  void ExpectOneReplicaAfterTheNextApply() {
    ApplyOk();
    ASSERT_THAT(sandbox().Replicas(), SizeIs(1));
    EXPECT_EQ(StateOf(kPrimary).at("id"), sandbox().Replicas().at(0).at("id"));
    ExpectSettled();
  }
};

TEST_F(Interrupted, ByCtrlCAnApplyEndsWithAStateThatIsTrue) {
  WriteSlowCreate();
  Subprocess apply(Apply());
  ASSERT_TRUE(CreateHasArrived());
  apply.Signal(SIGINT);
  EXPECT_EQ(apply.Wait(), 1);
  EXPECT_EQ(StateOf(kPrimary).at("id"), sandbox().Replicas().at(0).at("id"));
  ExpectOneReplicaAfterTheNextApply();
}

TEST_F(Interrupted, ByTheEndOfTerraformTheProviderEndsToo) {
  WriteSlowCreate();
  Subprocess apply(Apply());
  ASSERT_TRUE(CreateHasArrived());
  const pid_t provider = ProviderOf(apply.pid());
  ASSERT_NE(provider, 0);
  apply.Signal(SIGKILL);
  EXPECT_TRUE(Within(std::chrono::seconds(2), [&] { return !IsAlive(provider); }));
  apply.Wait();
  ExpectOneReplicaAfterTheNextApply();
}

}  // namespace
}  // namespace acceptance
