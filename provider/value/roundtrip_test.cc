// Properties of the readers and writers for any value of any type, and for bytes that are no value
// at all.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <ostream>
#include <string>
#include <vector>

#include "provider/value/conform.h"
#include "provider/value/json.h"
#include "provider/value/msgpack.h"

namespace tf {

void showValue(const Type& type, std::ostream& os) { os << type.ToJson(); }

namespace {

constexpr int kLevels = 3;

enum class Unknowns { kNone, kSome };

struct Sample {
  Type type;
  Value value;
};

void showValue(const Sample& sample, std::ostream& os) {
  os << sample.type.ToJson() << " " << EncodeJson(sample.value, sample.type);
}

int Below(int limit) { return *rc::gen::inRange(0, limit); }

std::string AnyText() {
  static const std::vector<std::string> characters = {
      "a", "b", "Z", "0", "\"", "\\", "\n", std::string(1, '\0'), "é", "日", "🚨", "e\u0301"};
  std::string text;
  for (int i = Below(Below(10) == 0 ? 300 : 6); i > 0; --i) text += *rc::gen::elementOf(characters);
  return text;
}

Type AnyType(int levels);

Type::Attributes AnyAttributes(int levels) {
  Type::Attributes attributes;
  for (int i = Below(4); i > 0; --i) attributes.emplace_back(AnyText(), AnyType(levels));
  return attributes;
}

std::vector<Type> AnyTypes(int levels) {
  std::vector<Type> types;
  for (int i = Below(4); i > 0; --i) types.push_back(AnyType(levels));
  return types;
}

Type AnyType(int levels) {
  switch (Below(levels > 0 ? 9 : 4)) {
    case 0:
      return Type::Bool();
    case 1:
      return Type::Number();
    case 2:
      return Type::Dynamic();
    case 3:
      return Type::String();
    case 4:
      return Type::List(AnyType(levels - 1));
    case 5:
      return Type::Set(AnyType(levels - 1));
    case 6:
      return Type::Map(AnyType(levels - 1));
    case 7:
      return Type::Tuple(AnyTypes(levels - 1));
    default:
      return Type::Object(AnyAttributes(levels - 1));
  }
}

std::string AnyDigits() {
  return *rc::gen::container<std::string>(1 + Below(40), rc::gen::inRange<char>('0', '9' + 1));
}

Number AnyNumber() {
  switch (Below(4)) {
    case 0:
      return Number::From(*rc::gen::arbitrary<std::int64_t>());
    case 1:
      return Number::From(*rc::gen::arbitrary<std::uint64_t>() | (std::uint64_t{1} << 63));
    case 2: {
      const auto bits = *rc::gen::arbitrary<std::uint64_t>();
      return Number::From(std::bit_cast<double>(bits)).value_or(Number());
    }
    default:
      return Number::ParseDecimal((Below(2) ? "-" : "") + AnyDigits() + "." + AnyDigits())
          .value_or(Number());
  }
}

// Facts that suit the type and leave more than one value.
Value AnyUnknown(const Type& type) {
  Refinement refinement;
  if (type.kind() == TypeKind::kDynamic) return Value::Unknown();
  refinement.not_null = Below(2) == 0;
  if (type.kind() == TypeKind::kString) refinement.prefix = AnyText().substr(0, 1);
  if (!refinement.prefix.empty() && (refinement.prefix[0] & 0x80) != 0) refinement.prefix = "p";
  if (type.kind() == TypeKind::kNumber)
    refinement.lower = Refinement::Bound{AnyNumber(), Below(2) == 0};
  if (type.kind() == TypeKind::kMap) refinement.max_length = 1 + Below(1000);
  return Value::Unknown(refinement);
}

Value AnyValue(const Type& type, int levels, Unknowns unknowns) {
  const int choice = Below(8);
  if (choice == 0) return Value::Null();
  if (choice == 1 && unknowns == Unknowns::kSome) return AnyUnknown(type);
  switch (type.kind()) {
    case TypeKind::kBool:
      return Value::Bool(Below(2) == 0);
    case TypeKind::kNumber:
      return Value::Of(AnyNumber());
    case TypeKind::kString:
      return Value::String(AnyText());
    case TypeKind::kDynamic: {
      if (levels == 0) return Value::Null();
      const Type inner = AnyType(levels - 1);
      if (inner.kind() == TypeKind::kDynamic) return Value::Null();
      return Value::Dynamic(inner, AnyValue(inner, levels - 1, unknowns));
    }
    case TypeKind::kMap: {
      Value::Entries entries;
      for (int i = Below(4); i > 0; --i) {
        entries.emplace_back(AnyText(), AnyValue(type.element(), levels, unknowns));
      }
      return Value::Map(entries);
    }
    case TypeKind::kObject: {
      Value::Entries entries;
      for (const auto& [name, attribute] : type.attributes()) {
        entries.emplace_back(name, AnyValue(attribute, levels, unknowns));
      }
      return Value::Map(entries);
    }
    default: {
      Value::Elements elements;
      for (const Type& element : type.elements())
        elements.push_back(AnyValue(element, levels, unknowns));
      if (type.kind() == TypeKind::kTuple) return Value::List(elements);
      for (int i = Below(20); i > 0; --i)
        elements.push_back(AnyValue(type.element(), levels, unknowns));
      return Value::List(elements);
    }
  }
}

Sample AnySample(Unknowns unknowns) {
  return *rc::gen::exec([unknowns] {
    Sample sample;
    sample.type = AnyType(kLevels);
    sample.value = AnyValue(sample.type, kLevels, unknowns);
    return sample;
  });
}

std::string AnyBytes() { return *rc::gen::container<std::string>(rc::gen::arbitrary<char>()); }

// Overwrites, inserts or removes a few bytes.
std::string Damaged(std::string bytes) {
  for (int i = 1 + Below(3); i > 0 && !bytes.empty(); --i) {
    const int at = Below(static_cast<int>(bytes.size()));
    const char byte = *rc::gen::arbitrary<char>();
    switch (Below(3)) {
      case 0:
        bytes[at] = byte;
        break;
      case 1:
        bytes.insert(at, 1, byte);
        break;
      default:
        bytes.erase(at, 1 + Below(4));
    }
  }
  return bytes;
}

// Whatever a reader accepts is a value that the rest of the program can work with.
void CheckAccepted(const tl::expected<Value, std::string>& decoded, const Type& type) {
  if (!decoded) {
    RC_ASSERT(!decoded.error().empty());
    return;
  }
  RC_ASSERT(Conforms(*decoded, type) == std::nullopt);
  const auto again = DecodeMsgpack(EncodeMsgpack(*decoded, type), type);
  RC_ASSERT(again.has_value());
  RC_ASSERT(Equal(*again, *decoded, type));
}

RC_GTEST_PROP(Roundtrip, TypesThroughJson, ()) {
  const Type type = *rc::gen::exec([] { return AnyType(kLevels); });
  const auto read = Type::FromJson(type.ToJson());
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == type);
}

RC_GTEST_PROP(Roundtrip, ValuesThroughMsgpack, ()) {
  const Sample sample = AnySample(Unknowns::kSome);
  RC_ASSERT(Conforms(sample.value, sample.type) == std::nullopt);
  const std::string bytes = EncodeMsgpack(sample.value, sample.type);
  const auto read = DecodeMsgpack(bytes, sample.type);
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == sample.value);
  RC_ASSERT(Equal(*read, sample.value, sample.type));
  RC_ASSERT(EncodeMsgpack(*read, sample.type) == bytes);
}

RC_GTEST_PROP(Roundtrip, ValuesThroughJson, ()) {
  const Sample sample = AnySample(Unknowns::kNone);
  const auto read = DecodeJson(EncodeJson(sample.value, sample.type), sample.type);
  RC_ASSERT(read.has_value());
  RC_ASSERT(Equal(*read, sample.value, sample.type));
}

RC_GTEST_PROP(OutsideBytes, NeverHarmTheReaders, ()) {
  const Type type = *rc::gen::exec([] { return AnyType(kLevels); });
  const std::string bytes = AnyBytes();
  CheckAccepted(DecodeMsgpack(bytes, type), type);
  CheckAccepted(DecodeJson(bytes, type, UnknownAttributes::kDrop), type);
  RC_SUCCEED_IF(Type::FromJson(bytes).has_value());
}

RC_GTEST_PROP(OutsideBytes, ThatWereOnceMsgpackNeverHarmTheReader, ()) {
  const Sample sample = AnySample(Unknowns::kSome);
  const std::string bytes = Damaged(EncodeMsgpack(sample.value, sample.type));
  CheckAccepted(DecodeMsgpack(bytes, sample.type), sample.type);
}

RC_GTEST_PROP(OutsideBytes, ThatWereOnceJsonNeverHarmTheReader, ()) {
  const Sample sample = AnySample(Unknowns::kNone);
  const std::string json = Damaged(EncodeJson(sample.value, sample.type));
  CheckAccepted(DecodeJson(json, sample.type, UnknownAttributes::kDrop), sample.type);
}

}  // namespace
}  // namespace tf
