// Identifiers in each vendor's look, counted up and so the same in every run. Not thread-safe.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace sandbox::world {

enum class IdLook {
  kUlid,               // 26 characters, incident.io
  kReplicaUlid,        // the same, apart from all others
  kPagerDuty,          // "P" and six characters
  kPagerDutyOverride,  // "Q" and thirteen characters
  kUuid,               // Opsgenie, Jira Service Management
};

class Ids {
 public:
  explicit Ids(IdLook look) : look_(look) {}

  // `wanted` when it is not empty, else a fresh one. What was claimed before is never made up
  // again.
  std::string Claim(std::string wanted = "");

 private:
  IdLook look_;
  std::uint64_t last_ = 0;
  std::set<std::string> claimed_;
};

// An identifier in the look of a ULID that depends on `text` alone.
std::string UlidFor(std::string_view text);

}  // namespace sandbox::world
