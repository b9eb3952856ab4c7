#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox/control/test_control.h"

namespace sandbox {
namespace {

using nlohmann::json;

class EditsTest : public TestControl {
 protected:
  std::vector<std::string> Shown() {
    const json states = Get("/external/pagerduty/schedules/PSCHED/states")["states"];
    return Rows(states.back()["on_call"]);
  }
};

TEST_F(EditsTest, MirrorsAnOverrideMadeAtTheSource) {
  AddReplica();
  const json made = Post("/schedules/S1/overrides",
                         {{"rotation_id", "R1"},
                          {"layer_id", "L1"},
                          {"user_id", "BOB"},
                          {"start_at", "+1h"},
                          {"end_at", "+3h"}},
                         201);
  EXPECT_EQ(Shown()[1], "2026-03-23T11:30:00Z PBOB");
  const auto id = made["override"]["id"].get<std::string>();
  EXPECT_EQ(Call("DELETE", "/schedules/S1/overrides/" + id).status, 204);
  EXPECT_EQ(Shown()[1], "2026-03-24T10:30:00Z PBOT");
}

TEST_F(EditsTest, ListsWhoIsOnCallAtTheSource) {
  std::vector<std::string> rows;
  const json listed = Get("/schedules/S1/entries?until=2026-03-24T12:00:00Z");
  for (const json& entry : listed["entries"]) {
    const std::string user = entry.contains("user") ? entry["user"]["id"] : "nobody";
    rows.push_back(entry["start_at"].get<std::string>() + " " + user);
  }
  EXPECT_THAT(rows,
              testing::ElementsAre("2026-03-23T09:00:00Z ALICE", "2026-03-24T10:30:00Z nobody"));
  EXPECT_EQ(Misused("GET", "/schedules/S1/entries?since=then"),
            "since and until must be times: RFC 3339, or as \"-3d\".");
  EXPECT_EQ(Call("GET", "/schedules/S9/entries").status, 404);
}

TEST_F(EditsTest, ChangesTheGivenFieldsOfARotation) {
  AddReplica();
  const Answer changed = Call("PATCH", "/schedules/S1/rotations/R1", {{"users", {"BOB"}}});
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(Shown()[0], "2026-03-23T10:30:00Z PBOB");
  EXPECT_EQ(Get("/world")["schedules"][0]["rotations"][0]["name"], "Weekly");
  EXPECT_EQ(Misused("PATCH", "/schedules/S1/rotations/R1", {{"usres", json::array()}}),
            "rotation.usres is not known here.");
}

TEST_F(EditsTest, ArchivesLayersRotationsAndSchedules) {
  Call("PATCH", "/schedules/S1/rotations/R1",
       json::parse(R"({"layers":[{"id":"L1","name":"One"},{"id":"L2","name":"Two"}]})"));
  EXPECT_EQ(Call("DELETE", "/schedules/S1/rotations/R1/layers/L1").status, 200);
  EXPECT_EQ(Get("/world")["schedules"][0]["rotations"][0]["layers"],
            json::parse(R"([{"id":"L2","name":"Two"}])"));
  EXPECT_EQ(Call("DELETE", "/schedules/S1/rotations/R1").status, 200);
  EXPECT_TRUE(Get("/world")["schedules"][0]["rotations"].empty());
  EXPECT_EQ(Call("DELETE", "/schedules/S1").status, 204);
  EXPECT_TRUE(Get("/world")["schedules"].empty());
}

TEST_F(EditsTest, RemovesAScheduleWithItsReplicas) {
  AddReplica();
  AddReplica();
  EXPECT_EQ(Call("DELETE", "/schedules/S1").status, 204);
  EXPECT_TRUE(Get("/replicas")["replicas"].empty());
}

TEST_F(EditsTest, RemovesAReplicaBehindAClientsBack) {
  const std::string id = AddReplica();
  EXPECT_EQ(Call("DELETE", "/schedules/S1/replicas/" + id).status, 204);
  EXPECT_TRUE(Get("/replicas")["replicas"].empty());
}

TEST_F(EditsTest, LinksAndUnlinksPeople) {
  EXPECT_EQ(
      Call("POST", "/links", {{"provider", "pagerduty"}, {"external_user_id", "PBOB"}}).status,
      204);
  AddReplica();
  const json statuses = Get("/replicas")["replicas"][0]["user_statuses"];
  EXPECT_EQ(statuses[0]["external_user_id"], "PALICE");
  EXPECT_FALSE(statuses[1].contains("external_user_id"));
  Call("POST", "/links",
       {{"provider", "pagerduty"}, {"external_user_id", "PBOB"}, {"user_id", "BOB"}});
  EXPECT_EQ(Post("/sync", json::object())["replicas"][0]["user_statuses"][1]["external_user_id"],
            "PBOB");
}

TEST_F(EditsTest, SayWhatDoesNotExist) {
  EXPECT_EQ(Misused("DELETE", "/schedules/S1/rotations/R9", nullptr, 404),
            "There is no such rotation.");
  EXPECT_EQ(Misused("DELETE", "/schedules/S1/rotations/R1/layers/L9", nullptr, 404),
            "There is no such layer.");
  EXPECT_EQ(Misused("PATCH", "/schedules/S9/rotations/R1", json::object(), 404),
            "There is no such schedule.");
  EXPECT_EQ(Misused("DELETE", "/users/NONE", nullptr, 404), "There is no such user.");
  EXPECT_EQ(Call("DELETE", "/users/BOB").status, 204);
  EXPECT_EQ(Misused("POST", "/links", {{"provider", "slack"}}),
            "provider must be pagerduty, opsgenie or jsm.");
}

}  // namespace
}  // namespace sandbox
