// No false alarm and no blindness: random worlds that the sandbox has mirrored plan silently, and
// after one damage each the plan shows exactly the damaged place. What it should show is computed
// from what the external schedules showed before and after, never with the provider's own code.
//
// RANDOM_WORLDS is how many worlds, RANDOM_WORLDS_SEED the seed of the first twenty; the next
// twenty have the next seed.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "base/time.h"
#include "tests/acceptance/random_edits.h"
#include "tests/acceptance/random_world.h"
#include "tests/acceptance/scenario.h"
#include "tests/acceptance/shown.h"
#include "tests/acceptance/systems.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::ElementsAreArray;

constexpr int kWorldsOfABatch = 20;
// What is shorter does not count as a difference.
constexpr absl::Duration kShortest = absl::Seconds(60);

std::uint64_t Number(const char* variable, std::uint64_t absent) {
  const char* text = getenv(variable);
  std::uint64_t number = absent;
  if (text != nullptr && !absl::SimpleAtoi(text, &number)) {
    ADD_FAILURE() << variable << " is no number: " << text;
  }
  return number;
}

absl::Time WholeSeconds(absl::Time time) {
  return absl::FromUnixSeconds(absl::ToUnixSeconds(time));
}

// As the data source has it, without what is computed from nothing but the rest.
struct Difference {
  absl::Time start;
  absl::Time end;
  std::string kind;
  std::string want;  // empty: nobody can say
  std::vector<std::string> have;

  bool IsDrift() const {
    return kind == "wrong_user" || kind == "uncovered" || kind == "extra_user";
  }
};

std::string Line(const Difference& one) {
  return absl::StrCat(base::FormatInstant(one.start), " ", base::FormatInstant(one.end), " ",
                      one.kind, " ", one.want, " / ", absl::StrJoin(one.have, ","));
}

// Puts `next` into the list where it counts; neighbours with the same people are one.
void Append(std::vector<Difference>& list, Difference next) {
  if (!list.empty() && list.back().end == next.start && list.back().kind == next.kind &&
      list.back().want == next.want && list.back().have == next.have) {
    list.back().end = next.end;
  } else {
    list.push_back(std::move(next));
  }
}

// The lines of those between `start` and `end`, cut there, that count.
std::vector<std::string> LinesWithin(absl::Time start, absl::Time end,
                                     const std::vector<Difference>& list) {
  std::vector<std::string> lines;
  for (Difference one : list) {
    one.start = std::max(one.start, start);
    one.end = std::min(one.end, end);
    const absl::Duration least = one.kind == "unmapped" ? absl::Seconds(1) : kShortest;
    if (one.end - one.start >= least) lines.push_back(Line(one));
  }
  return lines;
}

// What there is to know of one mirror without the provider.
struct Truth {
  absl::Time now;
  absl::Time settled_end;    // so far the last successful sync has looked
  absl::Time written_until;  // so far the last sync has written, successful or not
  ShownTimeline mirrored;
  ShownTimeline on_call;  // the counterparts of those in its sources; stretches may overlap
};

class RandomWorldsTest : public Scenario {
 protected:
  void StartBatch(std::uint64_t seed, int count) {
    seed_ = seed;
    worlds_ = MakeRandomWorlds(seed, count);
    mirrors_ += static_cast<int>(worlds_.mirrors.size());
    random_.emplace(seed);
    done_.clear();
    speaking_.clear();
    world = worlds_.seed;
    sandbox().Put("/world", worlds_.seed);
    std::filesystem::remove(terraform.folder() + "/terraform.tfstate");
    KnowEverySystem();

    json mirrors = json::object();
    for (const Mirror& mirror : worlds_.mirrors) mirrors[mirror.name] = mirror.arguments;
    terraform.Write("mirrors.json", mirrors.dump(2));
    Write(kReplicas);
    FollowTheClock();
    ApplyOk();
    Write(std::string(kReplicas) + kLookedAt);
  }

  // Time passes and people edit, all of which incident.io mirrors.
  void LetTimePass() {
    const std::vector<const char*> spans = {"0s", "7m", "5h"};
    for (const Mirror& mirror : worlds_.mirrors) {
      if (!mirror.link_is_cut_later) continue;
      sandbox().Post("/links", {{"provider", mirror.text("replica_provider")},
                                {"external_user_id", mirror.stands_for_unmapped}});
      sandbox().Post("/sync", {{"schedule_id", mirror.text("schedule_id")}});
    }
    Advance(random_->Of(spans));
    for (const Mirror& mirror : worlds_.mirrors) {
      if (!mirror.stands_for_unmapped.empty() || !random_->Chance(40)) continue;
      EditAtTheSource(*random_, sandbox(), mirror);
    }
    Advance(random_->Of(spans));
    FollowTheClock();
  }

  ShownTimeline ShownBy(const Mirror& mirror) {
    const absl::Time now = WholeSeconds(Now());
    const json answer = sandbox().Get(
        mirror.ControlPath(absl::StrCat("states?since=", base::FormatInstant(now),
                                        "&until=", base::FormatInstant(now + mirror.window()))));
    return ReadShown(answer.at("states").back().at("on_call"));
  }

  Truth TruthOf(const Mirror& mirror, const json& replicas) {
    Truth truth{.now = WholeSeconds(Now()), .mirrored = ShownBy(mirror)};
    for (const json& replica : replicas) {
      if (replica.at("replica_provider_id") != mirror.arguments.at("replica_provider_id")) continue;
      const auto reach = [&](const char* field) {
        return std::min(WholeSeconds(InstantOf(replica.at(field))) + mirror.window(),
                        truth.now + mirror.window());
      };
      truth.settled_end = replica.contains("last_synced_at") ? reach("last_synced_at") : truth.now;
      truth.written_until = reach("updated_at");
    }
    const json listed =
        sandbox().Get(absl::StrCat("/schedules/", mirror.text("schedule_id"),
                                   "/entries?since=", base::FormatInstant(truth.now),
                                   "&until=", base::FormatInstant(truth.now + mirror.window())));
    const json& sources = mirror.arguments.at("sources");
    for (const json& entry : listed.at("entries")) {
      const json lane = {{"rotation_id", entry.at("rotation_id")},
                         {"layer_id", entry.at("layer_id")}};
      if (!entry.contains("user") || std::ranges::find(sources, lane) == sources.end()) continue;
      truth.on_call.push_back(
          {WholeSeconds(InstantOf(entry.at("start_at"))),
           WholeSeconds(InstantOf(entry.at("end_at"))),
           {CounterpartIn(mirror.text("replica_provider"), entry.at("user").at("id"))}});
    }
    return truth;
  }

  // The differences that the plan should find, as far as the last sync has written.
  static std::vector<Difference> Expected(const Mirror& mirror, const Truth& truth,
                                          const ShownTimeline& shown) {
    std::set<absl::Time> edges = StartsOf({truth.mirrored, shown});
    edges.insert({truth.now, truth.settled_end, truth.written_until});
    for (const Shown& one : truth.on_call) edges.insert({one.start, one.end});
    std::vector<Difference> expected;
    for (auto edge = edges.lower_bound(truth.now); *edge < truth.written_until; ++edge) {
      const auto found = ExpectedAt(mirror, truth, shown, *edge);
      if (!found) continue;
      Append(expected, *found);
      expected.back().end = *std::next(edge);
    }
    return expected;
  }

  // Only those who cannot be mirrored are worth a word.
  void ExpectSilence() {
    const json replicas = sandbox().Replicas();
    const Plan plan = Look();
    for (const Mirror& mirror : worlds_.mirrors) {
      SCOPED_TRACE(About(mirror));
      truths_[mirror.name] = TruthOf(mirror, replicas);
      ExpectFound(mirror, truths_[mirror.name].mirrored);
      if (!mirror.stands_for_unmapped.empty()) speaking_.insert(mirror.name);
    }
    ExpectWarnings(plan);
  }

  void DamageEveryMirror() {
    for (const Mirror& mirror : worlds_.mirrors) {
      done_[mirror.name] = Damage(*random_, sandbox(), mirror);
    }
  }

  void ExpectDamageShown() {
    const Plan plan = Look();
    for (const Mirror& mirror : worlds_.mirrors) {
      SCOPED_TRACE(About(mirror));
      bool drifted = false;
      for (const Difference& one : ExpectFound(mirror, ShownBy(mirror))) {
        if (one.end - one.start < kShortest) continue;
        ++kinds_[one.kind];
        drifted |= one.IsDrift();
      }
      if (drifted) speaking_.insert(mirror.name);
      damaged_ += int{drifted};
    }
    ExpectWarnings(plan);
  }

  std::string Counted() const {
    std::string text = absl::StrCat(mirrors_, " mirrors, ", damaged_, " of them drifted");
    for (const auto& [kind, number] : kinds_) absl::StrAppend(&text, ", ", number, " ", kind);
    return text;
  }

  int mirrors_ = 0;
  int damaged_ = 0;

 private:
  static constexpr char kReplicas[] = R"(locals {
  mirrors = jsondecode(file("mirrors.json"))
}

resource "incident_schedule_replica" "each" {
  for_each                 = local.mirrors
  schedule_id              = each.value.schedule_id
  replica_provider         = each.value.replica_provider
  replica_provider_id      = each.value.replica_provider_id
  replica_fallback_user_id = each.value.replica_fallback_user_id
  sources                  = each.value.sources
  mirror_window_days       = each.value.mirror_window_days
}
)";
  static constexpr char kLookedAt[] = R"(
data "incident_schedule_mirror" "each" {
  for_each    = incident_schedule_replica.each
  schedule_id = each.value.schedule_id
  replica_id  = each.value.id
}
)";

  Plan Look() {
    Plan plan = PlanOk();
    found_.clear();
    const json none = json::object();
    for (const json& resource :
         plan.shown.at("prior_state").at("values").at("root_module").at("resources")) {
      if (resource.at("type") != "incident_schedule_mirror") continue;
      std::vector<Difference>& found = found_[resource.at("index")];
      for (const json& one : resource.at("values").at("differences")) {
        const json& want = one.at("expected_user_id");
        found.push_back({InstantOf(one.at("start_at")), InstantOf(one.at("end_at")), one.at("kind"),
                         want.is_null() ? "" : want.get<std::string>(), one.at("actual_user_ids")});
      }
    }
    return plan;
  }

  // What the plan has found is what it should; the latter.
  std::vector<Difference> ExpectFound(const Mirror& mirror, const ShownTimeline& shown) {
    const Truth& truth = truths_[mirror.name];
    std::vector<Difference> expected = Expected(mirror, truth, shown);
    EXPECT_THAT(LinesWithin(truth.now, truth.written_until, found_[mirror.name]),
                ElementsAreArray(LinesWithin(truth.now, truth.written_until, expected)));
    return expected;
  }

  // The plan warns of those mirrors that have something to say, each once, and of nothing else.
  void ExpectWarnings(const Plan& plan) {
    std::vector<::testing::Matcher<std::string>> speaking;
    for (const Mirror& mirror : worlds_.mirrors) {
      if (!speaking_.contains(mirror.name)) continue;
      speaking.emplace_back(
          ::testing::ContainsRegex(absl::StrCat("^[^\n]*\"", mirror.name, "\"[^\n]*\n")));
    }
    EXPECT_THAT(plan.warnings, ::testing::UnorderedElementsAreArray(speaking));
  }

  // How a failure is repeated, and the world that it is about.
  std::string About(const Mirror& mirror) {
    json schedule, target;
    for (const json& one : worlds_.seed.at("schedules")) {
      if (one.at("id") == mirror.text("schedule_id")) schedule = one;
    }
    for (const json& one : worlds_.seed.at(mirror.text("replica_provider")).at("schedules")) {
      if (one.at("id") == mirror.text("replica_provider_id")) target = one;
    }
    return absl::StrCat("RANDOM_WORLDS=20 RANDOM_WORLDS_SEED=", seed_, ", mirror ", mirror.name,
                        " at ", worlds_.seed.at("now").get<std::string>(), "\n", done_[mirror.name],
                        "\nreplica ", mirror.arguments.dump(), "\nschedule ", schedule.dump(),
                        "\ntarget ", target.dump());
  }

  absl::Time Now() { return InstantOf(sandbox().Get("/clock").at("now")); }
  void Advance(const std::string& span) { sandbox().Post("/clock", {{"advance", span}}); }

  // The provider's time of day is the sandbox's.
  void FollowTheClock() {
    terraform.environment["ACCEPTANCE_NOW"] = sandbox().Get("/clock").at("now");
  }

  void KnowEverySystem() {
    GiveAccessToEverySystem(sandbox(), terraform);
    terraform.Use({{"oncall-mirror/incident", PROVIDER_AT_FOLDER}});
  }

  // Null where the schedule shows what it should.
  static std::optional<Difference> ExpectedAt(const Mirror& mirror, const Truth& truth,
                                              const ShownTimeline& shown, absl::Time at) {
    const std::vector<std::string>& wanted = UsersAt(truth.mirrored, at);
    const std::vector<std::string>& have = UsersAt(shown, at);
    Difference difference{.start = at, .kind = "wrong_user", .have = have};
    const std::vector<std::string> unmapped = {mirror.stands_for_unmapped};
    if (wanted == unmapped) {
      difference.kind = "unmapped";
      return difference;
    }
    if (wanted == have) return std::nullopt;
    difference.want = absl::StrJoin(wanted, "+");  // of a mirror it is always one
    if (at >= truth.settled_end) {
      difference.kind = "pending";
    } else if (have.empty()) {
      difference.kind = "uncovered";
    } else if (std::ranges::find(have, difference.want) != have.end()) {
      difference.kind = "extra_user";
    } else if (have.size() == 1 && IsOnCall(mirror, truth, have.front(), at)) {
      difference.kind = "overlap_choice";
    }
    return difference;
  }

  // Whether that is the counterpart of somebody in the replica's own lanes then.
  static bool IsOnCall(const Mirror& mirror, const Truth& truth, const std::string& user,
                       absl::Time at) {
    return user != mirror.stands_for_unmapped &&
           std::ranges::any_of(truth.on_call, [&](const Shown& one) {
             return one.start <= at && at < one.end && one.users.front() == user;
           });
  }

  std::uint64_t seed_ = 0;
  RandomWorlds worlds_;
  std::optional<Random> random_;
  // By the name of the mirror.
  std::map<std::string, Truth> truths_;
  std::map<std::string, std::string> done_;
  std::map<std::string, std::vector<Difference>> found_;
  std::set<std::string> speaking_;  // in the next plan
  std::map<std::string, int> kinds_;
};

TEST_F(RandomWorldsTest, PlanSilentlyAndShowExactlyWhereTheyAreDamaged) {
  const int count = static_cast<int>(Number("RANDOM_WORLDS", 40));
  const std::uint64_t first_seed = Number("RANDOM_WORLDS_SEED", 1);
  for (int begin = 0; begin < count && !HasFailure(); begin += kWorldsOfABatch) {
    const std::uint64_t seed = first_seed + static_cast<std::uint64_t>(begin / kWorldsOfABatch);
    StartBatch(seed, std::min(kWorldsOfABatch, count - begin));
    LetTimePass();
    ExpectSilence();
    DamageEveryMirror();
    ExpectDamageShown();
  }
  std::cout << count << " worlds from seed " << first_seed << ", " << Counted() << "\n";
  // Some damage shows whom it should, or lies beyond the window; most does not.
  EXPECT_GT(2 * damaged_, mirrors_);
}

}  // namespace
}  // namespace acceptance
