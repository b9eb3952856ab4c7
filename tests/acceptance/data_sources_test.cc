// What can be looked up, and used without further ado in a replica.
#include "absl/strings/str_cat.h"
#include "tests/acceptance/scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

class DataSources : public Scenario {};

TEST_F(DataSources, AScheduleIsTheSameByIdAndByName) {
  Write(ScheduleBlock() +
        "data \"incident_schedule\" \"by_id\" {\n  id = \"01SANDB0XPRIMARY0000000000\"\n}\n");
  ApplyAndProve();
  const json by_name = StateOf("data.incident_schedule.primary");
  EXPECT_EQ(StateOf("data.incident_schedule.by_id"), by_name);
  EXPECT_EQ(by_name.at("timezone"), "Europe/London");
  EXPECT_EQ(by_name.at("rotations").size(), 2U);
  EXPECT_EQ(by_name.at("sources").at(1), (json{{"rotation_id", "01SANDB0XR0TATI0NSHAD0W000"},
                                               {"layer_id", "01SANDB0XLAYERSHAD0W000000"},
                                               {"rotation_name", "Shadow"},
                                               {"layer_name", "Layer 1"}}));
}

TEST_F(DataSources, AnAmbiguousNameListsTheIds) {
  json other = world["schedules"][0];
  other["id"] = "01SANDB0XSEC0NDARY00000000";
  other["rotations"] = json::array();
  world["schedules"].push_back(other);
  Write(ScheduleBlock());
  EXPECT_THAT(Run({"plan"}).errors,
              ElementsAre("Several schedules are named \"Primary on-call\"\n"
                          "Exactly one was expected. The ids of the schedules with this name: "
                          "01SANDB0XPRIMARY0000000000, 01SANDB0XSEC0NDARY00000000. Look up the one "
                          "that is meant by id."));
}

TEST_F(DataSources, SourcesFitTheResourceAsTheyAre) {
  Write(ScheduleBlock() +
        ReplicaBlock("primary", {{"sources", "data.incident_schedule.primary.sources"}}));
  ApplyAndProve();
  EXPECT_EQ(StateOf(kPrimary).at("sources").size(), 2U);
}

TEST_F(DataSources, ReplicasAreFoundByTargetAndListed) {
  Write(PrimaryReplica() + R"(
data "incident_schedule_replica" "found" {
  schedule_id         = incident_schedule_replica.primary.schedule_id
  replica_provider    = "pagerduty"
  replica_provider_id = "PPRIMRY"
  depends_on          = [incident_schedule_replica.primary]
}

data "incident_schedule_replica" "by_id" {
  schedule_id = incident_schedule_replica.primary.schedule_id
  id          = incident_schedule_replica.primary.id
}

data "incident_schedule_replicas" "all" {
  schedule_id = incident_schedule_replica.primary.schedule_id
  depends_on  = [incident_schedule_replica.primary]
}
)");
  ApplyAndProve();
  const json replica = Replicas().at(0);
  const json found = StateOf("data.incident_schedule_replica.found");
  for (const char* same : {"id", "replica_fallback_user_id", "sources", "mirror_window_days",
                           "created_at", "updated_at", "last_synced_at", "user_statuses"}) {
    EXPECT_EQ(found.at(same), replica.at(same)) << same;
  }
  EXPECT_EQ(StateOf("data.incident_schedule_replica.by_id"), found);
  EXPECT_EQ(StateOf("data.incident_schedule_replicas.all").at("schedule_replicas"),
            json::array({found}));
}

TEST_F(DataSources, AUserIsFoundByEmail) {
  Write("data \"incident_user\" \"alice\" {\n  email = \"alice@example.com\"\n}\n");
  ApplyAndProve();
  const json user = StateOf("data.incident_user.alice");
  EXPECT_EQ(user.at("id"), "01SANDB0XALICE000000000000");
  EXPECT_EQ(user.at("name"), "Alice Ahmed");
}

// ---- Two organisations in one configuration

TEST_F(DataSources, TwoProviderConfigurationsWorkSideBySide) {
  world["keys"] = {{"incident", json::array({{{"key", "sandbox-incident-key"}},
                                             {{"key", "sandbox-other-key"}}})}};
  WriteWithProviders(absl::StrCat(
      "provider \"incident\" {}\n\nprovider \"incident\" {\n  alias   = \"other\"\n"
      "  api_key = \"sandbox-other-key\"\n}\n\n",
      PrimaryReplica(),
      ReplicaBlock("other",
                   {{"provider", "incident.other"}, {"replica_provider_id", "\"PSHADOW\""}})));
  EXPECT_EQ(PlanOk().Action("incident_schedule_replica.other"), "create");
  ApplyAndProve();
  ExpectWrites({Posted(), Posted()});
  EXPECT_EQ(Replicas().size(), 2U);
}

}  // namespace
}  // namespace acceptance
