// What a replica goes through, on the sandbox and on a real account: made, changed, replaced,
// destroyed.
#include "absl/strings/substitute.h"
#include "tests/acceptance/scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

class Lifecycle : public Scenario {
 protected:
  bool NeedsSandbox() const override { return false; }

  std::string IdInState() { return StateOf(kPrimary).at("id"); }

  // There is one replica, and the state holds it; its id.
  std::string OnlyReplica() {
    const json replicas = Replicas();
    EXPECT_EQ(replicas.size(), 1U) << replicas;
    std::string id = replicas.at(0).at("id");
    EXPECT_EQ(IdInState(), id);
    return id;
  }
};

TEST_F(Lifecycle, CreatesAndHoldsWhatTheApiSays) {
  Write(PrimaryReplica());
  const Plan plan = PlanOk();
  EXPECT_EQ(plan.Action(kPrimary), "create");
  ApplyAndProve();
  ExpectWrites({Posted()});

  const json state = StateOf(kPrimary);
  const json replica = Replicas().at(0);
  for (const char* same : {"id", "schedule_id", "replica_provider", "replica_provider_id",
                           "replica_fallback_user_id", "mirror_window_days", "created_at"}) {
    EXPECT_EQ(state.at(same), replica.at(same)) << same;
  }
  EXPECT_EQ(state.at("mirror_window_days"), 14);
  EXPECT_THAT(state.at("sources"), UnorderedElementsAreArray(replica.at("sources")));
  EXPECT_THAT(state.at("user_statuses"), UnorderedElementsAreArray(replica.at("user_statuses")));
  for (const char* unset : {"last_sync_error", "resynced_at", "drift_check", "wait_for_sync"}) {
    EXPECT_EQ(state.at(unset), nullptr) << unset;
  }
}

TEST_F(Lifecycle, ChangesInPlaceAndLeavesOneReplica) {
  Write(PrimaryReplica());
  ApplyOk();
  const std::string old = OnlyReplica();
  ExpectWrites({Posted()});

  Write(PrimaryReplica("mirror_window_days = 7\n"));
  EXPECT_EQ(PlanOk().Action(kPrimary), "update");
  ApplyAndProve();
  ExpectWrites({Posted(), Deleted(old)});
  EXPECT_NE(OnlyReplica(), old);
  EXPECT_EQ(StateOf(kPrimary).at("mirror_window_days"), 7);
}

TEST_F(Lifecycle, ChangesSettingsWithoutARequest) {
  Write(PrimaryReplica());
  ApplyOk();
  const std::string id = OnlyReplica();
  ExpectWrites({Posted()});

  Write(PrimaryReplica(R"(  drift_check   = "off"
  wait_for_sync = true
  timeouts      = { create = "5m", update = "90s" }
)"));
  EXPECT_EQ(PlanOk().Action(kPrimary), "update");
  ApplyAndProve();
  ExpectWrites({});
  EXPECT_EQ(OnlyReplica(), id);
  const json state = StateOf(kPrimary);
  EXPECT_EQ(state.at("drift_check"), "off");
  EXPECT_EQ(state.at("wait_for_sync"), true);
  EXPECT_EQ(state.at("timeouts"), (json{{"create", "5m"}, {"update", "90s"}, {"delete", nullptr}}));
}

TEST_F(Lifecycle, AnArgumentThatOnlyApplyKnowsToBeEqualNeedsNoRequest) {
  const auto with_days = [this](const char* trigger) {
    Write(absl::Substitute("resource \"terraform_data\" \"days\" {\n  input = 14\n"
                           "  triggers_replace = \"$0\"\n}\n\n",
                           trigger) +
          PrimaryReplica("  mirror_window_days = terraform_data.days.output\n"));
  };
  with_days("first");
  ApplyAndProve();
  const std::string id = OnlyReplica();
  ExpectWrites({Posted()});

  with_days("second");
  EXPECT_EQ(PlanOk().Action(kPrimary), "update");
  ApplyAndProve();
  ExpectWrites({});
  EXPECT_EQ(OnlyReplica(), id);
}

TEST_F(Lifecycle, AnArgumentThatOnlyApplyKnowsToDifferSwaps) {
  const auto with_days = [this](int days) {
    Write(absl::Substitute("resource \"terraform_data\" \"days\" {\n  input = $0\n}\n\n", days) +
          PrimaryReplica("  mirror_window_days = terraform_data.days.output\n"));
  };
  with_days(14);
  ApplyAndProve();
  const std::string old = OnlyReplica();
  ExpectWrites({Posted()});

  with_days(7);
  EXPECT_EQ(PlanOk().Action(kPrimary), "update");
  ApplyAndProve();
  ExpectWrites({Posted(), Deleted(old)});
  EXPECT_NE(OnlyReplica(), old);
  EXPECT_EQ(StateOf(kPrimary).at("mirror_window_days"), 7);
}

TEST_F(Lifecycle, AScheduleBehindADependencyPlansAnUpdateThatNeedsNoRequest) {
  const auto depending_on = [this](const char* input) {
    terraform.Write("lookup/main.tf",
                    "terraform {\n  required_providers {\n    incident = { source = "
                    "\"oncall-mirror/incident\" }\n  }\n}\n\nvariable \"id\" {}\n\n"
                    "data \"incident_schedule\" \"found\" {\n  id = var.id\n}\n\n"
                    "output \"schedule\" {\n  value = data.incident_schedule.found\n}\n");
    Write(
        absl::Substitute("resource \"terraform_data\" \"other\" {\n  input = \"$0\"\n}\n\n"
                         "module \"lookup\" {\n  source     = \"./lookup\"\n  id         = \"$1\"\n"
                         "  depends_on = [terraform_data.other]\n}\n\n",
                         input, ScheduleId()) +
        ReplicaBlock("primary", {{"schedule_id", "module.lookup.schedule.id"},
                                 {"sources", "module.lookup.schedule.sources"}}));
  };
  depending_on("first");
  terraform.Run({"get"});
  ApplyAndProve();
  const std::string id = OnlyReplica();
  ExpectWrites({Posted()});

  depending_on("second");
  EXPECT_EQ(PlanOk().Action(kPrimary), "update");
  ApplyAndProve();
  ExpectWrites({});
  EXPECT_EQ(OnlyReplica(), id);
}

TEST_F(Lifecycle, ReplaceDeletesFirst) {
  Write(PrimaryReplica());
  ApplyOk();
  const std::string old = OnlyReplica();
  ExpectWrites({Posted()});

  const Plan plan = PlanOk({std::string("-replace=") + kPrimary});
  EXPECT_EQ(plan.Action(kPrimary), "delete,create");
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
  ExpectWrites({Deleted(old), Posted()});
  EXPECT_NE(OnlyReplica(), old);
  ExpectSettled();
}

TEST_F(Lifecycle, ATaintedReplicaIsDeletedFirst) {
  Write(PrimaryReplica());
  ApplyOk();
  const std::string old = OnlyReplica();
  ExpectWrites({Posted()});

  EXPECT_EQ(terraform.Run({"taint", kPrimary}).exit_code, 0);
  EXPECT_EQ(PlanOk().Action(kPrimary), "delete,create");
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
  ExpectWrites({Deleted(old), Posted()});
  EXPECT_NE(OnlyReplica(), old);
  ExpectSettled();
}

}  // namespace
}  // namespace acceptance
