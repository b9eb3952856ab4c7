// What a plan to destroy says of who is paged once the mirror ends, for each system.
#include "absl/strings/str_cat.h"
#include "tests/acceptance/drift_scenario.h"

namespace acceptance {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DestroyPlan : public DriftScenario, public ::testing::WithParamInterface<DriftSystem> {
 protected:
  const DriftSystem& system() const { return GetParam(); }
  std::string Label() const { return absl::StrCat(system().name, " ", system().schedule); }

  // The summary has sixty columns, and the id tells more than the system.
  std::string Titled(const std::string& what) const {
    const std::string whole = absl::StrCat(what, ": ", Label());
    return whole.size() <= 60 ? whole : absl::StrCat(what, ": ", system().schedule);
  }
  // By name, by address, by id: as each API tells it.
  std::string Bob() const {
    if (system().provider == "opsgenie") return "bob@a.io";
    return system().provider == "jsm" ? system().bob.id : system().bob.shown;
  }
  std::string Then() const {
    return absl::StrCat("now that is ", Bob(), ", for at least two weeks.");
  }
  std::string Text(const std::string& id) const {
    if (system().provider == "opsgenie") {
      return absl::StrCat(
          Titled("Overrides stay behind"), "\nWhen replica ", id,
          " is deleted, incident.io stops mirroring but does not remove the overrides that it made "
          "in ",
          Label(),
          ". They stay in force until they end: remove them there by hand afterwards. Without them "
          "that schedule's own rotation decides who is paged: ",
          Then());
    }
    return absl::StrCat(
        Titled("Mirroring ends"), "\nWhen replica ", id,
        " is deleted, incident.io removes the overrides that it made in ", Label(),
        ", unless another replica writes there too. That schedule's own rotation then decides at "
        "once who is paged: ",
        Then(), " Overrides made by hand stay.");
  }
};

INSTANTIATE_TEST_SUITE_P(DestroyPlan, DestroyPlan, ::testing::ValuesIn(EverySystem()),
                         [](const auto& system) { return system.param.provider; });

// Alice is shown now, by the mirror.
TEST_P(DestroyPlan, NamesWhoIsOnCallThen) {
  Apply(system());
  const std::string id = StateOf(kPrimary).at("id");
  EXPECT_THAT(PlanOk({"-destroy"}).warnings, ElementsAre(Text(id)));
  EXPECT_THAT(ApplySavedOk().warnings, IsEmpty());
  EXPECT_THAT(Replicas(), IsEmpty());
}

}  // namespace
}  // namespace acceptance
