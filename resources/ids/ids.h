// Strong ids: the same text in two roles is two types, so that an incident.io user can never be
// passed for an external one. The vendors may change format and length at any time; nothing here
// looks inside. Plain values.
#pragma once

#include <compare>
#include <string>
#include <utility>

namespace ids {

template <typename Tag>
class Id {
 public:
  // Empty: no id. The APIs never give an empty one.
  Id() = default;
  explicit Id(std::string value) : value_(std::move(value)) {}

  const std::string& value() const { return value_; }
  bool empty() const { return value_.empty(); }

  friend bool operator==(const Id&, const Id&) = default;
  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  std::string value_;
};

using ScheduleId = Id<struct ScheduleTag>;
using ReplicaId = Id<struct ReplicaTag>;
using RotationId = Id<struct RotationTag>;
using LayerId = Id<struct LayerTag>;
// A person in incident.io.
using UserId = Id<struct UserTag>;
// The schedule and the people of PagerDuty, Opsgenie or Jira Service Management.
using ExternalScheduleId = Id<struct ExternalScheduleTag>;
using ExternalUserId = Id<struct ExternalUserTag>;

}  // namespace ids
