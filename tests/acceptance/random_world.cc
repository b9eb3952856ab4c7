#include "tests/acceptance/random_world.h"

#include <algorithm>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "base/time.h"

namespace acceptance {

using nlohmann::json;

namespace {

constexpr int kMinutesOfADay = 24 * 60;
// So many shifts are enough of a replica, and so many, an hour each for 90 days, of a few.
constexpr int kEnoughShifts = 600;
constexpr int kMostShifts = 2200;

// Moments at which clocks change somewhere below.
const std::vector<const char*> kClockChanges = {
    "2026-03-08T07:00:00Z", "2026-03-29T01:00:00Z", "2026-04-04T15:00:00Z", "2026-10-03T15:30:00Z",
    "2026-10-25T01:00:00Z", "2026-11-01T06:00:00Z", "2027-02-07T02:00:00Z"};
const std::vector<const char*> kZones = {"Europe/London",
                                         "America/New_York",
                                         "Australia/Lord_Howe",
                                         "Asia/Kolkata",
                                         "America/St_Johns",
                                         "Pacific/Auckland",
                                         "Africa/Casablanca",
                                         "Europe/Berlin",
                                         "America/Sao_Paulo",
                                         "Asia/Kathmandu",
                                         "UTC"};
const std::vector<const char*> kWeekdays = {"monday", "tuesday",  "wednesday", "thursday",
                                            "friday", "saturday", "sunday"};
const std::vector<const char*> kProviders = {"pagerduty", "opsgenie", "jsm"};
// In the external systems only, as kStranger.
constexpr char kBot[] = "BOT";

absl::Time NowOf(Random& random) {
  const absl::Time change =
      base::ParseInstant(random.Of(kClockChanges)).value_or(absl::UnixEpoch());
  const int away = random.Chance(25) ? 120 : 60 * kMinutesOfADay;  // minutes at most
  const absl::Duration fraction = random.Chance(30) ? absl::Milliseconds(801) : absl::Seconds(0);
  return change + absl::Minutes(random.Between(-away, away / 20)) +
         absl::Seconds(random.Between(0, 59)) + fraction;
}

// One schedule with its mirrors, and what they need in the external systems.
class World {
 public:
  World(Random& random, int number, absl::Time now)
      : random_(random),
        number_(number),
        name_(absl::StrCat("W", number)),
        now_(now),
        has_unmapped_(random.Chance(15)) {}

  void AddTo(RandomWorlds& worlds) {
    days_ = SomeDays();
    MakeRotations();
    ChooseTarget(number_);
    AddOverrides();
    const bool cut_later = has_unmapped_ && random_.Chance(50);
    if (has_unmapped_) AddUnmapped(worlds.seed, cut_later);
    worlds.seed["schedules"].push_back(schedule_);
    AddMirror(worlds, cut_later);
    if (has_unmapped_ || !random_.Chance(25)) return;
    // Another system shows other lanes of it, for another time.
    absl::StrAppend(&name_, "b");
    days_ = SomeDays();
    ChooseTarget(number_ + 1);
    AddMirror(worlds, false);
  }

 private:
  int SomeDays() {
    if (random_.Chance(40)) return random_.Between(1, 90);
    return random_.Of(std::vector<int>{1, 2, 7, 14, 30, 90});
  }

  void AddMirror(RandomWorlds& worlds, bool cut_later) {
    // Where somebody cannot be mirrored, the target's own rotation has to be told from everybody.
    const bool plain = has_unmapped_ && !cut_later;
    worlds.seed[provider_]["schedules"].push_back(provider_ == "pagerduty" ? PagerDutyTarget(plain)
                                                                           : OpsTarget(plain));
    std::string marker;
    if (has_unmapped_)
      marker = CounterpartIn(provider_, cut_later ? Unmapped() : std::string(kStranger));
    worlds.mirrors.push_back({name_, Arguments(), marker, cut_later});
  }

  std::string Unmapped() const { return absl::StrCat("M", number_); }
  std::string Text(absl::Time time) const { return base::FormatInstant(time); }
  // From days ago to days ahead, to the minute.
  absl::Time SomeTime(int from_days, int until_days) {
    return now_ +
           absl::Minutes(random_.Between(from_days * kMinutesOfADay, until_days * kMinutesOfADay));
  }
  std::vector<std::string> SomePeople() {
    std::vector<std::string> people;
    for (int i = random_.Between(1, 4); i > 0; --i)
      people.push_back(random_.Of(UsersOfRandomWorlds()));
    if (random_.Chance(10)) people.emplace_back("NOBODY");
    return people;
  }

  // ---- The schedule

  void MakeRotations() {
    schedule_ = {{"id", absl::StrCat("S", number_)},
                 {"name", absl::StrCat("World ", number_)},
                 {"timezone", random_.Of(kZones)},
                 {"rotations", json::array()},
                 {"overrides", json::array()}};
    const int count = random_.Chance(60) ? 1 : random_.Between(2, 3);
    for (int i = 0; i < count; ++i) {
      json rotation = SomeRotation(absl::StrCat("R", number_, "-", i));
      schedule_["rotations"].push_back(rotation);
      if (!random_.Chance(15)) continue;
      // A planned change: other people, other handovers, another number of layers.
      json version = SomeRotation(rotation.at("id"));
      version["effective_from"] = Text(SomeTime(-2, days_));
      schedule_["rotations"].push_back(version);
    }
  }

  json SomeRotation(const std::string& id) {
    json rotation = {{"id", id},
                     {"name", id},
                     {"handover_start_at", Text(HandoverStart())},
                     {"handovers", json::array()},
                     {"layers", json::array()},
                     {"users", SomePeople()},
                     {"working_intervals", json::array()}};
    const int layers = random_.Between(1, 4);
    for (int i = 0; i < layers; ++i) {
      rotation["layers"].push_back({{"id", absl::StrCat(id, "-L", i)}, {"name", "Layer"}});
    }
    for (int i = random_.Chance(80) ? 1 : 2; i > 0; --i) {
      rotation["handovers"].push_back(SomeHandover());
    }
    if (random_.Chance(30)) AddWorkingIntervals(rotation["working_intervals"]);
    return rotation;
  }

  absl::Time HandoverStart() {
    const absl::Duration fraction =
        random_.Chance(10) ? absl::Microseconds(801'578) : absl::Seconds(0);
    return (random_.Chance(10) ? SomeTime(0, 5) : SomeTime(-400, 0)) + fraction;
  }

  json SomeHandover() {
    switch (random_.Between(0, 3)) {
      case 0:
        return {{"interval", random_.Chance(30) ? 1 : random_.Between(1, 23)},
                {"interval_type", "hourly"}};
      case 1:
        return {{"interval", random_.Between(1, 14)}, {"interval_type", "daily"}};
      case 2:
        return {{"interval", random_.Between(2, 4)}, {"interval_type", "weekly"}};
      default:
        return {{"interval", 1}, {"interval_type", random_.Chance(50) ? "daily" : "weekly"}};
    }
  }

  void AddWorkingIntervals(json& intervals) {
    const auto clock = [this] {
      const int hour = random_.Between(0, 23);
      return absl::StrCat(hour < 10 ? "0" : "", hour, random_.Chance(70) ? ":00" : ":30");
    };
    const std::string start = clock(), end = clock();
    for (const char* weekday : kWeekdays) {
      if (!random_.Chance(75)) continue;
      intervals.push_back({{"weekday", weekday}, {"start_time", start}, {"end_time", end}});
    }
  }

  // The system, the lanes, and as many days as are enough of them.
  void ChooseTarget(int number) {
    provider_ = kProviders[static_cast<std::size_t>(number) % kProviders.size()];
    sources_.clear();
    std::set<std::string> seen;
    json lanes = json::array();
    for (const json& rotation : schedule_.at("rotations")) {
      for (const json& layer : rotation.at("layers")) {
        if (!seen.insert(layer.at("id")).second) continue;
        lanes.push_back({{"rotation_id", rotation.at("id")}, {"layer_id", layer.at("id")}});
      }
    }
    for (const json& lane : lanes) {
      if (random_.Chance(60)) sources_.push_back(lane);
    }
    if (sources_.empty()) sources_.push_back(lanes.front());
    if (random_.Chance(50)) std::reverse(sources_.begin(), sources_.end());
    days_ = std::clamp(days_, 1, LongestWindow());
  }

  // In days, so that hourly handovers of many lanes stay within reason.
  int LongestWindow() {
    int shortest = 24;  // hours
    for (const json& rotation : schedule_.at("rotations")) {
      for (const json& handover : rotation.at("handovers")) {
        if (handover.at("interval_type") != "hourly") continue;
        shortest = std::min(shortest, handover.at("interval").get<int>());
      }
    }
    const int most = random_.Chance(5) ? kMostShifts : kEnoughShifts;
    return most * shortest / 24 / static_cast<int>(sources_.size());
  }

  void AddOverrides() {
    for (int i = random_.Between(0, 5); i > 0; --i) {
      const json& lane = random_.Of(sources_);
      const absl::Time start = SomeTime(-1, days_ + 1);
      const absl::Duration length = random_.Chance(10)
                                        ? absl::Seconds(random_.Between(1, 90))
                                        : absl::Minutes(random_.Between(15, 3 * kMinutesOfADay));
      json override = lane;
      override["start_at"] = Text(start);
      override["end_at"] = Text(start + length);
      if (!random_.Chance(25)) override["user_id"] = SomebodyOf(lane.at("rotation_id"));
      schedule_["overrides"].push_back(override);
    }
  }

  std::string SomebodyOf(const std::string& rotation_id) {
    for (const json& rotation : schedule_.at("rotations")) {
      if (rotation.at("id") != rotation_id) continue;
      return random_.Of(rotation.at("users").get<std::vector<std::string>>());
    }
    return "NOBODY";
  }

  // Somebody in the replica's own rotations who has no counterpart, or has one until it is cut.
  void AddUnmapped(json& seed, bool cut_later) {
    const std::string user = Unmapped();
    const std::string counterpart = CounterpartIn(provider_, user);
    seed["users"].push_back({{"id", user}, {"name", absl::StrCat("Unmapped ", number_)}});
    for (json& rotation : schedule_["rotations"]) {
      if (rotation.at("id") == sources_.front().at("rotation_id"))
        rotation["users"].push_back(user);
    }
    if (!cut_later) return;
    seed[provider_]["users"].push_back({{"id", counterpart}});
    seed["links"].push_back(
        {{"provider", provider_}, {"external_user_id", counterpart}, {"user_id", user}});
  }

  // ---- The external schedule

  std::string SomebodyOutside() {
    if (random_.Chance(20)) return CounterpartIn(provider_, kBot);
    return CounterpartIn(provider_, random_.Of(UsersOfRandomWorlds()));
  }

  json SomeRestrictions() {
    if (!random_.Chance(25)) return json::array();
    return json::array({{{"start_second", 1800 * random_.Between(0, 47)},
                         {"duration_seconds", 1800 * random_.Between(1, 47)}}});
  }

  json PagerDutyTarget(bool plain) {
    json target = {{"id", absl::StrCat("T", name_)},
                   {"name", name_},
                   {"time_zone", random_.Of(kZones)},
                   {"shift_based", random_.Chance(15)},
                   {"layers", json::array()}};
    const int layers = plain ? 1 : random_.Between(0, 2);
    for (int i = 0; i < layers; ++i) {
      json layer = {{"start", Text(SomeTime(-200, -100))},
                    {"users", {CounterpartIn(provider_, kStranger)}}};
      if (!plain) {
        layer["users"] = {SomebodyOutside(), SomebodyOutside()};
        layer["rotation_turn_length_seconds"] =
            random_.Of(std::vector<int>{3600 * 5, 43'200, 86'400, 604'800});
        layer["restrictions"] = SomeRestrictions();
      }
      target["layers"].push_back(layer);
    }
    return target;
  }

  json OpsTarget(bool plain) {
    json target = {{"id", absl::StrCat("T", name_)},
                   {"name", name_},
                   {"timezone", random_.Of(kZones)},
                   {"rotations", json::array()}};
    const int rotations = plain ? 1 : random_.Between(1, 2);
    for (int i = 0; i < rotations; ++i) {
      json rotation = {{"id", absl::StrCat("O", name_, "-", i)},
                       {"start", Text(SomeTime(-200, -100))},
                       {"participants", {CounterpartIn(provider_, kStranger)}}};
      if (!plain) {
        rotation["participants"] = {SomebodyOutside(), SomebodyOutside()};
        if (random_.Chance(20)) rotation["participants"] = json::array();
        rotation["type"] = random_.Of(std::vector<const char*>{"hourly", "daily", "weekly"});
        rotation["length"] = rotation["type"] == "hourly" ? random_.Between(4, 20) : 1;
        rotation["restrictions"] = SomeRestrictions();
      }
      target["rotations"].push_back(rotation);
    }
    return target;
  }

  json Arguments() {
    return {{"schedule_id", schedule_.at("id")},
            {"replica_provider", provider_},
            {"replica_provider_id", absl::StrCat("T", name_)},
            {"replica_fallback_user_id",
             random_.Chance(70) ? CounterpartIn(provider_, kBot) : SomebodyOutside()},
            {"sources", sources_},
            {"mirror_window_days", days_}};
  }

  Random& random_;
  const int number_;
  std::string name_;
  const absl::Time now_;
  const bool has_unmapped_;
  json schedule_;
  // Of the mirror at hand.
  std::string provider_;
  int days_ = 1;
  std::vector<json> sources_;
};

json People() {
  json seed = {{"users", json::array()}, {"schedules", json::array()}, {"links", json::array()}};
  std::vector<std::string> everybody = UsersOfRandomWorlds();
  everybody.insert(everybody.end(), {kBot, kStranger});
  for (const char* provider : kProviders) {
    seed[provider] = {{"users", json::array()}, {"schedules", json::array()}};
    for (const std::string& user : everybody) {
      seed[provider]["users"].push_back({{"id", CounterpartIn(provider, user)}, {"name", user}});
      // Opsgenie and JSM call it otherwise.
      if (std::string(provider) == "pagerduty") continue;
      seed[provider]["users"].back().erase("name");
      seed[provider]["users"].back()["full_name"] = user;
    }
    for (const std::string& user : UsersOfRandomWorlds()) {
      seed["links"].push_back({{"provider", provider},
                               {"external_user_id", CounterpartIn(provider, user)},
                               {"user_id", user}});
    }
  }
  for (const std::string& user : UsersOfRandomWorlds())
    seed["users"].push_back({{"id", user}, {"name", user}});
  return seed;
}

}  // namespace

int Random::Between(int low, int high) {
  const auto range = static_cast<std::uint64_t>(high - low) + 1;
  return low + static_cast<int>(engine_() % range);
}

std::string Mirror::ControlPath(const std::string& what) const {
  return absl::StrCat("/external/", text("replica_provider"), "/schedules/",
                      text("replica_provider_id"), "/", what);
}

RandomWorlds MakeRandomWorlds(std::uint64_t seed, int count) {
  Random random(seed);
  RandomWorlds worlds{People(), {}};
  const absl::Time now = NowOf(random);
  worlds.seed["now"] = base::FormatInstant(now);
  for (int i = 0; i < count; ++i) {
    World(random, i, now).AddTo(worlds);
  }
  worlds.seed["switches"] = {{"entries_page_size", random.Chance(30) ? 97 : 500},
                             {"timeline_from_instant", random.Chance(30)}};
  return worlds;
}

const std::vector<std::string>& UsersOfRandomWorlds() {
  static const auto& users = *new std::vector<std::string>{"U0", "U1", "U2", "U3", "U4", "U5"};
  return users;
}

std::string CounterpartIn(const std::string& provider, const std::string& user) {
  if (provider == "pagerduty") return absl::StrCat("P", user);
  return absl::StrCat(provider == "jsm" ? "557058:" : "0b070000-", user);
}

}  // namespace acceptance
