#include "sandbox/services/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nlohmann/json.hpp"

namespace sandbox {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::Optional;

const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);

TEST(ParseMoment, ReadsInstantsAndDistancesFromNow) {
  EXPECT_THAT(ParseMoment("now", kNow), Optional(kNow));
  EXPECT_THAT(ParseMoment("+2h", kNow), Optional(kNow + absl::Hours(2)));
  EXPECT_THAT(ParseMoment("-3d", kNow), Optional(kNow - absl::Hours(72)));
  EXPECT_THAT(ParseMoment("2026-02-02T02:40:00Z", kNow), Optional(kNow));
}

TEST(ParseMoment, RefusesEverythingElse) {
  for (const char* text : {"", "+", "+h", "+2", "2h", "+2w", "+-2h", "+2h3m", "tomorrow"}) {
    EXPECT_FALSE(ParseMoment(text, kNow)) << text;
  }
}

TEST(Fields, ReadsWhatIsThereAndDefaultsForWhatIsNot) {
  const json object = {{"name", "Primary"}, {"start", "+1h"}, {"ids", {"A", "B"}},
                       {"on", true},        {"days", 14},     {"none", nullptr}};
  Fields fields(object, "thing", kNow);
  EXPECT_EQ(fields.Text("name"), "Primary");
  EXPECT_EQ(fields.Moment("start"), kNow + absl::Hours(1));
  EXPECT_THAT(fields.Texts("ids"), ElementsAre("A", "B"));
  EXPECT_TRUE(fields.BoolOr("on", false));
  EXPECT_EQ(fields.IntegerOr("days", 1, 1, 90), 14);
  EXPECT_EQ(fields.MaybeText("none"), std::nullopt);
  EXPECT_EQ(fields.TextOr("absent", "default"), "default");
  EXPECT_EQ(fields.Problem(), std::nullopt);
}

TEST(Fields, NamesTheFirstProblemOnly) {
  const json object = {{"name", ""}, {"days", 91}};
  Fields fields(object, "replicas[0]");
  fields.Text("name");
  fields.IntegerOr("days", 14, 1, 90);
  EXPECT_EQ(fields.Problem(), "replicas[0].name is required.");
  EXPECT_EQ(fields.failed_field(), "name");
}

TEST(Fields, SaysWhatATypeShouldBe) {
  const json object = {{"v", 1.5}};
  const auto problem = [&object](auto read) {
    Fields fields(object, "");
    read(fields);
    return fields.Problem().value_or("");
  };
  EXPECT_EQ(problem([](Fields& f) { f.Text("v"); }), "v must be a string.");
  EXPECT_EQ(problem([](Fields& f) { f.IntegerOr("v", 1, 1, 9); }),
            "v must be a whole number between 1 and 9.");
  EXPECT_EQ(problem([](Fields& f) { f.BoolOr("v", true); }), "v must be true or false.");
  EXPECT_EQ(problem([](Fields& f) { f.Array("v"); }), "v must be a list.");
  EXPECT_EQ(problem([](Fields& f) { f.Object("v"); }), "v must be an object.");
}

TEST(Fields, RefusesAnUnknownFieldAndWhatIsNoObject) {
  const json misspelt = {{"nmae", "x"}};
  Fields typo(misspelt, "users[1]");
  typo.TextOr("name", "");
  EXPECT_EQ(typo.KnownProblem(), std::nullopt);
  EXPECT_EQ(typo.Problem(), "users[1].nmae is not known here.");
  const json array = json::array();
  Fields list(array, "the world");
  EXPECT_EQ(list.TextOr("name", "default"), "default");
  EXPECT_EQ(list.Problem(), "the world must be an object.");
}

}  // namespace
}  // namespace sandbox
