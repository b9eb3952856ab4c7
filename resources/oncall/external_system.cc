#include "resources/oncall/external_system.h"

#include <cstddef>
#include <tuple>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "resources/jsm/client.h"
#include "resources/mirror/interval.h"
#include "resources/mirror/timeline.h"
#include "resources/oncall/shared_read.h"
#include "resources/opsgenie/client.h"
#include "resources/pagerduty/client.h"

namespace oncall {
namespace {

template <typename T>
using Result = tl::expected<T, http::ApiError>;

mirror::Origin OriginOf(const pagerduty::Entry& entry) {
  if (!entry.by_override) return mirror::Origin::kUnknown;
  return *entry.by_override ? mirror::Origin::kOverride : mirror::Origin::kBaseSchedule;
}

// A layer that covers a stretch, and what it shows there.
struct Covering {
  mirror::Interval span;
  std::size_t rank;
  const std::optional<ids::ExternalUserId>* user;
};

struct ByRank {
  bool operator()(const Covering* a, const Covering* b) const {
    return std::tie(a->rank, a->span.start) < std::tie(b->rank, b->span.start);
  }
};

// What shows where layers are stacked.
std::vector<mirror::ActualEntry> Stack(const std::vector<pagerduty::LayerEntry>& layers,
                                       const mirror::Interval& window) {
  std::vector<Covering> covering;
  for (const pagerduty::LayerEntry& entry : layers) {
    covering.push_back({mirror::Clip({entry.start, entry.end}, window), entry.rank, &entry.user});
  }
  std::vector<mirror::ActualEntry> shown;
  mirror::Sweep<ByRank>(covering, window, [&](const mirror::Interval& span, const auto& active) {
    if (active.empty()) return;
    const Covering& top = **active.begin();
    shown.push_back({span.start, span.end, *top.user, mirror::Origin::kBaseSchedule});
  });
  return shown;
}

class PagerDuty final : public ExternalSystem {
 public:
  PagerDuty(const pagerduty::Options& options, const http::Platform& platform)
      : client_(options, platform), names_(platform.clock) {}

  Result<ExternalSchedule> Read(const ids::ExternalScheduleId& schedule, absl::Time from,
                                absl::Time until, const http::CallLimits& limits) override {
    auto read = client_.ReadSchedule(schedule, from, until, limits);
    if (!read) return tl::unexpected(read.error());
    ExternalSchedule shown = Headed(*read);
    for (const pagerduty::Entry& entry : read->entries) {
      shown.entries.push_back({entry.start, entry.end, entry.user, OriginOf(entry)});
      if (entry.user) NameStranger(*entry.user, shown, limits);
    }
    return shown;
  }

  Result<std::optional<ExternalSchedule>> ReadBase(const ids::ExternalScheduleId& schedule,
                                                   absl::Time from, absl::Time until,
                                                   const http::CallLimits& limits) override {
    auto read = client_.ReadLayers(schedule, from, until, limits);
    if (!read) return tl::unexpected(read.error());
    if (!read->layers) return std::nullopt;
    ExternalSchedule base = Headed(*read);
    base.entries = Stack(*read->layers, {from, until});
    return base;
  }

  Result<std::optional<Addresses>> ReadAddresses(const http::CallLimits& limits) override {
    const auto users = client_.ListUsers(limits);
    if (!users) return tl::unexpected(users.error());
    Addresses addresses;
    for (const pagerduty::User& user : *users) {
      addresses.emplace(absl::AsciiStrToLower(user.email), user.id);
    }
    return addresses;
  }

 private:
  static ExternalSchedule Headed(pagerduty::Schedule& read) {
    return {read.name.value_or(""), read.time_zone.value_or(""), {}, std::move(read.names)};
  }

  // Schedules of shifts name nobody. A name is worth one request, and its lack no error.
  void NameStranger(const ids::ExternalUserId& user, ExternalSchedule& shown,
                    const http::CallLimits& limits) {
    const auto [name, is_new] = shown.names.try_emplace(user);
    const bool is_person = user.value().find(':') == std::string::npos;
    if (!is_new || !is_person) return;
    const auto known = names_.Get(user, limits, [&](const auto& mine) -> Result<std::string> {
      auto found = client_.ShowUser(user, mine);
      if (found) return std::move(found->name);
      // Who stopped waiting has not learnt that there is no name.
      if (found.error().kind == http::ApiErrorKind::kCancelled) {
        return tl::unexpected(found.error());
      }
      return std::string();
    });
    if (known) name->second = **known;
  }

  pagerduty::Client client_;
  SharedRead<ids::ExternalUserId, std::string> names_;
};

ExternalSchedule FromTimeline(opsgenie::Timeline timeline) {
  ExternalSchedule shown{timeline.schedule_name.value_or(""), "", {}, std::move(timeline.names)};
  for (const opsgenie::Period& period : timeline.periods) {
    shown.entries.push_back({period.start, period.end, period.user});
  }
  return shown;
}

std::optional<ExternalSchedule> BaseOf(opsgenie::Timeline timeline) {
  if (!timeline.base) return std::nullopt;
  timeline.periods = *std::move(timeline.base);
  return FromTimeline(std::move(timeline));
}

class Opsgenie final : public ExternalSystem {
 public:
  Opsgenie(const opsgenie::Options& options, http::Platform platform)
      : client_(options, std::move(platform)) {}

  Result<ExternalSchedule> Read(const ids::ExternalScheduleId& schedule, absl::Time from,
                                absl::Time until, const http::CallLimits& limits) override {
    auto timeline = client_.ReadTimeline(schedule, from, until, limits);
    if (!timeline) return tl::unexpected(timeline.error());
    return FromTimeline(*std::move(timeline));
  }

  Result<std::optional<ExternalSchedule>> ReadBase(const ids::ExternalScheduleId& schedule,
                                                   absl::Time from, absl::Time until,
                                                   const http::CallLimits& limits) override {
    auto timeline = client_.ReadTimelineWithBase(schedule, from, until, limits);
    if (!timeline) return tl::unexpected(timeline.error());
    return BaseOf(*std::move(timeline));
  }

  Result<std::optional<Addresses>> ReadAddresses(const http::CallLimits& limits) override {
    const auto users = client_.ListUsers(limits);
    if (!users) return tl::unexpected(users.error());
    Addresses addresses;
    for (const opsgenie::User& user : *users) {
      addresses.emplace(absl::AsciiStrToLower(user.username), user.id);
    }
    return addresses;
  }

 private:
  opsgenie::Client client_;
};

class Jsm final : public ExternalSystem {
 public:
  Jsm(const jsm::Options& options, http::Platform platform)
      : client_(options, std::move(platform)) {}

  Result<ExternalSchedule> Read(const ids::ExternalScheduleId& schedule, absl::Time from,
                                absl::Time until, const http::CallLimits& limits) override {
    auto timeline = client_.ReadTimeline(schedule, from, until, limits);
    if (!timeline) return tl::unexpected(timeline.error());
    ExternalSchedule shown = FromTimeline(*std::move(timeline));
    if (!shown.name.empty()) return shown;
    if (const auto named = client_.ShowSchedule(schedule, limits)) shown.name = named->name;
    return shown;
  }

  Result<std::optional<ExternalSchedule>> ReadBase(const ids::ExternalScheduleId& schedule,
                                                   absl::Time from, absl::Time until,
                                                   const http::CallLimits& limits) override {
    auto timeline = client_.ReadTimelineWithBase(schedule, from, until, limits);
    if (!timeline) return tl::unexpected(timeline.error());
    return BaseOf(*std::move(timeline));
  }

  Result<std::optional<Addresses>> ReadAddresses(const http::CallLimits&) override {
    return std::nullopt;
  }

 private:
  jsm::Client client_;
};

template <typename System, typename Options>
ExternalAccess AccessTo(const std::variant<NoAccess, Options>& options,
                        const http::Platform& platform) {
  if (const auto* given = std::get_if<Options>(&options)) {
    return {std::nullopt, std::make_unique<System>(*given, platform)};
  }
  const auto* no_access = std::get_if<NoAccess>(&options);
  return {no_access != nullptr ? *no_access : NoAccess{}, nullptr};
}

}  // namespace

std::map<std::string, ExternalAccess, std::less<>> ExternalSystems(const Settings& settings,
                                                                   const http::Platform& platform) {
  std::map<std::string, ExternalAccess, std::less<>> systems;
  systems.emplace("pagerduty", AccessTo<PagerDuty>(settings.pagerduty, platform));
  systems.emplace("opsgenie", AccessTo<Opsgenie>(settings.opsgenie, platform));
  systems.emplace("jsm", AccessTo<Jsm>(settings.jsm, platform));
  return systems;
}

}  // namespace oncall
