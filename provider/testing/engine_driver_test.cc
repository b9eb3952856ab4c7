#include "provider/testing/engine_driver.h"

#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "provider/value/json.h"
#include "tests/toy_provider/zoo.h"

namespace tf {
namespace {

using ::testing::HasSubstr;

constexpr char kRex[] = R"({"name": "Rex", "species": "dog"})";

class EngineDriverTest : public ::testing::Test {
 protected:
  engine::Engine engine_{[] { return zoo::Define(); }};
  EngineDriver driver_{engine_};
};

TEST_F(EngineDriverTest, TakesAnObjectThroughItsLife) {
  EXPECT_EQ(Text(driver_.Configure(R"({"keeper": "Ada"})")), "");
  const StoredObject made = driver_.Make("zoo_pet", kRex);
  EXPECT_EQ(*made.state.Find("id"), Value::String("pet-1"));

  const StoredObject imported = driver_.Import("zoo_pet", "pet-1");
  EXPECT_EQ(Text(imported.diagnostics), "");
  EXPECT_EQ(imported.state, made.state);

  const LookedUp census = driver_.ReadData("zoo_census", R"({"species": "dog"})");
  EXPECT_EQ(Text(census.diagnostics), "");
  EXPECT_EQ(*census.answer.Find("names"), Value::List({Value::String("Rex")}));

  const PlannedChange end = driver_.PlanDestroy("zoo_pet", made);
  EXPECT_THAT(Text(end.diagnostics), HasSubstr("leaves the zoo"));
  EXPECT_TRUE(driver_.Apply(end).state.is_null());
  EXPECT_TRUE(driver_.Read("zoo_pet", made).state.is_null());
}

TEST_F(EngineDriverTest, TellsWhatIsWrong) {
  EXPECT_THAT(Text(driver_.Configure(R"({"keeper": " "})")), "");  // a matter of validation
  EXPECT_EQ(Text(driver_.Validate("zoo_pet", R"({"name": "Rex", "species": "dog", "age": 41})")),
            "error age: Invalid value for age: The attribute age must be between 0 and 40, not "
            "41.\n");
  EXPECT_THAT(Text(driver_.Import("zoo_pet", "pet-9").diagnostics), "");
}

// ---- Proposals

struct PartModel {
  Attr<std::string> name;
  Attr<std::int64_t> size;
};
struct KitModel {
  Attr<std::vector<PartModel>> list;
  Attr<std::map<std::string, PartModel>> map;
  Attr<PartModel> single;
};

struct Kit final : Resource<KitModel> {
  static const Shape<PartModel>& PartShape() {
    static const Shape<PartModel> shape{Required("name", &PartModel::name),
                                        Computed("size", &PartModel::size)};
    return shape;
  }
  const Shape<KitModel>& shape() const override {
    static const Shape<KitModel> shape{Optional("list", &KitModel::list, PartShape()),
                                       Optional("map", &KitModel::map, PartShape()),
                                       Optional("single", &KitModel::single, PartShape())};
    return shape;
  }
  void Create(CreateCall<KitModel>&) override {}
  void Read(ReadCall<KitModel>&) override {}
  void Update(UpdateCall<KitModel>&) override {}
  void Delete(DeleteCall<KitModel>&) override {}
};

TEST(Propose, CarriesComputedMembersOverWhereAnElementStays) {
  engine::Engine engine([] {
    Definition definition = zoo::Define();
    definition.Add("zoo_kit", std::make_unique<Kit>());
    return definition;
  });
  EngineDriver driver(engine);
  const Value prior = driver.Object("zoo_kit", R"({"list": [{"name": "a", "size": 1}],
      "map": {"k": {"name": "b", "size": 2}}, "single": {"name": "c", "size": 3}})");
  const Value config = driver.Object("zoo_kit", R"({"list": [{"name": "A"}, {"name": "new"}],
      "map": {"k": {"name": "B"}, "l": {"name": "new"}}, "single": {"name": "C"}})");
  const Value proposed = driver.Object("zoo_kit", R"({
      "list": [{"name": "A", "size": 1}, {"name": "new"}],
      "map": {"k": {"name": "B", "size": 2}, "l": {"name": "new"}},
      "single": {"name": "C", "size": 3}})");
  EXPECT_EQ(driver.Propose("zoo_kit", prior, config), proposed);
}

}  // namespace
}  // namespace tf
