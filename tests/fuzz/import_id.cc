// The text of `terraform import`.
#include "resources/schedule_replica/import_id.h"

#include "base/text.h"
#include "tests/fuzz/target.h"

void Fuzz(std::string_view input) {
  const auto id = schedule_replica::ParseImportId(input);
  if (!id) return;
  HOLDS(!base::IsBlank(id->schedule.value()));
  if (const auto* replica = std::get_if<ids::ReplicaId>(&id->replica)) {
    HOLDS(!base::IsBlank(replica->value()));
  } else {
    const auto& target = std::get<oncall::Target>(id->replica);
    HOLDS(!base::IsBlank(target.provider) && !base::IsBlank(target.id.value()));
  }
}
