#include <gtest/gtest.h>

#include "nlohmann/json.hpp"
#include "sandbox/services/incident_service.h"
#include "sandbox/services/test_world.h"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr char kKey[] = "Bearer sandbox-incident-key";

json Wanted() {
  return {{"schedule_replica",
           {{"replica_provider", "pagerduty"},
            {"replica_provider_id", "PO8107X"},
            {"replica_fallback_user_id", "PFALLBK"},
            {"sources", {{{"rotation_id", "R1"}, {"layer_id", "L1"}}}}}}};
}

class IncidentReplicasTest : public testing::Test {
 protected:
  Answer Call(std::string method, std::string_view target, const json& body = nullptr) {
    const Request request = Ask(std::move(method), target, kKey, body);
    return service_.Respond(request, request.path);
  }
  std::string Create() {
    const json made = BodyOf(Call("POST", "/v2/schedules/S1/replicas", Wanted()));
    return made["schedule_replica"]["id"].get<std::string>();
  }
  // The 422 of a create with one field changed.
  json Refused(const char* field, const json& value) {
    json body = Wanted();
    body["schedule_replica"].merge_patch({{field, value}});
    const Answer answer = Call("POST", "/v2/schedules/S1/replicas", body);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(at_.world.mirroring().replicas().empty());
    const json error = BodyOf(answer)["errors"][0];
    return {error["code"], error["source"]["field"], error["message"]};
  }

  TestWorld at_;
  IncidentService service_{at_.world, {}};
};

TEST_F(IncidentReplicasTest, CreatesAReplicaThatHasMadeItsFirstSync) {
  const Answer answer = Call("POST", "/v2/schedules/S1/replicas", Wanted());
  EXPECT_EQ(answer.status, 201);
  json replica = BodyOf(answer)["schedule_replica"];
  EXPECT_FALSE(replica["id"].get<std::string>().empty());
  replica.erase("id");
  EXPECT_EQ(replica, json::parse(R"({
      "schedule_id":"S1","replica_provider":"pagerduty","replica_provider_id":"PO8107X",
      "replica_fallback_user_id":"PFALLBK","mirror_window_days":14,
      "sources":[{"rotation_id":"R1","layer_id":"L1"}],
      "user_statuses":[{"user_id":"ALICE","external_user_id":"PALICE"},
                       {"user_id":"BOB","external_user_id":"PBOB"},
                       {"user_id":"CAROL","external_user_id":"PCAROL"}],
      "last_synced_at":"2026-03-23T10:30:00Z","created_at":"2026-03-23T10:30:00Z",
      "updated_at":"2026-03-23T10:30:00Z"})"));
}

TEST_F(IncidentReplicasTest, SyncsLaterWithADelay) {
  at_.world.mirroring().switches().sync_delay = absl::Minutes(2);
  const std::string path = "/v2/schedules/S1/replicas/" + Create();
  EXPECT_FALSE(BodyOf(Call("GET", path))["schedule_replica"].contains("last_synced_at"));
  at_.world.AdvanceTo(at_.world.now() + absl::Minutes(2));
  EXPECT_EQ(BodyOf(Call("GET", path))["schedule_replica"]["last_synced_at"],
            "2026-03-23T10:32:00Z");
}

TEST_F(IncidentReplicasTest, ListsShowsAndDeletes) {
  const std::string id = Create();
  const std::string path = "/v2/schedules/S1/replicas/" + id;
  EXPECT_EQ(BodyOf(Call("GET", "/v2/schedules/S1/replicas"))["schedule_replicas"][0]["id"], id);
  EXPECT_EQ(Call("GET", path).status, 200);
  EXPECT_EQ(Call("DELETE", path).status, 204);
  EXPECT_EQ(Call("GET", path).status, 404);
  EXPECT_EQ(Call("DELETE", path).status, 404);
  EXPECT_TRUE(BodyOf(Call("GET", "/v2/schedules/S1/replicas"))["schedule_replicas"].empty());
}

TEST_F(IncidentReplicasTest, KnowsNoReplicaUnderAnotherSchedule) {
  at_.AddSchedule("S2", "Other");
  EXPECT_EQ(Call("GET", "/v2/schedules/S2/replicas/" + Create()).status, 404);
}

TEST_F(IncidentReplicasTest, HidesAReplicaFromListsOnly) {
  const std::string id = Create();
  service_.settings().hidden_replicas = {id};
  EXPECT_TRUE(BodyOf(Call("GET", "/v2/schedules/S1/replicas"))["schedule_replicas"].empty());
  EXPECT_EQ(Call("GET", "/v2/schedules/S1/replicas/" + id).status, 200);
}

TEST_F(IncidentReplicasTest, SpellsTheProviderAsAnOldServer) {
  json body = Wanted();
  body["schedule_replica"].merge_patch({{"replica_provider", "jira"},
                                        {"replica_provider_id", "JS1"},
                                        {"replica_fallback_user_id", "jsm-bot"}});
  service_.settings().spelling.old_server = true;
  const json old = BodyOf(Call("POST", "/v2/schedules/S1/replicas", body))["schedule_replica"];
  EXPECT_EQ(old["replica_provider"], "jira");
  EXPECT_FALSE(old.contains("mirror_window_days"));
  service_.settings().spelling = {};
  const json rows = BodyOf(Call("GET", "/v2/schedules/S1/replicas"))["schedule_replicas"];
  EXPECT_EQ(rows[0]["replica_provider"], "jsm");
  service_.settings().spelling.provider = {{"jsm", "jsm_v2"}};
  const json later = BodyOf(Call("GET", "/v2/schedules/S1/replicas"))["schedule_replicas"];
  EXPECT_EQ(later[0]["replica_provider"], "jsm_v2");
}

TEST_F(IncidentReplicasTest, RefusesWhatDoesNotFitNamingTheField) {
  using Row = std::vector<std::string>;
  EXPECT_EQ(
      Refused("replica_provider", nullptr).get<Row>(),
      (Row{"is_required", "replica_provider", "schedule_replica.replica_provider is required."}));
  EXPECT_EQ(Refused("replica_provider", "victorops").get<Row>(),
            (Row{"invalid_value", "replica_provider", "Not a known provider: victorops"}));
  EXPECT_EQ(Refused("replica_provider_id", "PNONE").get<Row>(),
            (Row{"invalid_value", "replica_provider_id", "External schedule not found: PNONE"}));
  EXPECT_EQ(Refused("sources", json::array()).get<Row>(),
            (Row{"invalid_value", "sources", "At least one source is required"}));
  EXPECT_EQ(Refused("sources", {{{"rotation_id", "R1"}}}).get<Row>(),
            (Row{"is_required", "sources", "schedule_replica.sources[0].layer_id is required."}));
  EXPECT_EQ(Refused("mirror_window_days", 91).get<Row>(),
            (Row{"invalid_value", "mirror_window_days", "Must be between 1 and 90"}));
  EXPECT_EQ(Refused("mirror_window_days", "14")[1], "mirror_window_days");
  EXPECT_EQ(Refused("replica_fallback_user_id", "PNONE")[1], "replica_fallback_user_id");
}

TEST_F(IncidentReplicasTest, SaysThatTheScheduleDoesNotExist) {
  EXPECT_EQ(Call("GET", "/v2/schedules/NONE/replicas").status, 404);
  EXPECT_EQ(Call("POST", "/v2/schedules/NONE/replicas", Wanted()).status, 404);
}

TEST_F(IncidentReplicasTest, RefusesASecondReplicaOfATargetWhenToldTo) {
  Create();
  EXPECT_EQ(Call("POST", "/v2/schedules/S1/replicas", Wanted()).status, 201);
  at_.world.mirroring().switches().refuse_second_replica = true;
  EXPECT_EQ(Call("POST", "/v2/schedules/S1/replicas", Wanted()).status, 422);
  at_.world.mirroring().switches().second_refused_as = world::Refusal::Kind::kConflict;
  const Answer answer = Call("POST", "/v2/schedules/S1/replicas", Wanted());
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(BodyOf(answer)["type"], "conflict");
}

TEST_F(IncidentReplicasTest, KeepsAScheduleThatHasReplicas) {
  const std::string id = Create();
  const Answer refused = Call("DELETE", "/v2/schedules/S1");
  EXPECT_EQ(refused.status, 422);
  Call("DELETE", "/v2/schedules/S1/replicas/" + id);
  EXPECT_EQ(Call("DELETE", "/v2/schedules/S1").status, 202);
}

}  // namespace
}  // namespace sandbox
