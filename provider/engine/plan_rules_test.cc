#include "provider/engine/plan_rules.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tf::engine {
namespace {

Attribute Text(const std::string& name, Mode mode) {
  Attribute attribute;
  attribute.name = name;
  attribute.type = Type::String();
  attribute.mode = mode;
  return attribute;
}

const Schema& TwoTexts() {
  static const Schema& schema =
      *new Schema({Text("id", Mode::kComputed), Text("name", Mode::kOptional)}, "", 0);
  return schema;
}

Value Object(Value id, Value name) {
  return Value::Map({{"id", std::move(id)}, {"name", std::move(name)}});
}

std::string PlanMistake(Value prior, Value config, Value planned) {
  CallData call;
  call.prior = std::move(prior);
  call.config = std::move(config);
  call.planned = std::move(planned);
  CheckPlan(TwoTexts(), call);
  return call.diagnostics.empty() ? "" : call.diagnostics.items()[0].detail;
}

TEST(CheckPlan, AcceptsConfiguredPriorAndComputedValues) {
  const Value config = Object(Value::Null(), Value::String("new"));
  const Value prior = Object(Value::String("1"), Value::String("old"));
  EXPECT_EQ(PlanMistake(prior, config, Object(Value::Unknown(), Value::String("new"))), "");
  EXPECT_EQ(PlanMistake(prior, config, Object(Value::String("1"), Value::String("old"))), "");
}

TEST(CheckPlan, RefusesAValueThatNobodyConfigured) {
  EXPECT_EQ(PlanMistake(Value::Null(), Object(Value::Null(), Value::Null()),
                        Object(Value::Unknown(), Value::String("x"))),
            "It planned a string for name, which is not configured and which it may not set. This "
            "is a bug in the provider; please report it to its authors.");
}

TEST(CheckPlan, RefusesAThirdValue) {
  EXPECT_EQ(PlanMistake(Object(Value::String("1"), Value::String("old")),
                        Object(Value::Null(), Value::String("new")),
                        Object(Value::String("1"), Value::String("third"))),
            "It planned a value for name that is neither the configured nor the prior one. This is "
            "a bug in the provider; please report it to its authors.");
}

TEST(CheckApplied, RefusesAnotherValueThanPlannedAndWhatStayedUnknown) {
  Diagnostics diagnostics;
  Value applied = Object(Value::Unknown(), Value::String("b"));
  CheckApplied(TwoTexts(), Object(Value::Unknown(), Value::String("a")), true, applied,
               diagnostics);
  ASSERT_EQ(diagnostics.items().size(), 2U);
  EXPECT_EQ(diagnostics.items()[0].path.ToString(), "id");
  EXPECT_EQ(diagnostics.items()[1].path.ToString(), "name");
  EXPECT_TRUE(applied.IsWhollyKnown());
}

TEST(CheckApplied, LetsAnApplyThatFailedHalfWayDeviate) {
  Diagnostics diagnostics;
  Value applied = Object(Value::Unknown(), Value::String("b"));
  CheckApplied(TwoTexts(), Object(Value::Unknown(), Value::String("a")), false, applied,
               diagnostics);
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_TRUE(applied.IsWhollyKnown());
}

TEST(CheckState, RefusesWhatIsUnknownAndStoresNull) {
  Diagnostics diagnostics;
  Value read = Object(Value::Unknown(), Value::String("a"));
  CheckState(TwoTexts(), read, diagnostics);
  ASSERT_EQ(diagnostics.items().size(), 1U);
  EXPECT_EQ(diagnostics.items()[0].detail,
            "It left id unknown. This is a bug in the provider; please report it to its authors.");
  EXPECT_TRUE(read.Find("id")->is_null());
}

TEST(CheckState, RefusesAnObjectOfAnotherForm) {
  Diagnostics diagnostics;
  Value read = Object(Value::Int(1), Value::String("a"));
  CheckState(TwoTexts(), read, diagnostics);
  ASSERT_EQ(diagnostics.items().size(), 1U);
  EXPECT_EQ(diagnostics.items()[0].detail,
            "The new state does not fit the schema: id: expected a string, found a number. This is "
            "a bug in the provider; please report it to its authors.");
  EXPECT_TRUE(read.is_null());
}

TEST(CheckAnswer, HoldsADataSourceToWhatIsConfigured) {
  const auto mistake = [](Value config, Value answer) {
    Diagnostics diagnostics;
    CheckAnswer(TwoTexts(), config, answer, diagnostics);
    return diagnostics.empty() ? "" : diagnostics.items()[0].detail;
  };
  const Value found = Object(Value::String("1"), Value::String("a"));
  EXPECT_EQ(mistake(Object(Value::Null(), Value::Null()), found), "");
  EXPECT_EQ(mistake(Object(Value::Null(), Value::String("a")), found), "");
  EXPECT_EQ(mistake(Object(Value::Null(), Value::String("b")), found),
            "It answered another value for name than is configured. This is a bug in the provider; "
            "please report it to its authors.");
}

}  // namespace
}  // namespace tf::engine
