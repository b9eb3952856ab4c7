// What must hold in every world, checked on random ones. RapidCheck reads how many and the seed
// from the environment: RC_PARAMS="max_success=100000 seed=1"; without it there are 100.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "resources/mirror/check.h"
#include "resources/mirror/test_world.h"

namespace mirror {
namespace {

using ::mirror::testing::LaneOf;
using ::mirror::testing::Lines;
using ::mirror::testing::World;

constexpr int kMinutes = 24 * 60;  // In the window of a world.

// The whole range from the first world on.
int Between(int low, int high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high + 1));
}

bool Chance(int percent) { return Between(1, 100) <= percent; }

// Minutes from the start of the window; quarters of an hour make boundaries meet.
int Minute() { return Chance(80) ? Between(-8, 104) * 15 : Between(-120, kMinutes + 120); }

std::optional<ids::UserId> SomeUser() {
  static constexpr const char* kUsers[] = {"A", "B", "C", "M", "N", "NOBODY"};
  const int choice = Between(0, 6);
  if (choice == 6) return std::nullopt;
  return ids::UserId(kUsers[choice]);
}

std::optional<ids::ExternalUserId> SomeExternalUser() {
  static constexpr const char* kUsers[] = {"PA", "PB", "PC", "PD", "PF", "team:T"};
  const int choice = Between(0, 6);
  if (choice == 6) return std::nullopt;
  return ids::ExternalUserId(kUsers[choice]);
}

absl::Time AtMinute(const World& world, int minute) { return world.now + absl::Minutes(minute); }

Entry EntryOf(const World& world, const Lane& lane, int start, int end) {
  return {.start = AtMinute(world, start),
          .end = AtMinute(world, end),
          .rotation = lane.rotation,
          .layer = lane.layer,
          .user = SomeUser()};
}

// Shifts one after the other with some gaps; a part of them are overrides.
void AddShifts(World& world, const Lane& lane) {
  std::vector<int> handovers(Between(0, 8));
  for (int& handover : handovers) handover = Minute();
  std::sort(handovers.begin(), handovers.end());
  for (std::size_t i = 1; i < handovers.size(); ++i) {
    if (Chance(15)) continue;
    Entry entry = EntryOf(world, lane, handovers[i - 1], handovers[i]);
    if (Chance(25)) entry.entry_id = absl::StrCat("O", i);
    world.schedule.entries.push_back(entry);
  }
}

void ShowSomething(World& world) {
  const int count = Between(0, 8);
  for (int i = 0; i < count; ++i) {
    const int start = Minute();
    world.actual.push_back({AtMinute(world, start), AtMinute(world, start + Between(0, 600)),
                            SomeExternalUser(), static_cast<Origin>(Between(0, 2))});
  }
}

World RandomWorld() {
  World world;
  world.replica.users[ids::UserId("M")] = std::nullopt;  // And N is not mentioned at all.
  if (Chance(20)) world.replica.users[ids::UserId("B")] = ids::ExternalUserId("PA");
  world.replica.sources.clear();
  const int sources = Between(1, 3);
  for (int i = 0; i < sources; ++i) {
    world.replica.sources.push_back(LaneOf(absl::StrCat("L", Between(1, 3))));
  }
  for (const char* lane : {"L1", "L2", "L3"}) AddShifts(world, LaneOf(lane));
  if (Chance(20)) {
    world.replica.last_synced_at.reset();
  } else {
    world.replica.last_synced_at = AtMinute(world, -Between(-10, 2 * kMinutes));
  }
  if (Chance(20)) {
    world.sharing = {world.replica};
    world.sharing[0].sources = {LaneOf("L3")};
  }
  ShowSomething(world);
  return world;
}

// Two entries of one lane at once, which the service says cannot be.
void AddImpossibleOverlaps(World& world) {
  for (int i = Between(0, 2); i > 0; --i) {
    const int start = Minute();
    world.schedule.entries.push_back(EntryOf(world, LaneOf("L1"), start, start + Between(0, 600)));
  }
}

// ---- A second evaluation that looks at one minute at a time and shares no code with the first.

struct Instant {
  std::optional<std::string> want;
  std::vector<std::string> mapped;  // Those on call who have a counterpart.
  std::set<std::string> have;
};

// The entry that holds in a lane, or nullptr: an override, else what starts later. The rest of the
// comparison only makes ties reproducible.
const Entry* Holding(const World& world, const Lane& lane, absl::Time at) {
  const auto weakness = [](const Entry& entry) {
    auto user = entry.user;
    if (user && user->value() == "NOBODY") user.reset();
    return std::make_tuple(entry.entry_id.empty(), absl::UnixEpoch() - entry.start, entry.end,
                           user);
  };
  const Entry* best = nullptr;
  for (const Entry& entry : world.schedule.entries) {
    if (entry.rotation != lane.rotation || entry.layer != lane.layer) continue;
    if (at < entry.start || at >= entry.end) continue;
    if (best == nullptr || weakness(entry) < weakness(*best)) best = &entry;
  }
  return best;
}

Instant Look(const World& world, const Replica& replica, absl::Time at) {
  Instant instant;
  bool somebody = false;
  for (const Lane& lane : replica.sources) {
    const Entry* entry = Holding(world, lane, at);
    if (entry == nullptr || !entry->user || entry->user->value() == "NOBODY") continue;
    somebody = true;
    for (const auto& [user, counterpart] : replica.users) {
      if (user == *entry->user && counterpart) instant.mapped.push_back(counterpart->value());
    }
  }
  if (!somebody) instant.want = replica.fallback.value();
  if (!instant.mapped.empty()) instant.want = instant.mapped.front();
  for (const ActualEntry& entry : world.actual) {
    if (entry.user && at >= entry.start && at < entry.end) instant.have.insert(entry.user->value());
  }
  return instant;
}

std::string Judge(const World& world, absl::Time at) {
  const Instant instant = Look(world, world.replica, at);
  const auto agrees = [&](const std::optional<std::string>& want) {
    return want && instant.have == std::set<std::string>{*want};
  };
  if (agrees(instant.want)) return "";
  for (const Replica& other : world.sharing) {
    if (agrees(Look(world, other, at).want)) return "";
  }
  if (!instant.want) return "unmapped";
  const auto synced = world.replica.last_synced_at;
  if (!synced || at >= *synced + absl::Minutes(kMinutes)) return "pending";
  if (instant.have.empty()) return "uncovered";
  if (instant.have.contains(instant.want.value_or(""))) return "extra_user";
  if (instant.have.size() == 1 &&
      std::count(instant.mapped.begin(), instant.mapped.end(), *instant.have.begin()) > 0) {
    return "overlap_choice";
  }
  return "wrong_user";
}

std::string JudgedBySweep(const std::vector<Difference>& differences, absl::Time at) {
  std::string found;
  for (const Difference& difference : differences) {
    if (difference.span.start <= at && at < difference.span.end) {
      RC_ASSERT(found.empty());
      found = std::string(KindName(difference.kind));
    }
  }
  return found;
}

// ---- Changes to a world that must not matter.

template <typename T>
void Split(std::vector<T>& entries) {
  const std::size_t count = entries.size();
  for (std::size_t i = 0; i < count; ++i) {
    const absl::Duration length = entries[i].end - entries[i].start;
    if (length < absl::Seconds(2) || Chance(50)) continue;
    T tail = entries[i];
    tail.start += absl::Seconds(Between(1, static_cast<int>(absl::ToInt64Seconds(length)) - 1));
    entries[i].end = tail.start;
    entries.push_back(tail);
  }
}

template <typename T>
void RepeatAndShuffle(std::vector<T>& entries) {
  const std::size_t count = entries.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (Chance(30)) entries.push_back(T(entries[i]));
  }
  for (std::size_t i = entries.size(); i > 1; --i) {
    std::swap(entries[i - 1], entries[Between(0, static_cast<int>(i) - 1)]);
  }
}

RC_GTEST_PROP(MirrorProperty, AgreesWithAMinuteByMinuteEvaluation, ()) {
  World world = RandomWorld();
  AddImpossibleOverlaps(world);
  const Comparison comparison = world.Compare();
  for (int minute = 0; minute < kMinutes; ++minute) {
    const absl::Time at = AtMinute(world, minute);
    RC_ASSERT(JudgedBySweep(comparison.differences, at) == Judge(world, at));
  }
}

template <typename State>
void AssertCovers(const Timeline<State>& timeline, const Interval& window) {
  absl::Time reached = window.start;
  for (const auto& [span, state] : timeline) {
    RC_ASSERT(span.start == reached);
    RC_ASSERT(span.start < span.end);
    reached = span.end;
  }
  RC_ASSERT(reached == window.end);
}

RC_GTEST_PROP(MirrorProperty, BothTimelinesCoverTheWindowWithoutHoles, ()) {
  const World world = RandomWorld();
  const Check check = world.Run();
  AssertCovers(check.expected, check.window.span);
  AssertCovers(world.Compare().actual, check.window.span);
}

RC_GTEST_PROP(MirrorProperty, DifferencesAreSortedApartAndLongEnough, ()) {
  const World world = RandomWorld();
  const Interval window = world.Run().window.span;
  const Comparison comparison = world.Compare();
  absl::Time reached = window.start;
  for (const Difference& difference : comparison.differences) {
    RC_ASSERT(difference.span.start >= reached);
    RC_ASSERT(difference.span.length() >= absl::Minutes(1));
    RC_ASSERT(difference.want.has_value() == (difference.kind != Kind::kUnmapped));
    RC_ASSERT(std::is_sorted(difference.have.begin(), difference.have.end()));
    reached = difference.span.end;
  }
  RC_ASSERT(reached <= window.end);
  RC_ASSERT(comparison.causes.size() == comparison.differences.size());
}

bool OnlyUnmapped(const std::vector<Difference>& differences) {
  return std::all_of(differences.begin(), differences.end(), [](const Difference& difference) {
    return difference.kind == Kind::kUnmapped;
  });
}

RC_GTEST_PROP(MirrorProperty, AMirrorOfTheExpectedTimelineIsInSync, ()) {
  World world = RandomWorld();
  const Check before = world.Run();
  world.actual.clear();
  for (const auto& [span, state] : before.expected) {
    if (state.want) world.actual.push_back({span.start, span.end, state.want});
  }
  RC_ASSERT(OnlyUnmapped(world.Compare().differences));
}

// A sync writes an override wherever the two sides differ, and an override hides what is below it.
RC_GTEST_PROP(MirrorProperty, WhatASyncWritesLeavesNothingToDo, ()) {
  World world = RandomWorld();
  const Comparison before = world.Compare();
  std::vector<ActualEntry> synced;
  for (const auto& [span, state] : before.actual) {
    for (const auto& user : state.users) synced.push_back({span.start, span.end, user});
  }
  for (const Difference& difference : before.differences) {
    if (!difference.want) continue;
    std::vector<ActualEntry> kept;
    for (const ActualEntry& entry : synced) {
      const ActualEntry left{entry.start, std::min(entry.end, difference.span.start), entry.user};
      const ActualEntry right{std::max(entry.start, difference.span.end), entry.end, entry.user};
      if (left.start < left.end) kept.push_back(left);
      if (right.start < right.end) kept.push_back(right);
    }
    kept.push_back({difference.span.start, difference.span.end, difference.want});
    synced = std::move(kept);
  }
  world.actual = std::move(synced);
  world.replica.last_synced_at = world.now;
  RC_ASSERT(OnlyUnmapped(world.Compare().differences));
}

RC_GTEST_PROP(MirrorProperty, SplittingRepeatingAndReorderingChangeNothing, ()) {
  World world = RandomWorld();
  const auto before = Lines(world.Compare().differences);
  Split(world.schedule.entries);
  Split(world.actual);
  RepeatAndShuffle(world.schedule.entries);
  RepeatAndShuffle(world.actual);
  RC_ASSERT(Lines(world.Compare().differences) == before);
}

// Inside there are only instants; what could differ is the text they are read from.
RC_GTEST_PROP(MirrorProperty, TheOffsetOfATimeChangesNothing, ()) {
  World world = RandomWorld();
  const auto before = Lines(world.Compare().differences);
  const auto rezone = [](absl::Time& instant) {
    const absl::TimeZone zone = absl::FixedTimeZone(Between(-14 * 60, 14 * 60) * 60);
    instant = testing::At(absl::FormatTime("%Y-%m-%dT%H:%M:%S%Ez", instant, zone));
  };
  for (Entry& entry : world.schedule.entries) rezone(entry.start), rezone(entry.end);
  for (ActualEntry& entry : world.actual) rezone(entry.start), rezone(entry.end);
  RC_ASSERT(Lines(world.Compare().differences) == before);
}

RC_GTEST_PROP(MirrorProperty, TheSameWorldGivesTheSameAnswer, ()) {
  const World world = RandomWorld();
  RC_ASSERT(world.Compare().causes == world.Compare().causes);
  RC_ASSERT(world.Run().expected == world.Run().expected);
}

}  // namespace
}  // namespace mirror
