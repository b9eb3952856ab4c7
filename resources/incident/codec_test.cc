#include "resources/incident/codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time.h"

namespace incident {
namespace {

using json::ParseJson;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

template <typename T>
T Decoded(Read<T> (*decode)(const Json&), std::string_view text) {
  auto decoded = decode(*ParseJson(text));
  EXPECT_TRUE(decoded) << decoded.error().Text();
  return decoded ? *std::move(decoded) : T{};
}

template <typename T>
std::string ErrorOf(Read<T> (*decode)(const Json&), std::string_view text) {
  const auto decoded = decode(*ParseJson(text));
  return decoded ? "none" : decoded.error().Text();
}

absl::Time At(std::string_view text) { return *base::ParseInstant(text); }

constexpr std::string_view kReplica = R"({
  "updated_at": "2021-08-17T13:28:57.801578Z", "created_at": "2021-08-17T13:28:57+02:00",
  "a_new_member": {"x": [1]},
  "id": "R1", "schedule_id": "S1",
  "sources": [{"rotation_id": "rot", "layer_id": "b"}, {"layer_id": "a", "rotation_id": "rot"}],
  "replica_provider": "jira", "replica_provider_id": "PO8107X", "replica_fallback_user_id": "PA7AXXN",
  "mirror_window_days": 30,
  "user_statuses": [{"user_id": "U1", "external_user_id": "P1"}, {"user_id": "U2"},
                    {"user_id": "U3", "external_user_id": null}],
  "last_synced_at": "2023-11-07T13:33:30Z", "last_sync_error": "Failed to find external user for Milly"
})";

TEST(DecodeReplica, ReadsEveryMemberInAnyOrder) {
  const Replica replica = Decoded(DecodeReplica, kReplica);
  EXPECT_EQ(replica.id.value(), "R1");
  EXPECT_EQ(replica.schedule_id.value(), "S1");
  EXPECT_THAT(replica.sources, ElementsAre(Source{ids::RotationId("rot"), ids::LayerId("b")},
                                           Source{ids::RotationId("rot"), ids::LayerId("a")}));
  EXPECT_EQ(replica.provider, "jira");
  EXPECT_EQ(replica.NormalisedProvider(), "jsm");
  EXPECT_EQ(replica.provider_id.value(), "PO8107X");
  EXPECT_EQ(replica.fallback_user_id.value(), "PA7AXXN");
  EXPECT_EQ(replica.mirror_window_days, 30);
  EXPECT_THAT(replica.user_statuses,
              ElementsAre(UserStatus{ids::UserId("U1"), ids::ExternalUserId("P1")},
                          UserStatus{ids::UserId("U2"), std::nullopt},
                          UserStatus{ids::UserId("U3"), std::nullopt}));
  EXPECT_EQ(replica.last_synced_at, At("2023-11-07T13:33:30Z"));
  EXPECT_EQ(replica.last_sync_error, "Failed to find external user for Milly");
  EXPECT_EQ(replica.created_at, At("2021-08-17T11:28:57Z"));
  EXPECT_EQ(replica.updated_at, At("2021-08-17T13:28:57.801578Z"));
}

TEST(DecodeReplica, ToleratesAnOldServerAndAProviderFromTheFuture) {
  const Replica replica = Decoded(DecodeReplica, R"({
    "id": "R1", "schedule_id": "S1", "sources": [], "replica_provider": "opsgenie_v2",
    "replica_provider_id": "X", "replica_fallback_user_id": "Y", "user_statuses": [],
    "created_at": "2021-08-17T13:28:57Z", "updated_at": "2021-08-17T13:28:57Z"})");
  EXPECT_EQ(replica.mirror_window_days, 14);
  EXPECT_EQ(replica.provider, "opsgenie_v2");
  EXPECT_EQ(replica.NormalisedProvider(), "opsgenie_v2");
  EXPECT_EQ(replica.last_synced_at, std::nullopt);
  EXPECT_EQ(replica.last_sync_error, std::nullopt);
  EXPECT_THAT(replica.user_statuses, IsEmpty());
}

TEST(DecodeReplica, NamesEveryRequiredMemberThatIsMissing) {
  for (const char* name :
       {"id", "schedule_id", "sources", "replica_provider", "replica_provider_id",
        "replica_fallback_user_id", "created_at", "updated_at"}) {
    Json json = *ParseJson(kReplica);
    json.erase(name);
    const auto replica = DecodeReplica(json);
    ASSERT_FALSE(replica);
    EXPECT_EQ(replica.error().Text(), std::string(name) + " is missing");
  }
}

TEST(DecodeReplica, NamesWhatIsOfTheWrongType) {
  const struct {
    const char* name;
    Json value;
    const char* message;
  } kCases[] = {
      {"id", 5, "id is not a string"},
      {"id", "", "id is empty"},
      {"sources", Json::object(), "sources is not a list"},
      {"sources", Json::array({Json::object()}), "sources[0].rotation_id is missing"},
      {"sources", Json::array({nullptr}), "sources[0] is not an object"},
      {"mirror_window_days", "14", "mirror_window_days is not a whole number"},
      {"user_statuses", Json::array({{{"user_id", 1}}}),
       "user_statuses[0].user_id is not a string"},
      {"last_synced_at", "yesterday", "last_synced_at is not a time"},
      {"created_at", 1, "created_at is not a time"},
  };
  for (const auto& c : kCases) {
    Json json = *ParseJson(kReplica);
    json[c.name] = c.value;
    const auto replica = DecodeReplica(json);
    ASSERT_FALSE(replica) << c.message;
    EXPECT_EQ(replica.error().Text(), c.message);
  }
}

TEST(DecodeSchedule, ReadsRotationsLayersAndShifts) {
  const Schedule schedule = Decoded(DecodeSchedule, R"({
    "id": "S1", "name": "Primary", "timezone": "Europe/London", "team_ids": ["T1"],
    "annotations": {"k": "v"}, "permalink": "https://app.incident.io/",
    "created_at": "2021-08-17T13:28:57Z", "updated_at": "2021-08-18T13:28:57Z",
    "config": {"rotations": [
      {"id": "primary", "name": "Primary", "layers": [{"id": "l1", "name": "Layer 1"}],
       "users": [{"id": "U1", "name": "Lisa", "email": "lisa@example.com", "role": "viewer"}],
       "handovers": [{"interval": 1, "interval_type": "weekly"}]},
      {"id": "primary", "name": "Primary", "effective_from": "2026-03-02T09:00:00Z",
       "layers": [], "users": []}]},
    "current_shifts": [{"start_at": "2026-03-02T09:00:00Z", "end_at": "2026-03-03T09:00:00Z",
                        "rotation_id": "primary", "layer_id": "l1", "fingerprint": "f",
                        "user": {"id": "U1", "name": "Lisa"}}],
    "next_shifts": []})");
  EXPECT_EQ(schedule.timezone, "Europe/London");
  EXPECT_TRUE(schedule.has_told_rotations);
  EXPECT_THAT(schedule.team_ids, ElementsAre("T1"));
  EXPECT_THAT(schedule.annotations, ElementsAre(Pair("k", "v")));
  ASSERT_THAT(schedule.rotations, SizeIs(2));
  EXPECT_EQ(schedule.rotations[0].effective_from, std::nullopt);
  EXPECT_EQ(schedule.rotations[0].layers[0].id.value(), "l1");
  EXPECT_EQ(schedule.rotations[0].users[0].email, "lisa@example.com");
  EXPECT_EQ(schedule.rotations[1].effective_from, At("2026-03-02T09:00:00Z"));
  ASSERT_THAT(schedule.current_shifts, SizeIs(1));
  EXPECT_EQ(schedule.current_shifts[0].user->name, "Lisa");
  EXPECT_EQ(schedule.current_shifts[0].fingerprint, "f");
}

TEST(DecodeSchedule, ToleratesAScheduleWithoutWhatIsOptional) {
  const Schedule schedule = Decoded(DecodeSchedule, R"({"id": "S1", "name": "n", "timezone": "UTC",
    "created_at": "2021-08-17T13:28:57Z", "updated_at": "2021-08-18T13:28:57Z"})");
  EXPECT_THAT(schedule.rotations, IsEmpty());
  EXPECT_FALSE(schedule.has_told_rotations);
  EXPECT_THAT(schedule.team_ids, IsEmpty());
}

TEST(DecodeSchedule, TellsAScheduleWithoutRotationsFromAnAnswerWithoutThem) {
  const struct {
    const char* config;
    bool told;
  } kCases[] = {{"null", false}, {"{}", false}, {R"({"rotations": []})", true}};
  for (const auto& [config, told] : kCases) {
    const Schedule schedule =
        Decoded(DecodeSchedule, R"({"id": "S1", "name": "n", "timezone": "UTC",
    "created_at": "2021-08-17T13:28:57Z", "updated_at": "2021-08-18T13:28:57Z", "config": )" +
                                    std::string(config) + "}");
    EXPECT_EQ(schedule.has_told_rotations, told) << config;
  }
}

TEST(DecodeSchedule, NamesAMemberDeepInside) {
  EXPECT_EQ(ErrorOf(DecodeSchedule, R"({"id": "S1", "name": "n", "timezone": "UTC",
              "config": {"rotations": [{"id": "a", "layers": [{"id": "l"}, {}]}]}})"),
            "config.rotations[0].layers[1].id is missing");
  EXPECT_EQ(ErrorOf(DecodeSchedule, R"({"id": "S1", "name": "n", "timezone": "UTC",
              "annotations": {"k": 1}})"),
            "annotations.k is not a string");
}

TEST(DecodeEntries, KeepsEntriesWithoutAUserOrALane) {
  const Entries entries = Decoded(DecodeEntries, R"({
    "final": [{"start_at": "2026-03-02T09:00:00.123456Z", "end_at": "2026-03-02T10:00:00Z"},
              {"start_at": "2026-03-02T09:00:00Z", "end_at": "2026-03-02T10:00:00Z",
               "user": {"id": "NOBODY", "name": "Nobody"}},
              {"start_at": "2026-03-02T09:00:00Z", "end_at": "2026-03-02T10:00:00Z",
               "entry_id": "E1", "user": null}]})");
  ASSERT_THAT(entries.final_entries, SizeIs(3));
  EXPECT_EQ(entries.final_entries[0].start, At("2026-03-02T09:00:00.123456Z"));
  EXPECT_FALSE(entries.final_entries[0].rotation_id);
  EXPECT_FALSE(entries.final_entries[1].user);
  EXPECT_EQ(entries.final_entries[2].entry_id, "E1");
  EXPECT_FALSE(entries.final_entries[2].user);
}

TEST(DecodeEntries, NeedsTheFinalList) {
  EXPECT_EQ(ErrorOf(DecodeEntries, R"({"scheduled": [], "overrides": []})"), "final is missing");
}

TEST(DecodeEntries, DoesNotStumbleOverListsThatNobodyUses) {
  EXPECT_THAT(Decoded(DecodeEntries, R"({"scheduled": [{"start_at": 5}], "overrides": 7,
                                         "final": []})")
                  .final_entries,
              IsEmpty());
}

TEST(DecodeUser, ReadsWhatTheApiSays) {
  const User user = Decoded(DecodeUser, R"({
    "id": "U1", "name": "Lisa", "email": "lisa@example.com", "slack_user_id": "U02", "role": "owner",
    "is_active": true, "base_role": {"id": "B", "name": "Owner", "slug": "owner"},
    "custom_roles": [{"id": "C", "name": "X", "slug": "x", "description": "d"}],
    "seats": {"on_call": "full_access"}})");
  EXPECT_EQ(user.id.value(), "U1");
  EXPECT_EQ(user.slack_user_id, "U02");
  EXPECT_EQ(user.is_active, true);
  EXPECT_EQ(user.base_role->slug, "owner");
  ASSERT_THAT(user.custom_roles, SizeIs(1));
  EXPECT_EQ(user.custom_roles[0].description, "d");
  ASSERT_TRUE(user.seats);
  EXPECT_EQ(user.seats->on_call, "full_access");
  EXPECT_EQ(user.seats->response, std::nullopt);
}

TEST(DecodeCatalogType, ReadsWhichIntegrationItBelongsTo) {
  const CatalogType type = Decoded(DecodeCatalogType, R"({
    "id": "T1", "name": "PagerDuty user", "type_name": "PagerDutyUser",
    "registry_type": "PagerDutyUser", "schema": "of no use here"})");
  EXPECT_EQ(type.registry_type, "PagerDutyUser");
}

TEST(DecodeCatalogEntry, ReadsOneLiteralOrSeveral) {
  const CatalogEntry entry = Decoded(DecodeCatalogEntry, R"({
    "id": "E1", "name": "Lisa", "external_id": "PJYTRGS", "aliases": 7,
    "attribute_values": {
      "one": {"value": {"label": "Lisa", "literal": "U1"}},
      "several": {"array_value": [{"literal": "a"}, {"label": "no literal"}, {"literal": "b"}]},
      "none": {}}})");
  EXPECT_EQ(entry.external_id, "PJYTRGS");
  EXPECT_FALSE(entry.is_archived);
  EXPECT_THAT(entry.values, ElementsAre(Pair("none", IsEmpty()), Pair("one", ElementsAre("U1")),
                                        Pair("several", ElementsAre("a", "b"))));
}

TEST(DecodeCatalogEntry, NeedsNothingThatIsNotRead) {
  EXPECT_EQ(Decoded(DecodeCatalogEntry, R"({"id": 7, "external_id": "P1"})").external_id, "P1");
}

TEST(DecodeCatalogEntry, TellsWhichAreArchived) {
  const std::string entry = R"({"name": "Lisa", "archived_at": )";
  EXPECT_TRUE(Decoded(DecodeCatalogEntry, entry + R"("2026-01-01T00:00:00Z"})").is_archived);
  EXPECT_FALSE(Decoded(DecodeCatalogEntry, entry + "null}").is_archived);
}

TEST(EncodeNewReplica, WritesTheDocumentedBody) {
  NewReplica wanted;
  wanted.schedule_id = ids::ScheduleId("S1");
  wanted.sources = {{ids::RotationId("r"), ids::LayerId("b")},
                    {ids::RotationId("r"), ids::LayerId("a")}};
  wanted.provider = "jira";
  wanted.provider_id = ids::ExternalScheduleId("X");
  wanted.fallback_user_id = ids::ExternalUserId("Y\xff");
  EXPECT_EQ(
      EncodeNewReplica(wanted),
      R"({"schedule_replica":{"mirror_window_days":14,)"
      R"("replica_fallback_user_id":"Y)"
      "\xef\xbf\xbd"
      R"(","replica_provider":"jsm","replica_provider_id":"X",)"
      R"("sources":[{"layer_id":"b","rotation_id":"r"},{"layer_id":"a","rotation_id":"r"}]}})");
}

http::ApiError AfterBody(std::string body) {
  http::ApiError error;
  error.message = "HTTP status 422";
  ReadErrorBody({422, {}, std::move(body)}, error);
  return error;
}

TEST(ReadErrorBody, TakesTheApisWordsRequestIdAndFields) {
  const http::ApiError error = AfterBody(R"({
    "type": "validation_error", "status": 422, "request_id": "8e3cc412",
    "errors": [
      {"code": "is_required", "message": "A source is required", "source": {"field": "sources"}},
      {"code": "invalid_value", "message": "Too long\u001b[31m",
       "source": {"pointer": "/schedule_replica/mirror_window_days"}},
      {"code": "odd"}]})");
  EXPECT_EQ(error.message, "A source is required; Too long [31m; odd");
  EXPECT_EQ(error.request_id, "8e3cc412");
  ASSERT_THAT(error.fields, SizeIs(2));
  EXPECT_EQ(error.fields[0].field, "sources");
  EXPECT_EQ(error.fields[0].message, "A source is required");
  EXPECT_EQ(error.fields[1].field, "/schedule_replica/mirror_window_days");
}

TEST(ReadErrorBody, KeepsTheMessageWhenTheBodyHasNone) {
  for (const char* body :
       {"", "{}", "<html>", "[]", R"({"errors": 1})", R"({"errors": [1, null, {}]})",
        R"({"errors": [{"message": 5, "source": 7}], "request_id": {}})"}) {
    const http::ApiError error = AfterBody(body);
    EXPECT_EQ(error.message, "HTTP status 422") << body;
    EXPECT_EQ(error.request_id, "") << body;
    EXPECT_THAT(error.fields, IsEmpty()) << body;
  }
}

TEST(ReadErrorBody, BoundsTheMessage) {
  EXPECT_LE(AfterBody(R"({"errors": [{"message": ")" + std::string(100'000, 'x') + R"("}]})")
                .message.size(),
            500u);
}

TEST(RetryAfterInBody, ReadsBothForms) {
  const auto read = [](std::string body) { return RetryAfterInBody({429, {}, std::move(body)}); };
  EXPECT_EQ(read(R"({"rate_limit": {"retry_after": "2025-04-17T11:17:18Z"}})"),
            At("2025-04-17T11:17:18Z"));
  EXPECT_EQ(read(R"({"rate_limit": {"retry_after": "Thu, 17 Apr 2025 11:17:18 UTC"}})"),
            At("2025-04-17T11:17:18Z"));
  for (const char* body :
       {"", "{}", R"({"rate_limit": 1})", R"({"rate_limit": {}})",
        R"({"rate_limit": {"retry_after": 5}})", R"({"rate_limit": {"retry_after": "soon"}})"}) {
    EXPECT_EQ(read(body), std::nullopt) << body;
  }
}

}  // namespace
}  // namespace incident
