#include "sandbox/control/control.h"

#include <gtest/gtest.h>

#include "base/time.h"
#include "nlohmann/json.hpp"
#include "sandbox/control/seed.h"
#include "sandbox/control/test_control.h"
#include "sandbox/control/test_seed.h"

namespace sandbox {
namespace {

using nlohmann::json;

class ControlTest : public TestControl {};

TEST_F(ControlTest, LoadsAndShowsAWorld) {
  const json dump = Get("/world");
  EXPECT_EQ(dump["now"], "2026-03-23T10:30:00Z");
  EXPECT_EQ(dump["schedules"][0]["rotations"][0]["users"], json({"ALICE", "BOB"}));
  Post("/faults", {{"status", 500}});
  EXPECT_EQ(Call("PUT", "/world", {{"now", "2027-01-01T00:00:00Z"}}).status, 200);
  EXPECT_EQ(Get("/world")["schedules"].size(), 0U);
  EXPECT_EQ(Get("/clock"), json::parse(R"({"now":"2027-01-01T00:00:00Z","live":false})"));
  EXPECT_EQ(Get("/faults")["faults"].size(), 0U);
}

TEST_F(ControlTest, KeepsTheWorldWhenTheNewOneIsRefused) {
  EXPECT_EQ(Misused("PUT", "/world", {{"users", 1}}), "users must be a list.");
  EXPECT_EQ(Get("/world")["schedules"].size(), 1U);
}

TEST_F(ControlTest, MovesTheClockForwardsOnly) {
  EXPECT_EQ(Post("/clock", {{"advance", "2h"}})["now"], "2026-03-23T12:30:00Z");
  EXPECT_EQ(Post("/clock", {{"now", "2026-03-24T00:00:00Z"}})["now"], "2026-03-24T00:00:00Z");
  EXPECT_EQ(Misused("POST", "/clock", {{"now", "2026-03-23T00:00:00Z"}}),
            "The clock does not go back; it is 2026-03-24T00:00:00Z. Load the world anew to start "
            "earlier.");
  EXPECT_EQ(Misused("POST", "/clock", json::object()), "Give one of now, advance and live.");
  EXPECT_EQ(Misused("POST", "/clock", {{"advance", "soon"}}),
            "advance must be a length of time such as \"2h\" or \"3d\".");
  EXPECT_EQ(Post("/clock", {{"live", true}})["live"], true);
}

TEST_F(ControlTest, SyncsOnRequest) {
  Post("/switches", {{"sync_delay", "never"}});
  AddReplica();
  EXPECT_FALSE(Get("/replicas")["replicas"][0].contains("last_synced_at"));
  EXPECT_EQ(Post("/sync", {{"schedule_id", "S1"}})["replicas"][0]["last_synced_at"],
            "2026-03-23T10:30:00Z");
}

TEST_F(ControlTest, SetsAndShowsSwitches) {
  EXPECT_EQ(Post("/switches", {{"sync_fails_with", "PagerDuty is down"}})["sync_fails_with"],
            "PagerDuty is down");
  EXPECT_EQ(Get("/switches")["sync_fails_with"], "PagerDuty is down");
  EXPECT_EQ(Misused("POST", "/switches", {{"x", 1}}), "switches.x is not known here.");
}

TEST_F(ControlTest, ScriptsAndClearsFaults) {
  EXPECT_EQ(Post("/faults", {{"path", "/incident"}, {"status", 500}})["faults"].size(), 1U);
  EXPECT_EQ(Misused("POST", "/faults", {{"status", "500"}}),
            "fault.status must be a whole number between 200 and 599.");
  EXPECT_EQ(Call("DELETE", "/faults").status, 204);
  EXPECT_EQ(Get("/faults")["faults"].size(), 0U);
}

TEST_F(ControlTest, FiltersAndClearsTheRequestLog) {
  for (const char* method : {"GET", "POST"}) {
    Request request;
    request.method = method;
    request.path = "/incident/v2/users";
    backstage_.log.Begin(request, absl::UnixEpoch());
  }
  EXPECT_EQ(Get("/requests")["requests"].size(), 2U);
  EXPECT_EQ(Get("/requests?method=POST")["requests"].size(), 1U);
  EXPECT_EQ(Get("/requests?path=/pagerduty")["requests"].size(), 0U);
  EXPECT_EQ(Call("DELETE", "/requests").status, 204);
  EXPECT_EQ(Get("/counters")["requests"], 0);
}

TEST_F(ControlTest, SaysWhatIsWrongWithARequest) {
  EXPECT_EQ(Misused("GET", "/nothing", nullptr, 404),
            "There is no GET /_sandbox/nothing; sandbox/README.md lists what there is.");
  Request request = Ask("POST", "/faults");
  request.body = "{";
  EXPECT_EQ(control_.Respond(request, "/faults").body, R"({"error":"The body is not JSON."})");
}

}  // namespace
}  // namespace sandbox
