#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "nlohmann/json.hpp"
#include "sandbox/services/incident_service.h"
#include "sandbox/services/test_world.h"

namespace sandbox {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

constexpr char kKey[] = "Bearer sandbox-incident-key";

class IncidentSchedulesTest : public testing::Test {
 protected:
  Answer Call(std::string method, std::string_view target, const json& body = nullptr) {
    const Request request = Ask(std::move(method), target, kKey, body);
    return service_.Respond(request, request.path);
  }
  json Get(std::string_view target) { return BodyOf(Call("GET", target)); }
  json Override(const char* start, const char* end, const json& user) {
    return {{"schedule_id", "S1"}, {"rotation_id", "R1"}, {"layer_id", "L1"},
            {"start_at", start},   {"end_at", end},       {"user", user}};
  }
  // "start end user" of each entry.
  static std::vector<std::string> Rows(const json& entries) {
    std::vector<std::string> rows;
    for (const json& entry : entries) {
      const std::string user =
          entry.contains("user") ? entry["user"]["id"].get<std::string>() : "nobody";
      rows.push_back(entry["start_at"].get<std::string>() + " " +
                     entry["end_at"].get<std::string>() + " " + user);
    }
    return rows;
  }

  TestWorld at_;
  IncidentService service_{at_.world, {}};
};

TEST_F(IncidentSchedulesTest, ShowsAScheduleWithItsShifts) {
  const json schedule = Get("/v2/schedules/S1")["schedule"];
  EXPECT_EQ(schedule["name"], "Primary");
  EXPECT_EQ(schedule["timezone"], "Europe/London");
  EXPECT_EQ(schedule["config"]["rotations"][0]["layers"],
            json::parse(R"([{"id":"L1","name":"Layer 1"}])"));
  EXPECT_THAT(Rows(schedule["current_shifts"]),
              ElementsAre("2026-03-23T09:00:00Z 2026-03-30T08:00:00Z ALICE"));
  EXPECT_THAT(Rows(schedule["next_shifts"]),
              ElementsAre("2026-03-30T08:00:00Z 2026-04-06T08:00:00Z BOB"));
  EXPECT_EQ(Call("GET", "/v2/schedules/NONE").status, 404);
}

TEST_F(IncidentSchedulesTest, ListsSchedulesInPages) {
  at_.AddSchedule("S2", "Second");
  at_.AddSchedule("S3", "Third");
  const json first = Get("/v2/schedules?page_size=2");
  EXPECT_EQ(first["schedules"].size(), 2U);
  EXPECT_EQ(first["pagination_meta"],
            json::parse(R"({"page_size":2,"after":"S2","total_record_count":3})"));
  const json second = Get("/v2/schedules?page_size=2&after=S2");
  EXPECT_EQ(second["schedules"][0]["id"], "S3");
  EXPECT_FALSE(second["pagination_meta"].contains("after"));
}

TEST_F(IncidentSchedulesTest, LeavesNextShiftsEmptyInLargePages) {
  EXPECT_FALSE(Get("/v2/schedules?page_size=25")["schedules"][0]["next_shifts"].empty());
  EXPECT_TRUE(Get("/v2/schedules?page_size=26")["schedules"][0]["next_shifts"].empty());
  EXPECT_EQ(Call("GET", "/v2/schedules?page_size=0").status, 422);
}

TEST_F(IncidentSchedulesTest, CreatesAndUpdatesASchedule) {
  json schedule = {{"name", "New"},
                   {"timezone", "Europe/Paris"},
                   {"config",
                    {{"rotations",
                      {{{"id", "primary"},
                        {"name", "Primary"},
                        {"handover_start_at", "2026-03-02T09:00:00+01:00"},
                        {"handovers", {{{"interval", 1}, {"interval_type", "daily"}}}},
                        {"layers", {{{"id", "one"}, {"name", "One"}}}},
                        {"users", {{{"email", "Bob@example.com"}}, {{"id", "ALICE"}}}}}}}}}};
  const Answer made = Call("POST", "/v2/schedules", {{"schedule", schedule}});
  EXPECT_EQ(made.status, 201);
  const json created = BodyOf(made)["schedule"];
  EXPECT_EQ(created["config"]["rotations"][0]["users"][0]["id"], "BOB");
  EXPECT_EQ(created["config"]["rotations"][0]["handover_start_at"], "2026-03-02T08:00:00Z");
  schedule["name"] = "Renamed";
  schedule["config"]["rotations"] = json::array();
  const auto id = created["id"].get<std::string>();
  const json updated = BodyOf(Call("PUT", "/v2/schedules/" + id, {{"schedule", schedule}}));
  EXPECT_EQ(updated["schedule"]["name"], "Renamed");
  EXPECT_TRUE(updated["schedule"]["config"]["rotations"].empty());
}

TEST_F(IncidentSchedulesTest, RefusesAScheduleWithAnUnknownZone) {
  const Answer answer =
      Call("POST", "/v2/schedules", {{"schedule", {{"name", "X"}, {"timezone", "Mars/Base"}}}});
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(BodyOf(answer)["errors"][0]["message"], "Not a known time zone");
}

TEST_F(IncidentSchedulesTest, GivesEveryEntryThatTouchesTheWindow) {
  at_.world.incident().CreateOverride(
      {"", "S1", {"R1", "L1"}, At("2026-03-25T18:00:00Z"), At("2026-03-26T00:00:00Z"), "", {}, {}});
  const json entries =
      Get("/v2/schedule_entries?schedule_id=S1"
          "&entry_window_start=2026-03-24T00:00:00Z"
          "&entry_window_end=2026-03-27T00:00:00Z");
  EXPECT_THAT(Rows(entries["schedule_entries"]["final"]),
              ElementsAre("2026-03-23T09:00:00Z 2026-03-25T18:00:00Z ALICE",
                          "2026-03-25T18:00:00Z 2026-03-26T00:00:00Z nobody",
                          "2026-03-26T00:00:00Z 2026-03-30T08:00:00Z ALICE"));
  EXPECT_THAT(Rows(entries["schedule_entries"]["scheduled"]),
              ElementsAre("2026-03-23T09:00:00Z 2026-03-30T08:00:00Z ALICE"));
  EXPECT_EQ(entries["schedule_entries"]["overrides"].size(), 1U);
  EXPECT_FALSE(entries.contains("pagination_meta"));
}

TEST_F(IncidentSchedulesTest, CutsEntriesIntoPagesThatAnOpaqueCursorLinks) {
  service_.settings().entries_page_size = 2;
  const std::string end = "&entry_window_end=2026-05-01T00:00:00Z";
  std::string start = "2026-03-24T00:00:00Z";
  std::set<std::string> seen;
  int pages = 0;
  for (json page; pages < 10; ++pages) {
    page = Get("/v2/schedule_entries?schedule_id=S1&entry_window_start=" + start + end);
    EXPECT_LE(page["schedule_entries"]["final"].size(), 2U);
    for (const auto& row : Rows(page["schedule_entries"]["final"])) seen.insert(row);
    if (!page.contains("pagination_meta")) break;
    start = page["pagination_meta"]["after"].get<std::string>();
    EXPECT_EQ(page["pagination_meta"]["after_url"],
              "http://127.0.0.1:8080/incident/v2/schedule_entries?schedule_id=S1"
              "&entry_window_start=" +
                  start + "&entry_window_end=2026-05-01T00%3A00%3A00Z");
  }
  EXPECT_EQ(pages, 2);
  EXPECT_EQ(seen.size(), 6U);
}

TEST_F(IncidentSchedulesTest, RefusesAWindowThatIsNone) {
  EXPECT_EQ(Call("GET", "/v2/schedule_entries").status, 422);
  EXPECT_EQ(Call("GET", "/v2/schedule_entries?schedule_id=NONE").status, 404);
  EXPECT_EQ(Call("GET", "/v2/schedule_entries?schedule_id=S1&entry_window_start=ent_x").status,
            422);
  EXPECT_EQ(Call("GET", "/v2/schedule_entries?schedule_id=S1&entry_window_end=never").status, 422);
}

TEST_F(IncidentSchedulesTest, PreviewsAChangeWithoutKeepingIt) {
  json schedule = Get("/v2/schedules/S1")["schedule"];
  schedule["config"]["rotations"][0]["users"] = {{{"id", "CAROL"}}};
  const Answer preview = Call("POST", "/v2/schedules/S1/actions/preview_entries",
                              {{"schedule", schedule},
                               {"entry_window_start", "2026-03-24T00:00:00Z"},
                               {"entry_window_end", "2026-03-25T00:00:00Z"}});
  EXPECT_EQ(preview.status, 200);
  EXPECT_THAT(Rows(BodyOf(preview)["schedule_entries"]["final"]),
              ElementsAre("2026-03-23T09:00:00Z 2026-03-30T08:00:00Z CAROL"));
  EXPECT_EQ(Get("/v2/schedules/S1")["schedule"]["config"]["rotations"][0]["users"].size(), 3U);
}

TEST_F(IncidentSchedulesTest, CreatesListsMovesAndDeletesOverrides) {
  const Answer made =
      Call("POST", "/v2/schedule_overrides",
           Override("2026-03-25T18:00:00Z", "2026-03-26T00:00:00Z", {{"id", "CAROL"}}));
  EXPECT_EQ(made.status, 201);
  const auto id = BodyOf(made)["override"]["id"].get<std::string>();
  EXPECT_EQ(BodyOf(made)["override"]["user"]["name"], "Carol");
  EXPECT_EQ(Get("/v2/schedule_overrides?schedule_id=S1")["overrides"].size(), 1U);
  EXPECT_TRUE(Get("/v2/schedule_overrides?schedule_id=S1&layer_id=L9")["overrides"].empty());
  const Answer moved =
      Call("PUT", "/v2/schedule_overrides/" + id,
           Override("2026-03-25T19:00:00Z", "2026-03-26T00:00:00Z", {{"id", "CAROL"}}));
  EXPECT_EQ(moved.status, 200);
  EXPECT_EQ(Get("/v2/schedule_overrides/" + id)["override"]["start_at"], "2026-03-25T19:00:00Z");
  EXPECT_EQ(Call("DELETE", "/v2/schedule_overrides/" + id).status, 204);
  EXPECT_EQ(Call("DELETE", "/v2/schedule_overrides/" + id).status, 204);
  EXPECT_EQ(Call("GET", "/v2/schedule_overrides/" + id).status, 404);
}

TEST_F(IncidentSchedulesTest, LetsAnOverridePutNobodyOnCall) {
  for (const json& nobody : {json{{"id", "NOBODY"}}, json::object()}) {
    const Answer made = Call("POST", "/v2/schedule_overrides",
                             Override("2026-03-25T18:00:00Z", "2026-03-26T00:00:00Z", nobody));
    EXPECT_EQ(made.status, 201);
    EXPECT_FALSE(BodyOf(made)["override"].contains("user"));
  }
}

TEST_F(IncidentSchedulesTest, RefusesAnOverrideThatLacksSomething) {
  json body = Override("2026-03-25T18:00:00Z", "2026-03-26T00:00:00Z", {{"id", "CAROL"}});
  body.erase("rotation_id");
  const Answer answer = Call("POST", "/v2/schedule_overrides", body);
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(BodyOf(answer)["errors"][0],
            json::parse(R"({"code":"is_required","message":"rotation_id is required.",
                            "source":{"field":"rotation_id","pointer":"/rotation_id"}})"));
}

}  // namespace
}  // namespace sandbox
