// What the user reads when incident.io does not do what it was asked to, and that the state stays
// true: without the trouble, the next apply makes everything as it should be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/acceptance/scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr char kPath[] = "/v2/schedules/01SANDB0XPRIMARY0000000000";
constexpr char kReplicasPath[] = "/v2/schedules/01SANDB0XPRIMARY0000000000/replicas";

constexpr char kReplicaText[] = R"(resource "incident_schedule_replica" "primary" {
  schedule_id              = "01SANDB0XPRIMARY0000000000"
  replica_provider         = "pagerduty"
  replica_provider_id      = "PPRIMRY"
  replica_fallback_user_id = "PBOT001"
  mirror_window_days       = DAYS

  sources = [{ rotation_id = "01SANDB0XR0TATI0NPRIMARY00", layer_id = "01SANDB0XLAYERPRIMARY00000" }]
}
)";

constexpr char kEveryDataSource[] = R"(data "incident_schedule" "by_id" {
  id = "01SANDB0XPRIMARY0000000000"
}
data "incident_schedule" "by_name" {
  name = "Primary on-call"
}
data "incident_schedule_replica" "by_id" {
  schedule_id = "01SANDB0XPRIMARY0000000000"
  id          = "REPLICA"
}
data "incident_schedule_replica" "by_target" {
  schedule_id         = "01SANDB0XPRIMARY0000000000"
  replica_provider    = "pagerduty"
  replica_provider_id = "PPRIMRY"
}
data "incident_schedule_replicas" "all" {
  schedule_id = "01SANDB0XPRIMARY0000000000"
}
data "incident_user" "by_id" {
  id = "01SANDB0XALICE000000000000"
}
data "incident_user" "by_email" {
  email = "alice@example.com"
}
)";

// The number of attempts and the port are not the same in every run.
std::vector<std::string> Steady(std::vector<std::string> texts) {
  for (std::string& text : texts) {
    text = std::regex_replace(text, std::regex(" after \\d+ attempts"), "");
    text = std::regex_replace(text, std::regex("127\\.0\\.0\\.1:\\d+"), "127.0.0.1");
  }
  return texts;
}

// The provider gives up after two seconds; requests to incident.io meet what was scripted.
class Errors : public Scenario {
 protected:
  void WriteReplica(int days = 14) {
    WriteConfiguration(absl::StrReplaceAll(kReplicaText, {{"DAYS", absl::StrCat(days)}}));
  }
  void WriteConfiguration(const std::string& text) {
    WriteWithProviders(
        absl::StrCat("provider \"incident\" {\n  retry_timeout = \"2s\"\n}\n\n", text));
  }
  // From now on, until Calm.
  void Strike(const char* method, json fault) {
    fault["method"] = method;
    fault["path"] = "/incident";
    fault["times"] = 0;
    sandbox().Post("/faults", fault);
  }
  void Calm() { sandbox().Delete("/faults"); }

  std::vector<std::string> ErrorsOf(std::vector<std::string> arguments) {
    const Told told = Run(std::move(arguments));
    EXPECT_EQ(told.run.exit_code, 1) << told.run.out << told.run.err;
    return Steady(told.errors);
  }
  std::vector<std::string> ApplyErrors() { return ErrorsOf({"apply", "-auto-approve"}); }
  std::vector<std::string> PlanErrors() { return ErrorsOf({"plan"}); }

  void ExpectNothingToDo() {
    EXPECT_EQ(terraform.Run({"plan", "-detailed-exitcode"}).exit_code, 0);
  }
};

constexpr char kRequestId[] = "\n\nRequest id: req-7";

// One way in which incident.io lets its clients down.
struct Trouble {
  const char* name;
  json fault;
  std::string answered;
  std::string advice;
  // Whether a create may have been carried out all the same.
  bool leaves_doubt = false;
  // What a data source advises, which has no argument to correct.
  std::string lookup_advice{};
  // What is advised where nothing was to be written, if that is something else.
  std::string read_advice{};

  std::string Text(const std::string& request, const std::string& said_first = {}) const {
    return absl::StrCat(request, answered, "\n\n", said_first, advice, kRequestId);
  }
  std::string ReadText(const std::string& request) const {
    return absl::StrCat(request, answered, "\n\n", read_advice.empty() ? advice : read_advice,
                        kRequestId);
  }
  std::string LookupText(const std::string& request) const {
    if (lookup_advice.empty()) return ReadText(request);
    return absl::StrCat(request, answered, "\n\n", lookup_advice, kRequestId);
  }
  std::string NotMadeText(const std::string& summary, const std::string& said_first = {}) const {
    constexpr char kDoubt[] =
        "The schedule has no such replica now, but the request may still take effect, so it was "
        "not sent again. Apply again in a minute: a replica that is there by then is adopted "
        "instead of created a second time.";
    return absl::StrCat(summary, ": PagerDuty PPRIMRY\nPOST ", kReplicasPath, answered, "\n\n",
                        said_first, leaves_doubt ? kDoubt : advice, kRequestId);
  }
};

void PrintTo(const Trouble& trouble, std::ostream* out) { *out << trouble.name; }

// An answer in incident.io's own form.
json Answer(int status, const std::string& type, json error) {
  return {{"status", status},
          {"body", json({{"type", type},
                         {"status", status},
                         {"request_id", "req-7"},
                         {"errors", json::array({std::move(error)})}})
                       .dump()}};
}

std::vector<Trouble> Troubles() {
  const std::string outage =
      "Try again later; https://status.incident.io says whether there is an outage.";
  const std::string foreign =
      "This is not what the incident.io API sends. Check endpoint in the provider block, and "
      "whether a proxy or a sign-in page answers in its place.";
  json exhausted = Answer(429, "too_many_requests",
                          {{"code", "too_many_requests"}, {"message", "Too many requests"}});
  exhausted["headers"] = {{"Retry-After", "1"}};
  return {
      {"Unauthorised",
       Answer(401, "authentication_error",
              {{"code", "unauthorised"}, {"message", "This key was revoked."}}),
       " answered 401: This key was revoked.",
       "The API key is not accepted: check api_key in the provider block, or the environment "
       "variable INCIDENT_API_KEY."},
      {"Forbidden",
       Answer(403, "authentication_error", {{"code", "forbidden"}, {"message", "Missing scope"}}),
       " answered 403: Missing scope.",
       "The API key may not change this. Give it the role schedules_editor, or use another key "
       "(api_key in the provider block, or the environment variable INCIDENT_API_KEY).",
       false, "",
       "The API key may not read this. It needs schedules_reader for schedules and replicas, "
       "viewer for users and catalog_viewer for the catalog. Give it that role, or use another "
       "key (api_key in the provider block, or the environment variable INCIDENT_API_KEY)."},
      {"Invalid",
       Answer(422, "validation_error",
              {{"code", "invalid_value"},
               {"message", "No such user"},
               {"source", {{"field", "replica_fallback_user_id"}}}}),
       " answered 422: No such user.", "Correct replica_fallback_user_id: No such user.", false,
       "Correct what the API refuses, and run the command again."},
      {"Throttled", exhausted, " answered 429: Too many requests.",
       "The API's request limit stayed exhausted. Try again later; if it happens often, lower "
       "requests_per_minute or raise retry_timeout in the provider block."},
      {"Broken",
       Answer(500, "internal_error", {{"code", "internal_error"}, {"message", "Out of luck"}}),
       " answered 500: Out of luck.", outage, true},
      {"Unavailable",
       {{"status", 503},
        {"headers", {{"Content-Type", "text/plain"}, {"X-Request-Id", "req-7"}}},
        {"body", "upstream is down"}},
       " answered 503: upstream is down.",
       outage,
       true},
  };
}

class EachTrouble : public Errors, public ::testing::WithParamInterface<Trouble> {};

INSTANTIATE_TEST_SUITE_P(Errors, EachTrouble, ::testing::ValuesIn(Troubles()),
                         [](const auto& trouble) { return trouble.param.name; });

TEST_P(EachTrouble, OfAReplicaIsExplainedAndLeavesTheStateTrue) {
  const Trouble& trouble = GetParam();
  WriteReplica();
  Strike("POST", trouble.fault);
  EXPECT_THAT(ApplyErrors(), ElementsAre(trouble.NotMadeText("Cannot create replica")));
  EXPECT_THAT(sandbox().Replicas(), IsEmpty());
  Calm();
  ApplyOk();
  EXPECT_THAT(sandbox().Replicas(), SizeIs(1));
  const json before = StateOf(kPrimary);

  Strike("GET", trouble.fault);
  EXPECT_THAT(PlanErrors(), ElementsAre(trouble.ReadText(absl::StrCat(
                                "Cannot read replica: PagerDuty PPRIMRY\nGET ", kReplicasPath))));
  Calm();

  WriteReplica(7);
  Strike("POST", trouble.fault);
  EXPECT_THAT(ApplyErrors(), ElementsAre(trouble.NotMadeText("Cannot change replica",
                                                             "The replica stays as it was. ")));
  EXPECT_EQ(StateOf(kPrimary), before);
  Calm();

  const std::string id = before.at("id");
  Strike("DELETE", trouble.fault);
  EXPECT_THAT(
      ErrorsOf({"destroy", "-auto-approve"}),
      ElementsAre(trouble.Text(
          absl::StrCat("Cannot delete replica: PagerDuty PPRIMRY\nDELETE ", kReplicasPath, "/", id),
          absl::StrCat("Replica ", id, " stays in the state and may still mirror. "))));
  EXPECT_EQ(StateOf(kPrimary), before);
  Calm();

  ApplyOk();
  EXPECT_THAT(sandbox().Replicas(), SizeIs(1));
  EXPECT_EQ(StateOf(kPrimary).at("id"), sandbox().Replicas().at(0).at("id"));
  ExpectNothingToDo();
}

TEST_P(EachTrouble, OfALookupIsExplained) {
  const Trouble& trouble = GetParam();
  WriteConfiguration(kEveryDataSource);
  Strike("GET", trouble.fault);
  const std::string list = absl::StrCat("\nGET ", kReplicasPath);
  EXPECT_THAT(
      PlanErrors(),
      UnorderedElementsAre(
          trouble.LookupText(
              absl::StrCat("Cannot read schedule 01SANDB0XPRIMARY0000000000\nGET ", kPath)),
          trouble.LookupText("Cannot look up schedule \"Primary on-call\"\nGET /v2/schedules"),
          trouble.LookupText("Cannot read replica REPLICA" + list),
          trouble.LookupText("Cannot read replica: PagerDuty PPRIMRY" + list),
          trouble.LookupText("Cannot list replicas of 01SANDB0XPRIMARY0000000000" + list),
          trouble.LookupText("Cannot read user 01SANDB0XALICE000000000000\nGET "
                             "/v2/users/01SANDB0XALICE000000000000"),
          trouble.LookupText("Cannot look up alice@example.com\nGET /v2/users")));
}

class AnswersThatAreNone : public Errors {
 protected:
  static constexpr char kForeign[] =
      "\n\nThis is not what the incident.io API sends. Check endpoint in the provider block, and "
      "whether a proxy or a sign-in page answers in its place.";

  // The error of a plan that reads the replica, whose list is answered like this.
  void ExpectUnreadable(const json& fault, const std::string& answered) {
    Strike("GET", fault);
    EXPECT_THAT(PlanErrors(),
                ElementsAre(absl::StrCat("Cannot read replica: PagerDuty PPRIMRY\nGET ",
                                         kReplicasPath, answered)));
    Calm();
  }
};

json SignInPage() {
  return {{"status", 200},
          {"headers", {{"Content-Type", "text/html"}}},
          {"body", "<html>Sign in</html>"}};
}

TEST_F(AnswersThatAreNone, AreNeverTakenForTheReplica) {
  WriteReplica();
  ApplyOk();
  const std::string id = StateOf(kPrimary).at("id");
  ExpectUnreadable(SignInPage(),
                   absl::StrCat(" answered 200: the answer is not JSON but text/html.", kForeign));
  ExpectUnreadable({{"status", 200}, {"body", "{}"}},
                   absl::StrCat(" answered 200: schedule_replicas is missing.", kForeign));
  ExpectUnreadable({{"status", 200}, {"body", ""}},
                   absl::StrCat(" answered 200: the answer is empty.", kForeign));
  ExpectUnreadable(
      {{"patch", {{"schedule_replicas", {{{"id", id}}}}}}},
      absl::StrCat(" answered 200: schedule_replicas[0].schedule_id is missing.", kForeign));
  ExpectUnreadable({{"truncate", 20}},
                   " brought no answer: http://127.0.0.1 closed the connection before its answer "
                   "was complete.\n\nCheck the network and endpoint in the provider block, then "
                   "try again.");
  ExpectNothingToDo();
}

TEST_F(AnswersThatAreNone, ToTheQuestionForOneReplicaAreRefused) {
  WriteReplica();
  ApplyOk();
  const std::string id = StateOf(kPrimary).at("id");
  sandbox().Post("/switches", {{"hidden_replicas", {"*"}}});
  Strike("GET", {{"patch", {{"schedule_replica", {{"id", "ANOTHER"}}}}}});
  EXPECT_THAT(PlanErrors(), ElementsAre(absl::StrCat(
                                "Cannot read replica: PagerDuty PPRIMRY\nGET ", kReplicasPath, "/",
                                id, " answered 200: schedule_replica.id is \"ANOTHER\", not \"", id,
                                "\" as asked for.", kForeign)));
  Calm();
  ExpectNothingToDo();
}

TEST_F(AnswersThatAreNone, ToACreateThatHadItsEffectLeaveOneReplica) {
  for (const json& fault :
       {json{{"truncate", 20}}, json{{"status", 502}, {"answer", "<html>"}},
        json{{"patch", {{"schedule_replica", nullptr}}}}, json{{"drop", "after"}},
        json{{"patch", {{"schedule_replica", {{"schedule_id", "ANOTHER"}}}}}}}) {
    SCOPED_TRACE(fault.dump());
    WriteReplica();
    Strike("POST", fault);
    ApplyOk();
    Calm();
    EXPECT_THAT(sandbox().Replicas(), SizeIs(1));
    ExpectNothingToDo();
    EXPECT_EQ(terraform.Run({"destroy", "-auto-approve"}).exit_code, 0);
    EXPECT_THAT(sandbox().Replicas(), IsEmpty());
  }
}

TEST_F(AnswersThatAreNone, ToACreateThatHadNoEffectAreErrors) {
  for (const json& fault : {json{{"status", 200}, {"body", "{}"}}, SignInPage()}) {
    SCOPED_TRACE(fault.dump());
    WriteReplica();
    Strike("POST", fault);
    const bool page = fault == SignInPage();
    EXPECT_THAT(
        ApplyErrors(),
        ElementsAre(absl::StrCat(
            "Cannot create replica: PagerDuty PPRIMRY\nPOST ", kReplicasPath, " answered 200: ",
            page ? "the answer is not JSON but text/html" : "schedule_replica is missing",
            ".\n\nThe schedule has no such replica now, but the request may still take "
            "effect, so it was not sent again. Apply again in a minute: a replica that is "
            "there by then is adopted instead of created a second time.")));
    Calm();
  }
  ApplyOk();
  EXPECT_THAT(sandbox().Replicas(), SizeIs(1));
}

TEST_F(AnswersThatAreNone, ToADeleteKeepTheReplicaInTheState) {
  WriteReplica();
  ApplyOk();
  const json before = StateOf(kPrimary);
  const std::string id = before.at("id");
  Strike("DELETE", SignInPage());
  EXPECT_THAT(ErrorsOf({"destroy", "-auto-approve"}),
              ElementsAre(absl::StrCat(
                  "Cannot delete replica: PagerDuty PPRIMRY\nDELETE ", kReplicasPath, "/", id,
                  " answered 200: the answer has content, where none was expected.\n\nReplica ", id,
                  " stays in the state and may still mirror. ", kForeign + 2)));
  EXPECT_EQ(StateOf(kPrimary), before);
  Calm();
  ExpectNothingToDo();
}

TEST_F(AnswersThatAreNone, ToALookupSayWhatIsMissing) {
  WriteConfiguration(kEveryDataSource);
  const auto missing = [](const std::string& request, const std::string& member) {
    return absl::StrCat(request, " answered 200: ", member, " is missing.", kForeign);
  };
  const std::string list = absl::StrCat("\nGET ", kReplicasPath);
  Strike("GET", {{"status", 200}, {"body", "{}"}});
  EXPECT_THAT(
      PlanErrors(),
      UnorderedElementsAre(
          missing(absl::StrCat("Cannot read schedule 01SANDB0XPRIMARY0000000000\nGET ", kPath),
                  "schedule"),
          missing("Cannot look up schedule \"Primary on-call\"\nGET /v2/schedules", "schedules"),
          missing("Cannot read replica REPLICA" + list, "schedule_replicas"),
          missing("Cannot read replica: PagerDuty PPRIMRY" + list, "schedule_replicas"),
          missing("Cannot list replicas of 01SANDB0XPRIMARY0000000000" + list, "schedule_replicas"),
          missing("Cannot read user 01SANDB0XALICE000000000000\nGET "
                  "/v2/users/01SANDB0XALICE000000000000",
                  "user"),
          missing("Cannot look up alice@example.com\nGET /v2/users", "users")));
}

TEST_F(Errors, ALookupOfWhatDoesNotExistSaysSo) {
  WriteConfiguration(R"(data "incident_schedule" "by_id" {
  id = "NONE"
}
data "incident_schedule" "by_name" {
  name = "primary on-call"
}
data "incident_schedule_replica" "by_id" {
  schedule_id = "01SANDB0XPRIMARY0000000000"
  id          = "NONE"
}
data "incident_schedule_replica" "by_target" {
  schedule_id         = "01SANDB0XPRIMARY0000000000"
  replica_provider    = "jira"
  replica_provider_id = "NONE"
}
data "incident_user" "by_id" {
  id = "NONE"
}
data "incident_user" "by_email" {
  email = "nobody@example.com"
}
)");
  std::vector<std::string> errors = PlanErrors();
  for (std::string& error : errors) {
    error = std::regex_replace(error, std::regex("Request id: .*"), "Request id: ID");
  }
  const std::string organisation = " and that the API key is one of the organisation that the ";
  EXPECT_THAT(
      errors,
      UnorderedElementsAre(
          "Schedule NONE does not exist\nGET /v2/schedules/NONE answered 404: Schedule not "
          "found.\n\nCheck the id," +
              organisation + "schedule belongs to.\n\nRequest id: ID",
          "No schedule is named \"primary on-call\"\nNo schedule that the API key can see has this "
          "name. Names are compared letter by letter, upper and lower case included. Check the "
          "name, or look the schedule up by id.",
          absl::StrCat("Replica NONE does not exist\nGET ", kReplicasPath,
                       "/NONE answered 404: Schedule replica not found.\n\nCheck id and "
                       "schedule_id,",
                       organisation, "schedule belongs to.\n\nRequest id: ID"),
          "No replica on: Jira Service Management NONE\nSchedule 01SANDB0XPRIMARY0000000000 is not "
          "mirrored to Jira Service Management NONE. Check replica_provider, replica_provider_id "
          "and schedule_id.",
          "User NONE does not exist\nGET /v2/users/NONE answered 404: User not found.\n\nCheck "
          "the id," +
              organisation + "user belongs to.\n\nRequest id: ID",
          "No user has the address nobody@example.com\nNo user in incident.io, active or not, has "
          "this e-mail address. Check the address, or look the user up by id."));
}

TEST_F(Errors, AScheduleThatIsGoneIsAskedForBeforeItsReplicaIsForgotten) {
  WriteReplica();
  ApplyOk();
  const json not_found =
      Answer(404, "not_found", {{"code", "not_found"}, {"message", "Resource not found"}});
  Strike("GET", not_found);
  const Told told = Run({"plan"});
  EXPECT_EQ(told.run.exit_code, 1);
  EXPECT_THAT(told.warnings,
              ElementsAre(absl::StrCat(
                  "Schedule not found: 01SANDB0XPRIMARY0000000000\nGET ", kPath,
                  " answered 404: Resource not found.\n\nThe schedule and its replicas are gone, "
                  "or the API key belongs to another organisation. In the second case do not "
                  "apply: the replicas still exist and would be created again. Check the key "
                  "first.\n\nRequest id: req-7")));
  EXPECT_THAT(told.errors,
              ElementsAre(absl::StrCat(
                  "Schedule not found: 01SANDB0XPRIMARY0000000000\nGET ", kReplicasPath,
                  " answered 404: Resource not found.\n\nCheck the id, and that the API key "
                  "belongs to the organisation that has it.\n\nRequest id: req-7")));
  Calm();
  ExpectNothingToDo();
}

TEST_F(Errors, WithoutAnApiKeyNameTheAttributeAndTheVariable) {
  WriteReplica();
  const auto with_key = terraform.environment;
  terraform.environment["INCIDENT_API_KEY"] = "";
  const std::string no_key =
      "\nincident.io cannot be asked without an API key. Set api_key in the provider block, or "
      "the environment variable INCIDENT_API_KEY.";
  EXPECT_THAT(PlanErrors(), ElementsAre("Cannot create replica: PagerDuty PPRIMRY" + no_key));
  WriteConfiguration(kEveryDataSource);
  EXPECT_THAT(
      PlanErrors(),
      UnorderedElementsAre("Cannot read the schedule" + no_key, "Cannot read the schedule" + no_key,
                           "Cannot read the replica" + no_key, "Cannot read the replica" + no_key,
                           "Cannot list the replicas" + no_key, "Cannot read the user" + no_key,
                           "Cannot read the user" + no_key));
  EXPECT_THAT(Lines(sandbox().Requests()), IsEmpty());

  terraform.environment = with_key;
  WriteReplica();
  ApplyOk();
  terraform.environment["INCIDENT_API_KEY"] = "";
  EXPECT_THAT(PlanErrors(), ElementsAre("Cannot read replica: PagerDuty PPRIMRY" + no_key));
  terraform.environment = with_key;
}

}  // namespace
}  // namespace acceptance
