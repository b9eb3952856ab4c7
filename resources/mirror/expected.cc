#include "resources/mirror/expected.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <tuple>
#include <utility>

namespace mirror {

namespace {

// A reserved user id that holds a shift without putting anybody on call.
constexpr char kNobody[] = "NOBODY";

// What an entry claims for its lane.
struct Claim {
  Interval span;
  std::size_t lane;  // Index among the sources.
  const Entry* entry;
  std::optional<ids::UserId> user;
  std::optional<ids::ExternalUserId> counterpart;
  bool is_unsure = false;  // Whether there is a counterpart.
};

// The order of preference: the lanes as the replica's sources list them, and in a lane the claim
// that holds. Overrides hold over rotation shifts and cannot overlap each other; should two of a
// kind overlap all the same, the one that starts later does. What pages repeat is equal. A shared
// fingerprint is no repeat: the parts of a shift that an override cut may have one in common.
struct ByPreference {
  bool operator()(const Claim* a, const Claim* b) const {
    if (a->lane != b->lane) return a->lane < b->lane;
    const bool a_is_override = !a->entry->entry_id.empty();
    const bool b_is_override = !b->entry->entry_id.empty();
    if (a_is_override != b_is_override) return a_is_override;
    if (a->entry->start != b->entry->start) return a->entry->start > b->entry->start;
    return std::tie(a->entry->end, a->user) < std::tie(b->entry->end, b->user);
  }
};

std::optional<std::size_t> SourceOf(const Entry& entry,
                                    const std::map<Lane, std::size_t>& sources) {
  if (!entry.rotation || !entry.layer) return std::nullopt;
  const auto found = sources.find(Lane{*entry.rotation, *entry.layer});
  if (found == sources.end()) return std::nullopt;
  return found->second;
}

std::vector<Claim> Claims(const Interval& window, const std::vector<Entry>& entries,
                          const Replica& replica) {
  std::map<Lane, std::size_t> sources;
  for (const Lane& lane : replica.sources) sources.emplace(lane, sources.size());

  std::vector<Claim> claims;
  claims.reserve(entries.size());
  for (const Entry& entry : entries) {
    const auto lane = SourceOf(entry, sources);
    const Interval span = Clip({entry.start, entry.end}, window);
    if (!lane || span.empty()) continue;
    Claim claim{span, *lane, &entry, std::nullopt, std::nullopt, false};
    if (entry.user && entry.user->value() != kNobody && !entry.user->empty()) {
      claim.user = entry.user;
      claim.counterpart = CounterpartOf(*entry.user, replica.users);
      claim.is_unsure = replica.unsure.contains(*entry.user);
    }
    claims.push_back(std::move(claim));
  }
  return claims;
}

template <typename T>
void AddOnce(std::vector<T>& list, const T& value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

// The choice at one instant, from the claims that cover it in order of preference.
template <typename ActiveClaims>
Expected Choose(const ActiveClaims& active, const ids::ExternalUserId& fallback) {
  Expected expected;
  expected.on_call.reserve(active.size());
  expected.counterparts.reserve(active.size());
  std::optional<std::size_t> lane;
  bool emptied_by_override = false;
  for (const Claim* claim : active) {
    if (lane == claim->lane) continue;  // The first claim of a lane holds.
    lane = claim->lane;
    const bool is_override = !claim->entry->entry_id.empty();
    if (!claim->user) {
      emptied_by_override |= is_override;
      continue;
    }
    AddOnce(expected.on_call, *claim->user);
    expected.is_unsure |= claim->is_unsure && expected.counterparts.empty();
    if (!claim->counterpart) continue;
    if (expected.counterparts.empty()) expected.by_override = is_override;
    AddOnce(expected.counterparts, *claim->counterpart);
  }
  if (expected.is_gap()) {
    // "assigned whenever nobody is on-call", which the replica judges by its own sources.
    expected.want = fallback;
    expected.by_override = emptied_by_override;
  } else if (!expected.counterparts.empty() && !expected.is_unsure) {
    expected.want = expected.counterparts.front();
  }
  return expected;
}

template <typename Predicate>
std::vector<Interval> Where(const Timeline<Expected>& expected, Predicate holds) {
  std::vector<Interval> shifts;
  for (const auto& [span, does_hold] : Project(expected, holds)) {
    if (does_hold) shifts.push_back(span);
  }
  return shifts;
}

}  // namespace

std::optional<ids::ExternalUserId> CounterpartOf(const ids::UserId& user,
                                                 const Counterparts& users) {
  const auto found = users.find(user);
  if (found == users.end()) return std::nullopt;
  const std::optional<ids::ExternalUserId>& counterpart = found->second;
  return counterpart && !counterpart->empty() ? counterpart : std::nullopt;
}

Timeline<Expected> ExpectedIn(const Interval& window, const std::vector<Entry>& entries,
                              const Replica& replica) {
  Timeline<Expected> timeline;
  Sweep<ByPreference>(Claims(window, entries, replica), window,
                      [&](const Interval& span, const auto& active) {
                        Extend(timeline, span, Choose(active, replica.fallback));
                      });
  return timeline;
}

std::vector<Interval> FallbackShifts(const Timeline<Expected>& expected) {
  return Where(expected, [](const Expected& state) { return state.is_gap(); });
}

std::vector<Interval> UnsureShifts(const Timeline<Expected>& expected) {
  return Where(expected, [](const Expected& state) { return state.is_unsure; });
}

int CountWithoutLane(const Interval& window, const std::vector<Entry>& entries) {
  return static_cast<int>(std::count_if(entries.begin(), entries.end(), [&](const Entry& entry) {
    return !(entry.rotation && entry.layer) && !Clip({entry.start, entry.end}, window).empty();
  }));
}

std::vector<Lane> InScheduleOrder(std::vector<Lane> sources, const std::vector<Lane>& lanes) {
  const auto place = [&](const Lane& lane) {
    return std::pair(std::find(lanes.begin(), lanes.end(), lane) - lanes.begin(), lane);
  };
  std::sort(sources.begin(), sources.end(),
            [&](const Lane& a, const Lane& b) { return place(a) < place(b); });
  return sources;
}

}  // namespace mirror
