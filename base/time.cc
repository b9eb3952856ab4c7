#include "base/time.h"

#include <cstdint>

#include "absl/time/civil_time.h"

namespace base {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads a moment from left to right; after the first thing that does not fit nothing is read any
// more.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  // Exactly `count` digits.
  int Digits(int count) {
    int number = 0;
    for (int i = 0; i < count; ++i) {
      ok_ = ok_ && !rest_.empty() && IsDigit(rest_.front());
      if (!ok_) return 0;
      number = number * 10 + (Take() - '0');
    }
    return number;
  }

  void Expect(char c) { ok_ = Skip(c) && ok_; }

  bool Skip(char c) {
    if (!ok_ || rest_.empty() || rest_.front() != c) return false;
    Take();
    return true;
  }

  // One to nine digits after a point; nothing when there is no point.
  absl::Duration Fraction() {
    if (!Skip('.')) return absl::ZeroDuration();
    std::int64_t nanoseconds = Digits(1);
    for (int i = 1; i < 9; ++i) {
      nanoseconds = nanoseconds * 10 + (!rest_.empty() && IsDigit(rest_.front()) ? Digits(1) : 0);
    }
    return absl::Nanoseconds(nanoseconds);
  }

  absl::Duration Offset() {
    if (Skip('Z')) return absl::ZeroDuration();
    const bool west = Skip('-');
    if (!west) Expect('+');
    const int hours = Digits(2);
    Expect(':');
    const int minutes = Digits(2);
    Require(hours <= 23 && minutes <= 59);
    const absl::Duration offset = absl::Hours(hours) + absl::Minutes(minutes);
    return west ? -offset : offset;
  }

  void Require(bool condition) { ok_ = ok_ && condition; }

  bool AtEnd() const { return ok_ && rest_.empty(); }

 private:
  char Take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

std::optional<absl::Time> ParseInstant(std::string_view text) {
  Cursor cursor(text);
  const int year = cursor.Digits(4);
  cursor.Expect('-');
  const int month = cursor.Digits(2);
  cursor.Expect('-');
  const int day = cursor.Digits(2);
  cursor.Expect('T');
  const int hour = cursor.Digits(2);
  cursor.Expect(':');
  const int minute = cursor.Digits(2);
  cursor.Expect(':');
  const int second = cursor.Digits(2);
  const absl::Duration fraction = cursor.Fraction();
  const absl::Duration offset = cursor.Offset();

  // Civil days carry over ("30 February" is 2 March), which shows that the date does not exist.
  const absl::CivilDay date(year, month, day);
  cursor.Require(date.month() == month && date.day() == day);
  cursor.Require(hour <= 23 && minute <= 59 &&
                 second <= 60);  // 60: a leap second, read as the next one.
  if (!cursor.AtEnd()) return std::nullopt;
  const absl::CivilSecond civil(year, month, day, hour, minute, second);
  return absl::FromCivil(civil, absl::UTCTimeZone()) + fraction - offset;
}

std::string FormatInstant(absl::Time instant) {
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%E*SZ", instant, absl::UTCTimeZone());
}

std::optional<absl::Duration> ParseDuration(std::string_view text) {
  // Abseil also takes signs, "inf" and the smaller units, all of which need another character.
  if (text.find_first_not_of("0123456789.hms") != std::string_view::npos) return std::nullopt;
  absl::Duration duration;
  // Abseil may be built with a string_view of its own, which does not convert from ours.
  const absl::string_view abseil_text(text.data(), text.size());
  if (!absl::ParseDuration(abseil_text, &duration)) return std::nullopt;
  if (duration <= absl::ZeroDuration() || duration > absl::Hours(24)) return std::nullopt;
  return duration;
}

}  // namespace base
