// Configurations and states that were written for the vendor's resource of the same name.
#include "absl/strings/str_cat.h"
#include "tests/acceptance/scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
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

class Vendor : public Scenario {};

TEST_F(Vendor, ItsConfigurationWorksUnchanged) {
  Write(kVendorsResource);
  const Plan plan = PlanOk();
  EXPECT_EQ(plan.Action(kPrimary), "create");
  EXPECT_THAT(plan.warnings, IsEmpty());
  ApplyAndProve();
  ExpectWrites({Posted()});
  EXPECT_EQ(Replicas().at(0).at("mirror_window_days"), 30);
}

TEST_F(Vendor, ItsStateIsReadAndNothingIsLeftToDo) {
  Write(kVendorsResource);
  ApplyOk();
  ExpectWrites({Posted()});
  const json replica = Replicas().at(0);
  terraform.Run({"state", "rm", kPrimary});

  // The vendor's provider keeps what moves with every sync, and none of our settings.
  const json attributes = {
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
  const json instance = {{"schema_version", 0}, {"attributes", attributes}};
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
  const auto replaced = terraform.Run({"state", "replace-provider", "-auto-approve",
                                       "incident-io/incident", "oncall-mirror/incident"});
  EXPECT_EQ(replaced.exit_code, 0) << replaced.out << replaced.err;

  EXPECT_EQ(PlanOk().Action(kPrimary), "no-op");
  ExpectSettled();
  ApplyAndProve();
  ExpectWrites({});
  EXPECT_EQ(StateOf(kPrimary).at("id"), replica.at("id"));
}

}  // namespace
}  // namespace acceptance
