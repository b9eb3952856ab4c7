// Taking over a replica that exists, on the sandbox and on a real account.
#include "absl/strings/str_cat.h"
#include "tests/acceptance/scenario.h"

namespace acceptance {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::StartsWith;

// A replica that no state holds, and the two forms of its import id.
class Import : public Scenario {
 protected:
  bool NeedsSandbox() const override { return false; }

  void MakeReplica() {
    Write(PrimaryReplica());
    ApplyOk();
    const json state = StateOf(kPrimary);
    id_ = state.at("id");
    target_ = state.at("replica_provider_id");
    EXPECT_EQ(terraform.Run({"state", "rm", kPrimary}).exit_code, 0);
    ExpectWrites({Posted()});
  }
  std::string ById() const { return absl::StrCat(ScheduleId(), ":", id_); }
  std::string ByTarget() const { return absl::StrCat(ScheduleId(), ":pagerduty:", target_); }

  void ImportWithBlock(const std::string& id) {
    Write(absl::StrCat("import {\n  to = ", kPrimary, "\n  id = \"", id, "\"\n}\n\n",
                       PrimaryReplica()));
    EXPECT_EQ(PlanOk().Action(kPrimary), "no-op");
    ApplyAndProve();
    ExpectImported();
  }
  void ImportWithCommand(const std::string& id) {
    const auto run = terraform.Run({"import", kPrimary, id});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    EXPECT_EQ(PlanOk().Action(kPrimary), "no-op");
    ExpectSettled();
    ExpectImported();
  }

 private:
  void ExpectImported() {
    ExpectWrites({});
    EXPECT_EQ(StateOf(kPrimary).at("id"), id_);
    EXPECT_EQ(Replicas().size(), 1U);
  }

  std::string id_;
  std::string target_;
};

TEST_F(Import, BlockNamesTheReplica) {
  MakeReplica();
  ImportWithBlock(ById());
}

TEST_F(Import, BlockNamesTheTarget) {
  MakeReplica();
  ImportWithBlock(ByTarget());
}

TEST_F(Import, CommandNamesTheReplica) {
  MakeReplica();
  ImportWithCommand(ById());
}

TEST_F(Import, CommandNamesTheTarget) {
  MakeReplica();
  ImportWithCommand(ByTarget());
}

TEST_F(Import, SettingsOfTheConfigurationAreAllThatIsLeftToApply) {
  MakeReplica();
  Write(absl::StrCat("import {\n  to = ", kPrimary, "\n  id = \"", ById(), "\"\n}\n\n",
                     PrimaryReplica("  drift_check = \"off\"\n")));
  EXPECT_EQ(PlanOk().Action(kPrimary), "update");
  ApplyAndProve();
  ExpectWrites({});
}

class WrongImport : public Scenario {
 protected:
  std::vector<std::string> ErrorsOf(const std::string& id) {
    Write(absl::StrCat("import {\n  to = ", kPrimary, "\n  id = \"", id, "\"\n}\n\n",
                       PrimaryReplica()));
    return Run({"plan"}).errors;
  }
};

TEST_F(WrongImport, SaysWhichFormsThereAre) {
  EXPECT_THAT(ErrorsOf("01K5REPRCA0000000000000001"), ElementsAre(R"(Import id is not understood
"01K5REPRCA0000000000000001" does not name a replica. The id has one of two forms:

  schedule_id:replica_id
  schedule_id:replica_provider:replica_provider_id

For example 01FDAG4SAP5TYPT98WGR2N7W91:01G0J1EXE7AXZ2C93K61WBPYEH or 01FDAG4SAP5TYPT98WGR2N7W91:pagerduty:PO8107X.)"));
}

TEST_F(WrongImport, SaysThatTheReplicaDoesNotExist) {
  EXPECT_THAT(ErrorsOf("01SANDB0XPRIMARY0000000000:01K5REPRCA0000000000000001"),
              ElementsAre(StartsWith(R"(Cannot import replica: 01K5REPRCA0000000000000001
GET /v2/schedules/01SANDB0XPRIMARY0000000000/replicas/01K5REPRCA0000000000000001 answered 404: Schedule replica not found.

Check the id, and that the API key belongs to the organisation that has it.

Request id: )")));
}

TEST_F(WrongImport, SaysThatNothingMirrorsToTheTarget) {
  EXPECT_THAT(
      ErrorsOf("01SANDB0XPRIMARY0000000000:pagerduty:PPRIMRY"),
      ElementsAre("Cannot import replica: PagerDuty PPRIMRY\n"
                  "Schedule 01SANDB0XPRIMARY0000000000 has no replica on PagerDuty PPRIMRY. "
                  "Check the ids."));
}

TEST_F(WrongImport, SaysThatTheScheduleDoesNotExist) {
  EXPECT_THAT(ErrorsOf("01SANDB0XN0SUCH00000000000:pagerduty:PPRIMRY"),
              ElementsAre(StartsWith(R"(Cannot import replica: PagerDuty PPRIMRY
GET /v2/schedules/01SANDB0XN0SUCH00000000000/replicas answered 404: Schedule not found.

Check the id, and that the API key belongs to the organisation that has it.

Request id: )")));
}

TEST_F(WrongImport, ListsTheReplicasWhenSeveralMirrorToTheTarget) {
  Write(PrimaryReplica());
  ApplyOk();
  terraform.Run({"state", "rm", kPrimary});
  terraform.Run({"taint", kPrimary});
  Write(PrimaryReplica("  mirror_window_days = 7\n"));
  ApplyOk();
  terraform.Run({"state", "rm", kPrimary});
  EXPECT_THAT(ErrorsOf("01SANDB0XPRIMARY0000000000:pagerduty:PPRIMRY"),
              ElementsAre(R"(Cannot import replica: PagerDuty PPRIMRY
Schedule 01SANDB0XPRIMARY0000000000 has several replicas on PagerDuty PPRIMRY. Import one of them by its own id:

  01SANDB0XPRIMARY0000000000:01K5REPRCA0000000000000001
  01SANDB0XPRIMARY0000000000:01K5REPRCA0000000000000002)"));
  for (const json& replica : Replicas()) {
    sandbox().Delete(absl::StrCat("/schedules/", ScheduleId(), "/replicas/",
                                  replica.at("id").get<std::string>()));
  }
}

}  // namespace
}  // namespace acceptance
