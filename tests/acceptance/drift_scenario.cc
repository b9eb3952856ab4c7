#include "tests/acceptance/drift_scenario.h"

#include <regex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/acceptance/systems.h"

namespace acceptance {

using nlohmann::json;

namespace {

constexpr char kLongBot[] = "0b070000-0000-4000-8000-000000000009";
constexpr char kCarol[] = "01SANDB0XCAR0L000000000000";

std::string Quoted(const std::string& text) { return absl::StrCat("\"", text, "\""); }

}  // namespace

void PrintTo(const DriftSystem& system, std::ostream* out) { *out << system.provider; }

const DriftSystem& PagerDuty() {
  static const DriftSystem system{
      .provider = "pagerduty",
      .name = "PagerDuty",
      .schedule = "PPRIMRY",
      .alice = {"PALICE1", "Alice Ahmed"},
      .bob = {"PBOB002", "Bob Brown"},
      .carol = {"PCAROL3", "Carol Chen"},
      .bot = {"PBOT001", "On-call Bot"},
      .path = "/schedules/PPRIMRY",
      .attribute = "pagerduty.token",
      .variable = "PAGERDUTY_TOKEN",
      .unauthorised = "Authentication failed",
      .not_found = "Not Found: Schedule not found",
      .request_id = "",
  };
  return system;
}

std::vector<DriftSystem> EverySystem() {
  const DriftSystem opsgenie{
      .provider = "opsgenie",
      .name = "Opsgenie",
      .schedule = "5c4ed001-0000-4000-8000-000000000001",
      .alice = {"0a11ce00-0000-4000-8000-000000000001", "Alice Ahmed"},
      .bob = {"0b0b0000-0000-4000-8000-000000000002", "Bob Brown"},
      .carol = {"0ca40100-0000-4000-8000-000000000003", "carol@a.io"},
      .bot = {"0b07", "bot@a.io"},
      .path = "/v2/schedules/5c4ed001-0000-4000-8000-000000000001/timeline",
      .attribute = "opsgenie.api_key",
      .variable = "OPSGENIE_API_KEY",
      .unauthorised = "Could not authenticate",
      .not_found = "Schedule does not exist",
      .request_id = "\n\nRequest id: ID",
  };
  // It names nobody.
  const DriftSystem jsm{
      .provider = "jsm",
      .name = "Jira Service Management",
      .schedule = "5c4ed002-0000-4000-8000-000000000001",
      .alice = {"557058:a11ce", "Alice Ahmed"},
      .bob = {"557058:b0b", "Bob Brown"},
      .carol = {"557058:ca401", "557058:ca401"},
      .bot = {"557058:b07", "557058:b07"},
      .path =
          "/jsm/ops/api/sandbox-cloud/v1/schedules/5c4ed002-0000-4000-8000-000000000001/timeline",
      .attribute = "jsm.api_token",
      .variable = "ATLASSIAN_OPS_API_TOKEN",
      .unauthorised = "Unauthorized; scope does not match",
      .not_found = "Schedule does not exist",
      .request_id = "",
  };
  return {PagerDuty(), opsgenie, jsm};
}

std::string OverridesOf(const DriftSystem& system) {
  return absl::StrCat("/external/", system.provider, "/schedules/", system.schedule, "/overrides");
}

std::string Steady(const std::string& text) {
  const std::size_t end_of_summary = text.find('\n');
  if (end_of_summary == std::string::npos) return text;
  std::string detail = text.substr(end_of_summary + 1);
  const auto replace = [&detail](const char* what, const char* with) {
    detail = std::regex_replace(detail, std::regex(what), with);
  };
  replace(R"(([A-Z][a-z]{2} )?(\d{1,2} [A-Z][a-z]{2} )?\d\d:\d\d(:\d\d)?( \(UTC\))?)", "TIME");
  replace(R"( after \d+ attempts)", "");
  replace(R"(127\.0\.0\.1:\d+)", "127.0.0.1");
  replace(R"(Request id: \S+)", "Request id: ID");
  // Rows of a table begin with blanks.
  replace(R"(([^\n])\n(?=[^ \n]))", "$1 ");
  replace(R"(([^\n ]) +)", "$1 ");
  return absl::StrCat(text.substr(0, end_of_summary + 1), detail);
}

std::vector<std::string> Steady(const std::vector<std::string>& texts) {
  std::vector<std::string> steady;
  steady.reserve(texts.size());
  for (const std::string& text : texts) steady.push_back(Steady(text));
  return steady;
}

DriftScenario::DriftScenario() {
  // Short enough for tables to show all of it.
  world = json::parse(absl::StrReplaceAll(world.dump(), {{"oncall-bot@example.com", "bot@a.io"},
                                                         {"@example.com", "@a.io"},
                                                         {kLongBot, EverySystem()[1].bot.id}}));
  json& schedule = world["schedules"][0];
  schedule["timezone"] = "UTC";
  for (json& rotation : schedule["rotations"]) {
    rotation["handover_start_at"] = In(absl::Minutes(30) - absl::Hours(7 * 24));
    rotation["handovers"] = json::array({{{"interval", 2}, {"interval_type", "weekly"}}});
  }
  schedule["rotations"][0]["users"] = json::array({kAlice, kBob});
  schedule["rotations"][1]["users"] = json::array({kBob, kAlice});
  for (const DriftSystem& system : EverySystem()) ShowByItself(system, system.bob);
  // Opsgenie's Carol has no account in the demo.
  const std::string carol = EverySystem()[1].carol.id;
  world["opsgenie"]["users"].push_back(
      {{"id", carol}, {"username", "carol@a.io"}, {"full_name", "Carol Chen"}});
  world["links"].push_back(
      {{"provider", "opsgenie"}, {"external_user_id", carol}, {"user_id", kCarol}});
}

std::string DriftScenario::In(absl::Duration distance) const {
  return absl::FormatTime(absl::RFC3339_sec, start_ + distance, absl::UTCTimeZone());
}

void DriftScenario::TearDown() {
  if (!IsSkipped()) {
    terraform.environment.erase("INCIDENT_DRIFT_CHECK");
    sandbox().Delete("/faults");
  }
  Scenario::TearDown();
}

void DriftScenario::ShowByItself(const DriftSystem& system, const Responder& responder) {
  json& schedule = world[system.provider]["schedules"][0];
  const bool layers = system.provider == "pagerduty";
  json& own = layers ? schedule["layers"][0]["users"] : schedule["rotations"][0]["participants"];
  own = json::array({responder.id});
}

void DriftScenario::GiveAccess() { GiveAccessToEverySystem(sandbox(), terraform); }

std::string DriftScenario::BlockFor(const DriftSystem& system, const std::string& more,
                                    Arguments different) {
  different.insert({{"replica_provider", Quoted(system.provider)},
                    {"replica_provider_id", Quoted(system.schedule)},
                    {"replica_fallback_user_id", Quoted(system.bot.id)}});
  return ReplicaBlock("primary", different, more);
}

void DriftScenario::WriteReplica(const DriftSystem& system, const std::string& more,
                                 Arguments different) {
  GiveAccess();
  Write(ScheduleBlock() + BlockFor(system, more, std::move(different)));
}

Arguments DriftScenario::Alone() {
  return {{"schedule_id", Quoted(ScheduleId())},
          {"sources", absl::StrCat("[{ rotation_id = ", Quoted(kRotation),
                                   ", layer_id = ", Quoted(kLayer), " }]")}};
}

void DriftScenario::WriteImpatient(const DriftSystem& system, const std::string& more) {
  GiveAccess();
  WriteWithProviders(absl::StrCat("provider \"incident\" {\n  retry_timeout = \"1s\"\n}\n\n",
                                  BlockFor(system, "", Alone()), "\n", more));
}

void DriftScenario::Apply(const DriftSystem& system, const std::string& more) {
  WriteReplica(system, more);
  ApplyOk();
}

void DriftScenario::EditByHand(const DriftSystem& system, const Responder& responder, int hour) {
  sandbox().Post(OverridesOf(system), {{"user_id", responder.id},
                                       {"start", In(absl::Hours(hour))},
                                       {"end", In(absl::Hours(hour + 2))}});
}

void DriftScenario::WipeMirror(const DriftSystem& system) {
  for (const Responder& responder : {system.alice, system.bob, system.bot})
    WipeMirror(system, responder);
}

void DriftScenario::WipeMirror(const DriftSystem& system, const Responder& responder) {
  const json listed = sandbox().Get(OverridesOf(system));
  for (const json& override : listed.at("overrides")) {
    if (!override.at("by_mirror") || override.at("user_id") != responder.id) continue;
    const std::string id = override.at("id");
    sandbox().Delete(absl::StrCat(OverridesOf(system), "/", id));
  }
}

json DriftScenario::OverrideAtTheSource(const std::string& user) {
  json override{{"rotation_id", kRotation},
                {"layer_id", kLayer},
                {"start_at", In(absl::Hours(26))},
                {"end_at", In(absl::Hours(28))}};
  if (!user.empty()) override["user_id"] = user;
  return sandbox()
      .Post(absl::StrCat("/schedules/", ScheduleId(), "/overrides"), override)
      .at("override");
}

std::vector<std::string> DriftScenario::Warnings(std::vector<std::string> options) {
  options.insert(options.begin(), {"plan", "-detailed-exitcode"});
  const Told plan = Run(std::move(options));
  EXPECT_EQ(plan.run.exit_code, 0) << plan.run.out << plan.run.err;
  return Steady(plan.warnings);
}

std::vector<std::string> DriftScenario::Errors(std::vector<std::string> options) {
  options.insert(options.begin(), "plan");
  const Told plan = Run(std::move(options));
  EXPECT_EQ(plan.run.exit_code, 1) << plan.run.out << plan.run.err;
  return Steady(plan.errors);
}

}  // namespace acceptance
