#include <gtest/gtest.h>

#include "provider/value/msgpack.h"
#include "provider/value/test_types.h"

namespace tf {
namespace {

Value Decoded(std::string_view hex, const Type& type) {
  auto value = DecodeMsgpack(Hex(hex), type);
  if (!value) {
    ADD_FAILURE() << value.error();
    return Value();
  }
  return *std::move(value);
}

std::string Error(std::string_view hex, const Type& type) {
  const auto value = DecodeMsgpack(Hex(hex), type);
  return value ? "no error" : value.error();
}

Number DecodedNumber(std::string_view hex) {
  const Value value = Decoded(hex, Type::Number());
  return value.AsNumber() != nullptr ? *value.AsNumber() : Number();
}

TEST(DecodeMsgpack, ReadsNullForEveryType) {
  EXPECT_EQ(Decoded("c0", SampleType()), Value::Null());
  EXPECT_EQ(Decoded("c0", Type::Dynamic()), Value::Null());
}

TEST(DecodeMsgpack, ReadsAnObjectWithAnUnknown) {
  EXPECT_EQ(Decoded("85 a5 636f756e74 cc c8 a4 666c6167 c3 a4 6c697374 91 a1 61"
                    "a4 6e616d65 d4 00 00 a4 74616773 81 a1 6b a1 76",
                    SampleType()),
            Value::Map({{"count", Value::Int(200)},
                        {"flag", Value::Bool(true)},
                        {"list", Value::List({Value::String("a")})},
                        {"name", Value::Unknown()},
                        {"tags", Value::Map({{"k", Value::String("v")}})}}));
}

TEST(DecodeMsgpack, ReadsAttributesInAnyOrder) {
  const Type type = Type::Object({{"a", Type::Number()}, {"b", Type::Bool()}});
  EXPECT_EQ(Decoded("82 a1 62 c3 a1 61 01", type),
            Value::Map({{"a", Value::Int(1)}, {"b", Value::Bool(true)}}));
}

TEST(DecodeMsgpack, ReadsEveryFormOfANumber) {
  for (const char* hex :
       {"05", "cc 05", "cd 00 05", "ce 00 00 00 05", "cf 00 00 00 00 00 00 00 05", "d0 05",
        "d1 00 05", "d2 00 00 00 05", "d3 00 00 00 00 00 00 00 05", "ca 40 a0 00 00",
        "cb 40 14 00 00 00 00 00 00", "a1 35", "a3 35 2e 30", "d9 01 35"}) {
    EXPECT_EQ(DecodedNumber(hex), Number::From(5)) << hex;
  }
  EXPECT_EQ(DecodedNumber("d0 df"), Number::From(-33));
  EXPECT_EQ(DecodedNumber("d3 ff ff ff ff ff ff ff ff"), Number::From(-1));
  EXPECT_EQ(DecodedNumber("cf ff ff ff ff ff ff ff ff"), Number::From(18446744073709551615u));
  EXPECT_EQ(DecodedNumber("cb 3f b9 99 99 99 99 99 9a"), Decimal("0.1"));
  EXPECT_FALSE(DecodedNumber("ca 3d cc cc cd") == Decimal("0.1"));
}

TEST(DecodeMsgpack, ReadsEveryFormOfALengthAndTextAsBinary) {
  for (const char* hex : {"a1 78", "d9 01 78", "da 00 01 78", "db 00 00 00 01 78", "c4 01 78",
                          "c5 00 01 78", "c6 00 00 00 01 78"}) {
    EXPECT_EQ(Decoded(hex, Type::String()), Value::String("x")) << hex;
  }
  for (const char* hex : {"91 c3", "dc 00 01 c3", "dd 00 00 00 01 c3"}) {
    EXPECT_EQ(Decoded(hex, Type::Set(Type::Bool())), Value::List({Value::Bool(true)})) << hex;
  }
  for (const char* hex : {"81 a1 6b c3", "de 00 01 a1 6b c3", "df 00 00 00 01 c4 01 6b c3"}) {
    EXPECT_EQ(Decoded(hex, Type::Map(Type::Bool())), Value::Map({{"k", Value::Bool(true)}})) << hex;
  }
}

TEST(DecodeMsgpack, ReadsDynamicValues) {
  const Type dynamic = Type::Dynamic();
  EXPECT_EQ(Decoded("92 c4 08 22 73 74 72 69 6e 67 22 a1 78", dynamic),
            Value::Dynamic(Type::String(), Value::String("x")));
  EXPECT_EQ(Decoded("92 a8 22 73 74 72 69 6e 67 22 c0", dynamic),
            Value::Dynamic(Type::String(), Value::Null()));
  EXPECT_EQ(Decoded("92 c4 08 22 73 74 72 69 6e 67 22 d4 00 00", dynamic),
            Value::Dynamic(Type::String(), Value::Unknown()));
  EXPECT_EQ(Decoded("d4 00 00", dynamic), Value::Unknown());
}

TEST(DecodeMsgpack, ReadsEveryShortExtensionAsUnknown) {
  for (const char* hex : {"d4 00 00", "d4 0c 00", "d4 63 07", "c7 00 00", "c7 01 05 00",
                          "c8 00 00 0c", "c7 03 63 01 02 03", "d5 07 00 00"}) {
    EXPECT_EQ(Decoded(hex, Type::String()), Value::Unknown()) << hex;
  }
}

TEST(DecodeMsgpack, ReadsWhatIsKnownAboutAnUnknown) {
  Refinement prefixed;
  prefixed.not_null = true;
  prefixed.prefix = "prefix-";
  EXPECT_EQ(Decoded("c7 0c 0c 82 01 c2 02 a7 70 72 65 66 69 78 2d", Type::String()),
            Value::Unknown(prefixed));
  Refinement bounded;
  bounded.not_null = true;
  bounded.lower = Refinement::Bound{Number::From(0), true};
  EXPECT_EQ(Decoded("c7 07 0c 82 01 c2 03 92 00 c3", Type::Number()), Value::Unknown(bounded));
  Refinement not_null;
  not_null.not_null = true;
  EXPECT_EQ(Decoded("c7 03 0c 81 01 c2", Type::Bool()), Value::Unknown(not_null));
}

TEST(DecodeMsgpack, NamesAMissingAttribute) {
  const Type type = Type::List(Type::Object({{"a", Type::Number()}, {"b", Type::Bool()}}));
  EXPECT_EQ(Error("91 81 a1 61 01", type), "[0]: the attribute \"b\" is missing");
}

TEST(DecodeMsgpack, NamesAForeignAttribute) {
  const Type type = Type::Object({{"inner", Type::Object({{"a", Type::Number()}})}});
  EXPECT_EQ(Error("81 a5 696e6e6572 82 a1 61 01 a1 7a 01", type),
            "inner: there is no attribute \"z\"");
}

TEST(DecodeMsgpack, RefusesARepeatedKey) {
  EXPECT_EQ(
      Error("82 a1 61 01 a1 61 01", Type::Object({{"a", Type::Number()}, {"b", Type::Bool()}})),
      "a key is there twice");
  EXPECT_EQ(Error("82 a1 61 01 a1 61 01", Type::Map(Type::Number())), "a key is there twice");
}

TEST(DecodeMsgpack, SaysWhereTheKindIsWrong) {
  const Type type = Type::Object({{"tags", Type::Map(Type::List(Type::String()))}});
  EXPECT_EQ(Error("81 a4 74616773 81 a1 61 92 a1 78 05", type),
            "tags[\"a\"][1]: expected a string, found a number");
  EXPECT_EQ(Error("a1 78", Type::Bool()), "expected a bool, found a string");
  EXPECT_EQ(Error("c3", Type::Number()), "expected a number, found a bool");
  EXPECT_EQ(Error("80", Type::List(Type::Bool())), "expected a list, found a map");
  EXPECT_EQ(Error("90", Type::Map(Type::Bool())), "expected a map, found a list");
  EXPECT_EQ(Error("90", Type::Object({})), "expected an object, found a list");
  EXPECT_EQ(Error("05", Type::Dynamic()), "expected a dynamic value, found a number");
}

TEST(DecodeMsgpack, RefusesATupleOfTheWrongLength) {
  EXPECT_EQ(Error("91 01", Type::Tuple({Type::Number(), Type::Number()})),
            "expected a tuple of 2 elements, found 1");
}

TEST(DecodeMsgpack, RefusesNumbersThatAreNone) {
  EXPECT_EQ(Error("cb 7f f8 00 00 00 00 00 00", Type::Number()), "the number is not finite");
  EXPECT_EQ(Error("cb 7f f0 00 00 00 00 00 00", Type::Number()), "the number is not finite");
  EXPECT_EQ(Error("ca ff 80 00 00", Type::Number()), "the number is not finite");
  EXPECT_EQ(Error("a3 31 78 32", Type::Number()), "the text is not a number");
}

TEST(DecodeMsgpack, RefusesTextThatIsNotUtf8) {
  EXPECT_EQ(Error("a2 c0 80", Type::String()), "the text is not valid UTF-8");
  EXPECT_EQ(Error("81 a1 ff c3", Type::Map(Type::Bool())), "a key is not valid UTF-8");
}

TEST(DecodeMsgpack, RefusesBytesThatEndEarlyOrGoOn) {
  const std::string garbled = "the bytes end early or are not MessagePack";
  for (const char* hex :
       {"", "c1", "a2 61", "cd 01", "92", "91", "c7 05 0c 81", "d4 00", "dd ff ff ff ff 01"}) {
    EXPECT_EQ(Error(hex, Type::List(Type::String())), garbled) << hex;
  }
  EXPECT_EQ(Error("c0 c0", Type::String()), "there are bytes after the value");
}

TEST(DecodeMsgpack, RefusesADynamicValueWithoutAType) {
  EXPECT_EQ(Error("92 05 05", Type::Dynamic()), "expected a type and a value in a dynamic value");
  EXPECT_EQ(Error("91 05", Type::Dynamic()), "expected a type and a value in a dynamic value");
  EXPECT_EQ(Error("92 a6 22 74 65 78 74 22 05", Type::Dynamic()),
            "there is no type named \"text\"");
}

// Each level announces as much as could still follow.
TEST(DecodeMsgpack, TakesNoMemoryForLengthsThatAreOnlyAnnounced) {
  Type type = Type::Number();
  std::string bytes;
  for (int i = 0; i < kMaxDepth - 1; ++i) {
    type = Type::List(type);
    bytes += Hex("dd 00 01 00 00");
  }
  bytes.append(66'000, '\x01');
  EXPECT_FALSE(DecodeMsgpack(bytes, type).has_value());
}

TEST(DecodeMsgpack, RefusesBottomlessNesting) {
  std::string bytes;
  for (int i = 0; i < 100'000; ++i) bytes += Hex("92 c4 09") + "\"dynamic\"";
  EXPECT_EQ(DecodeMsgpack(bytes, Type::Dynamic()).error(), "nested deeper than 64 levels");

  Type type = Type::Number();
  for (int i = 0; i < kMaxDepth; ++i) type = Type::List(type);
  const std::string error = DecodeMsgpack(std::string(kMaxDepth, '\x91') + '\x01', type).error();
  EXPECT_TRUE(error.ends_with("[0]: nested deeper than 64 levels")) << error;
  EXPECT_TRUE(
      DecodeMsgpack(std::string(kMaxDepth - 1, '\x91') + '\x01', type.element()).has_value());
}

}  // namespace
}  // namespace tf
