#include "resources/pagerduty/codec.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "resources/json/answer.h"

namespace pagerduty {
namespace {

using json::FieldReader;
using json::Find;
using json::Json;
using json::ListOf;
using json::Read;
using json::TextOr;

struct Reference {
  ids::ExternalUserId id;
  std::optional<std::string> summary;
};

struct RenderedEntry {
  absl::Time start;
  absl::Time end;
  std::optional<Reference> user;
};

Read<Reference> DecodeReference(const Json& json) {
  FieldReader read(json);
  Reference reference;
  read.Required("id", reference.id);
  read.Optional("summary", reference.summary);
  return read.Finish(std::move(reference));
}

auto RenderedEntryUntil(absl::Time until) {
  return [until](const Json& json) -> Read<RenderedEntry> {
    FieldReader read(json);
    RenderedEntry entry;
    entry.end = until;
    read.Required("start", entry.start);
    read.Optional("end", entry.end);
    read.Optional("user", entry.user, DecodeReference);
    return read.Finish(std::move(entry));
  };
}

auto SubscheduleUntil(absl::Time until) {
  return [until](const Json& json) {
    return json::Member(json, "rendered_schedule_entries", ListOf(RenderedEntryUntil(until)));
  };
}

struct Span {
  absl::Time start;
  absl::Time end;
};

// When overrides put whom on call. The spans of one person are in order and do not touch.
using Overrides = std::map<ids::ExternalUserId, std::vector<Span>>;

Overrides ToOverrides(std::vector<RenderedEntry> entries) {
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.start < b.start; });
  Overrides overrides;
  for (const RenderedEntry& entry : entries) {
    if (!entry.user || entry.end <= entry.start) continue;
    std::vector<Span>& spans = overrides[entry.user->id];
    if (!spans.empty() && entry.start <= spans.back().end) {
      spans.back().end = std::max(spans.back().end, entry.end);
    } else {
      spans.push_back({entry.start, entry.end});
    }
  }
  return overrides;
}

// Null when the answer does not tell. They explain who is on call but do not decide it, so what is
// not readable is no error.
std::optional<Overrides> ReadOverrides(const Json& schedule, absl::Time until) {
  const Json* rendered = Find(schedule, "overrides_subschedule");
  if (rendered == nullptr) return std::nullopt;
  auto entries = SubscheduleUntil(until)(*rendered);
  if (!entries) return std::nullopt;
  return ToOverrides(*std::move(entries));
}

// Null for an entry that overrides cover in part only.
std::optional<bool> ByOverride(const Entry& entry, const Overrides& overrides) {
  if (!entry.user) return false;
  const auto found = overrides.find(*entry.user);
  if (found == overrides.end()) return false;
  const std::vector<Span>& spans = found->second;
  const auto span = std::partition_point(
      spans.begin(), spans.end(), [&](const Span& earlier) { return earlier.end <= entry.start; });
  if (span == spans.end() || span->start >= entry.end) return false;
  if (span->start <= entry.start && entry.end <= span->end) return true;
  return std::nullopt;
}

void AddEntries(std::vector<RenderedEntry> rendered, const std::optional<Overrides>& overrides,
                Schedule& schedule) {
  for (RenderedEntry& from : rendered) {
    Entry entry{from.start, from.end, {}, {}};
    if (from.user) {
      entry.user = from.user->id;
      if (from.user->summary) schedule.names[*entry.user] = *std::move(from.user->summary);
    }
    if (overrides) entry.by_override = ByOverride(entry, *overrides);
    schedule.entries.push_back(std::move(entry));
  }
}

// Null when the answer does not tell. The API lists the layer first that shows where several do.
// Like overrides, layers decide nothing here.
std::optional<std::vector<LayerEntry>> ReadLayers(const Json& schedule, absl::Time until,
                                                  Schedule& named) {
  const Json* layers = Find(schedule, "schedule_layers");
  if (layers == nullptr) return std::nullopt;
  auto rendered = ListOf(SubscheduleUntil(until))(*layers);
  if (!rendered) return std::nullopt;
  std::vector<LayerEntry> entries;
  for (std::size_t rank = 0; rank < rendered->size(); ++rank) {
    for (RenderedEntry& from : (*rendered)[rank]) {
      LayerEntry entry{rank, from.start, from.end, {}};
      if (from.user) {
        entry.user = from.user->id;
        if (from.user->summary) named.names.emplace(*entry.user, *std::move(from.user->summary));
      }
      entries.push_back(std::move(entry));
    }
  }
  return entries;
}

// Null for nobody. The member of a shift is a person so far; whatever else PagerDuty adds is
// somebody too.
Read<std::optional<ids::ExternalUserId>> DecodeMember(const Json& json) {
  FieldReader read(json);
  std::string type;
  std::optional<ids::ExternalUserId> user;
  std::optional<std::string> id;
  read.Required("type", type);
  read.Optional("user_id", user);
  read.Optional("id", id);
  if (type == "user_member") {
    read.Required("user_id", user, json::DecodeId<ids::ExternalUserId>);
  } else if (type == "empty_member") {
    user.reset();
  } else if (!user) {
    user = ids::ExternalUserId(type + ":" + id.value_or("unknown"));
  }
  return read.Finish(std::move(user));
}

Read<std::optional<bool>> DecodeIsOverride(const Json& json) {
  FieldReader read(json);
  std::string type;
  read.Optional("type", type);
  std::optional<bool> by_override;
  if (type.ends_with("_override")) by_override = true;
  if (type == "schedule_rotation") by_override = false;
  return read.Finish(by_override);
}

auto AssignmentUntil(absl::Time until) {
  return [until](const Json& json) -> Read<Entry> {
    FieldReader read(json);
    Entry entry;
    entry.end = until;
    read.Required("start_time", entry.start);
    read.Optional("end_time", entry.end);
    read.Optional("member", entry.user, DecodeMember);
    read.Optional("source", entry.by_override, DecodeIsOverride);
    return read.Finish(std::move(entry));
  };
}

void ReadHead(FieldReader& read, Schedule& schedule) {
  read.Required("id", schedule.id);
  read.Optional("name", schedule.name);
  read.Optional("time_zone", schedule.time_zone);
}

// The errors of one field, or those of no field in particular.
std::string Joined(const Json& errors) {
  std::string words;
  if (!errors.is_array()) return words;
  for (const Json& error : errors) {
    const auto text = json::DecodeString(error);
    if (text && !text->empty()) words += (words.empty() ? "" : "; ") + *text;
  }
  return base::CleanText(words);
}

}  // namespace

Read<RenderedSchedule> DecodeLayerSchedule(const Json& json, absl::Time until) {
  FieldReader read(json);
  RenderedSchedule schedule;
  std::string type;
  ReadHead(read, schedule);
  read.Optional("type", type);
  schedule.is_shift_based = type == "schedule_v3";
  if (schedule.is_shift_based) return read.Finish(std::move(schedule));

  std::vector<RenderedEntry> entries;
  read.Required("final_schedule", entries, SubscheduleUntil(until));
  AddEntries(std::move(entries), ReadOverrides(json, until), schedule);
  schedule.layers = ReadLayers(json, until, schedule);
  return read.Finish(std::move(schedule));
}

Read<RenderedSchedule> DecodeShiftSchedule(const Json& json, absl::Time until) {
  FieldReader read(json);
  RenderedSchedule schedule;
  ReadHead(read, schedule);
  read.Required("final_schedule", schedule.entries, [until](const Json& rendered) {
    return json::Member(rendered, "computed_shift_assignments", ListOf(AssignmentUntil(until)));
  });
  return read.Finish(std::move(schedule));
}

Read<User> DecodeUser(const Json& json) {
  FieldReader read(json);
  User user;
  read.Required("id", user.id);
  read.Optional("name", user.name);
  read.Optional("email", user.email);
  return read.Finish(std::move(user));
}

void ReadErrorBody(const http::Response& response, http::ApiError& error) {
  const auto body = json::ParseJson(response.body);
  const Json* said = body ? Find(*body, "error") : nullptr;
  if (said == nullptr) return;
  std::string words = TextOr(*said, "message", TextOr(*body, "error"));
  const Json* errors = Find(*said, "errors");
  if (errors != nullptr && errors->is_object()) {
    for (const auto& [field, texts] : errors->items()) {
      const std::string text = Joined(texts);
      if (text.empty()) continue;
      words += (words.empty() ? "" : "; ") + field + ": " + text;
      error.fields.push_back({base::CleanText(field, 100), text});
    }
  } else if (errors != nullptr) {
    const std::string text = Joined(*errors);
    if (!text.empty()) words += (words.empty() ? "" : ": ") + text;
  }
  if (!words.empty()) error.message = base::CleanText(words);
}

}  // namespace pagerduty
