#include "sandbox/world/calendar.h"

#include <algorithm>
#include <string>

namespace sandbox::world {
namespace {

constexpr std::int64_t kSecondsPerDay = 86400;

bool AllOf(const std::vector<TurnLength>& lengths, TurnLength::Unit unit) {
  return std::all_of(lengths.begin(), lengths.end(),
                     [unit](const TurnLength& length) { return length.unit == unit; });
}

// Walks from turn to turn. The local time is kept beside the instant, so that a handover which
// spring moved out of its gap is back at its hour the day after.
class TurnWalk {
 public:
  TurnWalk(absl::Time anchor, const std::vector<TurnLength>& lengths, const absl::TimeZone& zone)
      : lengths_(lengths), zone_(zone), start_(anchor), local_(absl::ToCivilSecond(anchor, zone)) {}

  // Leaves out whole rounds through the lengths that end before `from`: a rotation may be years
  // old.
  void SkipTowards(absl::Time from) {
    if (from <= start_) return;
    std::int64_t round = 0;
    for (const TurnLength& length : lengths_) round += length.count;
    std::int64_t rounds = 0;
    if (AllOf(lengths_, TurnLength::Unit::kSeconds)) {
      rounds = absl::ToInt64Seconds(from - start_) / round - 1;
    } else if (AllOf(lengths_, TurnLength::Unit::kDays)) {
      rounds = (absl::ToCivilDay(from, zone_) - absl::CivilDay(local_)) / round - 1;
    }
    if (rounds <= 0) return;
    Move({lengths_.front().unit, rounds * round});
    index_ = rounds * static_cast<std::int64_t>(lengths_.size());
  }

  Turn Next() {
    Turn turn{start_, start_, index_};
    Move(lengths_[static_cast<std::size_t>(index_) % lengths_.size()]);
    ++index_;
    turn.end = start_;
    return turn;
  }

 private:
  void Move(TurnLength length) {
    if (length.unit == TurnLength::Unit::kDays) {
      local_ += length.count * kSecondsPerDay;  // a civil day always has as many
      start_ = FromLocal(local_, zone_);
    } else {
      start_ += absl::Seconds(length.count);
      local_ = absl::ToCivilSecond(start_, zone_);
    }
  }

  const std::vector<TurnLength>& lengths_;
  const absl::TimeZone& zone_;
  absl::Time start_;
  absl::CivilSecond local_;
  std::int64_t index_ = 0;
};

void SortAndMerge(std::vector<Span>& spans) {
  std::sort(spans.begin(), spans.end(),
            [](const Span& a, const Span& b) { return a.start < b.start; });
  std::vector<Span> merged;
  for (const Span& span : spans) {
    if (!merged.empty() && span.start <= merged.back().end) {
      merged.back().end = std::max(merged.back().end, span.end);
    } else {
      merged.push_back(span);
    }
  }
  spans = std::move(merged);
}

}  // namespace

bool IsZone(std::string_view name) {
  constexpr std::string_view kSigns =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/";
  const bool safe = !name.empty() && name.front() != '/' && name != "localtime" &&
                    name.find_first_not_of(kSigns) == std::string_view::npos;
  absl::TimeZone zone;
  return safe && absl::LoadTimeZone(std::string(name), &zone);
}

absl::TimeZone ZoneOf(std::string_view name) {
  absl::TimeZone zone = absl::UTCTimeZone();
  if (IsZone(name)) absl::LoadTimeZone(std::string(name), &zone);
  return zone;
}

absl::Time FromLocal(absl::CivilSecond local, const absl::TimeZone& zone) {
  // Read with the offset before the change: moves a missing time forward, takes the first of two.
  return zone.At(local).pre;
}

std::vector<Turn> TurnsBetween(absl::Time anchor, const std::vector<TurnLength>& lengths,
                               const absl::TimeZone& zone, absl::Time from, absl::Time until) {
  const bool usable =
      !lengths.empty() && std::all_of(lengths.begin(), lengths.end(),
                                      [](const TurnLength& length) { return length.count >= 1; });
  std::vector<Turn> turns;
  if (!usable) return turns;
  TurnWalk walk(anchor, lengths, zone);
  walk.SkipTowards(from);
  for (Turn turn = walk.Next(); turn.start < until; turn = walk.Next()) {
    if (turn.end > from) turns.push_back(turn);
  }
  return turns;
}

std::vector<Span> WithinHours(Span span, const std::vector<Hours>& hours,
                              const absl::TimeZone& zone) {
  if (hours.empty()) return {span};
  std::vector<Span> spans;
  // Hours last up to a week, so those that began a week and a day earlier may still reach in.
  const absl::CivilDay last = absl::ToCivilDay(span.end, zone);
  for (absl::CivilDay day = absl::ToCivilDay(span.start, zone) - 8; day <= last; ++day) {
    for (const Hours& open : hours) {
      if (open.weekday && *open.weekday != absl::GetWeekday(day)) continue;
      const absl::CivilSecond opening = absl::CivilSecond(day) + open.start_second;
      const Span part{std::max(span.start, FromLocal(opening, zone)),
                      std::min(span.end, FromLocal(opening + open.duration_seconds, zone))};
      if (part.start < part.end) spans.push_back(part);
    }
  }
  SortAndMerge(spans);
  return spans;
}

}  // namespace sandbox::world
