// A forced sync and a change in place under fire: whom the external schedule shows at every
// instant, the twin that a killed run leaves, and syncs that do not help or are refused. What is
// left after a kill at any request: killed_test.cc.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/time.h"
#include "tests/acceptance/killing.h"
#include "tests/acceptance/processes.h"
#include "tests/acceptance/shown.h"
#include "tests/acceptance/systems.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr absl::Duration kLookedAt = absl::Hours(24 * 10);

class Resync : public Killing {
 protected:
  Resync() { AddOpsgenieCarol(world); }

  // A mirror that somebody has damaged by hand, now and tomorrow.
  void MakeDamaged(const System& system = kPagerDuty) {
    system_ = system;
    GiveAccessToEverySystem(sandbox(), terraform);
    WriteReplica({});
    ApplyOk();
    id_ = StateOf(kPrimary).at("id");
    since_ = absl::FromUnixSeconds(absl::ToUnixSeconds(Now()));
    right_ = ShownNow();
    DamageByHand("now", "+2h");
    DamageByHand("+26h", "+28h");
    terraform.environment["INCIDENT_DRIFT_CHECK"] = "resync";
    sandbox().ForgetRequests();
    last_state_ = States().back().at("sequence");
  }
  void WriteReplica(Arguments different, const std::string& more = "") {
    const auto quoted = [](const std::string& text) { return absl::StrCat("\"", text, "\""); };
    different.insert({{"replica_provider", quoted(system_.provider)},
                      {"replica_provider_id", quoted(system_.schedule)},
                      {"replica_fallback_user_id", quoted(system_.bot)}});
    Write(ScheduleBlock() + ReplicaBlock("primary", different, more));
  }
  void DamageByHand(const char* start, const char* end) {
    sandbox().Post(system_.ControlPath("overrides"),
                   {{"user_id", system_.bot}, {"start", start}, {"end", end}});
  }

  absl::Time Now() { return InstantOf(sandbox().Get("/clock").at("now")); }

  // Every state since the replica was made, for the days from then on.
  json States() {
    return sandbox()
        .Get(absl::StrCat(system_.ControlPath("states?since="), base::FormatInstant(since_),
                          "&until=", base::FormatInstant(since_ + kLookedAt)))
        .at("states");
  }
  ShownTimeline ShownNow() { return ReadShown(States().back().at("on_call")); }
  // From now on; what has passed stays as it was.
  bool ShowsTheRightPeople() {
    const absl::Time now = Now();
    const ShownTimeline shown = ShownNow();
    std::set<absl::Time> instants = StartsOf({shown, right_});
    instants.insert(now);
    return std::all_of(instants.lower_bound(now), instants.end(),
                       [&](absl::Time at) { return UsersAt(shown, at) == UsersAt(right_, at); });
  }

  // Since MakeDamaged every state has shown, at every instant, somebody whom the schedule shows
  // then in one of `allowed`.
  void ExpectEverybodyShownIs(const std::vector<ShownTimeline>& allowed) {
    for (const json& state : States()) {
      if (state.at("sequence") < last_state_) continue;
      const ShownTimeline shown = ReadShown(state.at("on_call"));
      std::vector<ShownTimeline> all = allowed;
      all.push_back(shown);
      for (const absl::Time at : StartsOf(all)) {
        const std::vector<std::string>& users = UsersAt(shown, at);
        EXPECT_THAT(users, SizeIs(1)) << base::FormatInstant(at) << "\n" << state.dump(2);
        EXPECT_TRUE(std::ranges::any_of(
            allowed, [&](const ShownTimeline& one) { return UsersAt(one, at) == users; }))
            << base::FormatInstant(at) << "\n"
            << state.dump(2);
      }
    }
  }

  // One replica, the one that the state had all the time, its mirror right, and nothing to plan.
  void ExpectRepaired() {
    ASSERT_THAT(sandbox().Replicas(), SizeIs(1));
    EXPECT_EQ(sandbox().Replicas().at(0).at("id"), id_);
    EXPECT_EQ(StateOf(kPrimary).at("id"), id_);
    EXPECT_TRUE(ShowsTheRightPeople()) << States().back().dump(2);
    const Told plan = Run({"plan", "-detailed-exitcode"});
    EXPECT_EQ(plan.run.exit_code, 0) << plan.run.out;
    EXPECT_THAT(plan.warnings, IsEmpty());
  }

  System system_ = kPagerDuty;
  std::string id_;
  absl::Time since_;
  ShownTimeline right_;
  int last_state_ = 0;
};

// ---- Whom the schedule shows meanwhile

class ResyncOfEverySystem : public Resync, public ::testing::WithParamInterface<System> {};

INSTANTIATE_TEST_SUITE_P(Of, ResyncOfEverySystem, ::testing::Values(kPagerDuty, kOpsgenie, kJsm),
                         [](const auto& system) { return system.param.provider; });

TEST_P(ResyncOfEverySystem, ShowsNobodyButTheRightPeopleAndWhoWasThereBefore) {
  MakeDamaged(GetParam());
  const ShownTimeline damaged = ShownNow();
  ASSERT_NE(damaged, right_);
  EXPECT_THAT(ApplyOk().warnings, SizeIs(1));
  ExpectEverybodyShownIs({damaged, right_});
  // What changed the schedule is the twin's creation, and its deletion has changed nothing.
  const std::vector<LoggedRequest> requests = sandbox().Requests();
  const json repaired = States().back();
  const auto cause = std::ranges::find_if(requests, [&](const LoggedRequest& request) {
    return request.all.at("seq") == repaired.at("request");
  });
  ASSERT_NE(cause, requests.end()) << repaired.dump(2);
  EXPECT_EQ(cause->method, "POST");
  EXPECT_THAT(Writes(requests), ElementsAre(Posted(), StartsWith("DELETE ")));
  ExpectRepaired();
}

TEST_P(ResyncOfEverySystem, ThatTakesItsTimeLeavesNoInstantUncovered) {
  MakeDamaged(GetParam());
  sandbox().Post("/switches", {{"sync_delay", "2s"}});
  const std::string began = base::FormatInstant(Now());
  EXPECT_THAT(ApplyOk().warnings, SizeIs(1));
  const json passed =
      sandbox().Get(absl::StrCat(system_.ControlPath("history?since="), began, "&until=now"));
  // The damage of now was there until the twin's first sync, and then the right person at once.
  const ShownTimeline history = ReadShown(passed.at("on_call"));
  ASSERT_THAT(history, SizeIs(2)) << passed.dump(2);
  EXPECT_THAT(history.front().users, ElementsAre(system_.bot));
  EXPECT_EQ(history.back().users, UsersAt(right_, history.back().start));
  ExpectRepaired();
}

struct InPlace {
  const char* name;
  Arguments different;
  const char* more = "";
  const char* sync_delay = "0s";
};

void PrintTo(const InPlace& change, std::ostream* out) { *out << change.name; }

class ChangeInPlace : public Resync, public ::testing::WithParamInterface<InPlace> {};

constexpr char kShadow[] =
    "[for s in data.incident_schedule.primary.sources : s if s.rotation_name == \"Shadow\"]";
constexpr char kWaits[] = "  wait_for_sync = true\n";

INSTANTIATE_TEST_SUITE_P(
    Of, ChangeInPlace,
    ::testing::Values(InPlace{"Sources", {{"sources", kShadow}}},
                      InPlace{"SourcesWaitingForTheSync", {{"sources", kShadow}}, kWaits, "1s"},
                      InPlace{"SourcesWithALateSync", {{"sources", kShadow}}, "", "1s"},
                      InPlace{"TheFallbackUser", {{"replica_fallback_user_id", "\"PBOB002\""}}},
                      InPlace{"TheWindow", {{"mirror_window_days", "30"}}}),
    [](const auto& change) { return change.param.name; });

TEST_P(ChangeInPlace, ShowsOnlyWhomTheOldOrTheNewReplicaNames) {
  // A gap that is the fallback user's.
  world["schedules"][0]["overrides"] = {{{"rotation_id", "01SANDB0XR0TATI0NPRIMARY00"},
                                         {"layer_id", "01SANDB0XLAYERPRIMARY00000"},
                                         {"start_at", "+50h"},
                                         {"end_at", "+60h"}}};
  MakeDamaged();
  sandbox().Post("/sync");
  terraform.environment.erase("INCIDENT_DRIFT_CHECK");
  last_state_ = States().back().at("sequence");
  ASSERT_TRUE(ShowsTheRightPeople());

  sandbox().Post("/switches", {{"sync_delay", GetParam().sync_delay}});
  WriteReplica(GetParam().different, GetParam().more);
  ApplyOk();
  EXPECT_TRUE(Within(std::chrono::seconds(10),
                     [this] { return sandbox().Replicas().at(0).contains("last_synced_at"); }));
  ExpectEverybodyShownIs({right_, ShownNow()});
  ASSERT_THAT(sandbox().Replicas(), SizeIs(1));
  EXPECT_NE(sandbox().Replicas().at(0).at("id"), id_);
  EXPECT_EQ(sandbox().Replicas().at(0).at("id"), StateOf(kPrimary).at("id"));
  ExpectSettled();
}

// ---- Killed

class KilledResync : public Resync {
 protected:
  void MakeTwinAndKill(Victim victim);
};

// Plans, and kills when the twin has been made.
void KilledResync::MakeTwinAndKill(Victim victim) {
  MakeDamaged();
  // So that the provider has to wait for the twin's sync.
  sandbox().Post("/switches", {{"sync_delay", "1s"}});
  PlanAndRemember();
  ApplySavedOk();
  const std::vector<LoggedRequest> requests = sandbox().Requests();
  const auto create = std::ranges::find(requests, "POST", &LoggedRequest::method);
  ASSERT_NE(create, requests.end());
  BackToThePlan();
  ApplyUntilKilledAt(static_cast<std::size_t>(create - requests.begin()), true, victim);
}

TEST_F(KilledResync, ByTheEndOfTerraformLeavesNoTwinSinceTheProviderCleansUp) {
  MakeTwinAndKill(Victim::kTerraform);
  EXPECT_THAT(Writes(sandbox().Requests()), ElementsAre(Posted(), StartsWith("DELETE ")));
  ASSERT_THAT(sandbox().Replicas(), SizeIs(1));
  EXPECT_EQ(sandbox().Replicas().at(0).at("id"), id_);
  ApplyOk();
  ExpectRepaired();
}

TEST_F(KilledResync, ByTheEndOfTheProviderLeavesATwinThatIsNamedAndRemovedOnlyByAResync) {
  MakeTwinAndKill(Victim::kProvider);
  ASSERT_THAT(sandbox().Replicas(), SizeIs(2));
  const std::string twin = sandbox().Replicas().at(1).at("id");
  ASSERT_NE(twin, id_);
  // The killed run's twin goes on to repair the mirror.
  EXPECT_TRUE(Within(std::chrono::seconds(10), [this] { return ShowsTheRightPeople(); }));

  terraform.environment["INCIDENT_DRIFT_CHECK"] = "warn";
  const Plan named = PlanOk();
  EXPECT_EQ(named.Action(kPrimary), "no-op");
  EXPECT_THAT(named.warnings,
              ElementsAre(AllOf(HasSubstr(" has more than one replica\n"), HasSubstr(twin))));
  sandbox().ForgetRequests();
  ApplyOk();
  EXPECT_THAT(Writes(sandbox().Requests()), IsEmpty());

  terraform.environment["INCIDENT_DRIFT_CHECK"] = "resync";
  EXPECT_EQ(PlanOk().Action(kPrimary), "update");
  sandbox().ForgetRequests();
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
  EXPECT_THAT(Writes(sandbox().Requests()), ElementsAre(Deleted(twin)));
  ExpectRepaired();
}

// ---- A sync that does not help, and one that is refused

constexpr char kHopeless[] =
    "A forced sync has not changed these differences, so no other one is planned\n"
    "until they change. ";

TEST_F(Resync, ThatCannotHelpIsNotPlannedForEver) {
  MakeDamaged();
  sandbox().Post("/switches", {{"sync_writes", false}});
  EXPECT_EQ(PlanOk().Action(kPrimary), "update");
  EXPECT_THAT(
      ApplySavedOk().warnings,
      ElementsAre(AllOf(StartsWith("Sync did not help: PagerDuty PPRIMRY\n"
                                   "incident.io has synced, and this is still different:\n\n"
                                   "PagerDuty \"Primary\" differs from incident.io: 2 shifts"),
                        HasSubstr(kHopeless))));
  EXPECT_EQ(StateOf(kPrimary).at("id"), id_);
  EXPECT_THAT(sandbox().Replicas(), SizeIs(1));

  sandbox().ForgetRequests();
  const Plan hopeless = PlanOk();
  EXPECT_EQ(hopeless.Action(kPrimary), "no-op");
  EXPECT_THAT(hopeless.warnings, ElementsAre(AllOf(HasSubstr("differs from incident.io: 2 shifts"),
                                                   HasSubstr(kHopeless))));
  ExpectSettled();
  EXPECT_THAT(Writes(sandbox().Requests()), IsEmpty());

  // Another difference is another chance.
  sandbox().Post("/switches", {{"sync_writes", true}});
  DamageByHand("+40h", "+42h");
  EXPECT_EQ(PlanOk().Action(kPrimary), "update");
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
  ExpectRepaired();
}

class Refused : public Resync, public ::testing::WithParamInterface<const char*> {};

INSTANTIATE_TEST_SUITE_P(As, Refused, ::testing::Values("invalid", "conflict"),
                         [](const auto& how) { return std::string(how.param); });

TEST_P(Refused, TheTwinLeavesEverythingUntouched) {
  MakeDamaged();
  sandbox().Post("/switches", {{"refuse_second_replica", GetParam()}});
  EXPECT_EQ(PlanOk().Action(kPrimary), "update");
  const json state = StateOf(kPrimary), replicas = sandbox().Replicas(), states = States();
  sandbox().ForgetRequests();
  const Told refused = Run({"apply", "-auto-approve", "saved.plan"});
  EXPECT_EQ(refused.run.exit_code, 1);
  EXPECT_THAT(refused.errors,
              ElementsAre(AllOf(StartsWith("Cannot force a sync: PagerDuty PPRIMRY\n"),
                                HasSubstr("Another replica mirrors to this schedule"),
                                HasSubstr("Nothing was changed: the replica stays as it was."))));
  EXPECT_THAT(Writes(sandbox().Requests()), ElementsAre(Posted()));
  EXPECT_EQ(StateOf(kPrimary), state);
  EXPECT_EQ(sandbox().Replicas(), replicas);
  EXPECT_EQ(States(), states);

  sandbox().Post("/switches", {{"refuse_second_replica", "no"}});
  EXPECT_THAT(ApplyOk().errors, IsEmpty());
  ExpectRepaired();
}

}  // namespace
}  // namespace acceptance
