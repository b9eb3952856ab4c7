#include <gtest/gtest.h>

#include "provider/value/msgpack.h"
#include "provider/value/test_types.h"

namespace tf {
namespace {

std::string EncodeNumber(Number number) {
  return EncodeMsgpack(Value::Of(std::move(number)), Type::Number());
}

std::string EncodeDecimal(std::string_view text) { return EncodeNumber(Decimal(text)); }

TEST(EncodeMsgpack, WritesANullRoot) {
  EXPECT_EQ(EncodeMsgpack(Value::Null(), SampleType()), Hex("c0"));
}

TEST(EncodeMsgpack, WritesAnObjectOfNulls) {
  EXPECT_EQ(EncodeMsgpack(NullObject(SampleType()), SampleType()),
            Hex("85 a5 636f756e74 c0 a4 666c6167 c0 a4 6c697374 c0 a4 6e616d65 c0 a4 74616773 c0"));
}

TEST(EncodeMsgpack, WritesAnObjectWithAnUnknown) {
  const Value value = Value::Map({{"count", Value::Int(200)},
                                  {"flag", Value::Bool(true)},
                                  {"list", Value::List({Value::String("a")})},
                                  {"name", Value::Unknown()},
                                  {"tags", Value::Map({{"k", Value::String("v")}})}});
  EXPECT_EQ(EncodeMsgpack(value, SampleType()),
            Hex("85 a5 636f756e74 cc c8 a4 666c6167 c3 a4 6c697374 91 a1 61"
                "a4 6e616d65 d4 00 00 a4 74616773 81 a1 6b a1 76"));
}

TEST(EncodeMsgpack, WritesEmptyCollections) {
  EXPECT_EQ(EncodeMsgpack(Value::List({}), Type::List(Type::String())), Hex("90"));
  EXPECT_EQ(EncodeMsgpack(Value::Map({}), Type::Map(Type::String())), Hex("80"));
  EXPECT_EQ(EncodeMsgpack(Value::Map({}), Type::Object({})), Hex("80"));
}

TEST(EncodeMsgpack, WritesABlockList) {
  const Type block = Type::Object({{"port", Type::Number()}});
  EXPECT_EQ(EncodeMsgpack(Value::List({Value::Map({{"port", Value::Int(80)}})}), Type::List(block)),
            Hex("91 81 a4 706f7274 50"));
}

TEST(EncodeMsgpack, WritesIntegersInTheirShortestForm) {
  EXPECT_EQ(EncodeDecimal("0"), Hex("00"));
  EXPECT_EQ(EncodeDecimal("127"), Hex("7f"));
  EXPECT_EQ(EncodeDecimal("128"), Hex("cc 80"));
  EXPECT_EQ(EncodeDecimal("200"), Hex("cc c8"));
  EXPECT_EQ(EncodeDecimal("256"), Hex("cd 01 00"));
  EXPECT_EQ(EncodeDecimal("65536"), Hex("ce 00 01 00 00"));
  EXPECT_EQ(EncodeDecimal("4294967296"), Hex("cf 00 00 00 01 00 00 00 00"));
  EXPECT_EQ(EncodeDecimal("9223372036854775807"), Hex("cf 7f ff ff ff ff ff ff ff"));
  EXPECT_EQ(EncodeDecimal("-1"), Hex("ff"));
  EXPECT_EQ(EncodeDecimal("-32"), Hex("e0"));
  EXPECT_EQ(EncodeDecimal("-33"), Hex("d0 df"));
  EXPECT_EQ(EncodeDecimal("-129"), Hex("d1 ff 7f"));
  EXPECT_EQ(EncodeDecimal("-32769"), Hex("d2 ff ff 7f ff"));
  EXPECT_EQ(EncodeDecimal("-9223372036854775808"), Hex("d3 80 00 00 00 00 00 00 00"));
}

TEST(EncodeMsgpack, WritesWhatADoubleHoldsExactlyAsDouble) {
  EXPECT_EQ(EncodeDecimal("1.5"), Hex("cb 3f f8 00 00 00 00 00 00"));
  EXPECT_EQ(EncodeNumber(Real(1.5)), Hex("cb 3f f8 00 00 00 00 00 00"));
  EXPECT_EQ(EncodeNumber(Real(0.1)), Hex("cb 3f b9 99 99 99 99 99 9a"));
  EXPECT_EQ(EncodeNumber(Real(3.0)), Hex("03"));
}

TEST(EncodeMsgpack, WritesEveryOtherNumberAsText) {
  EXPECT_EQ(EncodeDecimal("0.1"), Hex("a3 30 2e 31"));
  EXPECT_EQ(EncodeDecimal("9223372036854775808"),
            "\xb3"
            "9223372036854775808");
  EXPECT_EQ(EncodeDecimal("1e25"),
            "\xba"
            "10000000000000000000000000");
  EXPECT_EQ(EncodeNumber(Real(1e25)),
            "\xba"
            "10000000000000000905969664");
}

TEST(EncodeMsgpack, WritesDynamicValuesWithTheirType) {
  const Type dynamic = Type::Dynamic();
  const auto of_string = [](Value value) {
    return Value::Dynamic(Type::String(), std::move(value));
  };
  EXPECT_EQ(EncodeMsgpack(of_string(Value::String("x")), dynamic),
            Hex("92 c4 08 22 73 74 72 69 6e 67 22 a1 78"));
  EXPECT_EQ(EncodeMsgpack(of_string(Value::Null()), dynamic),
            Hex("92 c4 08 22 73 74 72 69 6e 67 22 c0"));
  EXPECT_EQ(EncodeMsgpack(of_string(Value::Unknown()), dynamic),
            Hex("92 c4 08 22 73 74 72 69 6e 67 22 d4 00 00"));
  EXPECT_EQ(EncodeMsgpack(Value::Null(), dynamic), Hex("c0"));
  EXPECT_EQ(EncodeMsgpack(Value::Unknown(), dynamic), Hex("d4 00 00"));
}

TEST(EncodeMsgpack, WritesADynamicObject) {
  const Type type = Type::Object({{"l", Type::Tuple({Type::String()})}, {"k", Type::Number()}});
  const Value value = Value::Map({{"k", Value::Int(1)}, {"l", Value::List({Value::String("x")})}});
  const std::string json = R"(["object",{"k":"number","l":["tuple",["string"]]}])";
  EXPECT_EQ(
      EncodeMsgpack(Value::Dynamic(type, value), Type::Dynamic()),
      Hex("92 c4") + static_cast<char>(json.size()) + json + Hex("82 a1 6b 01 a1 6c 91 a1 78"));
}

TEST(EncodeMsgpack, WritesWhatIsKnownAboutAnUnknown) {
  Refinement refinement;
  refinement.not_null = true;
  EXPECT_EQ(EncodeMsgpack(Value::Unknown(refinement), Type::Bool()), Hex("c7 03 0c 81 01 c2"));
  refinement.prefix = "a";
  EXPECT_EQ(EncodeMsgpack(Value::Unknown(refinement), Type::String()),
            Hex("c7 06 0c 82 01 c2 02 a1 61"));
}

TEST(EncodeMsgpack, WritesNullForWhatDoesNotFitTheType) {
  EXPECT_EQ(EncodeMsgpack(Value::Int(1), Type::String()), Hex("c0"));
  EXPECT_EQ(EncodeMsgpack(Value::Map({{"foreign", Value::Int(1)}}),
                          Type::Object({{"port", Type::Number()}})),
            Hex("81 a4 706f7274 c0"));
}

}  // namespace
}  // namespace tf
