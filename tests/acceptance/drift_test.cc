// What a plan says when an external schedule does not show who is on call in incident.io, for each
// system that schedules are mirrored into.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/drift_scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::Matcher;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

// Why something differs: beside the row when the table has room for it, else in a sentence below.
// How much room there is depends on how the times of this day are written.
struct Reason {
  std::string in_short;
  std::string sentence;
};

class Drift : public DriftScenario, public ::testing::WithParamInterface<DriftSystem> {
 protected:
  const DriftSystem& system() const { return GetParam(); }
  // Whose timelines tell overrides from the schedule's own rotation.
  bool is_pagerduty() const { return system().provider == "pagerduty"; }
  std::string Target() const { return absl::StrCat(system().name, " \"Primary\""); }

  // A summary has sixty columns: a long name of the system gives way, then words.
  std::string Summary(const std::string& ending, const std::string& shorter) const {
    constexpr std::size_t kColumns = 60;
    if (Target().size() + ending.size() <= kColumns) return absl::StrCat(Target(), ending, "\n");
    if (system().provider == "jsm") return absl::StrCat("JSM \"Primary\"", ending, "\n");
    return absl::StrCat(Target(), shorter, "\n");
  }
  std::string SummaryOf(const std::string& drift) const {
    return Summary(" differs from incident.io: " + drift, " differs: " + drift);
  }
  static std::string NobodyKnows(const std::string& people, const std::string& length) {
    return absl::StrCat("Whether ", people,
                        " have an account in Jira Service Management is not known before the first "
                        "sync. So it is not known either whether Jira Service Management shows the "
                        "right person for ",
                        length, " of the next 14 days.");
  }
  // The table stands between the rest.
  Matcher<std::string> Says(const std::string& begin, const std::vector<std::string>& rows,
                            const Reason& reason, const std::string& end) const {
    std::string beside =
        absl::StrCat(begin, "Where ", system().name,
                     " differs in the next 14 days (times of UTC):\n\n  When Length Should be Is");
    std::string below = beside;
    absl::StrAppend(&beside, " Why");
    for (const std::string& row : rows) {
      absl::StrAppend(&beside, "\n  ", row, " ", reason.in_short);
      absl::StrAppend(&below, "\n  ", row);
    }
    if (!reason.sentence.empty()) absl::StrAppend(&below, "\n\n", reason.sentence);
    return AnyOf(absl::StrCat(beside, "\n\n", end), absl::StrCat(below, "\n\n", end));
  }
  Matcher<std::string> Differs(const std::string& drift, const std::vector<std::string>& rows,
                               const Reason& reason, const std::string& end) const {
    return Says(SummaryOf(drift), rows, reason, end);
  }
  // Two hours of tomorrow.
  Matcher<std::string> DiffersTomorrow(const std::string& should_be, const std::string& is,
                                       const Reason& reason, const std::string& end) const {
    return Differs("1 shift, 2 h", {Row("TIME to TIME 2 h", should_be, is)}, reason, end);
  }
  static std::string Row(const std::string& when, const std::string& should_be,
                         const std::string& is) {
    return absl::StrCat(when, " ", should_be, " ", is);
  }

  Reason Edited() const {
    return {"edited by hand",
            absl::StrCat("Edited by hand in ", system().name, " after the last sync.")};
  }
  Reason StaleOrEdited() const {
    return {"stale or edited",
            absl::StrCat(system().name,
                         " shows somebody of this schedule at another time: a stale "
                         "override, or an edit by hand.")};
  }
  static std::string Remedy() {
    return "incident.io syncs whenever its schedule changes: add an override there and delete it, "
           "or set drift_check = \"resync\" on this replica and apply.";
  }
  std::string RemedyOfEdits() const {
    return absl::StrCat(Remedy(), " A sync overwrites what was edited in ", system().name,
                        "; to keep such a change, make it in incident.io.");
  }
  std::string RemedyOfAFailedSync() const {
    return absl::StrCat(
        "Put right what the error names. Until then, changes in incident.io may not "
        "reach ",
        system().name, ".");
  }
  static std::string FailedWith(const std::string& error) {
    return absl::StrCat("The last sync failed: ", error,
                        ". The last sync that worked was on TIME.");
  }
  // Up to the table.
  std::string WithoutAnAccount() const {
    return absl::StrCat(Target(), ": the last sync failed\n",
                        FailedWith("Failed to find external user for Alice Ahmed"), "\n\n");
  }
  std::string HasNoAccount(const std::string& who) const {
    return absl::StrCat(who, " has no ", system().name,
                        " account that incident.io knows of, and cannot be mirrored. Create the "
                        "account with the same email address, or link the existing one to the "
                        "person in the incident.io catalog. The catalog reads accounts every hour, "
                        "so a new link can take that long.");
  }
};

INSTANTIATE_TEST_SUITE_P(Drift, Drift, ::testing::ValuesIn(EverySystem()),
                         [](const auto& system) { return system.param.provider; });

TEST_P(Drift, IsPreviewedOnceAndThenSilent) {
  WriteReplica(system());
  const Plan create = PlanOk();
  EXPECT_EQ(create.Action(kPrimary), "create");
  if (system().provider == "jsm") {
    // Its API tells nobody's address, so that nobody knows who would be shown.
    EXPECT_THAT(Steady(create.warnings),
                ElementsAre("JSM \"Primary\": 14 d cannot be judged before a sync\n" +
                            NobodyKnows("Alice Ahmed and Bob Brown", "14 d")));
  } else {
    EXPECT_THAT(
        Steady(create.warnings),
        ElementsAre(absl::StrCat(Summary(": 1 shift would change hands", ": 1 shift change hands"),
                                 "The first sync would change whom ", system().name,
                                 " shows in the next 14 days: 1 shift, 7 d in all.")));
  }
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
  for (int time = 0; time < 2; ++time) {
    const auto plan = terraform.Run({"plan", "-detailed-exitcode"});
    EXPECT_EQ(plan.exit_code, 0);
    const std::string said = Plain(plan.out);
    EXPECT_EQ(said.substr(std::min(said.find("\n\n"), said.size())),
              "\n\nNo changes. Your infrastructure matches the configuration.\n\n"
              "Terraform has compared your real infrastructure against your configuration\n"
              "and found no differences, so no changes are needed.\n");
    EXPECT_EQ(plan.err, "");
  }
  ExpectSettled();
}

TEST_P(Drift, IsPreviewedWithTheGapsAndThoseWhoCannotBeMirrored) {
  // Whose account has another address.
  world[system().provider]["users"][0][is_pagerduty() ? "email" : "username"] = "ahmed@a.io";
  CutOff(system(), system().alice);
  OverrideAtTheSource();
  WriteReplica(system());
  const std::string accounts = system().provider == "jsm"
                                   // Of both ends of the window whole hours are told.
                                   ? NobodyKnows("Alice Ahmed and Bob Brown", "13 d 21 h")
                                   : HasNoAccount("Alice Ahmed");
  EXPECT_THAT(
      Steady(PlanOk().warnings),
      ElementsAre(absl::StrCat(
          Summary(": 1 shift would change hands", ": 1 shift change hands"),
          "The first sync would change whom ", system().name,
          " shows in the next 14 days: 1 shift, 2 h in all.\n\n",
          "Nobody is on call in incident.io, and the fallback user ", system().bot.id,
          " would be shown (times of UTC):\n\n  When Length\n  TIME to TIME 2 h\n\n", accounts)));
}

TEST_P(Drift, ShowsAnEditByHand) {
  Apply(system());
  EditByHand(system());
  const auto first = Warnings();
  EXPECT_THAT(first, ElementsAre(DiffersTomorrow(system().alice.shown, system().carol.shown,
                                                 Edited(), RemedyOfEdits())));
  EXPECT_EQ(Warnings({"-refresh=false"}), first);
  ExpectSettled();
  // Somebody else is gone from incident.io.
  sandbox().Delete(absl::StrCat("/users/", kBob));
  EXPECT_EQ(Warnings(), first);
}

TEST_P(Drift, ShowsAnOverrideThatWasDeleted) {
  Apply(system());
  WipeMirror(system());
  const Reason not_mirrored{
      "not mirrored",
      "The mirrored shift is missing in PagerDuty, whose own rotation shows through."};
  EXPECT_THAT(Warnings(),
              ElementsAre(Differs("1 shift, 7 d",
                                  {Row("now to TIME 7 d", "Alice Ahmed", system().bob.shown)},
                                  is_pagerduty() ? not_mirrored : StaleOrEdited(),
                                  is_pagerduty() ? Remedy() : RemedyOfEdits())));
}

TEST_P(Drift, ShowsAGapThatTheFallbackDoesNotFill) {
  Apply(system());
  OverrideAtTheSource();
  EXPECT_THAT(Warnings(), IsEmpty());
  WipeMirror(system(), system().bot);
  const Reason not_filled{"gap not filled",
                          "Nobody is on call in incident.io, and the fallback user is not shown."};
  // Elsewhere incident.io has taken away what was in the way of its override.
  const Responder& shown = system().provider == "jsm" ? system().bob : system().alice;
  EXPECT_THAT(Warnings(),
              ElementsAre(DiffersTomorrow("the fallback user", shown.shown,
                                          is_pagerduty() ? StaleOrEdited() : not_filled,
                                          is_pagerduty() ? RemedyOfEdits() : Remedy())));
}

TEST_P(Drift, ShowsAnOverrideThatIsNotMirroredYetAndOneThatIsStale) {
  Apply(system());
  StopSyncs();
  const json late = OverrideAtTheSource(kBob);
  const Reason missing{"override missing", absl::StrCat("An override in incident.io is missing in ",
                                                        system().name, ".")};
  EXPECT_THAT(Warnings(),
              ElementsAre(DiffersTomorrow(system().bob.shown, system().alice.shown,
                                          is_pagerduty() ? StaleOrEdited() : missing,
                                          is_pagerduty() ? RemedyOfEdits() : Remedy())));
  sandbox().Post("/sync");
  EXPECT_THAT(Warnings(), IsEmpty());
  sandbox().Delete(
      absl::StrCat("/schedules/", ScheduleId(), "/overrides/", late.at("id").get<std::string>()));
  EXPECT_THAT(Warnings(), ElementsAre(DiffersTomorrow(system().alice.shown, system().bob.shown,
                                                      StaleOrEdited(), RemedyOfEdits())));
}

TEST_P(Drift, IsNoneWhereTheOtherOneOfTwoIsShown) {
  WriteReplica(system(), R"(}

data "incident_schedule_mirror" "primary" {
  schedule_id = data.incident_schedule.primary.id
  replica_id  = incident_schedule_replica.primary.id
)",
               {{"sources", kBothRotations}});
  ApplyOk();
  EditByHand(system(), system().bob);
  EXPECT_THAT(Warnings(), IsEmpty());
  ApplyOk({"-refresh-only"});
  const json mirror = StateOf("data.incident_schedule_mirror.primary");
  EXPECT_EQ(mirror.at("in_sync"), true);
  EXPECT_EQ(mirror.at("drift_seconds"), 0);
  ASSERT_THAT(mirror.at("differences"), SizeIs(1));
  EXPECT_EQ(mirror.at("differences").at(0).at("kind"), "overlap_choice");
  EXPECT_EQ(mirror.at("differences").at(0).at("incident_user_ids"), json::array({kAlice, kBob}));

  // Beside something else that has to be said, this is explained.
  EditByHand(system(), system().carol, 30);
  EXPECT_THAT(Warnings(),
              ElementsAre(DiffersTomorrow(
                  system().alice.shown, system().carol.shown, Edited(),
                  absl::StrCat("Where several people are on call at once, ", system().name,
                               " holds one of them; another choice than expected is not counted.",
                               "\n\n", RemedyOfEdits()))));
}

TEST_P(Drift, ShowsThatTheMirrorIsGone) {
  ShowByItself(system(), system().bot);
  Apply(system());
  WipeMirror(system());
  EXPECT_THAT(Warnings(),
              ElementsAre(AllOf(
                  StartsWith(SummaryOf("2 shifts, 13 d 23 h")),
                  EndsWith(absl::StrCat("\n\nNothing of the mirror is left in ", system().name,
                                        ": its schedule was re-created, or its overrides were "
                                        "removed.\n\n",
                                        Remedy())))));
}

TEST_P(Drift, ShowsWhoCannotBeMirrored) {
  Apply(system());
  CutOff(system(), system().alice);
  sandbox().Post("/sync");
  // By the name that the system gives to an account.
  const std::string shown = is_pagerduty()                    ? system().alice.shown
                            : system().provider == "opsgenie" ? "alice@a.io"
                                                              : system().alice.id;
  EXPECT_THAT(
      Warnings(),
      ElementsAre(Says(WithoutAnAccount(), {Row("now to TIME 7 d", "Alice Ahmed", shown)},
                       {"no account", ""},
                       absl::StrCat(HasNoAccount("Alice Ahmed"), "\n\n", RemedyOfAFailedSync()))));
}

TEST_P(Drift, ShowsAFailedSyncAndWhatItLeftBehind) {
  Apply(system());
  sandbox().Post("/switches", {{"sync_fails_with", "Failed to reach the account"}});
  sandbox().Post("/sync");
  const std::string failed = FailedWith("Failed to reach the account");
  EXPECT_THAT(Warnings(), ElementsAre(absl::StrCat(Target(), ": the last sync failed\n", failed,
                                                   "\n\n", RemedyOfAFailedSync())));
  OverrideAtTheSource(kBob);
  EXPECT_THAT(Warnings(),
              ElementsAre(Says(absl::StrCat(SummaryOf("1 shift, 2 h"), failed, "\n\n"),
                               {Row("TIME to TIME 2 h", system().bob.shown, system().alice.shown)},
                               {"sync failed", ""},
                               absl::StrCat("Put right what the error names. ", Remedy()))));
}

TEST_P(Drift, OfAnEmptyScheduleIsLeftToTheFallback) {
  Apply(system());
  sandbox().Patch(absl::StrCat("/schedules/", ScheduleId(), "/rotations/", kRotation),
                  {{"users", json::array()}});
  EXPECT_THAT(Warnings(), IsEmpty());
}

TEST_P(Drift, IsInUtcWhereTheZoneIsUnknown) {
  Apply(system());
  EditByHand(system());
  sandbox().Post("/faults", {{"method", "GET"},
                             {"path", "/incident/v2/schedules/01SANDB0XPRIMARY0000000000"},
                             {"times", 0},
                             {"patch", {{"schedule", {{"timezone", "Mars/Olympus"}}}}}});
  EXPECT_THAT(
      Warnings(),
      UnorderedElementsAre(
          DiffersTomorrow(system().alice.shown, system().carol.shown, Edited(), RemedyOfEdits()),
          "Unknown time zone: Mars/Olympus\nincident.io names Mars/Olympus as the time zone of the "
          "schedule, and this machine does not know it, so times are told in UTC. Install the "
          "system's time zone data, or correct the time zone in incident.io."));
}

// Only PagerDuty's timelines stop showing an account that is gone.
class DriftOfAUser : public Drift {};

INSTANTIATE_TEST_SUITE_P(Drift, DriftOfAUser, ::testing::Values(PagerDuty()));

TEST_P(DriftOfAUser, WhoseAccountIsGoneShowsATimeWithoutAnybody) {
  Apply(system());
  sandbox().Delete("/external/pagerduty/users/PALICE1");
  const std::vector<std::string> rows = {Row("now to TIME 7 d", "Alice Ahmed", "nobody")};
  EXPECT_THAT(Warnings(),
              ElementsAre(Differs("1 shift, 7 d", rows, {"not mirrored", ""}, Remedy())));
  sandbox().Post("/sync");
  EXPECT_THAT(
      Warnings(),
      ElementsAre(Says(WithoutAnAccount(), rows, {"no account", ""},
                       absl::StrCat(HasNoAccount("Alice Ahmed"), "\n\n", RemedyOfAFailedSync()))));
}

}  // namespace
}  // namespace acceptance
