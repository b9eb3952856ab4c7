// A state file that somebody has edited: diagnostics that say what is wrong with it, never a crash.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/acceptance/scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DamagedState : public Scenario {
 protected:
  void SetUp() override {
    Scenario::SetUp();
    if (IsSkipped()) return;
    Write(PrimaryReplica());
    ApplyOk();
    std::ifstream file(terraform.folder() + "/terraform.tfstate");
    intact_ = json::parse(file);
  }
  void TearDown() override {
    WriteState(intact_);
    Scenario::TearDown();
  }

  // What a plan says when `edit` has changed the replica's entry in the state.
  template <typename Edit>
  Told PlanAfter(Edit edit) {
    json state = intact_;
    for (json& resource : state.at("resources")) {
      if (resource.at("mode") == "managed") edit(resource.at("instances").at(0));
    }
    WriteState(state);
    return Run({"plan", "-detailed-exitcode"});
  }
  Told PlanWith(const std::string& attribute, const json& value) {
    return PlanAfter([&](json& replica) { replica.at("attributes")[attribute] = value; });
  }
  Told PlanWithPrivate(const std::string& bytes) {
    return PlanAfter([&](json& replica) { replica["private"] = absl::Base64Escape(bytes); });
  }

 private:
  void WriteState(const json& state) { terraform.Write("terraform.tfstate", state.dump(2)); }

  json intact_;
};

TEST_F(DamagedState, WithAValueOfTheWrongTypeSaysWhichAndWhatToDo) {
  const auto expect = [](const Told& told, std::string_view what) {
    EXPECT_EQ(told.run.exit_code, 1);
    EXPECT_THAT(told.errors,
                ElementsAre(::testing::AllOf(
                    ::testing::StartsWith("Unreadable state\n"), ::testing::HasSubstr(what),
                    ::testing::EndsWith("Restore the state from a backup, or remove the resource "
                                        "from the state and import it again."))));
  };
  expect(PlanWith("mirror_window_days", "many"),
         "cannot be read: mirror_window_days: expected a number, found a string.");
  expect(PlanWith("sources", "all"), "cannot be read: sources: expected a set, found a string.");
  expect(PlanWith("id", {{"x", 1}}), "cannot be read: id: expected a string, found a map.");
}

TEST_F(DamagedState, WithAttributesThatNobodyKnowsLosesOnlyThem) {
  EXPECT_EQ(PlanWith("last_synced_at", {{"a", {1, "b", nullptr}}}).run.exit_code, 0);
}

TEST_F(DamagedState, WithoutTheReplicasIdSaysHowToFindItAgain) {
  const std::string lost =
      "The state names no replica\nThe state of this resource has no schedule_id or no id, so "
      "nobody can tell which replica it is. Remove it with terraform state rm, and import the "
      "replica.";
  EXPECT_THAT(PlanWith("id", nullptr).errors, ElementsAre(lost));
  EXPECT_THAT(PlanWith("schedule_id", nullptr).errors, ElementsAre(lost));
  EXPECT_THAT(PlanAfter([](json& replica) { replica["attributes"] = json::object(); }).errors,
              ElementsAre(lost));
}

TEST_F(DamagedState, WithForeignPrivateDataGoesOnWithoutIt) {
  for (const std::string bytes : {"garbage", "[]", "{\"a\":", "\xff\xfe", "{\"a\": [{}]}"}) {
    SCOPED_TRACE(bytes);
    const Told told = PlanWithPrivate(bytes);
    EXPECT_EQ(told.run.exit_code, 0) << told.run.out;
    EXPECT_THAT(told.warnings,
                ElementsAre(::testing::StartsWith(
                    "Private data ignored\nThe provider's private data in the state cannot be "
                    "read: ")));
  }
}

TEST_F(DamagedState, WithPrivateDataThatMakesNoSenseGoesOn) {
  for (const std::string bytes :
       {"{}", R"({"pending_replicas": "x"})", R"({"pending_replicas": "\t\n\t\t\n"})",
        R"({"held": "", "adopts": "nothing"})"}) {
    SCOPED_TRACE(bytes);
    const Told told = PlanWithPrivate(bytes);
    EXPECT_EQ(told.run.exit_code, 0) << told.run.out;
    EXPECT_THAT(told.warnings, IsEmpty());
  }
}

}  // namespace
}  // namespace acceptance
