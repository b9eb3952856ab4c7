// The engine, driven over the toy provider of tests/toy_provider as Terraform's core would drive
// it.
#include "provider/engine/engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <variant>

#include "provider/testing/engine_driver.h"
#include "provider/value/json.h"
#include "provider/value/msgpack.h"
#include "tests/toy_provider/zoo.h"

namespace tf::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kRex[] =
    R"({"name": "Rex", "species": "dog", "toys": ["ball"], "home": {"street": "Elm"}})";

class EngineTest : public ::testing::Test {
 protected:
  EngineTest() { EXPECT_EQ(Text(driver.Configure("{}")), ""); }

  // The attribute as JSON text; "?" when it is unknown.
  std::string Show(const Value& object, const std::string& name) {
    const Value* value = object.Find(name);
    if (value == nullptr) return "(none)";
    if (value->is_unknown()) return "?";
    return EncodeJson(*value, *PetType().Find(name));
  }
  const Type& PetType() { return zoo::PetShape().schema().type(); }

  std::shared_ptr<zoo::Zoo> zoo_ = std::make_shared<zoo::Zoo>();
  Engine engine{[this] { return zoo::Define(zoo_); }};
  EngineDriver driver{engine};
};

TEST_F(EngineTest, SchemasFollowTerraformsRules) { EXPECT_EQ(Text(engine.CheckDefinition()), ""); }

TEST_F(EngineTest, CreateGetsDefaultsAndUnknownComputedValues) {
  auto plan = driver.Plan("zoo_pet", kRex);
  EXPECT_EQ(Text(plan.diagnostics), "");
  EXPECT_EQ(Show(plan.planned, "name"), "\"Rex\"");
  EXPECT_EQ(Show(plan.planned, "age"), "1");
  EXPECT_EQ(Show(plan.planned, "id"), "?");
  EXPECT_EQ(Show(plan.planned, "checked_at"), "?");
  EXPECT_EQ(Show(plan.planned, "weight"), "null");
  ASSERT_NE(plan.planned.Find("home"), nullptr);
  EXPECT_TRUE(plan.planned.Find("home")->Find("inspected_at")->is_unknown());
  EXPECT_THAT(plan.replace, IsEmpty());
}

TEST_F(EngineTest, CreateThenPlanThenReadChangeNothing) {
  StoredObject rex = driver.Make("zoo_pet", kRex);
  EXPECT_EQ(Show(rex.state, "id"), "\"pet-1\"");
  auto again = driver.Plan("zoo_pet", kRex, rex);
  EXPECT_TRUE(Equal(again.planned, rex.state, PetType()));
  StoredObject read = driver.Read("zoo_pet", rex);
  EXPECT_TRUE(Equal(read.state, rex.state, PetType()));
}

TEST_F(EngineTest, ChangeInPlaceKeepsStableValuesAndDoubtsTheOthers) {
  StoredObject rex = driver.Make("zoo_pet", kRex);
  auto plan = driver.Plan(
      "zoo_pet",
      R"({"name": "Rex", "species": "dog", "age": 7, "home": {"street": "Elm"}, "toys": ["ball"]})",
      rex);
  EXPECT_EQ(Show(plan.planned, "id"), "\"pet-1\"");
  EXPECT_EQ(Show(plan.planned, "checked_at"), "?");
  EXPECT_TRUE(plan.planned.Find("home")->Find("inspected_at")->is_unknown());
  EXPECT_THAT(plan.replace, IsEmpty());
  StoredObject older = driver.Apply(plan);
  EXPECT_EQ(Text(older.diagnostics), "");
  EXPECT_EQ(Show(older.state, "checked_at"), "\"checked again\"");
}

TEST_F(EngineTest, ChangeOfALocalSettingLeavesEverythingElseKnown) {
  StoredObject rex = driver.Make("zoo_pet", kRex);
  auto plan = driver.Plan(
      "zoo_pet",
      R"({"name": "Rex", "species": "dog", "note": "shy", "home": {"street": "Elm"}, "toys": ["ball"]})",
      rex);
  EXPECT_TRUE(plan.planned.IsWhollyKnown());
  EXPECT_EQ(Show(plan.planned, "note"), "\"shy\"");
  EXPECT_EQ(Show(plan.planned, "checked_at"), "\"checked once\"");
}

TEST_F(EngineTest, AnotherSpellingOfTheSameNameIsNoChange) {
  StoredObject rex = driver.Make("zoo_pet", R"({"name": "Rex", "species": "dog"})");
  auto plan = driver.Plan("zoo_pet", R"({"name": "Rex!", "species": "dog"})", rex);
  EXPECT_EQ(Text(plan.diagnostics), "");
  EXPECT_TRUE(Equal(plan.planned, rex.state, PetType()));
}

TEST_F(EngineTest, AnotherSpeciesNeedsAnotherPet) {
  StoredObject rex = driver.Make("zoo_pet", R"({"name": "Rex", "species": "dog"})");
  auto plan = driver.Plan("zoo_pet", R"({"name": "Rex", "species": "cat"})", rex);
  EXPECT_THAT(plan.replace, ElementsAre(Path::Root().Attribute("species")));
}

TEST_F(EngineTest, AnUnknownArgumentPlansAChangeAndStaysUnknown) {
  StoredObject rex = driver.Make("zoo_pet", R"({"name": "Rex", "species": "dog"})");
  Value config = driver.Object("zoo_pet", R"({"species": "dog"})");
  *config.FindMutable("name") = Value::Unknown();
  auto plan = driver.Plan("zoo_pet", config, rex);
  EXPECT_EQ(Text(plan.diagnostics), "");
  EXPECT_EQ(Show(plan.planned, "name"), "?");
  EXPECT_EQ(Show(plan.planned, "checked_at"), "?");
}

TEST_F(EngineTest, ApplyRefusesAnArgumentThatIsStillUnknown) {
  Value config = driver.Object("zoo_pet", R"({"species": "dog"})");
  *config.FindMutable("name") = Value::Unknown();
  StoredObject made = driver.Apply(driver.Plan("zoo_pet", config));
  EXPECT_TRUE(made.state.is_null());
  EXPECT_EQ(Text(made.diagnostics),
            "error name: The provider made a mistake: It was asked to apply a plan in which name "
            "is unknown. This is a "
            "bug in the provider; please report it to its authors.\n");
  EXPECT_THAT(zoo_->All(), IsEmpty());
}

TEST_F(EngineTest, ExactNumbersComeBackAsTheyWere) {
  StoredObject rex = driver.Make("zoo_pet", R"({"name": "Rex", "species": "dog", "weight": 0.1})");
  auto plan = driver.Plan("zoo_pet", R"({"name": "Rex", "species": "dog", "weight": 0.1})", rex);
  EXPECT_TRUE(Equal(plan.planned, rex.state, PetType()));
}

TEST_F(EngineTest, ANumberOfMoreDigitsThanADoubleHasComesBackAsItWas) {
  const std::string config =
      R"({"name": "Rex", "species": "dog", "weight": 0.1000000000000000055511151231257827})";
  StoredObject rex = driver.Make("zoo_pet", config);
  EXPECT_EQ(Show(rex.state, "weight"), "0.1000000000000000055511151231257827");
  EXPECT_TRUE(Equal(driver.Plan("zoo_pet", config, rex).planned, rex.state, PetType()));
  EXPECT_TRUE(Equal(driver.Read("zoo_pet", rex).state, rex.state, PetType()));
}

TEST_F(EngineTest, DestroySpeaksBeforeItHappens) {
  StoredObject rex = driver.Make("zoo_pet", R"({"name": "Rex", "species": "dog"})");
  auto plan = driver.PlanDestroy("zoo_pet", rex);
  EXPECT_TRUE(plan.planned.is_null());
  EXPECT_EQ(Text(plan.diagnostics), "warning : Saying goodbye: The pet Rex leaves the zoo.\n");
  StoredObject gone = driver.Apply(plan);
  EXPECT_TRUE(gone.state.is_null());
  EXPECT_EQ(Text(gone.diagnostics), "");
  EXPECT_THAT(zoo_->All(), IsEmpty());
}

TEST_F(EngineTest, ReadOfAnObjectThatIsGoneAnswersNull) {
  StoredObject rex = driver.Make("zoo_pet", R"({"name": "Rex", "species": "dog"})");
  zoo_->Remove("pet-1");
  StoredObject read = driver.Read("zoo_pet", rex);
  EXPECT_TRUE(read.state.is_null());
  EXPECT_EQ(Text(read.diagnostics), "");
}

TEST_F(EngineTest, AReadThatGoesWrongKeepsWhatIsStored) {
  StoredObject rex = driver.Make("zoo_pet", R"({"name": "Rex", "species": "dog"})");
  zoo::PetModel damaged = zoo_->Find("pet-1").value();
  damaged.name = "\xff";
  zoo_->Replace("pet-1", damaged);
  StoredObject read = driver.Read("zoo_pet", rex);
  ASSERT_EQ(read.diagnostics.items().size(), 1U);
  EXPECT_EQ(read.diagnostics.items()[0].summary, "The provider made a mistake");
  EXPECT_TRUE(Equal(read.state, rex.state, PetType()));
}

TEST_F(EngineTest, ReadEchoesPrivateData) {
  StoredObject rex = driver.Make("zoo_pet", R"({"name": "Rex", "species": "dog"})");
  rex.private_data = R"({"a":"b"})";
  EXPECT_EQ(driver.Read("zoo_pet", rex).private_data, R"({"a":"b"})");
}

TEST_F(EngineTest, DamagedPrivateDataIsReportedAndReplaced) {
  StoredObject rex = driver.Make("zoo_pet", R"({"name": "Rex", "species": "dog"})");
  rex.private_data = "\xff not json";
  StoredObject read = driver.Read("zoo_pet", rex);
  EXPECT_FALSE(read.diagnostics.has_error());
  EXPECT_EQ(read.diagnostics.items().size(), 1u);
  EXPECT_EQ(read.diagnostics.items()[0].summary, "Private data ignored");
  EXPECT_EQ(read.private_data, "");
}

TEST_F(EngineTest, ImportThenReadFillsTheState) {
  StoredObject rex = driver.Make("zoo_pet", R"({"name": "Rex", "species": "dog"})");
  auto imported = engine.ImportResource("zoo_pet", "pet-1", {});
  ASSERT_TRUE(imported.imported) << Text(imported.diagnostics);
  StoredObject stored{*DecodeMsgpack(imported.state, PetType()), imported.private_data, {}};
  EXPECT_TRUE(Equal(driver.Read("zoo_pet", stored).state, rex.state, PetType()));
}

TEST_F(EngineTest, UpgradeDropsAttributesThatTheSchemaLacks) {
  auto upgraded =
      engine.UpgradeState("zoo_pet", 0, R"({"name": "Rex", "species": "dog", "colour": "red"})");
  EXPECT_EQ(Text(upgraded.diagnostics), "");
  auto state = DecodeMsgpack(upgraded.state, PetType());
  ASSERT_TRUE(state);
  EXPECT_EQ(Show(*state, "name"), "\"Rex\"");
  EXPECT_EQ(Show(*state, "age"), "null");
}

TEST_F(EngineTest, UpgradeShowsTheStoredObjectToTheResource) {
  engine.UpgradeState("zoo_pet", 0, R"({"id": "pet-9", "name": "Rex", "species": "dog"})");
  EXPECT_THAT(zoo_->stored(), ElementsAre("pet-9"));
}

TEST_F(EngineTest, UpgradeRefusesGarbageAndOtherVersions) {
  EXPECT_EQ(engine.UpgradeState("zoo_pet", 0, "{{{").diagnostics.items()[0].summary,
            "Unreadable state");
  EXPECT_EQ(Text(engine.UpgradeState("zoo_pet", 3, "{}").diagnostics),
            "error : State of another version: The state of zoo_pet was written with version 3 of "
            "its schema. This provider knows version 0 and cannot read it. Use the version of the "
            "provider that wrote it.\n");
}

TEST_F(EngineTest, ValidationNamesTheAttributeAndTheReason) {
  auto validate = [this](std::string_view json) {
    const std::string bytes = EncodeMsgpack(driver.Object("zoo_pet", json), PetType());
    return Text(engine.ValidateResource("zoo_pet", {bytes, {}}));
  };
  EXPECT_EQ(validate(kRex), "");
  EXPECT_EQ(validate(R"({"name": " ", "species": "dog"})"),
            "error name: Invalid value for name: The attribute name must not be blank.\n");
  EXPECT_EQ(
      validate(R"({"name": "Rex", "species": "dog", "age": 41})"),
      "error age: Invalid value for age: The attribute age must be between 0 and 40, not 41.\n");
  EXPECT_EQ(validate(R"({"name": "Rex", "species": "dog", "age": 1.5})"),
            "error age: Unexpected kind of value: The attribute age must be a whole number.\n");
  EXPECT_EQ(validate(R"({"name": "Rex", "species": "owl"})"),
            "warning species: Unusual value for species: The attribute species usually must be "
            "\"cat\" or \"dog\", not "
            "\"owl\". The value is passed on as it is.\n");
  EXPECT_EQ(validate(R"({"name": "Rex", "species": "dog", "id": "x"})"),
            "error id: Cannot set id: The attribute id is set by the provider; remove it from the "
            "configuration.\n");
  EXPECT_EQ(
      validate(R"({"name": "Rex", "species": "dog", "tags": [{"key": ""}]})"),
      "error tags.key: Invalid value for tags.key: The attribute tags.key must not be blank.\n");
  EXPECT_EQ(
      validate(R"({"name": "Rex", "species": "dog", "tags": []})"),
      "error tags: Invalid value for tags: The attribute tags must have at least one element.\n");
  EXPECT_EQ(validate(R"({"name": "Rex", "species": "dog", "tags": [null]})"),
            "error tags: Invalid value for tags: The attribute tags must not have null as an "
            "element.\n");
  EXPECT_EQ(validate(R"({"name": "Rex", "species": "dog", "age": 0, "toys": ["ball"]})"),
            "error toys: Too young to play: A pet of age 0 has no toys.\n");
}

TEST_F(EngineTest, ValidationSkipsWhatIsUnknown) {
  Value config = driver.Object("zoo_pet", R"({"species": "dog"})");
  *config.FindMutable("name") = Value::Unknown();
  *config.FindMutable("age") = Value::Unknown();
  const std::string bytes = EncodeMsgpack(config, PetType());
  EXPECT_EQ(Text(engine.ValidateResource("zoo_pet", {bytes, {}})), "");
}

TEST_F(EngineTest, DataSourceReadsWhatTheProviderSharesWithIt) {
  driver.Make("zoo_pet", R"({"name": "Rex", "species": "dog"})");
  const Type& type = engine.definition().data_sources().find("zoo_census")->second->schema().type();
  const std::string config = EncodeMsgpack(*DecodeJson(R"({"species": "dog"})", type), type);
  auto answer = engine.ReadData("zoo_census", {config, {}}, {});
  EXPECT_EQ(Text(answer.diagnostics), "");
  EXPECT_EQ(EncodeJson(*DecodeMsgpack(answer.state, type), type),
            R"({"names":["Rex"],"species":"dog"})");
}

TEST_F(EngineTest, GarbageInAnyFieldIsADiagnostic) {
  const Encoded garbage{"\xc1\xff\x00", {}};
  EXPECT_TRUE(engine.ValidateProvider(garbage).has_error());
  EXPECT_TRUE(engine.Configure("", garbage, {}).has_error());
  EXPECT_TRUE(engine.ValidateResource("zoo_pet", garbage).has_error());
  EXPECT_TRUE(engine.ValidateResource("nothing", garbage).has_error());
  EXPECT_TRUE(engine.ReadResource({"zoo_pet", garbage, "x"}, {}).diagnostics.has_error());
  EXPECT_TRUE(engine.PlanResource({"zoo_pet", garbage, garbage, garbage, {}, {}}, {})
                  .diagnostics.has_error());
  EXPECT_TRUE(
      engine.ApplyResource({"zoo_pet", garbage, garbage, garbage, {}}, {}).diagnostics.has_error());
  EXPECT_TRUE(engine.ValidateData("zoo_census", garbage).has_error());
  EXPECT_TRUE(engine.ReadData("zoo_census", garbage, {}).diagnostics.has_error());
  EXPECT_TRUE(engine.ReadData("zoo_census", {}, {}).diagnostics.has_error());
}

TEST_F(EngineTest, AFreshProcessAnswersEveryCall) {
  Engine fresh([this] { return zoo::Define(zoo_); });
  EngineDriver unconfigured(fresh);
  auto plan = unconfigured.Plan("zoo_pet", kRex);
  EXPECT_EQ(Text(plan.diagnostics), "");
  StoredObject made = unconfigured.Apply(plan);
  ASSERT_EQ(made.diagnostics.items().size(), 1u);
  EXPECT_EQ(made.diagnostics.items()[0].summary, "The provider is not configured");
  EXPECT_EQ(unconfigured.Read("zoo_pet", {plan.prior, {}, {}}).diagnostics.items()[0].summary,
            "Unreadable request");
  EXPECT_EQ(fresh.ImportResource("zoo_pet", "pet-1", {}).diagnostics.items()[0].summary,
            "The provider is not configured");
  EXPECT_EQ(Text(fresh.UpgradeState("zoo_pet", 0, "{}").diagnostics), "");
}

struct NothingModel {};

const Shape<NothingModel>& NothingShape() {
  static const Shape<NothingModel> shape{About("Nothing.")};
  return shape;
}

class SharesNothing final : public Provider<NothingModel> {
 public:
  const Shape<NothingModel>& shape() const override { return NothingShape(); }
  void Configure(ConfigureCall<NothingModel>&) override {}
};

class Silence final : public DataSource<NothingModel> {
 public:
  const Shape<NothingModel>& shape() const override { return NothingShape(); }
  void Read(DataCall<NothingModel>& call) override { call.Keep({}); }
};

TEST(Engine, ConfiguresAProviderThatSharesNothing) {
  Engine engine([] {
    Definition definition(std::make_unique<SharesNothing>());
    definition.Add("test_silence", std::make_unique<Silence>());
    return definition;
  });
  const Encoded config{{}, "{}"};
  EXPECT_EQ(engine.ReadData("test_silence", config, {}).diagnostics.items()[0].summary,
            "The provider is not configured");
  EXPECT_EQ(Text(engine.Configure("1.11.4", config, {})), "");
  EXPECT_EQ(Text(engine.ReadData("test_silence", config, {}).diagnostics), "");
}

// Fails once its object exists.
class Stumbles final : public Resource<NothingModel> {
 public:
  const Shape<NothingModel>& shape() const override { return NothingShape(); }
  void Create(CreateCall<NothingModel>& call) override {
    call.Keep({});
    Stumble();
  }
  void Read(ReadCall<NothingModel>&) override { Stumble(); }
  void Update(UpdateCall<NothingModel>& call) override {
    call.Keep({});
    throw 42;
  }
  void Delete(DeleteCall<NothingModel>&) override {}

 private:
  static void Stumble() { Attr<std::string>::Null()->clear(); }
};

TEST(Engine, KeepsAnObjectWhoseCallThrewAfterwards) {
  Engine engine([] {
    Definition definition(std::make_unique<SharesNothing>());
    definition.Add("test_stumbles", std::make_unique<Stumbles>());
    return definition;
  });
  const Encoded object{{}, "{}"};
  engine.Configure("1.11.4", object, {});
  const auto made = engine.ApplyResource({"test_stumbles", {}, object, object, {}}, {});
  EXPECT_EQ(made.state, "\x80");
  ASSERT_EQ(made.diagnostics.items().size(), 1U);
  EXPECT_EQ(made.diagnostics.items()[0].summary, "The provider made a mistake");
  EXPECT_EQ(made.diagnostics.items()[0].detail,
            "It failed after the object existed. It says: an attribute was read that is null. This "
            "is a bug in the provider; please report it to its authors.");

  const auto changed = engine.ApplyResource({"test_stumbles", object, object, object, {}}, {});
  EXPECT_EQ(changed.state, "\x80");
  ASSERT_EQ(changed.diagnostics.items().size(), 1U);
  EXPECT_EQ(
      changed.diagnostics.items()[0].detail,
      "It failed after the object existed. This is a bug in the provider; please report it to "
      "its authors.");
  EXPECT_THROW(engine.ReadResource({"test_stumbles", object, {}}, {}), std::logic_error);
}

}  // namespace
}  // namespace tf::engine
