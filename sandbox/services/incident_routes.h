// What the source files of IncidentService share and nobody else needs: the table of operations and
// pages of lists.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nlohmann/json_fwd.hpp"
#include "sandbox/services/incident_service.h"

namespace sandbox {

struct IncidentService::Route {
  std::string_view method;
  std::string_view pattern;
  std::string_view scope;
  Answer (IncidentService::*operation)(const Call&);
};

// "page_size"; nullopt when it is not a number between 1 and `max`.
std::optional<int> PageSizeOf(const Request& request, int max);

// The elements [begin, end) of a list.
struct Slice {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The page of `size` elements that "after" asks for, the id of the last element of the page before.
// After an id that is not in the list comes nothing.
Slice PageOf(const Request& request, const std::vector<std::string>& ids, int size);

// "pagination_meta" of that page.
nlohmann::json PaginationMeta(const std::vector<std::string>& ids, Slice slice, int size);

}  // namespace sandbox
