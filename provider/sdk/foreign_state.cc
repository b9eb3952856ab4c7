#include "provider/sdk/foreign_state.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "provider/value/json.h"

namespace tf::internal {

std::optional<Value> ReadForeign(const ForeignState& state, const Type& type,
                                 Diagnostics& diagnostics) {
  auto value = DecodeJson(state.json, type, UnknownAttributes::kDrop);
  if (value && value->is_known()) return *std::move(value);
  diagnostics.AddError(
      "Unreadable state",
      absl::StrCat("The stored state of ", base::CleanText(state.type_name),
                   " cannot be read: ", value ? "it is null" : value.error(),
                   ". Restore the state from a backup, or remove the resource from the state and "
                   "import it again."));
  return std::nullopt;
}

}  // namespace tf::internal
