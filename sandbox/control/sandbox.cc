#include "sandbox/control/sandbox.h"

#include "nlohmann/json.hpp"

namespace sandbox {
namespace {

constexpr std::string_view kControl = "/_sandbox";

// What is left of `path` below `base`; nullopt when it is elsewhere.
std::optional<std::string_view> Below(std::string_view base, std::string_view path) {
  if (!path.starts_with(base)) return std::nullopt;
  path.remove_prefix(base.size());
  if (!path.empty() && path.front() != '/') return std::nullopt;
  return path;
}

// As RFC 7231 writes it: "Mon, 23 Mar 2026 10:30:00 GMT".
std::string HttpDate(absl::Time time) {
  return absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", time, absl::UTCTimeZone());
}

}  // namespace

Answer Sandbox::Respond(const Request& request) {
  Outcome outcome = RespondNow(request);
  if (outcome.delay > absl::ZeroDuration()) sleep_(outcome.delay);
  return std::move(outcome.answer);
}

Sandbox::Outcome Sandbox::RespondNow(const Request& request) {
  const std::lock_guard lock(mutex_);
  world::World& world = backstage_.stage->world;
  if (backstage_.stage->live) world.AdvanceTo(request.received_at);
  if (const auto path = Below(kControl, request.path)) {
    return {control_.Respond(request, *path), absl::ZeroDuration()};
  }

  const auto seq = backstage_.log.Begin(request, world.now());
  const auto fault = backstage_.faults.Strike(request);
  world.Serve(static_cast<std::int64_t>(seq));
  Answer answer = fault && !fault->effect ? Answer{} : Serve(request);
  world.Serve(0);
  answer.headers["Date"] = HttpDate(world.now());
  if (fault) answer = Distort(*fault, std::move(answer));
  const bool answered = answer.cut == Cut::kNone || answer.cut == Cut::kTruncate;
  backstage_.log.End(seq, answered ? std::optional(answer.status) : std::nullopt,
                     fault.has_value());
  return {std::move(answer), fault ? fault->delay : absl::ZeroDuration()};
}

Answer Sandbox::Serve(const Request& request) {
  Stage& stage = *backstage_.stage;
  if (const auto path = Below("/incident", request.path)) {
    return stage.incident.Respond(request, *path);
  }
  if (const auto path = Below("/pagerduty", request.path)) {
    return stage.pagerduty.Respond(request, *path);
  }
  if (const auto path = Below("/opsgenie", request.path)) {
    return stage.opsgenie.Respond(request, *path);
  }
  if (const auto path = Below("/jsm", request.path)) return stage.jsm.Respond(request, *path);
  return JsonAnswer(404, {{"error",
                           "The base paths are /incident, /pagerduty, /opsgenie, /jsm "
                           "and /_sandbox."}});
}

}  // namespace sandbox
