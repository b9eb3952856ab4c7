// Configurations and states that were written for the vendor's resource of the same name.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/acceptance/scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Every documented argument of the vendor's resource, and nothing else.
constexpr char kVendorsResource[] = R"(resource "incident_schedule_replica" "primary" {
  schedule_id              = "01SANDB0XPRIMARY0000000000"
  replica_provider         = "pagerduty"
  replica_provider_id      = "PPRIMRY"
  replica_fallback_user_id = "PBOT001"
  mirror_window_days       = 30

  sources = [
    {
      rotation_id = "01SANDB0XR0TATI0NPRIMARY00"
      layer_id    = "01SANDB0XLAYERPRIMARY00000"
    },
    {
      rotation_id = "01SANDB0XR0TATI0NSHAD0W000"
      layer_id    = "01SANDB0XLAYERSHAD0W000000"
    },
  ]
}
)";

// What the vendor's provider keeps of a replica: also what moves with every sync, and none of our
// settings.
json VendorsAttributes(const json& replica) {
  return {
      {"id", replica.at("id")},
      {"schedule_id", replica.at("schedule_id")},
      {"replica_provider", "pagerduty"},
      {"replica_provider_id", "PPRIMRY"},
      {"replica_fallback_user_id", "PBOT001"},
      {"mirror_window_days", 30},
      {"sources", replica.at("sources")},
      {"user_statuses", replica.at("user_statuses")},
      {"last_synced_at", "2026-01-01T00:00:00Z"},
      {"last_sync_error", nullptr},
      {"created_at", replica.at("created_at")},
      {"updated_at", "2026-01-01T00:00:00Z"},
  };
}

class Vendor : public Scenario {
 protected:
  // The replica of the configuration, held by a state that the vendor's provider wrote.
  json MakeVendorsReplica() {
    // Terraform asks that the provider be there that a state names. It need do nothing.
    terraform.Use(
        {{"oncall-mirror/incident", PROVIDER_FOLDER}, {"incident-io/incident", PROVIDER_FOLDER}});
    Write(kVendorsResource);
    ApplyOk();
    ExpectWrites({Posted()});
    json replica = Replicas().at(0);
    terraform.Run({"state", "rm", kPrimary});

    const json instance = {{"schema_version", 0}, {"attributes", VendorsAttributes(replica)}};
    const json resource = {{"mode", "managed"},
                           {"type", "incident_schedule_replica"},
                           {"name", "primary"},
                           {"provider", "provider[\"registry.terraform.io/incident-io/incident\"]"},
                           {"instances", json::array({instance})}};
    terraform.Write("terraform.tfstate", json{{"version", 4},
                                              {"terraform_version", "1.11.4"},
                                              {"serial", 9},
                                              {"lineage", "5a4d0000-0000-4000-8000-000000000000"},
                                              {"outputs", json::object()},
                                              {"resources", json::array({resource})}}
                                             .dump(2));
    return replica;
  }

  // That replica is ours now, and nothing was done to it.
  void ExpectTakenOver(const std::string& address, const json& replica) {
    ExpectSettled();
    ApplyAndProve();
    ExpectWrites({});
    EXPECT_EQ(StateOf(address).at("id"), replica.at("id"));
    EXPECT_EQ(terraform.ShowState()
                  .at("values")
                  .at("root_module")
                  .at("resources")
                  .at(0)
                  .at("provider_name"),
              "registry.terraform.io/oncall-mirror/incident");
  }
};

TEST_F(Vendor, ItsConfigurationWorksUnchanged) {
  Write(kVendorsResource);
  const Plan plan = PlanOk();
  EXPECT_EQ(plan.Action(kPrimary), "create");
  EXPECT_THAT(plan.warnings, IsEmpty());
  ApplyAndProve();
  ExpectWrites({Posted()});
  EXPECT_EQ(Replicas().at(0).at("mirror_window_days"), 30);
}

TEST_F(Vendor, ItsReplicasGoOnOnceTheirResourcesNameThisProvider) {
  const json replica = MakeVendorsReplica();
  const Plan plan = PlanOk();
  EXPECT_EQ(plan.Action(kPrimary), "no-op");
  EXPECT_THAT(plan.warnings, IsEmpty());
  ExpectTakenOver(kPrimary, replica);
}

TEST_F(Vendor, ItsReplicasGoOnOnceTheirStateNamesThisProvider) {
  const json replica = MakeVendorsReplica();
  const auto replaced = terraform.Run({"state", "replace-provider", "-auto-approve",
                                       "incident-io/incident", "oncall-mirror/incident"});
  EXPECT_EQ(replaced.exit_code, 0) << replaced.out << replaced.err;
  EXPECT_EQ(PlanOk().Action(kPrimary), "no-op");
  ExpectTakenOver(kPrimary, replica);
}

TEST_F(Vendor, ItsReplicasMoveToResourcesOfAnotherName) {
  constexpr char kMirror[] = "incident_schedule_replica.mirror";
  const json replica = MakeVendorsReplica();
  Write(absl::StrCat(absl::StrReplaceAll(kVendorsResource, {{"\"primary\"", "\"mirror\""}}),
                     "moved {\n  from = ", kPrimary, "\n  to   = ", kMirror, "\n}\n"));
  const Plan plan = PlanOk();
  EXPECT_EQ(plan.Action(kMirror), "no-op");
  EXPECT_EQ(plan.Action(kPrimary), "");
  EXPECT_THAT(plan.warnings, IsEmpty());
  ApplyOk();
  ExpectTakenOver(kMirror, replica);
}

TEST_F(Vendor, AMoveFromAnotherTypeSaysWhatToDo) {
  constexpr char kOther[] = "resource \"terraform_data\" \"primary\" {}\n";
  Write(kOther);
  ApplyOk();
  Write(absl::StrCat(kVendorsResource,
                     "moved {\n  from = terraform_data.primary\n  to   = ", kPrimary, "\n}\n"));
  EXPECT_THAT(
      Run({"plan", "-json"}).errors,
      ElementsAre("Cannot move \"terraform_data\" to \"incident_schedule_replica\"\n"
                  "A resource incident_schedule_replica cannot take over the state of a "
                  "resource terraform_data of terraform.io/builtin/terraform. Use an import "
                  "block for the new resource and a removed block for the old one."));
  Write(kOther);  // to end with
}

}  // namespace
}  // namespace acceptance
