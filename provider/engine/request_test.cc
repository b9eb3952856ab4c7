#include "provider/engine/request.h"

#include <gtest/gtest.h>

#include <string>

#include "provider/value/msgpack.h"

namespace tf::engine {
namespace {

const Schema& OneText() {
  static const Schema& schema = *[] {
    Attribute name;
    name.name = "name";
    name.type = Type::String();
    return new Schema({name}, "", 0);
  }();
  return schema;
}

const Value kZebra = Value::Map({{"name", Value::String("zebra")}});

class RequestReaderTest : public ::testing::Test {
 protected:
  std::string Said(std::size_t number) { return diagnostics_.items().at(number).detail; }

  Diagnostics diagnostics_;
  RequestReader read_{OneText(), diagnostics_};
};

TEST_F(RequestReaderTest, ReadsEitherFormAndTakesNeitherForNull) {
  const std::string bytes = Encode(kZebra, OneText());
  EXPECT_EQ(read_.Read({.msgpack = bytes}, "configuration"), kZebra);
  EXPECT_EQ(read_.Read({.json = R"({"name":"zebra"})"}, "configuration"), kZebra);
  EXPECT_EQ(read_.Read({}, "prior state"), Value::Null());
  EXPECT_FALSE(read_.failed());
  EXPECT_TRUE(diagnostics_.empty());
}

TEST_F(RequestReaderTest, NamesEveryFieldThatCannotBeRead) {
  EXPECT_EQ(read_.Read({.json = R"({"name":[]})"}, "configuration"), Value::Null());
  EXPECT_EQ(read_.Read({.msgpack = "\xc1"}, "prior state"), Value::Null());
  EXPECT_TRUE(read_.failed());
  ASSERT_EQ(diagnostics_.items().size(), 2U);
  EXPECT_EQ(Said(0),
            "The configuration that Terraform sent cannot be read: name: expected a string, found "
            "a list. This is a bug in Terraform or in the provider; please report it.");
  EXPECT_TRUE(Said(1).starts_with("The prior state that Terraform sent cannot be read: "));
}

TEST_F(RequestReaderTest, RefusesAnythingButAnObjectWhereOneIsDue) {
  EXPECT_EQ(read_.ReadObject({.json = R"({"name":"zebra"})"}, "configuration"), kZebra);
  EXPECT_FALSE(read_.failed());
  read_.ReadObject({}, "configuration");
  EXPECT_TRUE(read_.failed());
  ASSERT_EQ(diagnostics_.items().size(), 1U);
  EXPECT_TRUE(Said(0).starts_with("The configuration that Terraform sent is ")) << Said(0);
}

TEST_F(RequestReaderTest, SaysOfAFieldThatCannotBeReadOnlyThat) {
  read_.ReadObject({.json = "["}, "configuration");
  EXPECT_EQ(diagnostics_.items().size(), 1U);
}

TEST_F(RequestReaderTest, ForgetsNoFailureWhenALaterFieldIsFine) {
  read_.Read({.json = "["}, "prior state");
  read_.ReadObject({.json = R"({"name":"zebra"})"}, "configuration");
  EXPECT_TRUE(read_.failed());
}

TEST(ReadPrivate, TakesDamagedDataForNoneAndSaysSo) {
  Diagnostics diagnostics;
  EXPECT_TRUE(ReadPrivate("{", diagnostics).empty());
  ASSERT_EQ(diagnostics.items().size(), 1U);
  EXPECT_FALSE(diagnostics.has_error());
  EXPECT_EQ(diagnostics.items()[0].summary, "Private data ignored");
}

TEST(Encode, LeavesNullOut) {
  EXPECT_EQ(Encode(Value::Null(), OneText()), "");
  EXPECT_EQ(Encode(kZebra, OneText()), EncodeMsgpack(kZebra, OneText().type()));
}

}  // namespace
}  // namespace tf::engine
