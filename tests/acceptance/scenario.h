// The discipline of every scenario: what is applied must leave nothing to plan, with and without a
// refresh, must not drift by itself, and can be destroyed without a trace. A scenario says only
// what is special about it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "tests/acceptance/sandbox.h"
#include "tests/acceptance/terraform.h"

namespace acceptance {

// A plan that was saved, as text and as data.
struct Plan {
  testing_support::Finished run;
  nlohmann::json shown;  // as `terraform show -json` prints it

  // "create", "update", "no-op", "delete", "create,delete" (create before destroy),
  // "delete,create"; "" when it has none.
  std::string Action(std::string_view address) const;
};

class Scenario : public ::testing::Test {
 protected:
  Scenario() = default;
  ~Scenario() override = default;
  void TearDown() override;

  // Starts the sandbox; changes of `world` have to be made before the first call. Later calls
  // return the same one.
  Sandbox& sandbox();

  // The project's only configuration file, behind the `terraform` and `provider` blocks.
  void Write(std::string_view resources);

  // Each fails the test unless the command succeeds.
  Plan PlanOk(std::vector<std::string> options = {});
  std::string ApplyOk(std::vector<std::string> options = {});

  // Plan, apply, state, empty plans, no drift: for the configuration as written.
  void ApplyAndProve();
  // Nothing to do, with and without a refresh, and a refresh alone finds no drift.
  void ExpectSettled();
  // The resource's attributes in the state; fails the test when it is not there.
  nlohmann::json StateOf(std::string_view address);

  nlohmann::json world = DemoWorld();
  Terraform terraform;

 private:
  std::optional<Sandbox> sandbox_;
};

// A replica of the demo world's first rotation into PagerDuty's "Primary", as a user would write
// it. `more` goes into its block.
std::string PrimaryReplica(std::string_view more = "");

}  // namespace acceptance
