// Reads both sides of a mirror, each thing once for everybody who asks, and says what is wrong.
// Needs access to incident.io. What cannot be read is no failure here: the answer says so, and
// holds what the rest tells. Safe to call from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "absl/time/time.h"
#include "resources/http/api_error.h"
#include "resources/ids/ids.h"
#include "resources/incident/types.h"
#include "resources/mirror/check.h"
#include "resources/mirror/report.h"
#include "resources/mirror/wording.h"
#include "resources/oncall/on_call.h"

namespace oncall {

// Why one side could not be read.
struct Unread {
  bool is_external = false;  // Otherwise it is incident.io.
  std::variant<NoAccess, http::ApiError> why;

  const NoAccess* no_access() const { return std::get_if<NoAccess>(&why); }
  const http::ApiError* error() const { return std::get_if<http::ApiError>(&why); }
};

struct MirrorCheck {
  // As it was checked, people's counterparts included.
  mirror::Replica replica;
  // Null when incident.io could not be read; without comparison when the external system could not.
  std::optional<mirror::Check> check;
  // How a report says it, which the reader of a plan may know more about.
  mirror::Wording wording;
  // The schedule's time zone, when this machine does not know it, so that times are told in UTC.
  std::string unknown_zone;
  // Whether the replica does not exist yet.
  bool is_planned = false;
  std::optional<Unread> unread;

  // Null when there is nothing to say.
  std::optional<mirror::Report> Report() const;
};

// Whether mirrors into this provider can be checked at all.
bool CanBeChecked(std::string_view provider);

// When a mirror is looked at: at OnCall::CheckTime() unless it is to be read anew.
struct Look {
  absl::Time now;
  // The last sync that this provider forced.
  std::optional<absl::Time> resynced_at = {};
};

MirrorCheck CheckMirror(OnCall& oncall, const incident::Replica& replica, const Look& look,
                        const http::CallLimits& limits);

// What creating a replica would do. Sources that come as a set are taken in the schedule's order.
enum class SourceOrder { kAsGiven, kOfTheSchedule };
MirrorCheck PreviewMirror(OnCall& oncall, const incident::NewReplica& planned, SourceOrder order,
                          const http::CallLimits& limits);

}  // namespace oncall
