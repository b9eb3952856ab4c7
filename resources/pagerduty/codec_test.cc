#include "resources/pagerduty/codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time.h"

namespace pagerduty {
namespace {

using json::ParseJson;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

absl::Time At(std::string_view text) { return *base::ParseInstant(text); }

const absl::Time kUntil = At("2026-03-16T00:00:00Z");

ids::ExternalUserId User(const char* id) { return ids::ExternalUserId(id); }

using Decoder = json::Read<RenderedSchedule> (*)(const json::Json&, absl::Time);

RenderedSchedule Decoded(Decoder decode, std::string_view text) {
  auto decoded = decode(*ParseJson(text), kUntil);
  EXPECT_TRUE(decoded) << decoded.error().Text();
  return decoded ? *std::move(decoded) : RenderedSchedule{};
}

std::string ErrorOf(Decoder decode, std::string_view text) {
  const auto decoded = decode(*ParseJson(text), kUntil);
  return decoded ? "none" : decoded.error().Text();
}

TEST(DecodeLayerSchedule, ReadsTheFinalSchedule) {
  const RenderedSchedule schedule = Decoded(DecodeLayerSchedule, R"({
    "id": "PI7DH85", "type": "schedule", "summary": "Primary", "name": "Primary",
    "time_zone": "Europe/London", "schedule_layers": [{"anything": 1}],
    "final_schedule": {"name": "Final Schedule", "rendered_coverage_percentage": 71.4,
      "rendered_schedule_entries": [
        {"start": "2026-03-02T10:00:00+01:00", "end": "2026-03-03T09:00:00Z",
         "user": {"id": "PA", "type": "user_reference", "summary": "Alice"}},
        {"start": "2026-03-04T09:00:00Z", "end": "2026-03-05T09:00:00Z", "user": null},
        {"start": "2026-03-05T09:00:00Z", "end": null, "user": {"id": "PB", "summary": null}}]}})");
  EXPECT_EQ(schedule.id.value(), "PI7DH85");
  EXPECT_EQ(schedule.name, "Primary");
  EXPECT_EQ(schedule.time_zone, "Europe/London");
  EXPECT_FALSE(schedule.is_shift_based);
  ASSERT_THAT(schedule.entries, SizeIs(3));
  EXPECT_EQ(schedule.entries[0].start, At("2026-03-02T09:00:00Z"));
  EXPECT_EQ(schedule.entries[0].end, At("2026-03-03T09:00:00Z"));
  EXPECT_EQ(schedule.entries[0].user, User("PA"));
  EXPECT_EQ(schedule.entries[0].by_override, std::nullopt);
  EXPECT_EQ(schedule.entries[1].user, std::nullopt);
  EXPECT_EQ(schedule.entries[2].end, kUntil);
  EXPECT_THAT(schedule.names, ElementsAre(Pair(User("PA"), "Alice")));
}

std::string Rendered(std::string_view start, std::string_view end, std::string_view user) {
  return R"({"start": "2026-03-)" + std::string(start) + R"(:00:00Z", "end": "2026-03-)" +
         std::string(end) + R"(:00:00Z", "user": {"id": ")" + std::string(user) + R"("}})";
}

TEST(DecodeLayerSchedule, TellsWhomAnOverrideShows) {
  const std::string final_entries =
      Rendered("02T09", "02T12", "PA") + "," + Rendered("02T12", "02T18", "PB") + "," +
      Rendered("02T18", "02T20", "PB") + "," + Rendered("02T21", "02T23", "PB");
  const std::string overrides = Rendered("02T14", "02T18", "PB") + "," +
                                Rendered("02T12", "02T14", "PB") + "," +
                                Rendered("02T22", "02T23", "PB");
  const RenderedSchedule schedule = Decoded(
      DecodeLayerSchedule,
      R"({"id": "P1", "final_schedule": {"rendered_schedule_entries": [)" + final_entries +
          R"(]}, "overrides_subschedule": {"rendered_schedule_entries": [)" + overrides + "]}}");
  std::vector<std::optional<bool>> by_override;
  for (const Entry& entry : schedule.entries) by_override.push_back(entry.by_override);
  EXPECT_THAT(by_override, ElementsAre(false, true, false, std::nullopt));
}

TEST(DecodeLayerSchedule, DoesWithoutOverridesThatAreNotReadable) {
  for (const char* overrides : {"null", "[]", R"({"rendered_schedule_entries": [{"start": 5}]})"}) {
    const RenderedSchedule schedule = Decoded(
        DecodeLayerSchedule, R"({"id": "P1", "final_schedule": {"rendered_schedule_entries": [)" +
                                 Rendered("02T09", "02T12", "PA") +
                                 R"(]}, "overrides_subschedule": )" + overrides + "}");
    ASSERT_THAT(schedule.entries, SizeIs(1)) << overrides;
    EXPECT_EQ(schedule.entries[0].by_override, std::nullopt) << overrides;
  }
}

TEST(DecodeLayerSchedule, ReadsTheLayersInTheirOrder) {
  const RenderedSchedule schedule = Decoded(
      DecodeLayerSchedule,
      R"({"id": "P1", "final_schedule": {"rendered_schedule_entries": []}, "schedule_layers": [
          {"name": "Nights", "rendered_schedule_entries": []},
          {"rendered_schedule_entries": [)" +
          Rendered("02T09", "02T12", "PA") +
          R"(, {"start": "2026-03-03T09:00:00Z", "user": {"id": "PB", "summary": "Bob"}}]}]})");
  ASSERT_TRUE(schedule.layers);
  ASSERT_THAT(*schedule.layers, SizeIs(2));
  EXPECT_EQ((*schedule.layers)[0].rank, 1u);
  EXPECT_EQ((*schedule.layers)[0].user, User("PA"));
  EXPECT_EQ((*schedule.layers)[1].end, kUntil);
  EXPECT_THAT(schedule.names, ElementsAre(Pair(User("PB"), "Bob")));
}

TEST(DecodeLayerSchedule, DoesWithoutLayersThatAreNotReadable) {
  for (const char* layers : {"null", "{}", "[{}]", R"([{"rendered_schedule_entries": [5]}])"}) {
    EXPECT_EQ(Decoded(DecodeLayerSchedule,
                      R"({"id": "P1", "final_schedule": {"rendered_schedule_entries": []},
                          "schedule_layers": )" +
                          std::string(layers) + "}")
                  .layers,
              std::nullopt)
        << layers;
  }
}

TEST(DecodeLayerSchedule, RecognisesAScheduleOfShifts) {
  const RenderedSchedule schedule =
      Decoded(DecodeLayerSchedule, R"({"id": "P1", "type": "schedule_v3"})");
  EXPECT_TRUE(schedule.is_shift_based);
  EXPECT_THAT(schedule.entries, IsEmpty());
}

TEST(DecodeLayerSchedule, NamesWhatIsMissing) {
  const struct {
    const char* text;
    const char* error;
  } kCases[] = {
      {"[]", "it is not an object"},
      {"{}", "id is missing"},
      {R"({"id": "P1"})", "final_schedule is missing"},
      {R"({"id": "P1", "final_schedule": {}})",
       "final_schedule.rendered_schedule_entries is missing"},
      {R"({"id": "P1", "final_schedule": {"rendered_schedule_entries": [{}]}})",
       "final_schedule.rendered_schedule_entries[0].start is missing"},
      {R"({"id": "P1", "final_schedule": {"rendered_schedule_entries": [
           {"start": "2026-03-02T09:00:00Z", "user": {}}]}})",
       "final_schedule.rendered_schedule_entries[0].user.id is missing"},
      {R"({"id": "P1", "final_schedule": {"rendered_schedule_entries": [{"start": "2026-03-02"}]}})",
       "final_schedule.rendered_schedule_entries[0].start is not a time"},
  };
  for (const auto& c : kCases) EXPECT_EQ(ErrorOf(DecodeLayerSchedule, c.text), c.error);
}

std::string Assignment(const std::string& rest) {
  return R"({"start_time": "2026-03-02T09:00:00Z", "end_time": "2026-03-03T09:00:00Z")" + rest +
         "}";
}

std::string Shifts(const std::string& assignments) {
  return R"({"id": "P1", "name": "Primary", "type": "schedule_v3", "time_zone": "UTC",
    "final_schedule": {"computed_shift_assignments": [)" +
         assignments + "]}}";
}

TEST(DecodeShiftSchedule, ReadsSeveralPeopleAtOnceAndNobody) {
  const RenderedSchedule schedule =
      Decoded(DecodeShiftSchedule,
              Shifts(Assignment(R"(, "member": {"type": "user_member", "user_id": "PA"},
                            "source": {"type": "schedule_rotation", "rotation_id": "R"})") +
                     "," + Assignment(R"(, "member": {"type": "user_member", "user_id": "PB"},
                                  "source": {"type": "schedule_rotation_override"})") +
                     "," + Assignment(R"(, "member": {"type": "empty_member"},
                                  "source": {"type": "custom_shift"})") +
                     "," + Assignment(R"(, "member": null)") + "," +
                     Assignment(R"(, "member": {"type": "team_member", "id": "T1"})") +
                     R"(, {"start_time": "2026-03-04T09:00:00Z", "end_time": null,
                   "member": {"type": "guest_member"}})"));
  EXPECT_EQ(schedule.name, "Primary");
  EXPECT_EQ(schedule.time_zone, "UTC");
  ASSERT_THAT(schedule.entries, SizeIs(6));
  EXPECT_EQ(schedule.entries[0].start, At("2026-03-02T09:00:00Z"));
  EXPECT_EQ(schedule.entries[0].end, At("2026-03-03T09:00:00Z"));
  EXPECT_EQ(schedule.entries[0].user, User("PA"));
  EXPECT_EQ(schedule.entries[0].by_override, false);
  EXPECT_EQ(schedule.entries[1].user, User("PB"));
  EXPECT_EQ(schedule.entries[1].by_override, true);
  EXPECT_EQ(schedule.entries[2].user, std::nullopt);
  EXPECT_EQ(schedule.entries[2].by_override, std::nullopt);
  EXPECT_EQ(schedule.entries[3].user, std::nullopt);
  EXPECT_EQ(schedule.entries[4].user, User("team_member:T1"));
  EXPECT_EQ(schedule.entries[5].user, User("guest_member:unknown"));
  EXPECT_EQ(schedule.entries[5].end, kUntil);
  EXPECT_THAT(schedule.names, IsEmpty());
}

TEST(DecodeShiftSchedule, NamesWhatIsMissing) {
  const std::string where = "final_schedule.computed_shift_assignments";
  EXPECT_EQ(ErrorOf(DecodeShiftSchedule, R"({"id": "P1"})"), "final_schedule is missing");
  EXPECT_EQ(ErrorOf(DecodeShiftSchedule, R"({"id": "P1", "final_schedule": {}})"),
            where + " is missing");
  EXPECT_EQ(ErrorOf(DecodeShiftSchedule, Shifts("{}")), where + "[0].start_time is missing");
  EXPECT_EQ(ErrorOf(DecodeShiftSchedule, Shifts(Assignment(R"(, "member": {})"))),
            where + "[0].member.type is missing");
  EXPECT_EQ(
      ErrorOf(DecodeShiftSchedule, Shifts(Assignment(R"(, "member": {"type": "user_member"})"))),
      where + "[0].member.user_id is missing");
}

http::ApiError AfterBody(std::string body) {
  http::ApiError error;
  error.message = "HTTP status 400";
  ReadErrorBody({400, {}, std::move(body)}, error);
  return error;
}

TEST(ReadErrorBody, TakesTheApisWords) {
  EXPECT_EQ(AfterBody(R"({"error": {"message": "Not Found", "code": 2100}})").message, "Not Found");
  EXPECT_EQ(AfterBody(R"({"error": {"message": "Invalid Input Provided", "code": 2001,
                          "errors": ["Since is bad.", "Until\u001b is bad.", 5, ""]}})")
                .message,
            "Invalid Input Provided: Since is bad.; Until is bad.");
  EXPECT_EQ(AfterBody(R"({"error": "invalid_token"})").message, "invalid_token");
}

TEST(ReadErrorBody, TakesErrorsOfFields) {
  const http::ApiError error = AfterBody(R"({"error": {"message": "Invalid", "errors":
      {"event.effective_since": ["is in the past", "is odd"], "x": [], "y": 5}}})");
  EXPECT_EQ(error.message, "Invalid; event.effective_since: is in the past; is odd");
  ASSERT_THAT(error.fields, SizeIs(1));
  EXPECT_EQ(error.fields[0].field, "event.effective_since");
  EXPECT_EQ(error.fields[0].message, "is in the past; is odd");
}

TEST(ReadErrorBody, KeepsTheMessageWhenTheBodyHasNone) {
  for (const char* body : {"", "<html>", "[]", "{}", R"({"error": null})", R"({"error": 5})",
                           R"({"error": {}})", R"({"error": {"message": 5, "errors": 7}})"}) {
    EXPECT_EQ(AfterBody(body).message, "HTTP status 400") << body;
  }
}

}  // namespace
}  // namespace pagerduty
