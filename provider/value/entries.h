// Vectors of name and value that are sorted by name: how maps, objects and object types are kept.
// They are small, are built once and read often, and Terraform wants them in this order.
#pragma once

#include <algorithm>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tf::internal {

// Sorts by name in byte order; of a name that is there more than once the last one stays.
template <class T>
void SortEntries(std::vector<std::pair<std::string, T>>& entries) {
  const auto name = [](const auto& entry) -> const std::string& { return entry.first; };
  if (std::ranges::adjacent_find(entries, std::ranges::greater_equal{}, name) == entries.end())
    return;
  // From the back, so that the last one of a name comes first and survives.
  std::ranges::reverse(entries);
  std::ranges::stable_sort(entries, {}, name);
  const auto repeated = std::ranges::unique(entries, {}, name);
  entries.erase(repeated.begin(), repeated.end());
}

// The value of that name in sorted entries; nullptr when there is none. `Entries` may be const.
template <class Entries>
auto FindEntry(Entries& entries, std::string_view name) -> decltype(&entries.begin()->second) {
  const auto name_of = [](const auto& entry) -> std::string_view { return entry.first; };
  // Names of different lengths differ at a glance, which for the attributes of a resource is faster
  // than to look for their order.
  constexpr std::size_t kFew = 32;
  const auto it = entries.size() <= kFew ? std::ranges::find(entries, name, name_of)
                                         : std::ranges::lower_bound(entries, name, {}, name_of);
  return it != entries.end() && it->first == name ? &it->second : nullptr;
}

}  // namespace tf::internal
