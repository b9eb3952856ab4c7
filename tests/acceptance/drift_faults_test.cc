// What a plan says when a mirror cannot be checked: one warning for each replica, which names the
// system, the cause in the API's own words and what to check. The plan succeeds, unless drift is an
// error.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/drift_scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

// One way in which a service lets its clients down.
struct Trouble {
  json fault;
  std::string answered;  // behind the method and the path
  std::string advice;
};

json SignInPage() {
  return {{"status", 200},
          {"headers", {{"Content-Type", "text/html"}}},
          {"body", "<html>Sign in</html>"}};
}

// More than any client takes.
json EndlessAnswer() {
  return {{"status", 200},
          {"headers", {{"Content-Type", "application/json"}}},
          {"body", std::string(std::size_t{17} << 20, ' ')}};
}

class Faults : public DriftScenario {
 protected:
  // From now on, until Calm.
  void Strike(const std::string& path, json fault) {
    fault["method"] = "GET";
    fault["path"] = path;
    fault["times"] = 0;
    sandbox().Post("/faults", fault);
  }
  void Calm() { sandbox().Delete("/faults"); }

  static std::string Text(const DriftSystem& system, const std::string& request,
                          const Trouble& trouble) {
    const std::string target = absl::StrCat(system.name, " ", system.schedule);
    // A summary has no room for all of it.
    const bool fits = system.provider == "pagerduty";
    return absl::StrCat("Cannot check mirror: ", fits ? target : system.schedule, "\nGET ", request,
                        trouble.answered, "\n\nSo it is not known whether ", system.name,
                        " shows the people who are on call in incident.io. ", trouble.advice);
  }
};

class FaultsOfEverySystem : public Faults, public ::testing::WithParamInterface<DriftSystem> {
 protected:
  const DriftSystem& system() const { return GetParam(); }
  std::string Credential() const {
    if (system().provider == "jsm") {
      return "jsm.email and jsm.api_token in the provider block, or the environment variables "
             "ATLASSIAN_OPS_API_EMAIL_ADDRESS and ATLASSIAN_OPS_API_TOKEN";
    }
    return absl::StrCat(system().attribute, " in the provider block, or the environment variable ",
                        system().variable);
  }
  std::string Region() const {
    if (system().provider == "jsm") return ".";
    return absl::StrCat(", and that ", system().provider, ".region is that of the account.");
  }
  std::string CheckWhere() const {
    if (system().provider == "jsm") {
      return absl::StrCat(
          "Check replica_provider_id, the site (jsm.cloud_id in the provider block, or the "
          "environment variable ATLASSIAN_OPS_CLOUD_ID), and that the credential is one of that "
          "site (",
          Credential(), ").");
    }
    return absl::StrCat(
        "Check replica_provider_id, and that the credential is one of the account that has this "
        "schedule (",
        Credential(), ").");
  }
  std::string Expected(const Trouble& trouble) const {
    return Text(system(), system().path, trouble);
  }
  std::vector<Trouble> Troubles() const;
};

INSTANTIATE_TEST_SUITE_P(DriftFaults, FaultsOfEverySystem, ::testing::ValuesIn(EverySystem()),
                         [](const auto& system) { return system.param.provider; });

std::vector<Trouble> FaultsOfEverySystem::Troubles() const {
  // In the words of either kind of API.
  const json denied = {{"message", "Not yours"}, {"error", {{"message", "Not yours"}}}};
  const json down = {{"message", "Out of luck"}, {"error", {{"message", "Out of luck"}}}};
  const std::string foreign = absl::StrCat(
      "This is not what the API of ", system().name, " sends. Check ", system().provider,
      ".endpoint in the provider block, and whether a proxy or a sign-in page answers in its "
      "place.");
  const std::string member = system().provider == "pagerduty" ? "schedule" : "finalTimeline";
  return {
      {{{"status", 403}, {"body", denied}},
       " answered 403: Not yours.",
       absl::StrCat("The credential may not read this schedule. Give it read access, or use "
                    "another one (",
                    Credential(), ").")},
      {{{"status", 500}, {"body", down}},
       " answered 500: Out of luck.",
       absl::StrCat(system().name, " has an outage. Try again later.")},
      {SignInPage(), " answered 200: the answer is not JSON but text/html.", foreign},
      {{{"status", 200}, {"body", "{}"}},
       absl::StrCat(" answered 200: ", member, " is missing."),
       foreign},
      {{{"truncate", 20}},
       " brought no answer: http://127.0.0.1 closed the connection before its answer was complete.",
       absl::StrCat("Check the network and ", system().provider,
                    ".endpoint in the provider block, then try again.")},
  };
}

TEST_P(FaultsOfEverySystem, LeaveThePlanAlone) {
  WriteImpatient(system());
  ApplyOk();
  for (const Trouble& trouble : Troubles()) {
    SCOPED_TRACE(trouble.answered);
    Strike(absl::StrCat("/", system().provider), trouble.fault);
    EXPECT_THAT(Warnings(), ElementsAre(Expected(trouble)));
    Calm();
  }
  EXPECT_THAT(Warnings(), IsEmpty());
}

TEST_F(Faults, OfAnEndlessAnswerLeaveThePlanAlone) {
  WriteImpatient(PagerDuty());
  ApplyOk();
  Strike("/pagerduty", EndlessAnswer());
  EXPECT_THAT(Warnings(),
              ElementsAre(Text(PagerDuty(), PagerDuty().path,
                               {{},
                                " brought no answer: the answer of http://127.0.0.1 is too large.",
                                "This is not what the API of PagerDuty sends. Check "
                                "pagerduty.endpoint in the provider block, and whether a proxy or "
                                "a sign-in page answers in its place."})));
}

TEST_P(FaultsOfEverySystem, FailAPlanWhereDriftIsAnError) {
  WriteImpatient(system());
  ApplyOk();
  const auto expect = [this](const Trouble& trouble) {
    const std::string text = Expected(trouble);
    UseMode("warn");
    EXPECT_THAT(Warnings(), ElementsAre(text + system().request_id));
    UseMode("error");
    EXPECT_THAT(Errors(), ElementsAre(text + kFails + system().request_id));
  };
  terraform.environment[system().variable] = "wrong";
  expect({{},
          absl::StrCat(" answered 401: ", system().unauthorised, "."),
          absl::StrCat(system().name, " does not accept the credential: check ", Credential(),
                       Region())});
  GiveAccess();
  sandbox().Delete(absl::StrCat("/external/", system().provider, "/schedules/", system().schedule));
  expect({{}, absl::StrCat(" answered 404: ", system().not_found, "."), CheckWhere()});
}

TEST_P(FaultsOfEverySystem, NeverHoldUpACreateOrAChange) {
  UseMode("error");
  WriteImpatient(system());
  Strike(absl::StrCat("/", system().provider), {{"status", 500}, {"body", ""}});
  const Plan create = PlanOk();
  EXPECT_EQ(create.Action(kPrimary), "create");
  EXPECT_THAT(Steady(create.warnings),
              ElementsAre(AllOf(
                  StartsWith("Cannot check mirror: "),
                  EndsWith(absl::StrCat("\nGET ", system().path,
                                        " answered 500.\n\nSo it is not known what "
                                        "the first sync would change. ",
                                        system().name, " has an outage. Try again later.")))));
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
}

class FaultsOfIncidentIo : public Faults {};

TEST_F(FaultsOfIncidentIo, LeaveThePlanAlone) {
  WriteImpatient(PagerDuty());
  ApplyOk();
  const std::string foreign =
      "This is not what the incident.io API sends. Check endpoint in the provider block, and "
      "whether a proxy or a sign-in page answers in its place.";
  const auto said = [](const std::string& words) {
    return json{{"type", "error"}, {"errors", json::array({{{"message", words}}})}};
  };
  const std::vector<Trouble> troubles = {
      {{{"status", 403}, {"body", said("Not yours")}},
       " answered 403: Not yours.",
       "The API key may not read this. It needs schedules_reader for schedules and replicas, "
       "viewer for users and catalog_viewer for the catalog. Give it that role, or use another "
       "key (api_key in the provider block, or the environment variable INCIDENT_API_KEY)."},
      {{{"status", 500}, {"body", said("Out of luck")}},
       " answered 500: Out of luck.",
       "Try again later; https://status.incident.io says whether there is an outage."},
      {SignInPage(), " answered 200: the answer is not JSON but text/html.", foreign},
      {{{"status", 200}, {"body", "{}"}}, " answered 200: schedule_entries is missing.", foreign},
      {{{"truncate", 20}},
       " brought no answer: http://127.0.0.1 closed the connection before its answer was complete.",
       "Check the network and endpoint in the provider block, then try again."},
      {EndlessAnswer(), " brought no answer: the answer of http://127.0.0.1 is too large.",
       foreign},
      // Pages without an end.
      {{{"patch", {{"pagination_meta", {{"after", "2026-01-05T09:00:00Z"}}}}}},
       " answered 200: the pages of the answer go in a circle.",
       foreign},
  };
  for (const Trouble& trouble : troubles) {
    SCOPED_TRACE(trouble.answered);
    Strike("/incident/v2/schedule_entries", trouble.fault);
    EXPECT_THAT(Warnings(), ElementsAre(Text(PagerDuty(), "/v2/schedule_entries", trouble)));
    Calm();
  }
  EXPECT_THAT(Warnings(), IsEmpty());
}

TEST_F(FaultsOfIncidentIo, WithoutARefreshLeaveThePlanAloneToo) {
  WriteImpatient(PagerDuty());
  ApplyOk();
  terraform.environment["INCIDENT_API_KEY"] = "wrong";
  const std::string text =
      Text(PagerDuty(), absl::StrCat("/v2/schedules/", ScheduleId(), "/replicas"),
           {{},
            " answered 401: The API key provided is not valid.",
            "The API key is not accepted: check api_key in the provider block, or the environment "
            "variable INCIDENT_API_KEY."});
  const std::string request_id = "\n\nRequest id: ID";
  EXPECT_THAT(Warnings({"-refresh=false"}), ElementsAre(text + request_id));
  UseMode("error");
  EXPECT_THAT(Errors({"-refresh=false"}), ElementsAre(text + kFails + request_id));
  terraform.environment["INCIDENT_API_KEY"] = "sandbox-incident-key";
}

TEST_F(FaultsOfIncidentIo, AreToldOnceForEachReplica) {
  Arguments shadow = Alone();
  shadow["replica_provider_id"] = "\"PSHADOW\"";
  WriteImpatient(PagerDuty(), ReplicaBlock("shadow", shadow));
  ApplyOk();
  EXPECT_THAT(Warnings(), IsEmpty());
  Strike("/incident/v2/schedule_entries", {{"status", 403}, {"body", ""}});
  EXPECT_THAT(Warnings(),
              UnorderedElementsAre(StartsWith("Cannot check mirror: PagerDuty PPRIMRY\n"),
                                   StartsWith("Cannot check mirror: PagerDuty PSHADOW\n")));
}

}  // namespace
}  // namespace acceptance
