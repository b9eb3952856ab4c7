// The examples that the documentation shows: each folder is right by itself, and what needs nothing
// but the demo's world is planned in it.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/drift_scenario.h"
#include "tests/support/subprocess.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

namespace fs = std::filesystem;

constexpr char kExamples[] = PROJECT_FOLDER "/examples/terraform";

std::string TextOf(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::vector<fs::path> FilesIn(const fs::path& folder, const std::string& extension) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

// A folder with configuration, and what it is called below the examples.
struct Example {
  std::string name;
};

void PrintTo(const Example& example, std::ostream* out) { *out << example.name; }

std::vector<Example> EveryExample() {
  std::vector<Example> examples;
  for (const fs::path& file : FilesIn(kExamples, ".tf")) {
    const std::string name = fs::relative(file.parent_path(), kExamples).string();
    if (examples.empty() || examples.back().name != name) examples.push_back({name});
  }
  return examples;
}

std::string TestName(const std::string& name) {
  std::string letters;
  for (const unsigned char c : name) {
    if (std::isalnum(c) != 0) letters += static_cast<char>(c);
  }
  return letters;
}

// ---- Each by itself

class Examples : public ::testing::TestWithParam<Example> {};

INSTANTIATE_TEST_SUITE_P(Examples, Examples, ::testing::ValuesIn(EveryExample()),
                         [](const auto& example) { return TestName(example.param.name); });

TEST_P(Examples, AreValid) {
  Terraform terraform;
  std::string all;
  for (const fs::path& file : FilesIn(fs::path(kExamples) / GetParam().name, ".tf")) {
    const std::string text = TextOf(file);
    terraform.Write(file.filename().string(), text);
    all += text;
  }
  if (all.find("required_providers") == std::string::npos) {
    terraform.Write("terraform.tf",
                    "terraform {\n  required_providers {\n    incident = { source = "
                    "\"oncall-mirror/incident\" }\n  }\n}\n");
  }
  const auto run = terraform.Run({"validate", "-json"});
  const json answer = json::parse(run.out, nullptr, false);
  ASSERT_TRUE(answer.is_object()) << run.out << run.err;
  EXPECT_TRUE(answer.value("valid", false)) << answer.dump(2);
  // The one about development overrides.
  EXPECT_EQ(answer.value("warning_count", -1), 1) << answer.dump(2);
}

TEST(ExampleScripts, AreWrittenInTheShellsLanguage) {
  for (const fs::path& script : FilesIn(kExamples, ".sh")) {
    const auto checked = testing_support::Run({.arguments = {"bash", "-n", script.string()}});
    EXPECT_EQ(checked.exit_code, 0) << script << "\n" << checked.err;
  }
}

// ---- In the demo's world

class ExamplePlans : public DriftScenario {
 protected:
  void UseDataSource(const std::string& name) {
    Write(TextOf(fs::path(kExamples) / "data-sources" / name / "data-source.tf"));
    GiveAccess();
  }
  json Output(const Plan& plan, const std::string& name) {
    return plan.shown.at("planned_values").at("outputs").at(name).value("value", json());
  }
};

TEST_F(ExamplePlans, LookAScheduleUp) {
  world["schedules"][0]["rotations"][1]["name"] = "Weekends";
  UseDataSource("incident_schedule");
  const Plan plan = PlanOk();
  EXPECT_EQ(plan.Action(kPrimary), "create");
  EXPECT_EQ(plan.Action("incident_schedule_replica.weekends"), "create");
  EXPECT_THAT(Output(plan, "on_call_now"), Contains("Alice Ahmed"));
}

TEST_F(ExamplePlans, CheckAMirror) {
  UseDataSource("incident_schedule_mirror");
  const Plan plan = PlanOk();
  EXPECT_EQ(plan.Action(kPrimary), "create");
  EXPECT_TRUE(Output(plan, "hours_that_change_hands").is_number());
}

TEST_F(ExamplePlans, ListReplicas) {
  UseDataSource("incident_schedule_replicas");
  EXPECT_EQ(Output(PlanOk(), "import_ids"), json::object());
}

TEST_F(ExamplePlans, LookAUserUp) {
  world["users"][0]["email"] = "lisa@example.com";
  UseDataSource("incident_user");
  EXPECT_EQ(Output(PlanOk(), "lisa_is_active"), true);
}

// Step by step what the demo's script does.
TEST_F(ExamplePlans, LeadTwoReplicasThroughTheDemo) {
  terraform.Write("main.tf", TextOf(fs::path(kExamples) / "scenarios/two_schedules/main.tf"));
  GiveAccess();
  EXPECT_EQ(PlanOk().Action("incident_schedule_replica.pagerduty[\"Shadow\"]"), "create");
  ApplyAndProve();
  EditByHand(PagerDuty(), PagerDuty().bot);
  EXPECT_THAT(Warnings(), ElementsAre(HasSubstr("differs from incident.io: 1 shift, 2 h\n")));
  UseMode("resync");
  ApplyOk();
  UseMode("");
  EXPECT_THAT(Warnings(), IsEmpty());
  EXPECT_THAT(PlanOk({"-destroy"}).warnings, SizeIs(2));
  ApplySavedOk();
  EXPECT_THAT(Replicas(), IsEmpty());
}

}  // namespace
}  // namespace acceptance
