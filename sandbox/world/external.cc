#include "sandbox/world/external.h"

#include <algorithm>
#include <utility>

namespace sandbox::world {
namespace {

bool Contains(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

std::optional<Provider> ParseProvider(std::string_view text) {
  if (text == "native") return Provider::kNative;
  if (text == "pagerduty") return Provider::kPagerDuty;
  if (text == "opsgenie") return Provider::kOpsgenie;
  if (text == "jsm" || text == "jira") return Provider::kJsm;
  return std::nullopt;
}

std::string_view ProviderName(Provider provider) {
  switch (provider) {
    case Provider::kNative:
      return "native";
    case Provider::kPagerDuty:
      return "pagerduty";
    case Provider::kOpsgenie:
      return "opsgenie";
    case Provider::kJsm:
      return "jsm";
  }
  return "";
}

External::External(const Clock& clock, Changed changed)
    : clock_(clock),
      changed_(std::move(changed)),
      pagerduty_(clock,
                 [this](const std::string& id) {
                   changed_({Provider::kPagerDuty, id});
                 }),
      opsgenie_(clock,
                [this](const std::string& id) {
                  changed_({Provider::kOpsgenie, id});
                }),
      jsm_(clock, [this](const std::string& id) {
        changed_({Provider::kJsm, id});
      }) {}

bool External::HasSchedule(const Target& target) const {
  if (target.provider == Provider::kNative) return true;
  if (const OpsAccount* ops = Ops(target.provider)) {
    return ops->FindSchedule(target.schedule_id) != nullptr;
  }
  return pagerduty_.FindSchedule(target.schedule_id) != nullptr;
}

bool External::HasUser(Provider provider, std::string_view id) const {
  if (provider == Provider::kNative) return true;
  if (const OpsAccount* ops = Ops(provider)) {
    const OpsUser* user = ops->FindUser(id);
    return user != nullptr && user->id == id;
  }
  return pagerduty_.FindUser(id) != nullptr;
}

Showing External::Snapshot(const Target& target, const std::vector<std::string>& without) const {
  if (const OpsAccount* ops = Ops(target.provider)) {
    if (const OpsSchedule* stored = ops->FindSchedule(target.schedule_id)) {
      OpsSchedule copy = *stored;
      std::erase_if(copy.overrides,
                    [&](const OpsOverride& one) { return Contains(without, one.alias); });
      return [copy = std::move(copy)](absl::Time from, absl::Time until) {
        return Together(Render(copy, from, until), from, until);
      };
    }
  } else if (const PagerDutySchedule* stored = pagerduty_.FindSchedule(target.schedule_id)) {
    PagerDutySchedule copy = *stored;
    std::erase_if(copy.overrides,
                  [&](const PagerDutyOverride& one) { return Contains(without, one.id); });
    return [copy = std::move(copy)](absl::Time from, absl::Time until) {
      return Together({Render(copy, from, until, false).final}, from, until);
    };
  }
  return [](absl::Time from, absl::Time until) { return Together({}, from, until); };
}

std::vector<MirrorOverride> External::MirrorOverrides(const Target& target) const {
  std::vector<MirrorOverride> found;
  const auto add = [&](const auto& one, const std::string& id, const std::string& user) {
    if (one.by_mirror && one.end > clock_.now()) found.push_back({id, one.start, one.end, user});
  };
  if (const OpsAccount* ops = Ops(target.provider)) {
    const OpsSchedule* schedule = ops->FindSchedule(target.schedule_id);
    if (schedule == nullptr) return found;
    for (const OpsOverride& one : schedule->overrides) {
      add(one, one.alias, ToTimelineUser(one.responder));
    }
  } else if (const PagerDutySchedule* schedule = pagerduty_.FindSchedule(target.schedule_id)) {
    for (const PagerDutyOverride& one : schedule->overrides) add(one, one.id, one.user);
  }
  return found;
}

Result<void> External::Mirror(const Target& target, const std::vector<std::string>& ended,
                              const std::vector<Shift>& added) {
  switch (target.provider) {
    case Provider::kNative:
      return {};
    case Provider::kPagerDuty:
      return pagerduty_.Mirror(target.schedule_id, ended, added);
    case Provider::kOpsgenie:
      return opsgenie_.Mirror(target.schedule_id, ended, added);
    case Provider::kJsm:
      return jsm_.Mirror(target.schedule_id, ended, added);
  }
  return {};
}

const OpsAccount* External::Ops(Provider provider) const {
  if (provider == Provider::kOpsgenie) return &opsgenie_;
  return provider == Provider::kJsm ? &jsm_ : nullptr;
}

}  // namespace sandbox::world
