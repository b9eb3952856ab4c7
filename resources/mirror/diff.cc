#include "resources/mirror/diff.h"

#include <algorithm>
#include <utility>

namespace mirror {

namespace {

// Shorter differences come from rounding in the external systems and from the time a plan takes.
constexpr absl::Duration kShortest = absl::Seconds(60);

bool Contains(const std::vector<ids::ExternalUserId>& users, const ids::ExternalUserId& user) {
  return std::find(users.begin(), users.end(), user) != users.end();
}

bool Satisfies(const Expected& expected, const Actual& actual) {
  return expected.want && actual.users.size() == 1 && actual.users.front() == *expected.want;
}

// For what is not in sync.
Kind KindOf(const Expected& expected, const Actual& actual, bool settled) {
  if (!expected.want) return Kind::kUnmapped;
  if (!settled) return Kind::kPending;
  if (actual.users.empty()) return Kind::kUncovered;
  if (Contains(actual.users, *expected.want)) return Kind::kExtraUser;
  // The vendor's "first user listed in PagerDuty" leaves open which list that is.
  if (actual.users.size() == 1 && Contains(expected.counterparts, actual.users.front())) {
    return Kind::kOverlapChoice;
  }
  return Kind::kWrongUser;
}

Difference Describe(const Interval& span, const Expected& expected, const Actual& actual,
                    bool settled) {
  const bool on_call = std::all_of(
      actual.users.begin(), actual.users.end(),
      [&](const ids::ExternalUserId& user) { return Contains(expected.counterparts, user); });
  return {.span = span,
          .kind = KindOf(expected, actual, settled),
          .want = expected.want,
          .have = actual.users,
          .on_call = expected.on_call,
          .is_gap = expected.is_gap(),
          .is_unsure = expected.is_unsure,
          .by_override = expected.by_override,
          .have_are_on_call = !actual.users.empty() && on_call,
          .origin = actual.origin};
}

// Where nobody is wanted, for want of a counterpart, who it is about makes the difference.
bool Continues(const Difference& last, const Difference& next) {
  return last.span.end == next.span.start && last.kind == next.kind && last.want == next.want &&
         last.have == next.have && last.is_unsure == next.is_unsure &&
         (last.kind != Kind::kUnmapped || last.on_call == next.on_call);
}

void Join(Difference& last, const Difference& next) {
  last.span.end = next.span.end;
  for (const ids::UserId& user : next.on_call) {
    if (std::find(last.on_call.begin(), last.on_call.end(), user) == last.on_call.end()) {
      last.on_call.push_back(user);
    }
  }
  last.is_gap &= next.is_gap;
  last.by_override &= next.by_override;
  last.have_are_on_call &= next.have_are_on_call;
  if (last.origin != next.origin) last.origin = Origin::kUnknown;
}

}  // namespace

std::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kWrongUser:
      return "wrong_user";
    case Kind::kUncovered:
      return "uncovered";
    case Kind::kExtraUser:
      return "extra_user";
    case Kind::kOverlapChoice:
      return "overlap_choice";
    case Kind::kPending:
      return "pending";
    case Kind::kUnmapped:
      return "unmapped";
  }
  return "";
}

std::vector<Difference> Diff(const Window& window, const Timeline<Expected>& expected,
                             const Timeline<Actual>& actual,
                             const std::vector<Timeline<Expected>>& others) {
  Cursor wanted(expected);
  Cursor shown(actual);
  std::vector<Cursor<Expected>> alternatives(others.begin(), others.end());
  std::vector<Difference> differences;

  absl::Time next;
  for (absl::Time at = window.span.start; at < window.span.end; at = next) {
    const auto& want = wanted.At(at);
    const auto& have = shown.At(at);
    const bool settled = at < window.settled_end;
    next = std::min(want.span.end, have.span.end);
    if (settled) next = std::min(next, window.settled_end);

    bool in_sync = Satisfies(want.state, have.state);
    for (auto& alternative : alternatives) {
      const auto& other = alternative.At(at);
      next = std::min(next, other.span.end);
      in_sync |= Satisfies(other.state, have.state);
    }
    if (in_sync) continue;

    Difference found = Describe({at, next}, want.state, have.state, settled);
    if (!differences.empty() && Continues(differences.back(), found)) {
      Join(differences.back(), found);
    } else {
      differences.push_back(std::move(found));
    }
  }
  std::erase_if(differences, [](const Difference& difference) {
    return difference.kind != Kind::kUnmapped && difference.span.length() < kShortest;
  });
  return differences;
}

Totals DriftIn(const std::vector<Difference>& differences) {
  Totals totals;
  for (const Difference& difference : differences) {
    if (!IsDrift(difference.kind)) continue;
    ++totals.count;
    totals.length += difference.span.length();
  }
  return totals;
}

}  // namespace mirror
