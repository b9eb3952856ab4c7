// What is wrong can be read off the configuration, so `terraform validate` refuses it, on its own
// line and without a request.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/acceptance/scenario.h"
#include "tests/acceptance/terraform.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

// Terraform itself refuses it, in words of its own that name the attribute.
constexpr char kTerraforms[] = "";

struct Refused {
  std::string block;      // what is written, in a file of its own
  std::string attribute;  // the one whose line is shown; empty for the whole block
  std::string error;      // "summary\ndetail"
};

std::string Invalid(const std::string& attribute, const std::string& reason) {
  return absl::StrCat("Invalid value for ", attribute, "\nThe attribute ", attribute, " ", reason,
                      ".");
}

std::string IsSetByTheProvider(const std::string& attribute) {
  return absl::StrCat("Cannot set ", attribute, "\nThe attribute ", attribute,
                      " is set by the provider; remove it from the configuration.");
}

constexpr char kNotBlank[] = "must not be blank";
constexpr char kNotAMode[] = R"(must be "off", "warn", "error" or "resync")";
constexpr char kNotADuration[] =
    R"(must be a duration above zero and at most 24h, as "90s", "1h30m" or "500ms")";

// A replica without fault but for one argument; an empty expression leaves it out. NAME becomes
// the case's own.
Refused Argument(const std::string& argument, const std::string& expression,
                 const std::string& error) {
  Arguments arguments{{"schedule_id", "\"S\""},
                      {"replica_provider", "\"pagerduty\""},
                      {"replica_provider_id", "\"P\""},
                      {"replica_fallback_user_id", "\"F\""},
                      {"sources", "[{ rotation_id = \"R\", layer_id = \"L\" }]"}};
  arguments[argument] = expression;
  std::string block = "resource \"incident_schedule_replica\" \"NAME\" {\n";
  for (const auto& [name, value] : arguments) {
    if (!value.empty()) absl::StrAppend(&block, "  ", name, " = ", value, "\n");
  }
  return {block + "}\n", argument, error};
}

std::vector<Refused> WrongArguments() {
  std::vector<Refused> cases;
  for (const char* id :
       {"schedule_id", "replica_provider", "replica_provider_id", "replica_fallback_user_id"}) {
    cases.push_back(Argument(id, "\"\"", Invalid(id, kNotBlank)));
    cases.push_back(Argument(id, "\" \\t\"", Invalid(id, kNotBlank)));
  }
  for (const char* required : {"schedule_id", "replica_provider", "replica_provider_id",
                               "replica_fallback_user_id", "sources"}) {
    cases.push_back(Argument(required, "", kTerraforms));
    cases.push_back(Argument(required, "{ a = 1 }", kTerraforms));
    cases.push_back(Argument(required, "null",
                             absl::StrCat("Missing value for ", required, "\nThe attribute ",
                                          required, " is required.")));
  }
  for (const char* days : {"0", "91", "-1"}) {
    cases.push_back(Argument(
        "mirror_window_days", days,
        Invalid("mirror_window_days", absl::StrCat("must be between 1 and 90, not ", days))));
  }
  for (const char* computed :
       {"id", "created_at", "last_sync_error", "resynced_at", "user_statuses"}) {
    const bool list = std::string_view(computed) == "user_statuses";
    cases.push_back(Argument(computed, list ? "[]" : "\"x\"", IsSetByTheProvider(computed)));
  }
  const std::vector<Refused> others{
      Argument("mirror_window_days", "1.5",
               "Unexpected kind of value\nThe attribute mirror_window_days must be a whole "
               "number."),
      Argument("mirror_window_days", "\"many\"", kTerraforms),
      Argument("sources", "[]", Invalid("sources", "must have at least one element")),
      Argument("sources", "[{}]", kTerraforms),
      Argument("sources", "[null]", Invalid("sources", "must not have null as an element")),
      Argument("sources", "[{ rotation_id = \"R\" }]", kTerraforms),
      Argument("sources", "[{ rotation_id = \"R\", layer_id = \"\" }]",
               Invalid("sources.layer_id", kNotBlank)),
      Argument("sources", "[{ rotation_id = null, layer_id = \"L\" }]",
               "Missing value for sources.rotation_id\nThe attribute sources.rotation_id is "
               "required."),
      Argument("drift_check", "\"maybe\"",
               Invalid("drift_check", absl::StrCat(kNotAMode, ", not \"maybe\""))),
      Argument("drift_check", "\"\"", Invalid("drift_check", kNotAMode)),
      Argument("wait_for_sync", "\"perhaps\"", kTerraforms),
      Argument("timeouts", "\"5m\"", kTerraforms),
      Argument("timeouts", "{ create = \"5\" }",
               Invalid("timeouts.create", absl::StrCat(kNotADuration, ", not \"5\""))),
      Argument("timeouts", "{ update = \"-5m\" }",
               Invalid("timeouts.update", absl::StrCat(kNotADuration, ", not \"-5m\""))),
      Argument("timeouts", "{ delete = \"25h\" }",
               Invalid("timeouts.delete", absl::StrCat(kNotADuration, ", not \"25h\""))),
      Argument("nonsense", "1", kTerraforms),
  };
  cases.insert(cases.end(), others.begin(), others.end());
  return cases;
}

// A provider block that a data source uses, since Terraform looks at no other.
Refused Setting(const std::string& attribute, const std::string& expression,
                const std::string& error) {
  return {absl::StrCat("provider \"incident\" {\n  alias = \"NAME\"\n  ", attribute, " = ",
                       expression, "\n}\ndata \"incident_schedule\" \"NAME\" {\n  provider = ",
                       "incident.NAME\n  id = \"S\"\n}\n"),
          attribute, error};
}

std::vector<Refused> WrongSettings() {
  const std::string not_secret =
      "must be printable ASCII text without blanks and line ends (if it comes from a file, "
      "trimspace() removes the last line end)";
  const std::string no_url = "is not a URL; it should look like https://host or https://host/path";
  const std::string insecure = "must use https; http is accepted for loopback hosts only";
  const std::string no_region = "must be \"us\" or \"eu\", not ";
  const auto unusable = [](const std::string& attribute, const std::string& why) {
    return Invalid(attribute, absl::StrCat("cannot be used: ", why));
  };
  return {
      Setting("api_key", "\"\"", Invalid("api_key", kNotBlank)),
      Setting("api_key", "\"two words\"", Invalid("api_key", not_secret)),
      Setting("api_key", "[\"a\"]", kTerraforms),
      Setting("endpoint", "\"http://api.example.com\"",
              unusable("endpoint", "\"http://api.example.com\" " + insecure)),
      Setting("endpoint", "\"http://127.0.0.1.example.com\"",
              unusable("endpoint", "\"http://127.0.0.1.example.com\" " + insecure)),
      Setting("endpoint", "\"nonsense\"", unusable("endpoint", "\"nonsense\" " + no_url)),
      Setting("endpoint", "\"\"", unusable("endpoint", "\"\" " + no_url)),
      Setting("endpoint", "\"ftp://host\"", unusable("endpoint", "\"ftp://host\" must use https")),
      Setting("endpoint", "\"https://user:secret@host\"",
              unusable("endpoint", "an endpoint must not have a user name or password")),
      Setting("endpoint", "\"https://host?a=b\"",
              unusable("endpoint", "\"https://host?a=b\" must not have a query (\"?...\")")),
      Setting("endpoint", "\"https://host/#a\"",
              unusable("endpoint", "\"https://host/#a\" must not have a fragment (\"#...\")")),
      Setting("drift_check", "\"maybe\"",
              Invalid("drift_check", absl::StrCat(kNotAMode, ", not \"maybe\""))),
      Setting("requests_per_minute", "0",
              Invalid("requests_per_minute", "must be 1 or more, not 0")),
      Setting("requests_per_minute", "1.5",
              "Unexpected kind of value\nThe attribute requests_per_minute must be a whole "
              "number."),
      Setting("request_timeout", "\"30\"",
              Invalid("request_timeout", absl::StrCat(kNotADuration, ", not \"30\""))),
      Setting("request_timeout", "\"0s\"",
              Invalid("request_timeout", absl::StrCat(kNotADuration, ", not \"0s\""))),
      Setting("retry_timeout", "\"1d\"",
              Invalid("retry_timeout", absl::StrCat(kNotADuration, ", not \"1d\""))),
      Setting("pagerduty", "\"x\"", kTerraforms),
      Setting("pagerduty", "{ token = \" \" }", Invalid("pagerduty.token", kNotBlank)),
      Setting("pagerduty", "{ region = \"ap\" }",
              Invalid("pagerduty.region", no_region + "\"ap\"")),
      Setting("pagerduty", "{ endpoint = \"http://host\" }",
              unusable("pagerduty.endpoint", "\"http://host\" " + insecure)),
      Setting("opsgenie", "{ api_key = \"a\\nb\" }", Invalid("opsgenie.api_key", not_secret)),
      Setting("opsgenie", "{ region = \"US\" }", Invalid("opsgenie.region", no_region + "\"US\"")),
      Setting("opsgenie", "{ endpoint = \"host\" }",
              unusable("opsgenie.endpoint", "\"host\" " + no_url)),
      Setting("jsm", "{ cloud_id = \"\" }", Invalid("jsm.cloud_id", kNotBlank)),
      Setting("jsm", "{ email = \" \" }", Invalid("jsm.email", kNotBlank)),
      Setting("jsm", "{ api_token = \"\" }", Invalid("jsm.api_token", kNotBlank)),
      Setting("jsm", "{ endpoint = \"http://host\" }",
              unusable("jsm.endpoint", "\"http://host\" " + insecure)),
      Setting("nonsense", "1", kTerraforms),
  };
}

Refused Lookup(const std::string& type, const std::string& arguments, const std::string& attribute,
               const std::string& error) {
  return {absl::StrCat("data \"", type, "\" \"NAME\" {\n", arguments, "\n}\n"), attribute, error};
}

std::vector<Refused> WrongLookups() {
  const std::string schedule =
      "\nA schedule is looked up by id or by name: set exactly one of id and name.";
  const std::string user =
      "\nA user is looked up by id or by e-mail address: set exactly one of id and email.";
  const std::string replica =
      "\nA replica is looked up by id, or by its target: set either id, or both replica_provider "
      "and replica_provider_id.";
  constexpr char kSchedule[] = "incident_schedule";
  constexpr char kReplica[] = "incident_schedule_replica";
  constexpr char kReplicas[] = "incident_schedule_replicas";
  constexpr char kUser[] = "incident_user";
  return {
      Lookup(kSchedule, "", "", "Neither id nor name is given" + schedule),
      Lookup(kSchedule, "id = \"a\"\nname = \"b\"", "name",
             "Both id and name are given" + schedule),
      Lookup(kSchedule, "id = \"\"", "id", Invalid("id", kNotBlank)),
      Lookup(kSchedule, "name = \" \"", "name", Invalid("name", kNotBlank)),
      Lookup(kSchedule, "id = [\"a\"]", "id", kTerraforms),
      Lookup(kSchedule, "id = \"a\"\ntimezone = \"UTC\"", "timezone",
             IsSetByTheProvider("timezone")),
      Lookup(kReplica, "id = \"a\"", "schedule_id", kTerraforms),
      Lookup(kReplica, "schedule_id = \"\"\nid = \"a\"", "schedule_id",
             Invalid("schedule_id", kNotBlank)),
      Lookup(kReplica, "schedule_id = \"S\"", "", "Neither id nor a target is given" + replica),
      Lookup(kReplica, "schedule_id = \"S\"\nid = \"a\"\nreplica_provider = \"native\"",
             "replica_provider", "Both id and a target are given" + replica),
      Lookup(kReplica, "schedule_id = \"S\"\nreplica_provider = \"native\"", "replica_provider",
             "replica_provider_id is missing" + replica),
      Lookup(kReplicas, "", "schedule_id", kTerraforms),
      Lookup(kReplicas, "schedule_id = \"\"", "schedule_id", Invalid("schedule_id", kNotBlank)),
      Lookup(kUser, "", "", "Neither id nor email is given" + user),
      Lookup(kUser, "id = \"a\"\nemail = \"b\"", "email", "Both id and email are given" + user),
      Lookup(kUser, "email = \"\"", "email", Invalid("email", kNotBlank)),
  };
}

class Validation : public ::testing::Test {
 protected:
  Validation() {
    terraform.environment["INCIDENT_ENDPOINT"] = sandbox.Endpoint("incident");
    terraform.environment["INCIDENT_API_KEY"] = "";  // counts as not set
    terraform.Write("main.tf", kPreamble);
  }

  // One run for all of them: each is in a file of its own, which its errors name.
  void ExpectRefused(const std::vector<Refused>& cases);

  static constexpr char kPreamble[] =
      "terraform {\n  required_providers {\n    incident = { source = \"oncall-mirror/incident\" "
      "}\n  }\n}\n";

  Terraform terraform;
  Sandbox sandbox{DemoWorld(), terraform.folder()};
};

std::string NameOf(std::size_t index) { return absl::StrCat("case", index, "_"); }

void ExpectError(const Refused& refused, const json& diagnostic) {
  const std::string detail = diagnostic.at("detail");
  if (refused.error == kTerraforms) {
    EXPECT_THAT(detail, HasSubstr(absl::StrCat("\"", refused.attribute, "\"")));
    return;
  }
  EXPECT_EQ(absl::StrCat(diagnostic.at("summary").get<std::string>(), "\n", detail), refused.error);
  std::string line = diagnostic.at("snippet").at("code");
  absl::StripLeadingAsciiWhitespace(&line);
  const std::string begin = refused.attribute.empty() ? "data " : refused.attribute + " = ";
  EXPECT_THAT(line, StartsWith(begin));
}

void Validation::ExpectRefused(const std::vector<Refused>& cases) {
  for (std::size_t i = 0; i < cases.size(); ++i) {
    terraform.Write(NameOf(i) + ".tf", absl::StrReplaceAll(cases[i].block, {{"NAME", NameOf(i)}}));
  }
  const auto run = terraform.Run({"validate", "-json"});
  EXPECT_EQ(run.exit_code, 1) << run.err;
  const json answer = json::parse(run.out, nullptr, false);
  ASSERT_TRUE(answer.is_object()) << run.out;

  std::map<std::string, std::vector<json>> errors;
  for (const json& diagnostic : answer.at("diagnostics")) {
    if (diagnostic.at("severity") != "error") continue;
    errors[diagnostic.contains("range") ? diagnostic.at("range").at("filename") : ""].push_back(
        diagnostic);
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    SCOPED_TRACE(cases[i].block);
    const std::vector<json>& found = errors[NameOf(i) + ".tf"];
    EXPECT_EQ(found.size(), 1U) << json(found).dump(2);
    if (found.size() == 1) ExpectError(cases[i], found.front());
  }
  EXPECT_EQ(answer.at("error_count"), cases.size());
  EXPECT_THAT(Lines(sandbox.Requests()), IsEmpty());
}

TEST_F(Validation, RefusesWrongArgumentsOfAReplica) { ExpectRefused(WrongArguments()); }

TEST_F(Validation, RefusesWrongSettingsOfTheProvider) { ExpectRefused(WrongSettings()); }

TEST_F(Validation, RefusesWrongLookups) { ExpectRefused(WrongLookups()); }

TEST_F(Validation, PassesWithoutAnApiKeyAndWithoutARequest) {
  terraform.Write("main.tf", absl::StrCat(kPreamble, PrimaryReplica()));
  const auto run = terraform.Run({"validate", "-json"});
  EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
  EXPECT_THAT(Lines(sandbox.Requests()), IsEmpty());
}

TEST_F(Validation, PassesAProviderOfTheFutureWithAWarning) {
  terraform.Write("main.tf", kPreamble + Argument("replica_provider", "\"splunk\"", "").block);
  const auto run = terraform.Run({"validate", "-json"});
  EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
  EXPECT_THAT(
      run.out,
      HasSubstr(R"(usually must be \"pagerduty\", \"opsgenie\", \"jsm\", \"jira\" or \"native\", )"
                R"(not \"splunk\". The value is passed on as it is.)"));
}

class WrongVariables : public Scenario {};

std::string InVariable(const std::string& variable, const std::string& reason) {
  return absl::StrCat("Invalid value in ", variable, "\nThe environment variable ", variable, " ",
                      reason, ".");
}

TEST_F(WrongVariables, AreNamedByThePlan) {
  WriteWithProviders(absl::StrCat("provider \"incident\" {}\n\n", PrimaryReplica()));
  const auto right = terraform.environment;
  auto& variables = terraform.environment;
  variables["INCIDENT_API_KEY"] = "secret\n";
  variables["INCIDENT_ENDPOINT"] = "http://example.com";
  variables["INCIDENT_DRIFT_CHECK"] = "maybe";
  variables["PAGERDUTY_TOKEN"] = " ";
  variables["PAGERDUTY_SERVICE_REGION"] = "ap";
  variables["PAGERDUTY_ENDPOINT"] = "https://host?a";
  variables["OPSGENIE_API_KEY"] = "a b";
  variables["OPSGENIE_REGION"] = "US";
  variables["OPSGENIE_ENDPOINT"] = "ftp://host";
  variables["ATLASSIAN_OPS_CLOUD_ID"] = " ";
  variables["ATLASSIAN_OPS_API_EMAIL_ADDRESS"] = " ";
  variables["ATLASSIAN_OPS_API_TOKEN"] = "a b";
  variables["ATLASSIAN_OPS_ENDPOINT"] = "https://user:secret@host";

  const std::string not_secret =
      "must be printable ASCII text without blanks and line ends (if it comes from a file, "
      "trimspace() removes the last line end)";
  EXPECT_THAT(
      Run({"plan"}).errors,
      UnorderedElementsAre(
          InVariable("INCIDENT_API_KEY", not_secret),
          InVariable("INCIDENT_ENDPOINT",
                     "cannot be used: \"http://example.com\" must use https; "
                     "http is accepted for loopback hosts only"),
          InVariable("INCIDENT_DRIFT_CHECK", kNotAMode), InVariable("PAGERDUTY_TOKEN", kNotBlank),
          InVariable("PAGERDUTY_SERVICE_REGION", "must be \"us\" or \"eu\""),
          InVariable("PAGERDUTY_ENDPOINT",
                     "cannot be used: \"https://host?a\" must not have a query (\"?...\")"),
          InVariable("OPSGENIE_API_KEY", not_secret),
          InVariable("OPSGENIE_REGION", "must be \"us\" or \"eu\""),
          InVariable("OPSGENIE_ENDPOINT", "cannot be used: \"ftp://host\" must use https"),
          InVariable("ATLASSIAN_OPS_CLOUD_ID", kNotBlank),
          InVariable("ATLASSIAN_OPS_API_EMAIL_ADDRESS", kNotBlank),
          InVariable("ATLASSIAN_OPS_API_TOKEN", not_secret),
          InVariable("ATLASSIAN_OPS_ENDPOINT",
                     "cannot be used: an endpoint must not have a user name or password")));
  EXPECT_THAT(Lines(sandbox().Requests()), IsEmpty());
  terraform.environment = right;
}

}  // namespace
}  // namespace acceptance
