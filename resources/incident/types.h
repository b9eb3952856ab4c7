// The objects of the incident.io API as plain values: https://docs.incident.io/api-reference. Ids
// and enumerations are kept as text, since the vendor adds values and changes formats without
// notice. An optional is null when the API left the member out or sent null.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "resources/ids/ids.h"

namespace incident {

// A user as schedules and entries show them.
struct Person {
  ids::UserId id;
  std::string name;
  std::optional<std::string> email;
  std::optional<std::string> role;
  std::optional<std::string> slack_user_id;
};

struct Role {
  std::string id;
  std::string name;
  std::string slug;
  std::optional<std::string> description;
};

// What a person's licence covers, as "full_access", "viewer_only" or "none".
struct Seats {
  std::optional<std::string> on_call;
  std::optional<std::string> response;
};

struct User : Person {
  // False for deactivated users and for those who never logged in; null when the API does not say.
  std::optional<bool> is_active;
  std::optional<Role> base_role;
  std::vector<Role> custom_roles;
  std::optional<Seats> seats;
};

// One shift, override or projected piece of either: [start, end).
struct Entry {
  absl::Time start;
  absl::Time end;
  std::optional<ids::RotationId> rotation_id;
  std::optional<ids::LayerId> layer_id;
  // Null when no one is on call, also when the API names its reserved user NOBODY.
  std::optional<Person> user;
  std::optional<std::string> entry_id;
  // Equal for the same shift on two pages or in two answers.
  std::optional<std::string> fingerprint;
};

// What a window shows, entries that reach over its ends included, in the order of the API. A shift
// that two pages share is there twice. What it was made from is not read: the rotations' own shifts
// and the overrides.
struct Entries {
  // Rotations with the overrides applied.
  std::vector<Entry> final_entries;
};

struct Layer {
  ids::LayerId id;
  std::string name;
};

// One version of a rotation; a rotation with planned changes is there several times.
struct Rotation {
  ids::RotationId id;
  std::string name;
  // Null for the first version.
  std::optional<absl::Time> effective_from;
  std::vector<Layer> layers;
  std::vector<Person> users;
};

struct Schedule {
  ids::ScheduleId id;
  std::string name;
  std::string timezone;
  std::vector<std::string> team_ids;
  std::map<std::string, std::string> annotations;
  std::vector<Rotation> rotations;
  // False when the API left them out, which says nothing about what the schedule has.
  bool has_told_rotations = true;
  std::vector<Entry> current_shifts;
  std::vector<Entry> next_shifts;
  absl::Time created_at;
  absl::Time updated_at;
};

struct Source {
  ids::RotationId rotation_id;
  ids::LayerId layer_id;

  friend bool operator==(const Source&, const Source&) = default;
  friend auto operator<=>(const Source&, const Source&) = default;
};

struct UserStatus {
  ids::UserId user_id;
  // Null when the person has no counterpart in the external system.
  std::optional<ids::ExternalUserId> external_user_id;

  friend bool operator==(const UserStatus&, const UserStatus&) = default;
};

inline constexpr std::int64_t kDefaultMirrorWindowDays = 14;

// "jira", the former name, as "jsm"; every other provider as it is.
std::string_view NormalisedProvider(std::string_view provider);

struct Replica {
  ids::ReplicaId id;
  ids::ScheduleId schedule_id;
  // In the order of the API, which is the preference among people on call at once.
  std::vector<Source> sources;
  // As the API spelled it; compare with NormalisedProvider().
  std::string provider;
  ids::ExternalScheduleId provider_id;
  ids::ExternalUserId fallback_user_id;
  std::int64_t mirror_window_days = kDefaultMirrorWindowDays;
  std::vector<UserStatus> user_statuses;
  // Null until the first sync that worked.
  std::optional<absl::Time> last_synced_at;
  // Null when the latest sync worked.
  std::optional<std::string> last_sync_error;
  absl::Time created_at;
  absl::Time updated_at;

  std::string_view NormalisedProvider() const { return incident::NormalisedProvider(provider); }
};

struct ReplicaList {
  std::vector<Replica> replicas;
  // The server's own clock when it answered; null when it did not say.
  std::optional<absl::Time> server_time;
};

struct NewReplica {
  ids::ScheduleId schedule_id;
  std::vector<Source> sources;
  std::string provider;
  ids::ExternalScheduleId provider_id;
  ids::ExternalUserId fallback_user_id;
  std::int64_t mirror_window_days = kDefaultMirrorWindowDays;
};

struct CatalogType {
  std::string id;
  // Set for types that an integration keeps in step, as "PagerDutyUser".
  std::optional<std::string> registry_type;
};

struct CatalogEntry {
  std::optional<std::string> external_id;
  bool is_archived = false;
  // Attribute id to its literals: none, one, or several for an array. That of a link is the id,
  // external id or alias of the linked entry.
  std::map<std::string, std::vector<std::string>> values;
};

}  // namespace incident
