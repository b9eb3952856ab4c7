// Records kept in a vector, in order of creation, and found by their id.
#pragma once

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace sandbox::world {

// Null when there is none; valid until the vector changes.
template <typename Record>
Record* FindById(std::vector<Record>& records, std::string_view id) {
  const auto it = std::find_if(records.begin(), records.end(),
                               [id](const Record& record) { return record.id == id; });
  return it == records.end() ? nullptr : &*it;
}
template <typename Record>
const Record* FindById(const std::vector<Record>& records, std::string_view id) {
  return FindById(const_cast<std::vector<Record>&>(records), id);
}

// Adds `record`, or replaces the one of its id.
template <typename Record>
void PutById(std::vector<Record>& records, Record record) {
  if (Record* known = FindById(records, record.id)) {
    *known = std::move(record);
  } else {
    records.push_back(std::move(record));
  }
}

// False when there is none of that id. `id` may be the record's own.
template <typename Record>
bool RemoveById(std::vector<Record>& records, std::string_view id) {
  const Record* record = FindById(records, id);
  if (record == nullptr) return false;
  records.erase(records.begin() + (record - records.data()));
  return true;
}

}  // namespace sandbox::world
