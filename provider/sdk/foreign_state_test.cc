#include "provider/sdk/foreign_state.h"

#include <string>

#include "gtest/gtest.h"

namespace tf {
namespace {

struct PetModel {
  Attr<std::string> name;
  Attr<std::int64_t> age;
};

const Shape<PetModel>& PetShape() {
  static const Shape<PetModel> shape{Required("name", &PetModel::name),
                                     Optional("age", &PetModel::age)};
  return shape;
}

CallData Holding(std::string_view json) {
  CallData data;
  data.foreign = {"registry.terraform.io/acme/zoo", "zoo_pet", 3, json};
  return data;
}

TEST(ForeignState, IsReadInAShapeThatNeedNotHaveAllOfIt) {
  CallData data = Holding(R"({"name": "Rex", "colour": "red"})");
  MoveCall<PetModel> call(data, PetShape());
  const auto pet = call.state(PetShape());
  ASSERT_TRUE(pet);
  EXPECT_EQ(pet->name, "Rex");
  EXPECT_TRUE(pet->age.is_null());
  EXPECT_EQ(call.provider(), "registry.terraform.io/acme/zoo");
  EXPECT_EQ(call.type_name(), "zoo_pet");
  EXPECT_EQ(call.version(), 3);
  EXPECT_FALSE(data.kept);
}

TEST(ForeignState, ThatDoesNotFitTheModelIsAnErrorAtItsAttribute) {
  CallData data = Holding(R"({"name": "Rex", "age": 1.5})");
  EXPECT_FALSE(UpgradeCall<PetModel>(data, PetShape()).state(PetShape()));
  ASSERT_EQ(data.diagnostics.items().size(), 1U);
  EXPECT_EQ(data.diagnostics.items()[0].detail, "The attribute age must be a whole number.");
}

TEST(ForeignState, ThatIsNoObjectIsAnErrorThatShowsNothingToATerminal) {
  CallData data = Holding("null");
  data.foreign.type_name = "zoo\x1b[31m_pet";
  EXPECT_FALSE(UpgradeCall<PetModel>(data, PetShape()).state(PetShape()));
  ASSERT_EQ(data.diagnostics.items().size(), 1U);
  EXPECT_EQ(data.diagnostics.items()[0].summary, "Unreadable state");
  EXPECT_EQ(data.diagnostics.items()[0].detail.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace tf
