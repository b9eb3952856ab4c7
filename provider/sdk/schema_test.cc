#include "provider/sdk/schema.h"

#include <gtest/gtest.h>

namespace tf {
namespace {

Attribute Named(std::string name) {
  Attribute attribute;
  attribute.name = std::move(name);
  attribute.type = Type::String();
  return attribute;
}

TEST(Schema, SortsItsAttributesAndFindsThem) {
  Schema schema({Named("b"), Named("a")}, "doc", 0);
  EXPECT_EQ(schema.attributes()[0].name, "a");
  EXPECT_EQ(schema.type().ToJson(), R"(["object",{"a":"string","b":"string"}])");
  ASSERT_NE(schema.Find("b"), nullptr);
  EXPECT_EQ(schema.Find("c"), nullptr);
}

TEST(Schema, ADefaultMakesAnAttributeComputed) {
  Attribute attribute = Named("a");
  EXPECT_FALSE(attribute.computed());
  attribute.default_value = Value::String("x");
  EXPECT_TRUE(attribute.computed());
  EXPECT_TRUE(attribute.configurable());
}

TEST(HasUnknownElement, LooksAtElementsNotIntoThem) {
  const Value inside = Value::Map({{"a", Value::Unknown()}});
  EXPECT_FALSE(HasUnknownElement(Value::List({inside}), Nesting::kList));
  EXPECT_TRUE(HasUnknownElement(Value::List({inside, Value::Unknown()}), Nesting::kSet));
  EXPECT_TRUE(HasUnknownElement(inside, Nesting::kMap));
  EXPECT_FALSE(HasUnknownElement(inside, Nesting::kSingle));
}

}  // namespace
}  // namespace tf
