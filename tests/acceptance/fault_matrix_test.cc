// The fault matrix: every operation meets every fault at its decisive request. Whatever happens, no
// replica is lost or doubled for good, the user is told what to do next, one plain apply ends as if
// nothing had been, and the external schedule shows the right people all the while.
#include "tests/acceptance/fault_matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/acceptance/process_memory.h"
#include "tests/acceptance/processes.h"
#include "tests/acceptance/scenario.h"
#include "tests/acceptance/shown.h"

namespace acceptance {

void PrintTo(const Cell& cell, std::ostream* out) { *out << cell.Name(); }

namespace {

using nlohmann::json;
using ::testing::AnyOfArray;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kReplicaText[] = R"(resource "incident_schedule_replica" "primary" {
  schedule_id              = "01SANDB0XPRIMARY0000000000"
  replica_provider         = "pagerduty"
  replica_provider_id      = "PPRIMRY"
  replica_fallback_user_id = "PBOT001"
)";

// Somebody else is on call in the other one at every instant.
constexpr char kPrimarySource[] =
    R"(  sources = [{ rotation_id = "01SANDB0XR0TATI0NPRIMARY00", layer_id = "01SANDB0XLAYERPRIMARY00000" }]
)";
constexpr char kShadowSource[] =
    R"(  sources = [{ rotation_id = "01SANDB0XR0TATI0NSHAD0W000", layer_id = "01SANDB0XLAYERSHAD0W000000" }]
)";

constexpr char kImport[] = R"(import {
  to = incident_schedule_replica.primary
  id = "01SANDB0XPRIMARY0000000000:pagerduty:PPRIMRY"
}

)";

// The same that nobody manages.
json ReplicaInTheWorld() {
  const json source{{"rotation_id", "01SANDB0XR0TATI0NPRIMARY00"},
                    {"layer_id", "01SANDB0XLAYERPRIMARY00000"}};
  return {{"schedule_id", "01SANDB0XPRIMARY0000000000"},
          {"replica_provider", "pagerduty"},
          {"replica_provider_id", "PPRIMRY"},
          {"replica_fallback_user_id", "PBOT001"},
          {"sources", json::array({source})}};
}

// The request that a read is decided by.
constexpr char kAnyList[] = "/incident/v2/schedules/*/replicas";

// Nothing listens there.
constexpr char kClosed[] = "http://127.0.0.1:1";

// After Ctrl-C a run ends within two seconds, and somewhat later on a machine with other work.
constexpr absl::Duration kUntilCtrlCEnds = absl::Seconds(6);

// Between a DELETE and the POST that follows at once.
constexpr absl::Duration kLongestGap = absl::Seconds(2);

// What times are rounded to.
constexpr absl::Duration kShown = absl::Microseconds(100);

// What the user does next, in the words of our messages.
bool NamesANextStep(const std::string& text) {
  static const std::regex next_step(
      "[Cc]heck\\s|[Tt]ry\\s+again|[Aa]pply\\s+again|Correct\\s|Give\\s+it|next\\s+apply|"
      "Apply\\s+(adopts|deletes|forces|puts)|Run\\s+the\\s+command\\s+again");
  return std::regex_search(text, next_step);
}

// What Terraform says when its provider is gone or it is told to stop.
bool IsTerraforms(const std::string& text) {
  return text.starts_with("execution halted\n") || text.starts_with("Request cancelled\n") ||
         text.starts_with("Plugin did not respond\n");
}

// What the user read first.
std::string FirstLine(const Told& told) {
  for (const auto* texts : {&told.errors, &told.warnings}) {
    if (!texts->empty()) return texts->front().substr(0, texts->front().find('\n'));
  }
  return "";
}

// An error as incident.io or PagerDuty writes it.
std::string ErrorBody(const Operation& operation, int status) {
  if (operation.IsOfPagerDuty()) {
    return json({{"error", {{"code", 2000 + status}, {"message", "Out of luck"}}}}).dump();
  }
  json error{{"code", "trouble"}, {"message", "Out of luck"}};
  if (status == 422) error["source"] = {{"field", "replica_fallback_user_id"}};
  return json({{"type", "trouble"},
               {"status", status},
               {"request_id", "req-7"},
               {"errors", json::array({error})}})
      .dump();
}

class FaultMatrix : public Scenario, public ::testing::WithParamInterface<Cell> {
 protected:
  // One replica that equals the state is left, which the next scenario's sandbox knows nothing of.
  void TearDown() override {}

  const Operation& operation() const { return *GetParam().operation; }
  const Fault& fault() const { return *GetParam().fault; }
  bool Is(std::string_view name) const { return operation().name.starts_with(name); }

  // ---- Before the fault

  // With what the provider block says besides.
  void WriteReplica(const std::string& settings = "") {
    WriteWithProviders(absl::StrCat(
        "provider \"incident\" {\n", settings, "}\n\n", Is("import") ? kImport : "", kReplicaText,
        changed_ ? kShadowSource : kPrimarySource, "  mirror_window_days = ", changed_ ? 7 : 14,
        "\n", changed_ && operation().Waits() ? "  wait_for_sync = true\n" : "", "}\n"));
  }

  void Prepare() {
    if (operation().IsRefusedTwin()) world["switches"]["refuse_second_replica"] = "conflict";
    if (Is("import")) world["replicas"] = json::array({ReplicaInTheWorld()});
    if (operation().IsOfPagerDuty() || Is("resync")) {
      terraform.environment["PAGERDUTY_TOKEN"] = "sandbox-pagerduty-token";
      terraform.environment["PAGERDUTY_ENDPOINT"] = sandbox().Endpoint("pagerduty");
    }
    WriteReplica();
    by_itself_ = ReadShown(States().front().at("on_call"));
    by_itself_.back().end = absl::InfiniteFuture();
    if (!Is("create") && !Is("import")) ApplyOk();
    changed_ = Is("change");
    if (Is("resync")) {
      // Somebody gives the bot two hours of tomorrow.
      sandbox().Post("/external/pagerduty/schedules/PPRIMRY/overrides",
                     {{"user_id", "PBOT001"}, {"start", "+26h"}, {"end", "+28h"}});
      terraform.environment["INCIDENT_DRIFT_CHECK"] = "resync";
    }
    WriteReplica(fault().settings);
    begin_ = States().back().at("sequence");
    // So that the new replica has to be looked at.
    if (operation().Waits()) sandbox().Post("/switches", {{"sync_delay", "1s"}});
    sandbox().ForgetRequests();
  }

  // ---- The fault

  void Strike() {
    if (fault().strike.empty()) return;
    // The only conflict that the API knows is a second replica on the target.
    if (fault().name == "409" && operation().method == "POST" && !Is("create") &&
        !operation().IsRefusedTwin()) {
      sandbox().Post("/switches", {{"refuse_second_replica", "conflict"}});
      return;
    }
    json strike = fault().strike;
    // Terraform does not tell a provider that imports to stop: it ends with the request.
    if (Is("import") && fault().blow == Blow::kCtrlC) strike = {{"delay_ms", 3000}};
    strike["method"] = operation().method;
    strike["path"] = operation().path;
    strike["skip"] = operation().skip;
    const int status = strike.value("status", 0);
    // Nothing of a schedule is there when it is not.
    if (status == 404 && operation().path == kAnyList && operation().IsRead()) {
      strike["path"] = "/incident/v2/schedules/*";
    }
    if (status != 0 && !strike.contains("answer")) {
      // What answers 404 to a delete is gone.
      strike["effect"] = status == 404 && operation().method == "DELETE";
      strike["body"] = ErrorBody(operation(), status);
    }
    if (status == 429) strike["headers"] = {{"Retry-After", "1"}};
    if (status == 502) strike["headers"] = {{"Content-Type", "text/html"}};
    sandbox().Post("/faults", strike);
  }
  void Calm() {
    sandbox().Delete("/faults");
    sandbox().Post("/switches", {{"sync_delay", "0s"}});
    // One that always refuses goes on to.
    if (!operation().IsRefusedTwin()) {
      sandbox().Post("/switches", {{"refuse_second_replica", "no"}});
    }
  }
  bool HasStruck() {
    const json faults = sandbox().Get("/faults").at("faults");
    return std::ranges::any_of(faults, [](const json& fault) { return fault.at("struck") > 0; });
  }

  std::vector<std::string> Command() const {
    if (Is("read") || operation().IsOfPagerDuty()) return {"plan"};
    return {Is("delete") ? "destroy" : "apply", "-auto-approve"};
  }

  Told RunStruck() {
    Strike();
    if (fault().blow == Blow::kNone) return Run(Command());
    if (fault().blow == Blow::kRefuse) return RunRefused();
    auto running = std::async(std::launch::async, [&] { return Run(Command()); });
    EXPECT_TRUE(Within(std::chrono::seconds(60), [&] { return HasStruck(); }));
    const pid_t program = RunningTerraform();
    const pid_t provider = ProviderOf(program);
    EXPECT_NE(provider, 0);
    if (provider == 0) return running.get();
    const absl::Time start = absl::Now();
    kill(fault().blow == Blow::kKillProvider ? provider : program,
         fault().blow == Blow::kCtrlC ? SIGINT : SIGKILL);
    Told told = running.get();
    if (fault().blow == Blow::kCtrlC) ExpectSoonOver(absl::Now() - start);
    EXPECT_TRUE(Within(std::chrono::seconds(10), [&] { return !IsAlive(provider); }));
    return told;
  }
  void ExpectSoonOver(absl::Duration after_ctrl_c) {
    EXPECT_LT(after_ctrl_c, kUntilCtrlCEnds);
    note_ = absl::StrCat("over in ", absl::FormatDuration(absl::Floor(after_ctrl_c, kShown)));
  }

  // Nothing can be reached; what a plan needs was read before.
  Told RunRefused() {
    std::vector<std::string> command = Command();
    if (operation().writes > 0) {
      std::vector<std::string> plan = {"-out=saved.plan"};
      if (Is("delete")) plan.insert(plan.begin(), "-destroy");
      plan.insert(plan.begin(), "plan");
      EXPECT_EQ(Run(plan).run.exit_code, 0);
      command = {"apply", "saved.plan"};
    }
    const char* variable = operation().IsOfPagerDuty() ? "PAGERDUTY_ENDPOINT" : "INCIDENT_ENDPOINT";
    const std::string reachable = terraform.environment[variable];
    terraform.environment[variable] = kClosed;
    Told told = Run(command);
    terraform.environment[variable] = reachable;
    return told;
  }

  // ---- After the fault

  int EntriesInTheState() const {
    std::ifstream file(terraform.folder() + "/terraform.tfstate");
    // Terraform makes the file before it has anything to write.
    if (!file || file.peek() == std::ifstream::traits_type::eof()) return 0;
    const json state = json::parse(file, nullptr, false);
    EXPECT_TRUE(state.is_object());
    if (!state.is_object()) return -1;
    int entries = 0;
    for (const json& resource : state.value("resources", json::array())) {
      for (const json& instance : resource.at("instances")) {
        ++entries;
        EXPECT_FALSE(instance.contains("status")) << "tainted";
      }
    }
    return entries;
  }

  // Every state of PagerDuty's schedule since the fault, each with the people of its next days.
  json States() {
    json states =
        sandbox().Get("/external/pagerduty/schedules/PPRIMRY/states?until=%2B6d").at("states");
    std::erase_if(states.get_ref<json::array_t&>(),
                  [&](const json& state) { return state.at("sequence") < begin_; });
    return states;
  }

  // Every text of ours names a next step; where nothing has gone wrong there is none.
  void ExpectTold(const Told& told, const Rule& rule) const {
    EXPECT_EQ(told.run.exit_code, rule.exit_code) << told.run.out << told.run.err;
    EXPECT_EQ(!FirstLine(told).empty(), rule.is_told) << told.run.out;
    for (const auto* texts : {&told.errors, &told.warnings}) {
      for (const std::string& text : *texts) {
        if (fault().blow == Blow::kKillProvider || fault().blow == Blow::kCtrlC) {
          if (IsTerraforms(text)) continue;
        }
        EXPECT_TRUE(NamesANextStep(text)) << text;
      }
    }
  }

  json ExpectLeft(const Rule& rule) {
    const std::vector<LoggedRequest> requests = sandbox().Requests();
    const std::vector<std::string> writes = Writes(requests);
    const int replicas = static_cast<int>(Replicas().size());
    const int entries = EntriesInTheState();
    if (!rule.may_finish || replicas != operation().done.replicas) {
      EXPECT_EQ(replicas, rule.left.replicas);
    }
    EXPECT_EQ(entries, rule.left.entries);
    EXPECT_LE(static_cast<int>(writes.size()), rule.most_writes) << absl::StrJoin(writes, "\n");
    EXPECT_LE(static_cast<int>(requests.size()), rule.most_requests)
        << absl::StrJoin(Lines(requests), "\n");
    return {{"replicas", replicas},
            {"entries", entries},
            {"requests", requests.size()},
            {"writes", writes.size()}};
  }

  // A plain run ends as if nothing had been.
  void Converge() {
    WriteReplica();
    if (Is("delete")) {
      EXPECT_EQ(terraform.Run({"destroy", "-auto-approve"}).exit_code, 0);
      EXPECT_EQ(EntriesInTheState(), 0);
      EXPECT_THAT(Replicas(), IsEmpty());
      EXPECT_EQ(PlanOk().Action(kPrimary), "create");
      return;
    }
    ApplyOk();
    const auto plan = terraform.Run({"plan", "-detailed-exitcode"});
    EXPECT_EQ(plan.exit_code, 0) << plan.out << plan.err;
    EXPECT_EQ(EntriesInTheState(), 1);
    ASSERT_EQ(Replicas().size(), 1U);
    EXPECT_EQ(StateOf(kPrimary).at("id"), Replicas().at(0).at("id"));
  }

  // At every instant the schedule showed whom it showed at first or whom it shows in the end. With
  // a gap its own rotation was shown in between. Where one mirror comes or goes it changed just
  // once.
  void ExpectNobodyWasLost(bool gap);
  void ExpectOnlyTheOldAndTheNew(const json::array_t& states, bool gap) const;
  void MeasureGap(const json::array_t& states);

  // What the report says of the cell besides.
  const std::string& note() const { return note_; }

 private:
  bool changed_ = false;
  int begin_ = 0;
  ShownTimeline by_itself_;  // whom it shows without a mirror
  std::string note_;
};

void FaultMatrix::ExpectNobodyWasLost(bool gap) {
  json shown = States();
  auto& states = shown.get_ref<json::array_t&>();
  const auto [rest, end] = std::ranges::unique(
      states, [](const json& a, const json& b) { return a.at("on_call") == b.at("on_call"); });
  states.erase(rest, end);
  std::vector<std::string> people = {"PALICE1", "PBOB002", "PCAROL3"};
  if (Is("delete")) people = {"PBOT001"};
  for (const json& shift : states.back().at("on_call")) {
    EXPECT_THAT(shift.at("users"), ElementsAre(AnyOfArray(people))) << shown.dump(2);
  }
  ExpectOnlyTheOldAndTheNew(states, gap);
  const bool changes = Is("create") || Is("delete") || Is("resync");
  if (Is("change")) {
    EXPECT_NE(states.front().at("on_call"), states.back().at("on_call"));
  } else {
    EXPECT_EQ(states.size(), changes ? 2U : 1U) << shown.dump(2);
  }
  if (gap) MeasureGap(states);
}

void FaultMatrix::ExpectOnlyTheOldAndTheNew(const json::array_t& states, bool gap) const {
  std::vector<ShownTimeline> allowed = {ReadShown(states.front().at("on_call")),
                                        ReadShown(states.back().at("on_call"))};
  if (gap) allowed.push_back(by_itself_);
  std::set<absl::Time> instants = StartsOf(allowed);
  for (const json& state : states) {
    const ShownTimeline shown = ReadShown(state.at("on_call"));
    for (const Shown& one : shown) instants.insert(one.start);
    // What was asked for first begins first.
    for (auto at = instants.lower_bound(shown.front().start); at != instants.end(); ++at) {
      const std::vector<std::string>& users = UsersAt(shown, *at);
      EXPECT_THAT(users, SizeIs(1)) << *at << state.dump(2);
      EXPECT_TRUE(std::ranges::any_of(
          allowed, [&](const ShownTimeline& one) { return UsersAt(one, *at) == users; }))
          << *at << state.dump(2);
    }
  }
}

// Between the delete of the old replica and the first sync of the new one. What a fault does to the
// create makes it longer; without one the create follows at once.
void FaultMatrix::MeasureGap(const json::array_t& states) {
  ASSERT_GE(states.size(), 3U);
  const absl::Duration lapse = InstantOf(states[2].at("at")) - InstantOf(states[1].at("at"));
  if (!operation().IsRefusedTwin()) {
    EXPECT_LT(lapse, kLongestGap);
  }
  note_ = absl::StrCat("gap of ", absl::FormatDuration(absl::Ceil(lapse, kShown)));
}

TEST_P(FaultMatrix, EndsAsTheRulesSay) {
  const Rule rule = GetParam().Expected();
  const absl::Time start = absl::Now();
  const PeakMemory memory;
  Prepare();
  const Told told = RunStruck();
  ExpectTold(told, rule);
  json cell = ExpectLeft(rule);
  Calm();
  Converge();
  ExpectNobodyWasLost(rule.gap);
  ExpectLittleMemory(memory.bytes());
  cell["memory"] = memory.bytes();
  cell["seconds"] = absl::ToDoubleSeconds(absl::Now() - start);
  cell["note"] = note();
  cell["failed"] = HasFailure();
  cell["said"] = FirstLine(told);
  cell["exit_code"] = told.run.exit_code;
  std::filesystem::create_directories(FAULT_MATRIX_FOLDER);
  std::ofstream(absl::StrCat(FAULT_MATRIX_FOLDER, "/", GetParam().Name(), ".json")) << cell.dump(2);
}

// A row without a test of its own would be left out without a word.
TEST(FaultMatrixRows, AreThoseThatAreRun) {
  std::vector<std::string> rows;
  for (const Operation& operation : Operations()) rows.push_back(CamelCase(operation.name));
  EXPECT_EQ(absl::StrJoin(rows, ","), FAULT_MATRIX_ROWS);
}

INSTANTIATE_TEST_SUITE_P(, FaultMatrix, ::testing::ValuesIn(ChosenCells()),
                         [](const auto& cell) { return cell.param.Name(); });

}  // namespace
}  // namespace acceptance
