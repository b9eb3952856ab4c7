// The phases of planning, one by one, over the toy provider's pet; how they work together is in
// engine_test.cc.
#include "provider/engine/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "provider/testing/engine_driver.h"
#include "provider/value/json.h"
#include "tests/toy_provider/zoo.h"

namespace tf::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct StepModel {
  Attr<std::string> text;
  Attr<std::int64_t> retries;
  Attr<std::string> id;
  Attr<std::string> ran_at;
};

const Shape<StepModel>& StepShape() {
  static const Shape<StepModel> shape{
      Required("text", &StepModel::text).EqualWhen([](const std::string& a, const std::string& b) {
        return a.size() == b.size();
      }),
      Optional("retries", &StepModel::retries).Default(3),
      Computed("id", &StepModel::id).Stable(),
      Computed("ran_at", &StepModel::ran_at),
  };
  return shape;
}

struct JobModel {
  Attr<std::string> name;
  Attr<std::string> host;
  Attr<std::vector<StepModel>> steps;
  Attr<Set<std::string>> labels;
  Attr<std::string> id;
};

// What the pet lacks: a choice of the provider that cannot change in place, objects with stable
// members of their own, and a plan step, which takes an element of a set for a reason to replace.
class Job final : public Resource<JobModel>, public PlansChanges<JobModel> {
 public:
  const Shape<JobModel>& shape() const override {
    static const Shape<JobModel> shape{
        Required("name", &JobModel::name),
        OptionalComputed("host", &JobModel::host).Replaces(),
        OptionalComputed("steps", &JobModel::steps, StepShape()),
        Optional("labels", &JobModel::labels),
        Computed("id", &JobModel::id).Stable(),
    };
    return shape;
  }
  void Plan(PlanCall<JobModel>& call) override {
    call.Replace(Path::Root().Attribute("labels").Index(0));
  }
  void Create(CreateCall<JobModel>&) override {}
  void Read(ReadCall<JobModel>&) override {}
  void Update(UpdateCall<JobModel>&) override {}
  void Delete(DeleteCall<JobModel>&) override {}
};

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
    EXPECT_EQ(Text(call.diagnostics), "");
    return call;
  }

  // The same for a job, each given as the members of its JSON; no prior ones mean a create.
  CallData PlanJob(const std::string& prior, const std::string& config,
                   const std::string& proposed) {
    const AnyResource& job = *definition_.resources().find("zoo_job")->second;
    auto object = [&job](const std::string& members) {
      return DecodeJson("{" + members + "}", job.schema().type(), UnknownAttributes::kDrop).value();
    };
    CallData call;
    call.configured = configured_;
    if (!prior.empty()) call.prior = object(prior);
    call.config = object(config);
    call.planned = object(proposed);
    PlanChange(job, call);
    EXPECT_EQ(Text(call.diagnostics), "");
    return call;
  }

  static Definition Define() {
    Definition definition = zoo::Define();
    definition.Add("zoo_job", std::make_unique<Job>());
    return definition;
  }

  const Definition definition_ = Define();
  std::optional<Configured> configured_;
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

TEST_F(PlanChangeTest, AChangeInPlaceKeepsWhatCannotChangeInPlace) {
  const std::string kept = R"("id": "1", "host": "a", )";
  const CallData call =
      PlanJob(kept + R"("name": "old")", R"("name": "new")", kept + R"("name": "new")");
  EXPECT_EQ(*call.planned.Find("host"), Value::String("a"));
  EXPECT_THAT(call.replace, IsEmpty());
}

TEST_F(PlanChangeTest, ACreateDoubtsWhatIsLeftToTheProviderAndCannotChangeInPlace) {
  const CallData call = PlanJob("", R"("name": "new")", R"("name": "new")");
  EXPECT_TRUE(call.planned.Find("host")->is_unknown());
}

TEST_F(PlanChangeTest, AnObjectThatIsNewInAChangeIsDoubtedLikeACreate) {
  const std::string kept = R"("id": "1", "name": "x", "host": "a", "steps": [)";
  const std::string first = R"({"text": "one", "id": "s1", "ran_at": "noon"})";
  const CallData call =
      PlanJob(kept + first + "]", R"("name": "x", "steps": [{"text": "one"}, {"text": "three"}])",
              kept + first + R"(, {"text": "three"}])");
  const auto& steps = *call.planned.Find("steps")->AsList();
  EXPECT_EQ(*steps[0].Find("id"), Value::String("s1"));
  EXPECT_TRUE(steps[0].Find("ran_at")->is_unknown());
  EXPECT_TRUE(steps[1].Find("id")->is_unknown());
  EXPECT_TRUE(steps[1].Find("ran_at")->is_unknown());
}

TEST_F(PlanChangeTest, DefaultsAreNotForWhatTheProviderChose) {
  const std::string job =
      R"("id": "1", "name": "x", "host": "a", "steps": [{"text": "one", "retries": 7}])";
  const CallData call = PlanJob(job, R"("name": "x")", job);
  EXPECT_FALSE(call.changed);
  EXPECT_EQ(*call.planned.Find("steps")->AsList()->at(0).Find("retries"), Value::Int(7));
}

TEST_F(PlanChangeTest, AReplacementForWhatIsInsideASetNamesTheSet) {
  configured_ = Configured();
  const std::string job = R"("id": "1", "name": "x", "host": "a")";
  const CallData call = PlanJob(job, R"("name": "x")", job);
  EXPECT_THAT(call.replace, ElementsAre(Path::Root().Attribute("labels")));
}

TEST_F(PlanChangeTest, OnlyADifferenceForcesAReplacement) {
  const std::string cat = R"("name": "Rex", "species": "cat", "age": 1)";
  const CallData call = Plan(Pet(kept_ + rex_), Pet(cat), Pet(kept_ + cat));
  EXPECT_THAT(call.replace, ElementsAre(Path::Root().Attribute("species")));
}

}  // namespace
}  // namespace tf::engine
