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
  const auto mistake = [](const Value& config, const Value& answer) {
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

// ---- Nested objects

// An optional "parts" of objects with a computed id and an optional label.
Schema Parts(Nesting nesting) {
  Attribute parts;
  parts.name = "parts";
  parts.mode = Mode::kOptional;
  parts.nesting = nesting;
  parts.nested = {Text("id", Mode::kComputed), Text("label", Mode::kOptional)};
  const Type object = ObjectTypeOf(parts.nested);
  parts.type = nesting == Nesting::kSet ? Type::Set(object) : Type::List(object);
  return Schema({parts}, "", 0);
}

Value With(Value parts) { return Value::Map({{"parts", std::move(parts)}}); }

Value Part(Value id, const std::string& label) {
  return Value::Map({{"id", std::move(id)}, {"label", Value::String(label)}});
}

std::string PlanMistakeIn(Nesting nesting, Value config, Value planned) {
  CallData call;
  call.prior = Value::Null();
  call.config = With(std::move(config));
  call.planned = With(std::move(planned));
  CheckPlan(Parts(nesting), call);
  return call.diagnostics.empty() ? "" : call.diagnostics.items()[0].detail;
}

std::string ApplyMistakeIn(Nesting nesting, Value planned, Value applied) {
  Diagnostics diagnostics;
  Value state = With(std::move(applied));
  CheckApplied(Parts(nesting), With(std::move(planned)), true, state, diagnostics);
  EXPECT_TRUE(state.IsWhollyKnown());
  return diagnostics.empty() ? "" : diagnostics.items()[0].detail;
}

constexpr char kOtherElements[] =
    "It planned other elements for parts than are configured. This is a bug in the provider; "
    "please report it to its authors.";
constexpr char kOtherParts[] =
    "The plan announced another value for parts than the apply ended with. This is a bug in the "
    "provider; please report it to its authors.";

TEST(CheckPlan, LetsTheProviderDecideWhatIsComputedInsideANestedObject) {
  const Value config = Value::List({Part(Value::Null(), "a")});
  EXPECT_EQ(PlanMistakeIn(Nesting::kList, config, Value::List({Part(Value::Unknown(), "a")})), "");
  EXPECT_NE(PlanMistakeIn(Nesting::kList, config, Value::List({Part(Value::Unknown(), "b")})), "");
}

TEST(CheckPlan, RefusesOtherElementsThanConfigured) {
  const Value config = Value::List({Part(Value::Null(), "a")});
  EXPECT_EQ(PlanMistakeIn(Nesting::kList, config, Value::Unknown()), kOtherElements);
  EXPECT_EQ(PlanMistakeIn(Nesting::kList, config,
                          Value::List({Part(Value::Unknown(), "a"), Part(Value::Unknown(), "b")})),
            kOtherElements);
}

TEST(CheckPlan, ComparesNoElementsOfASetWhichHaveNoPlace) {
  EXPECT_EQ(PlanMistakeIn(Nesting::kSet,
                          Value::List({Part(Value::Null(), "a"), Part(Value::Null(), "b")}),
                          Value::List({Part(Value::Unknown(), "b"), Part(Value::Unknown(), "a")})),
            "");
}

TEST(CheckPlan, RefusesNullForWhatIsConfiguredThoughItWasNull) {
  EXPECT_NE(PlanMistake(Object(Value::String("1"), Value::Null()),
                        Object(Value::Null(), Value::String("new")),
                        Object(Value::String("1"), Value::Null())),
            "");
}

TEST(CheckPlan, RefusesElementsForAConfiguredUnknown) {
  EXPECT_NE(PlanMistakeIn(
                Nesting::kList, Value::Unknown(),
                Value::List({Value::Map({{"id", Value::Unknown()}, {"label", Value::Null()}})})),
            "");
}

TEST(CheckApplied, FindsAnUnknownWhereverItIs) {
  EXPECT_EQ(
      ApplyMistakeIn(Nesting::kList, Value::Unknown(),
                     Value::List({Part(Value::Unknown(), "a"), Part(Value::String("2"), "b")})),
      "It left parts unknown after the apply. This is a bug in the provider; please report "
      "it to its authors.");
}

TEST(CheckApplied, AcceptsAnyElementsOfAnUnknown) {
  EXPECT_EQ(
      ApplyMistakeIn(Nesting::kList, Value::Unknown(),
                     Value::List({Part(Value::String("1"), "a"), Part(Value::String("2"), "b")})),
      "");
}

TEST(CheckApplied, RefusesOtherElementsThanPlanned) {
  const Value planned = Value::List({Part(Value::Unknown(), "a"), Part(Value::Unknown(), "b")});
  const Value a = Part(Value::String("1"), "a"), b = Part(Value::String("2"), "b");
  EXPECT_EQ(ApplyMistakeIn(Nesting::kList, planned, Value::List({a, b})), "");
  EXPECT_EQ(ApplyMistakeIn(Nesting::kList, planned, Value::List({b, a})), kOtherParts);
  EXPECT_EQ(ApplyMistakeIn(Nesting::kList, planned, Value::List({a})), kOtherParts);
  EXPECT_EQ(
      ApplyMistakeIn(Nesting::kList, Value::List({Part(Value::Unknown(), "a")}), Value::Null()),
      kOtherParts);
  EXPECT_EQ(ApplyMistakeIn(Nesting::kSet, planned, Value::List({b, a})), "");
}

TEST(CheckApplied, KeepsNothingThatDoesNotFitTheSchema) {
  Diagnostics diagnostics;
  Value applied = Value::String("x");
  CheckApplied(TwoTexts(), Object(Value::Unknown(), Value::String("a")), true, applied,
               diagnostics);
  EXPECT_EQ(diagnostics.items().size(), 1U);
  EXPECT_TRUE(applied.is_null());
}

TEST(RefuseUnknownArguments, RefusesAnUnknownListAndUnknownElements) {
  const auto refused = [](Value parts) {
    Diagnostics diagnostics;
    RefuseUnknownArguments(Parts(Nesting::kList), With(std::move(parts)), diagnostics);
    return !diagnostics.empty();
  };
  EXPECT_TRUE(refused(Value::Unknown()));
  EXPECT_TRUE(refused(Value::List({Value::Unknown()})));
  EXPECT_TRUE(
      refused(Value::List({Value::Map({{"id", Value::Unknown()}, {"label", Value::Unknown()}})})));
  EXPECT_FALSE(refused(Value::List({Part(Value::Unknown(), "a")})));
}

}  // namespace
}  // namespace tf::engine
