// The discipline of every scenario: what is applied must leave nothing to plan, with and without a
// refresh, must not drift by itself, and can be destroyed without a trace. A scenario says only
// what is special about it. It runs against a sandbox of its own; one that needs nothing of the
// sandbox but its APIs also runs against a real account (README.md).
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/acceptance/account.h"
#include "tests/acceptance/sandbox.h"
#include "tests/acceptance/terraform.h"

namespace acceptance {

// What a command said to its user.
struct Told {
  testing_support::Finished run;
  // "summary\ndetail" each, as the provider wrote them; those about development overrides left out.
  std::vector<std::string> warnings;
  std::vector<std::string> errors;
};

// A plan that was saved.
struct Plan : Told {
  nlohmann::json shown;  // as `terraform show -json` prints it

  // "create", "update", "no-op", "delete", "create,delete" (create before destroy),
  // "delete,create"; "" when it has none.
  std::string Action(const std::string& address) const;
};

class Scenario : public ::testing::Test {
 protected:
  Scenario() = default;
  ~Scenario() override = default;
  // Skips, saying so, what needs the sandbox when there is a real account.
  void SetUp() override;
  void TearDown() override;

  // Whether the scenario controls the sandbox, or knows its world.
  virtual bool NeedsSandbox() const { return true; }

  // Starts the sandbox, with a key for its incident.io and for nothing else; changes of `world`
  // have to be made before the first call. Later calls return the same one.
  Sandbox& sandbox();

  // The project's only configuration file, behind the `terraform` and `provider` blocks.
  void Write(const std::string& resources);
  // The same without the `provider` block.
  void WriteWithProviders(const std::string& configuration);

  // The command with -json, whatever comes of it; for those that know it (plan, apply, destroy).
  Told Run(std::vector<std::string> arguments);
  // Each fails the test unless the command succeeds.
  Plan PlanOk(std::vector<std::string> options = {});
  Told ApplyOk(std::vector<std::string> options = {});
  // What PlanOk has saved; only what apply itself says is told.
  Told ApplySavedOk() { return ApplyOk({"saved.plan"}); }

  // Apply, state, empty plans, no drift: for the configuration as written.
  void ApplyAndProve();
  // Nothing to do, with and without a refresh, and a refresh alone finds no drift.
  void ExpectSettled();
  // The resource's attributes in the state; fails the test when it is not there.
  nlohmann::json StateOf(const std::string& address);

  // All replicas of the sandbox, or those that a real account has since the start, in the order of
  // their creation.
  nlohmann::json Replicas();
  // Requests to incident.io that change something, since the last call or the start, are exactly
  // these, in this order. A real account shows no requests: there it says so and expects nothing.
  void ExpectWrites(const std::vector<std::string>& lines);

  nlohmann::json world = DemoWorld();
  Terraform terraform;

 private:
  std::optional<Sandbox> sandbox_;
  std::set<std::string> found_;  // the real account's replicas when the scenario began
};

// The sandbox's schedule, or the real account's.
std::string ScheduleId();
// The lines of ExpectWrites.
std::string Posted(const std::string& schedule = ScheduleId());
std::string Deleted(const nlohmann::json& replica_id, const std::string& schedule = ScheduleId());

// The address of what PrimaryReplica writes.
inline constexpr char kPrimary[] = "incident_schedule_replica.primary";

// Arguments of a resource: HCL expressions by name.
using Arguments = std::map<std::string, std::string>;

// A replica of the first rotation into PagerDuty's "Primary" (of a real account: of every layer
// into its schedule) as a user would write it, and the data source of the schedule that it needs.
// `more` goes into its block.
std::string PrimaryReplica(const std::string& more = "");
// The same with some arguments written differently, under another name, without the data source.
std::string ReplicaBlock(const std::string& name, const Arguments& different = {},
                         const std::string& more = "");
std::string ScheduleBlock();

}  // namespace acceptance
