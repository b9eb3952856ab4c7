// A create whose answer is lost: it may have been carried out, and a second one would overwrite the
// first one's overrides. So it is looked for, and never sent twice in one run.
#include "absl/strings/str_cat.h"
#include "tests/acceptance/scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class LostAnswer : public Scenario {
 protected:
  // The connection ends without an answer to the next create.
  void DropNextCreate(const char* when) {
    sandbox().Post("/faults", {{"method", "POST"}, {"path", "/incident"}, {"drop", when}});
  }
};

TEST_F(LostAnswer, ACreateThatWasCarriedOutIsAdopted) {
  Write(PrimaryReplica());
  DropNextCreate("after");
  const Told told = ApplyOk();
  EXPECT_THAT(told.warnings, IsEmpty());
  ExpectWrites({Posted()});
  ASSERT_EQ(Replicas().size(), 1U);
  EXPECT_EQ(StateOf(kPrimary).at("id"), Replicas().at(0).at("id"));
  ExpectSettled();
}

TEST_F(LostAnswer, ACreateThatNeverArrivedIsAnErrorAndTheNextApplySettlesIt) {
  Write(PrimaryReplica());
  DropNextCreate("before");
  EXPECT_THAT(
      Run({"apply", "-auto-approve"}).errors,
      ElementsAre(AllOf(
          StartsWith("Cannot create replica: PagerDuty PPRIMRY\n"
                     "POST /v2/schedules/01SANDB0XPRIMARY0000000000/replicas brought no answer: "),
          EndsWith(
              " closed the connection before its answer was complete.\n\n"
              "The schedule has no such replica now, but the request may still take effect, so "
              "it was not sent again. Apply again in a minute: a replica that is there by then "
              "is adopted instead of created a second time."))));
  ExpectWrites({Posted()});
  EXPECT_THAT(Replicas(), IsEmpty());

  ApplyAndProve();
  ExpectWrites({Posted()});
  EXPECT_EQ(Replicas().size(), 1U);
}

TEST_F(LostAnswer, ACreateThatTakesEffectAfterAllIsAdoptedByTheNextApply) {
  Write(PrimaryReplica());
  // It arrives while the list that is read next does not show it yet.
  DropNextCreate("after");
  sandbox().Post("/switches", {{"hidden_replicas", json::array({"*"})}});
  EXPECT_EQ(Run({"apply", "-auto-approve"}).run.exit_code, 1);
  ExpectWrites({Posted()});

  sandbox().Post("/switches", {{"hidden_replicas", json::array()}});
  const Plan plan = PlanOk();
  EXPECT_EQ(plan.Action(kPrimary), "create");
  ASSERT_EQ(Replicas().size(), 1U);
  const std::string id = Replicas().at(0).at("id");
  EXPECT_THAT(
      plan.warnings,
      ElementsAre(absl::StrCat(
          "Apply adopts a replica: PagerDuty PPRIMRY\n"
          "Schedule 01SANDB0XPRIMARY0000000000 already has replica ",
          id,
          " with exactly these arguments, created 0 minutes ago. It is in no state that was "
          "read here, so it is most likely what a run left that ended before its state was "
          "stored. Apply takes it into the state instead of creating a second one.")));
  EXPECT_THAT(ApplySavedOk().warnings,
              ElementsAre(StartsWith("Replica adopted: PagerDuty PPRIMRY\n")));
  ExpectWrites({});
  EXPECT_EQ(StateOf(kPrimary).at("id"), id);
  ExpectSettled();
}

TEST_F(LostAnswer, AChangeAdoptsWhatItMadeAndDeletesTheOldReplica) {
  Write(PrimaryReplica());
  ApplyOk();
  const std::string old = StateOf(kPrimary).at("id");
  ExpectWrites({Posted()});

  Write(PrimaryReplica("  mirror_window_days = 7\n"));
  DropNextCreate("after");
  ApplyAndProve();
  ExpectWrites({Posted(), Deleted(old)});
  ASSERT_EQ(Replicas().size(), 1U);
  EXPECT_EQ(StateOf(kPrimary).at("id"), Replicas().at(0).at("id"));
}

TEST_F(LostAnswer, AChangeThatNeverArrivedLeavesTheOldReplica) {
  Write(PrimaryReplica());
  ApplyOk();
  const std::string old = StateOf(kPrimary).at("id");
  ExpectWrites({Posted()});

  Write(PrimaryReplica("  mirror_window_days = 7\n"));
  DropNextCreate("before");
  EXPECT_EQ(Run({"apply", "-auto-approve"}).run.exit_code, 1);
  ExpectWrites({Posted()});
  EXPECT_EQ(StateOf(kPrimary).at("id"), old);
  EXPECT_EQ(StateOf(kPrimary).at("mirror_window_days"), 14);

  ApplyAndProve();
  ExpectWrites({Posted(), Deleted(old)});
  EXPECT_EQ(Replicas().size(), 1U);
}

TEST_F(LostAnswer, ADeleteThatWasCarriedOutIsDone) {
  Write(PrimaryReplica());
  ApplyOk();
  sandbox().Post("/faults", {{"method", "DELETE"}, {"path", "/incident"}, {"drop", "after"}});
  EXPECT_EQ(Run({"destroy", "-auto-approve"}).run.exit_code, 0);
  EXPECT_THAT(Replicas(), IsEmpty());
}

}  // namespace
}  // namespace acceptance
