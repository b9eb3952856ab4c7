#include "provider/rpc/schema.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tf::rpc {
namespace {

using Object = tfplugin6::Schema::Object;

tfplugin6::Schema::Attribute Written(const Attribute& attribute) {
  tfplugin6::Schema out;
  SetSchema(Schema({attribute}, "", 0), out);
  return out.block().attributes(0);
}

TEST(SetSchema, SetsTheBlockOfAnEmptySchema) {
  tfplugin6::Schema out;
  SetSchema(Schema({}, "", 0), out);
  EXPECT_TRUE(out.has_block());
  EXPECT_EQ(out.block().attributes_size(), 0);
}

TEST(SetSchema, CarriesVersionAndDocumentation) {
  tfplugin6::Schema out;
  SetSchema(Schema({}, "A `pet`.", 3), out);
  EXPECT_EQ(out.version(), 3);
  EXPECT_EQ(out.block().description(), "A `pet`.");
  EXPECT_EQ(out.block().description_kind(), tfplugin6::MARKDOWN);
}

TEST(SetSchema, WritesAPlainAttribute) {
  const auto written = Written({.name = "name",
                                .type = Type::List(Type::String()),
                                .doc = "What it answers to.",
                                .sensitive = true});
  EXPECT_EQ(written.name(), "name");
  EXPECT_EQ(written.type(), R"(["list","string"])");
  EXPECT_EQ(written.description(), "What it answers to.");
  EXPECT_EQ(written.description_kind(), tfplugin6::MARKDOWN);
  EXPECT_TRUE(written.sensitive());
  EXPECT_FALSE(written.has_nested_type());
  EXPECT_FALSE(written.deprecated());
}

TEST(SetSchema, WritesModesAsFlags) {
  const auto flags = [](Mode mode) {
    const auto written = Written({.name = "a", .type = Type::String(), .mode = mode});
    return std::vector<bool>{written.required(), written.optional(), written.computed()};
  };
  EXPECT_THAT(flags(Mode::kRequired), testing::ElementsAre(true, false, false));
  EXPECT_THAT(flags(Mode::kOptional), testing::ElementsAre(false, true, false));
  EXPECT_THAT(flags(Mode::kComputed), testing::ElementsAre(false, false, true));
  EXPECT_THAT(flags(Mode::kOptionalComputed), testing::ElementsAre(false, true, true));
}

TEST(SetSchema, MarksAnAttributeWithADefaultAsComputed) {
  const auto written =
      Written({.name = "a", .type = Type::String(), .default_value = Value::String("x")});
  EXPECT_TRUE(written.optional());
  EXPECT_TRUE(written.computed());
}

TEST(SetSchema, SaysWhatToUseInstead) {
  const auto written = Written({.name = "a", .type = Type::String(), .deprecated = "Use b."});
  EXPECT_TRUE(written.deprecated());
  EXPECT_EQ(written.deprecation_message(), "Use b.");
}

TEST(SetSchema, WritesNestedAttributesWithoutAType) {
  for (const auto& [nesting, expected] :
       {std::pair{Nesting::kSingle, Object::SINGLE}, std::pair{Nesting::kList, Object::LIST},
        std::pair{Nesting::kSet, Object::SET}, std::pair{Nesting::kMap, Object::MAP}}) {
    const auto written = Written(
        {.name = "tags", .nesting = nesting, .nested = {{.name = "key", .type = Type::String()}}});
    EXPECT_EQ(written.type(), "");
    EXPECT_EQ(written.nested_type().nesting(), expected);
    ASSERT_EQ(written.nested_type().attributes_size(), 1);
    EXPECT_EQ(written.nested_type().attributes(0).name(), "key");
    EXPECT_EQ(written.nested_type().attributes(0).type(), R"("string")");
  }
}

}  // namespace
}  // namespace tf::rpc
