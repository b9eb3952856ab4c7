// Whom an external schedule puts on call by itself, without overrides: what is left there when a
// mirror ends. Never an error: what cannot be read soon is not known. Safe to call from any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "resources/http/client.h"
#include "resources/ids/ids.h"
#include "resources/oncall/arguments.h"
#include "resources/oncall/on_call.h"

namespace oncall {

struct BaseShift {
  // By name where the answer tells it; empty when nobody is on call.
  std::vector<std::string> people;
  // Null when nothing else comes within the two weeks that are looked at.
  std::optional<absl::Time> until;
  // Of the external schedule; UTC where the answer does not tell.
  absl::TimeZone zone;
};

// At OnCall::CheckTime(), by one request for each target. `fallback` is that of the mirror.
std::optional<BaseShift> FindBaseShift(OnCall& oncall, const Target& target,
                                       const ids::ExternalUserId& fallback,
                                       const http::CallLimits& limits);

}  // namespace oncall
