#include "sandbox/services/incident_routes.h"

#include <algorithm>

#include "nlohmann/json.hpp"

namespace sandbox {

std::optional<int> PageSizeOf(const Request& request, int max) {
  const auto size = IntegerQuery(request, "page_size", 25);
  return size && *size >= 1 && *size <= max ? size : std::nullopt;
}

Slice PageOf(const Request& request, const std::vector<std::string>& ids, int size) {
  std::size_t begin = 0;
  if (const auto after = Query(request, "after"); after && !after->empty()) {
    const auto found = std::find(ids.begin(), ids.end(), *after);
    begin = found == ids.end() ? ids.size() : static_cast<std::size_t>(found - ids.begin()) + 1;
  }
  return {begin, std::min(ids.size(), begin + static_cast<std::size_t>(size))};
}

nlohmann::json PaginationMeta(const std::vector<std::string>& ids, Slice slice, int size) {
  nlohmann::json meta = {{"page_size", size}, {"total_record_count", ids.size()}};
  if (slice.end < ids.size()) meta["after"] = ids[slice.end - 1];
  return meta;
}

}  // namespace sandbox
