#include "tests/acceptance/random_edits.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/time.h"
#include "tests/acceptance/shown.h"

namespace acceptance {

using nlohmann::json;

std::string EditAtTheSource(Random& random, Sandbox& sandbox, const Mirror& mirror) {
  const json lane = random.Of(mirror.arguments.at("sources").get<std::vector<json>>());
  json override = lane;
  override["start_at"] = absl::StrCat(random.Chance(30) ? "-" : "+", random.Between(0, 40), "h");
  override["end_at"] = absl::StrCat("+", random.Between(41, 200), "h");
  const json entries =
      sandbox.Get(absl::StrCat("/schedules/", mirror.text("schedule_id"), "/entries"));
  for (const json& entry : entries.at("entries")) {
    // Somebody of the rotation, of whom the replica knows who it is outside; else nobody.
    if (entry.at("rotation_id") == lane.at("rotation_id") && entry.contains("user") &&
        random.Chance(40)) {
      override["user_id"] = entry.at("user").at("id");
    }
  }
  sandbox.Post(absl::StrCat("/schedules/", mirror.text("schedule_id"), "/overrides"), override);
  return absl::StrCat("override at the source ", override.dump());
}

namespace {

// What somebody does to one override of the mirror, or beside them.
class Hand {
 public:
  Hand(Random& random, Sandbox& sandbox, const Mirror& mirror)
      : random_(random),
        sandbox_(sandbox),
        mirror_(mirror),
        now_(InstantOf(sandbox.Get("/clock").at("now"))),
        end_(now_ + mirror.window()) {}

  std::string DoSomething() {
    const std::vector<json> mirrored = MirroredOverrides();
    const int what = mirrored.empty() ? 3 : random_.Between(0, 4);
    if (what > 2) return Add(SomeTime(), SomeLength(), SomebodyElse(""));
    const json& one = random_.Of(mirrored);
    sandbox_.Delete(mirror_.ControlPath("overrides/") + one.at("id").get<std::string>());
    std::string done = absl::StrCat("removed ", one.dump());
    if (what == 0) return done;
    const absl::Time start = std::max(InstantOf(one.at("start")), now_);
    const absl::Duration length = InstantOf(one.at("end")) - start;
    const std::string user = one.at("user_id");
    if (what == 1) return absl::StrCat(done, ", ", Add(start, length, SomebodyElse(user)));
    const absl::Duration cut = absl::Trunc(length * random_.Between(1, 9) / 10, absl::Seconds(1));
    if (cut <= absl::ZeroDuration()) return done;
    if (random_.Chance(50)) return absl::StrCat(done, ", ", Add(start, length - cut, user));
    return absl::StrCat(done, ", ", Add(start + cut, length - cut, user));
  }

 private:
  // Those that can still be seen in the window.
  std::vector<json> MirroredOverrides() {
    std::vector<json> found;
    const json listed = sandbox_.Get(mirror_.ControlPath("overrides"));
    for (const json& one : listed.at("overrides")) {
      if (one.at("by_mirror") && InstantOf(one.at("end")) > now_ &&
          InstantOf(one.at("start")) < end_) {
        found.push_back(one);
      }
    }
    return found;
  }

  absl::Time SomeTime() {
    const auto window = static_cast<int>(absl::ToInt64Minutes(mirror_.window()));
    return now_ + absl::Minutes(random_.Between(-60, window + 60));
  }

  // About a minute is where differences begin to count.
  absl::Duration SomeLength() {
    if (random_.Chance(20)) return absl::Seconds(random_.Between(58, 61));
    return absl::Minutes(random_.Between(5, random_.Chance(50) ? 600 : 4320));
  }

  std::string SomebodyElse(const std::string& than) {
    const std::string provider = mirror_.text("replica_provider");
    if (provider != "pagerduty" && random_.Chance(15))
      return random_.Chance(50) ? "" : "team:night";
    if (random_.Chance(20)) return CounterpartIn(provider, kStranger);
    for (;;) {
      std::string user = CounterpartIn(provider, random_.Of(UsersOfRandomWorlds()));
      if (user != than) return user;
    }
  }

  std::string Add(absl::Time start, absl::Duration length, const std::string& user) {
    json override = {{"start", base::FormatInstant(start)},
                     {"end", base::FormatInstant(start + length)},
                     {"user_id", user}};
    // Rotations are apart in Opsgenie and JSM, so that two people may be shown at once.
    if (mirror_.text("replica_provider") != "pagerduty" && random_.Chance(40)) {
      override["rotation_ids"] = {absl::StrCat("O", mirror_.name, "-0")};
    }
    sandbox_.Post(mirror_.ControlPath("overrides"), override);
    return absl::StrCat("added ", override.dump());
  }

  Random& random_;
  Sandbox& sandbox_;
  const Mirror& mirror_;
  const absl::Time now_;
  const absl::Time end_;
};

}  // namespace

std::string Damage(Random& random, Sandbox& sandbox, const Mirror& mirror) {
  return Hand(random, sandbox, mirror).DoSomething();
}

}  // namespace acceptance
