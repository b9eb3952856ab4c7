// The phases of planning, one by one, over the toy provider's pet; how they work together is in
// engine_test.cc.
#include "provider/engine/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "provider/value/json.h"
#include "tests/support/engine_driver.h"
#include "tests/toy_provider/zoo.h"

namespace tf::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PlanChangeTest : public ::testing::Test {
 protected:
  Value Pet(const std::string& members) {
    auto pet =
        DecodeJson("{" + members + "}", zoo::PetShape().schema().type(), UnknownAttributes::kDrop);
    EXPECT_TRUE(pet);
    return pet ? *std::move(pet) : Value::Null();
  }
  // Plans as Terraform asks for it when it proposes what is configured.
  CallData Plan(Value prior, const Value& config, Value proposed) {
    CallData call;
    call.prior = std::move(prior);
    call.config = config;
    call.planned = std::move(proposed);
    PlanChange(*definition_.resources().find("zoo_pet")->second, call);
    EXPECT_EQ(testing_support::Text(call.diagnostics), "");
    return call;
  }

  const Definition definition_ = zoo::Define();
  const std::string kept_ = R"("id": "pet-1", "checked_at": "once", )";
  const std::string rex_ = R"("name": "Rex", "species": "dog", "age": 1)";
};

TEST_F(PlanChangeTest, ADefaultTakesThePlaceOfAnOlderValue) {
  const Value config = Pet(R"("name": "Rex", "species": "dog")");
  const Value older = Pet(kept_ + R"("name": "Rex", "species": "dog", "age": 7)");
  const CallData call = Plan(older, config, older);
  EXPECT_TRUE(Equal(*call.planned.Find("age"), Value::Int(1), Type::Number()));
  EXPECT_TRUE(call.changed);
}

TEST_F(PlanChangeTest, WithoutAChangeNothingIsUnknown) {
  const Value state = Pet(kept_ + rex_);
  const CallData call = Plan(state, Pet(rex_), state);
  EXPECT_FALSE(call.changed);
  EXPECT_FALSE(call.settings_changed);
  EXPECT_TRUE(Equal(call.planned, state, zoo::PetShape().schema().type()));
}

TEST_F(PlanChangeTest, ANewSpellingIsNoChange) {
  const Value state = Pet(kept_ + rex_);
  const std::string respelled = R"("name": "Rex!", "species": "dog", "age": 1)";
  const CallData call = Plan(state, Pet(respelled), Pet(kept_ + respelled));
  EXPECT_FALSE(call.changed);
  EXPECT_EQ(*call.planned.Find("name")->AsString(), "Rex");
}

TEST_F(PlanChangeTest, AChangeDoubtsWhatIsComputedUnlessItIsStable) {
  const std::string older = R"("name": "Rex", "species": "dog", "age": 2)";
  const CallData call = Plan(Pet(kept_ + rex_), Pet(older), Pet(kept_ + older));
  EXPECT_TRUE(call.changed);
  EXPECT_TRUE(call.planned.Find("checked_at")->is_unknown());
  EXPECT_EQ(*call.planned.Find("id")->AsString(), "pet-1");
}

TEST_F(PlanChangeTest, ACreateDoubtsEverythingComputed) {
  const CallData call = Plan(Value::Null(), Pet(rex_), Pet(rex_));
  EXPECT_TRUE(call.planned.Find("id")->is_unknown());
  EXPECT_FALSE(call.settings_changed);
  EXPECT_THAT(call.replace, IsEmpty());
}

TEST_F(PlanChangeTest, ALocalSettingAloneChangesNothingElse) {
  const std::string noted = rex_ + R"(, "note": "shy")";
  const CallData call = Plan(Pet(kept_ + rex_), Pet(noted), Pet(kept_ + noted));
  EXPECT_FALSE(call.changed);
  EXPECT_TRUE(call.settings_changed);
  EXPECT_EQ(*call.planned.Find("checked_at")->AsString(), "once");
}

TEST_F(PlanChangeTest, OnlyADifferenceForcesAReplacement) {
  const std::string cat = R"("name": "Rex", "species": "cat", "age": 1)";
  const CallData call = Plan(Pet(kept_ + rex_), Pet(cat), Pet(kept_ + cat));
  EXPECT_THAT(call.replace, ElementsAre(Path::Root().Attribute("species")));
}

}  // namespace
}  // namespace tf::engine
