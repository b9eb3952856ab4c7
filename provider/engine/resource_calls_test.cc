#include "provider/engine/resource_calls.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "provider/engine/engine.h"
#include "provider/sdk/checks.h"
#include "provider/value/json.h"
#include "provider/value/msgpack.h"

namespace tf::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// What versions 0 and 1 of a nest stored: the height was text, in feet.
struct OldNestModel {
  Attr<std::string> tree;
  Attr<std::string> height;
};

const Shape<OldNestModel>& OldNestShape() {
  static const Shape<OldNestModel> shape{
      Required("tree", &OldNestModel::tree),
      Optional("height", &OldNestModel::height),
  };
  return shape;
}

// A hole in another provider's wall.
struct HoleModel {
  Attr<std::string> wall;
};

const Shape<HoleModel>& HoleShape() {
  static const Shape<HoleModel> shape{Required("wall", &HoleModel::wall)};
  return shape;
}

struct NestModel {
  Attr<std::string> place;
  Attr<std::int64_t> height_cm;
};

const Shape<NestModel>& NestShape() {
  static const Shape<NestModel> shape{
      Version(2),
      Required("place", &NestModel::place).Check(NotBlank()),
      OptionalComputed("height_cm", &NestModel::height_cm),
  };
  return shape;
}

struct Nest final : Resource<NestModel>,
                    Upgrades<NestModel>,
                    AcceptsMoves<NestModel>,
                    NotesStored<NestModel> {
  explicit Nest(std::vector<std::string>& notes) : noted(notes) {}
  const Shape<NestModel>& shape() const override { return NestShape(); }
  void Create(CreateCall<NestModel>&) override {}
  void Read(ReadCall<NestModel>&) override {}
  void Update(UpdateCall<NestModel>&) override {}
  void Delete(DeleteCall<NestModel>&) override {}

  void Upgrade(UpgradeCall<NestModel>& call) override {
    if (call.version() == 0) return;
    const auto old = call.state(OldNestShape());
    if (!old) return;
    NestModel nest;
    nest.place = old->tree.value_or("");
    if (old->height.is_known()) nest.height_cm = 30 * std::stoi(*old->height);
    call.Keep(nest);
  }

  void Move(MoveCall<NestModel>& call) override {
    if (call.provider() != "registry.terraform.io/acme/wall" || call.type_name() != "wall_hole")
      return;
    const auto hole = call.state(HoleShape());
    if (!hole) return;
    NestModel nest;
    nest.place = absl::StrCat(*hole->wall, " ", call.version());
    if (*hole->wall == "unknown") nest.height_cm = Attr<std::int64_t>::Unknown();
    call.Keep(nest);
  }

  void NoteStored(StoredCall<NestModel>& call) override {
    noted.push_back(call.state().place.value_or("?"));
  }

  std::vector<std::string>& noted;
};

struct NoSettings {};

struct Woods final : Provider<NoSettings> {
  const Shape<NoSettings>& shape() const override {
    static const Shape<NoSettings> shape{About("Woods.")};
    return shape;
  }
  void Configure(ConfigureCall<NoSettings>&) override {}
};

class StatesOfOtherSchemas : public testing::Test {
 protected:
  // The state that comes of it as JSON, or its errors.
  std::string Upgraded(std::int64_t version, std::string_view state) {
    auto answer = engine_.UpgradeState("woods_nest", version, state);
    return Outcome(answer.state, answer.diagnostics);
  }
  std::string Moved(std::string_view type_name, std::string_view state) {
    auto answer = engine_.MoveResource({.type_name = "woods_nest",
                                        .source = {.provider = "registry.terraform.io/acme/wall",
                                                   .type_name = type_name,
                                                   .version = 7,
                                                   .json = state}});
    return Outcome(answer.state, answer.diagnostics);
  }

  std::vector<std::string> noted_;
  Engine engine_{[this] {
    Definition definition(std::make_unique<Woods>());
    definition.Add("woods_nest", std::make_unique<Nest>(noted_));
    return definition;
  }};

 private:
  static std::string Outcome(const std::string& state, const Diagnostics& diagnostics) {
    std::string outcome;
    for (const Diagnostic& item : diagnostics.items()) {
      absl::StrAppend(&outcome, item.summary, ": ", item.detail);
    }
    const Type& type = NestShape().schema().type();
    if (!state.empty()) absl::StrAppend(&outcome, EncodeJson(*DecodeMsgpack(state, type), type));
    return outcome;
  }
};

TEST_F(StatesOfOtherSchemas, AnOlderStateIsUpgradedInOneStep) {
  EXPECT_EQ(Upgraded(1, R"({"tree": "oak", "height": "12", "colour": "brown"})"),
            R"({"height_cm":360,"place":"oak"})");
}

TEST_F(StatesOfOtherSchemas, AStateOfTodayNeedsNoUpgrade) {
  EXPECT_EQ(Upgraded(2, R"({"place": "oak", "height_cm": 1})"), R"({"height_cm":1,"place":"oak"})");
}

TEST_F(StatesOfOtherSchemas, AnUpgradedObjectIsShownToAConfiguredResource) {
  Upgraded(1, R"({"tree": "oak"})");
  EXPECT_THAT(noted_, IsEmpty());
  ASSERT_FALSE(engine_.Configure("", {.json = "{}"}, {}).has_error());
  Upgraded(1, R"({"tree": "oak"})");
  EXPECT_THAT(noted_, ElementsAre("oak"));
}

TEST_F(StatesOfOtherSchemas, VersionsThatNobodyKnowsAreRefused) {
  const auto refusal = [](int version) {
    return absl::StrCat(
        "State of another version: The state of woods_nest was written with version ", version,
        " of its schema. This provider knows version 2 and cannot read it. Use the "
        "version of the provider that wrote it.");
  };
  EXPECT_EQ(Upgraded(0, R"({"tree": "oak"})"), refusal(0));
  EXPECT_EQ(Upgraded(3, R"({"place": "oak"})"), refusal(3));
}

TEST_F(StatesOfOtherSchemas, AnOlderStateThatIsDamagedIsNamed) {
  EXPECT_EQ(
      Upgraded(1, R"({"tree": ["oak"]})"),
      "Unreadable state: The stored state of woods_nest cannot be read: tree: expected a string, "
      "found a list. Restore the state from a backup, or remove the resource from the state and "
      "import it again.");
  EXPECT_EQ(Upgraded(1, "null"),
            "Unreadable state: The stored state of woods_nest cannot be read: it is null. Restore "
            "the state from a backup, or remove the resource from the state and import it again.");
}

TEST_F(StatesOfOtherSchemas, AnObjectMovesInFromAnotherResource) {
  EXPECT_EQ(Moved("wall_hole", R"({"wall": "north", "depth": 4})"),
            R"({"height_cm":null,"place":"north 7"})");
}

TEST_F(StatesOfOtherSchemas, AMoveFromElsewhereIsRefused) {
  EXPECT_EQ(Moved("wall_crack", "{}"),
            "Cannot move \"wall_crack\" to \"woods_nest\": A resource woods_nest cannot take over "
            "the state of a resource wall_crack of registry.terraform.io/acme/wall. Use an import "
            "block for the new resource and a removed block for the old one.");
}

TEST_F(StatesOfOtherSchemas, AMoveMayLeaveNothingUnknown) {
  EXPECT_EQ(
      Moved("wall_hole", R"({"wall": "unknown"})"),
      "The provider made a mistake: It left height_cm unknown. This is a bug in the provider; "
      "please report it to its authors.");
}

TEST_F(StatesOfOtherSchemas, AMovedStateThatIsDamagedIsNamed) {
  EXPECT_EQ(
      Moved("wall_hole", R"({"wall": [1]})"),
      "Unreadable state: The stored state of wall_hole cannot be read: wall: expected a string, "
      "found a list. Restore the state from a backup, or remove the resource from the state and "
      "import it again.");
}

}  // namespace
}  // namespace tf::engine
