#include "resources/mirror/test_world.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/time.h"

namespace mirror::testing {

namespace {

struct Row {
  std::string lane = "L1";
  std::string who;
  absl::Time start;
  absl::Time end;
};

std::vector<Row> Rows(std::string_view text) {
  std::vector<Row> rows;
  const std::vector<std::string> parts = absl::StrSplit(std::string(text), "; ", absl::SkipEmpty());
  for (std::string part : parts) {
    Row row;
    if (const auto colon = part.find(": "); colon != std::string::npos) {
      row.lane = part.substr(0, colon);
      part.erase(0, colon + 2);
    }
    const std::vector<std::string> words = absl::StrSplit(part, ' ');
    if (words.size() != 4) {
      ADD_FAILURE() << "not an entry: " << part;
      std::abort();
    }
    row.who = words[0];
    row.start = At(words[1]);
    row.end = At(words[3]);
    rows.push_back(row);
  }
  return rows;
}

bool TakeMark(std::string& who, char mark) {
  if (who.empty() || who.back() != mark) return false;
  who.pop_back();
  return true;
}

std::string Short(absl::Time instant) {
  const char* format = absl::ToUnixSeconds(instant) % 60 == 0 ? "%dT%H:%M" : "%dT%H:%M:%S";
  return absl::FormatTime(format, instant, absl::UTCTimeZone());
}

}  // namespace

absl::Time At(std::string_view text) {
  std::string full(text);
  if (full.find('-') != 4) full = absl::StrCat("2026-03-", full);
  const auto zone = full.find_first_of("Z+-", full.find('T'));
  std::string offset = zone == std::string::npos ? "Z" : full.substr(zone);
  full = full.substr(0, zone);
  if (full.size() == 16) full += ":00";
  const auto instant = base::ParseInstant(full + offset);
  if (!instant) {
    ADD_FAILURE() << "not a moment: " << text;
    std::abort();
  }
  return *instant;
}

std::string Hour(int hour) {
  return absl::FormatTime("%dT%H:%M", At("02T00:00") + absl::Hours(hour), absl::UTCTimeZone());
}

Lane LaneOf(const std::string& layer) {
  const auto slash = layer.find('/');
  if (slash == std::string::npos) return {ids::RotationId("R1"), ids::LayerId(layer)};
  return {ids::RotationId(layer.substr(0, slash)), ids::LayerId(layer.substr(slash + 1))};
}

std::vector<Entry> Entries(std::string_view text) {
  std::vector<Entry> entries;
  for (Row& row : Rows(text)) {
    Entry entry{.start = row.start, .end = row.end};
    if (row.lane != "none") {
      const Lane lane = LaneOf(row.lane);
      entry.rotation = lane.rotation;
      entry.layer = lane.layer;
    }
    if (TakeMark(row.who, '*')) entry.entry_id = absl::StrCat("O", entries.size());
    if (row.who != "nobody") entry.user = ids::UserId(row.who);
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::vector<ActualEntry> Shows(std::string_view text) {
  std::vector<ActualEntry> entries;
  for (Row& row : Rows(text)) {
    ActualEntry entry{.start = row.start, .end = row.end};
    if (TakeMark(row.who, '*')) entry.origin = Origin::kOverride;
    if (TakeMark(row.who, '!')) entry.origin = Origin::kBaseSchedule;
    if (row.who != "null") entry.user = ids::ExternalUserId(row.who);
    entries.push_back(std::move(entry));
  }
  return entries;
}

World::World() : now(At("02T09:00")) {
  schedule.lanes = {LaneOf("L1"), LaneOf("L2"), LaneOf("R2/L9")};
  replica.id = ids::ReplicaId("REPLICA1");
  replica.sources = {LaneOf("L1")};
  replica.fallback = ids::ExternalUserId("PF");
  for (const char* user : {"A", "B", "C"}) {
    replica.users[ids::UserId(user)] = ids::ExternalUserId(absl::StrCat("P", user));
  }
  replica.window_days = 1;
  replica.created_at = At("2026-01-01T00:00");
  replica.last_synced_at = now;
}

World& World::Of(std::string_view entries) {
  schedule.entries = Entries(entries);
  return *this;
}

World& World::Mirrored(std::string_view shown) {
  actual = Shows(shown);
  return *this;
}

Check World::Run() const { return CheckReplica(now, schedule, replica, sharing, actual); }

Comparison World::Compare() const { return Run().comparison.value_or(Comparison{}); }

std::vector<std::string> Lines(const std::vector<Difference>& differences) {
  const auto id = [](std::string* out, const auto& user) { out->append(user.value()); };
  std::vector<std::string> lines;
  for (const Difference& difference : differences) {
    const std::string want =
        difference.want ? difference.want->value() : absl::StrJoin(difference.on_call, ",", id);
    const std::string have =
        difference.have.empty() ? "nobody" : absl::StrJoin(difference.have, ",", id);
    lines.push_back(absl::StrCat(std::string(KindName(difference.kind)), " ",
                                 Short(difference.span.start), " to ", Short(difference.span.end),
                                 " ", want, " / ", have));
  }
  return lines;
}

Wording InLondon() {
  Wording wording{.system = "PagerDuty",
                  .target = ids::ExternalScheduleId("PO8107X"),
                  .target_name = "Primary"};
  EXPECT_TRUE(absl::LoadTimeZone("Europe/London", &wording.zone));
  wording.names.users = {{ids::UserId("A"), "Alice"},
                         {ids::UserId("B"), "Bob"},
                         {ids::UserId("C"), "Carol"},
                         {ids::UserId("M"), "Milly"}};
  wording.names.external_users = {{ids::ExternalUserId("PD"), "Dave"},
                                  {ids::ExternalUserId("PF"), "Fallback"}};
  return wording;
}

World FullA() {
  World world;
  world.Of("A 02T09:00 to 03T09:00").Mirrored("PA 02T09:00 to 03T09:00");
  return world;
}

std::string Reported(const World& world, const Wording& wording) {
  const auto report = WriteReport(world.Run(), world.replica, wording);
  if (!report) return "";
  return absl::StrCat("\n", report->is_failure ? "failure: " : "warning: ", report->summary, "\n\n",
                      report->detail, "\n");
}

}  // namespace mirror::testing
