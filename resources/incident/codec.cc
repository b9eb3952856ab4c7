#include "resources/incident/codec.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/time.h"
#include "resources/http/retry.h"
#include "resources/json/answer.h"

namespace incident {
namespace {

using json::DecodeString;
using json::Field;
using json::FieldReader;
using json::Find;
using json::JsonError;
using json::ListOf;
using json::ParseJson;
using json::TextOr;
using json::WriteJson;

// The reserved user of a slot in which no one is on call until somebody overrides it.
constexpr std::string_view kNobody = "NOBODY";

template <typename P>
void ReadPerson(FieldReader& read, P& person) {
  read.Required("id", person.id);
  read.Optional("name", person.name);
  read.Optional("email", person.email);
  read.Optional("role", person.role);
  read.Optional("slack_user_id", person.slack_user_id);
}

Read<Person> DecodePerson(const Json& json) {
  FieldReader read(json);
  Person person;
  ReadPerson(read, person);
  return read.Finish(std::move(person));
}

Read<Entry> DecodeEntry(const Json& json) {
  FieldReader read(json);
  Entry entry;
  read.Required("start_at", entry.start);
  read.Required("end_at", entry.end);
  read.Optional("rotation_id", entry.rotation_id);
  read.Optional("layer_id", entry.layer_id);
  read.Optional("user", entry.user, DecodePerson);
  read.Optional("entry_id", entry.entry_id);
  read.Optional("fingerprint", entry.fingerprint);
  if (entry.user && entry.user->id.value() == kNobody) entry.user.reset();
  return read.Finish(std::move(entry));
}

Read<Layer> DecodeLayer(const Json& json) {
  FieldReader read(json);
  Layer layer;
  read.Required("id", layer.id);
  read.Optional("name", layer.name);
  return read.Finish(std::move(layer));
}

Read<Rotation> DecodeRotation(const Json& json) {
  FieldReader read(json);
  Rotation rotation;
  read.Required("id", rotation.id);
  read.Optional("name", rotation.name);
  read.Optional("effective_from", rotation.effective_from);
  read.Required("layers", rotation.layers, ListOf(DecodeLayer));
  read.Optional("users", rotation.users, ListOf(DecodePerson));
  return read.Finish(std::move(rotation));
}

// Null when the configuration does not tell.
Read<std::optional<std::vector<Rotation>>> DecodeConfig(const Json& json) {
  FieldReader read(json);
  std::optional<std::vector<Rotation>> rotations;
  read.Optional("rotations", rotations, ListOf(DecodeRotation));
  return read.Finish(std::move(rotations));
}

Read<std::map<std::string, std::string>> DecodeTexts(const Json& json) {
  if (!json.is_object()) return tl::make_unexpected(JsonError{"", "is not an object"});
  std::map<std::string, std::string> texts;
  for (const auto& [name, value] : json.items()) {
    auto text = DecodeString(value);
    if (!text) return tl::make_unexpected(text.error().Within(name));
    texts.emplace(name, *std::move(text));
  }
  return texts;
}

Read<Source> DecodeSource(const Json& json) {
  FieldReader read(json);
  Source source;
  read.Required("rotation_id", source.rotation_id);
  read.Required("layer_id", source.layer_id);
  return read.Finish(std::move(source));
}

Read<UserStatus> DecodeUserStatus(const Json& json) {
  FieldReader read(json);
  UserStatus status;
  read.Required("user_id", status.user_id);
  read.Optional("external_user_id", status.external_user_id);
  return read.Finish(std::move(status));
}

Read<Role> DecodeRole(const Json& json) {
  FieldReader read(json);
  Role role;
  read.Required("id", role.id);
  read.Optional("name", role.name);
  read.Optional("slug", role.slug);
  read.Optional("description", role.description);
  return read.Finish(std::move(role));
}

Read<Seats> DecodeSeats(const Json& json) {
  FieldReader read(json);
  Seats seats;
  read.Optional("on_call", seats.on_call);
  read.Optional("response", seats.response);
  return read.Finish(std::move(seats));
}

// Null for a value without a literal.
Read<std::optional<std::string>> DecodeLiteral(const Json& json) {
  FieldReader read(json);
  std::optional<std::string> literal;
  read.Optional("literal", literal);
  return read.Finish(std::move(literal));
}

Read<std::vector<std::string>> DecodeAttributeValue(const Json& json) {
  FieldReader read(json);
  std::optional<std::string> one;
  std::vector<std::optional<std::string>> several;
  read.Optional("value", one, DecodeLiteral);
  read.Optional("array_value", several, ListOf(DecodeLiteral));
  several.push_back(std::move(one));
  std::vector<std::string> literals;
  for (auto& literal : several) {
    if (literal) literals.push_back(*std::move(literal));
  }
  return read.Finish(std::move(literals));
}

Read<std::map<std::string, std::vector<std::string>>> DecodeAttributeValues(const Json& json) {
  if (!json.is_object()) return tl::make_unexpected(JsonError{"", "is not an object"});
  std::map<std::string, std::vector<std::string>> values;
  for (const auto& [id, value] : json.items()) {
    auto literals = DecodeAttributeValue(value);
    if (!literals) return tl::make_unexpected(literals.error().Within(id));
    values.emplace(id, *std::move(literals));
  }
  return values;
}

// The field by its name, or else by its JSON pointer; empty when the error speaks of none.
std::string FieldOf(const Json& error) {
  const Json* source = Find(error, "source");
  if (source == nullptr) return "";
  const std::string field = TextOr(*source, "field");
  return field.empty() ? TextOr(*source, "pointer") : field;
}

}  // namespace

std::string_view NormalisedProvider(std::string_view provider) {
  return provider == "jira" ? "jsm" : provider;
}

Read<Replica> DecodeReplica(const Json& json) {
  FieldReader read(json);
  Replica replica;
  read.Required("id", replica.id);
  read.Required("schedule_id", replica.schedule_id);
  read.Required("sources", replica.sources, ListOf(DecodeSource));
  read.Required("replica_provider", replica.provider);
  read.Required("replica_provider_id", replica.provider_id);
  read.Required("replica_fallback_user_id", replica.fallback_user_id);
  read.Optional("mirror_window_days", replica.mirror_window_days);
  read.Optional("user_statuses", replica.user_statuses, ListOf(DecodeUserStatus));
  read.Optional("last_synced_at", replica.last_synced_at);
  read.Optional("last_sync_error", replica.last_sync_error);
  read.Required("created_at", replica.created_at);
  read.Required("updated_at", replica.updated_at);
  return read.Finish(std::move(replica));
}

Read<Schedule> DecodeSchedule(const Json& json) {
  FieldReader read(json);
  Schedule schedule;
  read.Required("id", schedule.id);
  read.Required("name", schedule.name);
  read.Required("timezone", schedule.timezone);
  read.Optional("team_ids", schedule.team_ids, ListOf(DecodeString));
  read.Optional("annotations", schedule.annotations, DecodeTexts);
  std::optional<std::vector<Rotation>> rotations;
  read.Optional("config", rotations, DecodeConfig);
  schedule.has_told_rotations = rotations.has_value();
  schedule.rotations = std::move(rotations).value_or(std::vector<Rotation>{});
  read.Optional("current_shifts", schedule.current_shifts, ListOf(DecodeEntry));
  read.Optional("next_shifts", schedule.next_shifts, ListOf(DecodeEntry));
  read.Required("created_at", schedule.created_at);
  read.Required("updated_at", schedule.updated_at);
  return read.Finish(std::move(schedule));
}

Read<Entries> DecodeEntries(const Json& json) {
  FieldReader read(json);
  Entries entries;
  read.Required("final", entries.final_entries, ListOf(DecodeEntry));
  return read.Finish(std::move(entries));
}

Read<User> DecodeUser(const Json& json) {
  FieldReader read(json);
  User user;
  ReadPerson(read, user);
  read.Optional("is_active", user.is_active);
  read.Optional("base_role", user.base_role, DecodeRole);
  read.Optional("custom_roles", user.custom_roles, ListOf(DecodeRole));
  read.Optional("seats", user.seats, DecodeSeats);
  return read.Finish(std::move(user));
}

Read<CatalogType> DecodeCatalogType(const Json& json) {
  FieldReader read(json);
  CatalogType type;
  read.Required("id", type.id);
  read.Optional("registry_type", type.registry_type);
  return read.Finish(std::move(type));
}

Read<CatalogEntry> DecodeCatalogEntry(const Json& json) {
  FieldReader read(json);
  CatalogEntry entry;
  read.Optional("external_id", entry.external_id);
  entry.is_archived = Find(json, "archived_at") != nullptr;
  read.Optional("attribute_values", entry.values, DecodeAttributeValues);
  return read.Finish(std::move(entry));
}

std::string EncodeNewReplica(const NewReplica& wanted) {
  Json sources = Json::array();
  for (const Source& source : wanted.sources) {
    sources.push_back(
        {{"rotation_id", source.rotation_id.value()}, {"layer_id", source.layer_id.value()}});
  }
  return WriteJson({{"schedule_replica",
                     {{"replica_provider", NormalisedProvider(wanted.provider)},
                      {"replica_provider_id", wanted.provider_id.value()},
                      {"replica_fallback_user_id", wanted.fallback_user_id.value()},
                      {"sources", std::move(sources)},
                      {"mirror_window_days", wanted.mirror_window_days}}}});
}

void ReadErrorBody(const http::Response& response, http::ApiError& error) {
  const auto body = ParseJson(response.body);
  if (!body) return;
  const std::string request_id = TextOr(*body, "request_id");
  if (!request_id.empty()) error.request_id = request_id;

  const Json* errors = Find(*body, "errors");
  if (errors == nullptr || !errors->is_array()) return;
  std::string words;
  for (const Json& item : *errors) {
    const std::string message = TextOr(item, "message", TextOr(item, "code"));
    if (message.empty()) continue;
    words += (words.empty() ? "" : "; ") + message;
    if (std::string field = FieldOf(item); !field.empty()) {
      error.fields.push_back({std::move(field), message});
    }
  }
  if (!words.empty()) error.message = base::CleanText(words);
}

std::optional<absl::Time> RetryAfterInBody(const http::Response& response) {
  const auto body = ParseJson(response.body);
  const Json* rate_limit = body ? Find(*body, "rate_limit") : nullptr;
  if (rate_limit == nullptr) return std::nullopt;
  const auto text = Field<std::string>(*rate_limit, "retry_after");
  if (!text) return std::nullopt;
  // RFC 3339 as documented since July 2026, an HTTP date before.
  const auto instant = base::ParseInstant(*text);
  return instant ? instant : http::ParseHttpDate(*text);
}

}  // namespace incident
