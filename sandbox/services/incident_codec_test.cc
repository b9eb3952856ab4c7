#include "sandbox/services/incident_codec.h"

#include <gtest/gtest.h>

#include "nlohmann/json.hpp"
#include "sandbox/services/test_world.h"

namespace sandbox {
namespace {

using nlohmann::json;

TEST(IncidentTime, KeepsMicrosecondsAndNoMore) {
  EXPECT_EQ(IncidentTime(At("2026-03-23T10:30:00.123456789Z")), "2026-03-23T10:30:00.123456Z");
  EXPECT_EQ(IncidentTime(At("2026-03-23T11:30:00+01:00")), "2026-03-23T10:30:00Z");
}

TEST(IncidentRotation, ReadsBackWhatItWrites) {
  TestWorld at;
  const json written = json::parse(R"({
      "id":"R2","name":"Days","effective_from":"2026-04-01T00:00:00Z",
      "handover_start_at":"2026-03-02T09:00:00Z","scheduling_mode":"fair",
      "handovers":[{"interval":1,"interval_type":"daily"},{"interval":3,"interval_type":"hourly"}],
      "layers":[{"id":"A","name":"One"},{"id":"B","name":"Two"}],
      "users":[{"id":"NOBODY","name":"NOBODY","role":"unset"}],
      "working_intervals":[{"weekday":"monday","start_time":"09:00","end_time":"17:30"}]})");
  Fields fields(written, "rotation");
  const auto rotation = ReadRotation(fields, UsersOf(at.world.incident()));
  EXPECT_EQ(fields.Problem(), std::nullopt);
  EXPECT_EQ(ToJson(rotation, at.world.incident()), written);
}

TEST(IncidentRotation, SaysWhereAnElementIsWrong) {
  TestWorld at;
  const auto problem = [&at](const char* text) {
    const json body = json::parse(text);
    Fields fields(body, "rotation");
    ReadRotation(fields, UsersOf(at.world.incident()));
    return fields.KnownProblem().value_or("");
  };
  EXPECT_EQ(problem(R"({"handovers":[{"interval_type":"yearly"}]})"),
            "rotation.handovers[0].interval_type must be hourly, daily or weekly.");
  EXPECT_EQ(problem(R"({"working_intervals":[{"weekday":"monday","start_time":"9"}]})"),
            "rotation.working_intervals[0].start_time must be a time such as 09:00.");
  EXPECT_EQ(problem(R"({"users":[{"email":"who@example.com"}]})"),
            "rotation.users names a user that does not exist.");
}

TEST(UsersOf, FindsByIdAddressAndNobody) {
  TestWorld at;
  const FindUser user = UsersOf(at.world.incident());
  EXPECT_EQ(user("ALICE"), "ALICE");
  EXPECT_EQ(user({{"id", "BOB"}}), "BOB");
  EXPECT_EQ(user({{"email", "Carol@example.com"}}), "CAROL");
  EXPECT_EQ(user(json::object()), "NOBODY");
  EXPECT_EQ(user({{"slack_user_id", "U1"}}), "");
}

TEST(IncidentEntries, ShowPeopleWhoLeftByTheirId) {
  TestWorld at;
  const std::vector<world::Entry> entries = {
      {At("2026-03-23T09:00:00Z"), At("2026-03-23T10:00:00Z"), {"", ""}, "GONE", "", ""}};
  EXPECT_EQ(ToJson(entries, at.world.incident()),
            json::parse(R"([{"start_at":"2026-03-23T09:00:00Z","end_at":"2026-03-23T10:00:00Z",
                             "user":{"id":"GONE","name":"GONE","role":"unset"}}])"));
}

}  // namespace
}  // namespace sandbox
