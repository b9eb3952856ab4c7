// Reads the text that names a replica in `terraform import` and in import blocks. Pure functions.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "resources/ids/ids.h"
#include "resources/oncall/arguments.h"

namespace schedule_replica {

struct ImportId {
  ids::ScheduleId schedule;
  // The replica itself, or the target that one replica of the schedule writes to.
  std::variant<ids::ReplicaId, oncall::Target> replica;
};

// `schedule_id:replica_id` or `schedule_id:replica_provider:replica_provider_id`. Blanks around a
// part do not count; the last part of the second form may hold colons when the provider is one that
// we know. Null for anything else.
std::optional<ImportId> ParseImportId(std::string_view text);

}  // namespace schedule_replica
