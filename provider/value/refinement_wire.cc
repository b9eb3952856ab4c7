#include "provider/value/refinement_wire.h"

#include <utility>

#include "base/text.h"

namespace tf::internal {
namespace {

constexpr std::size_t kMaxPayload = 1024;
// go-cty cuts prefixes here too.
constexpr std::size_t kMaxPrefix = 256;
// Two bounds of this length fit, and no double is longer.
constexpr std::size_t kMaxBound = 400;

enum Key : std::int64_t {
  kNull = 1,
  kPrefix = 2,
  kLower = 3,
  kUpper = 4,
  kMinLength = 5,
  kMaxLength = 6,
};

bool HasLength(const Type& type) {
  return type.kind() == TypeKind::kList || type.kind() == TypeKind::kSet ||
         type.kind() == TypeKind::kMap;
}

// The start of valid UTF-8, cut between characters.
std::string_view Shortened(std::string_view prefix) {
  if (prefix.size() <= kMaxPrefix) return prefix;
  std::size_t end = kMaxPrefix;
  while (end > 0 && (static_cast<std::uint8_t>(prefix[end]) & 0xC0) == 0x80) --end;
  return prefix.substr(0, end);
}

bool IsShort(const std::optional<Refinement::Bound>& bound) {
  if (!bound) return false;
  return bound->value.AsExactFraction() != nullptr || bound->value.ToDecimal().size() <= kMaxBound;
}

// What of the facts suits the type and is worth sending.
Refinement Suitable(const Refinement& facts, const Type& type) {
  Refinement suitable;
  if (type.kind() == TypeKind::kDynamic) return suitable;
  suitable.not_null = facts.not_null;
  if (type.kind() == TypeKind::kString) suitable.prefix = Shortened(facts.prefix);
  if (type.kind() == TypeKind::kNumber) {
    if (IsShort(facts.lower)) suitable.lower = facts.lower;
    if (IsShort(facts.upper)) suitable.upper = facts.upper;
  }
  if (HasLength(type)) {
    suitable.min_length = facts.min_length;
    suitable.max_length = facts.max_length;
  }
  return suitable;
}

void WriteBound(Key key, const std::optional<Refinement::Bound>& bound, WireWriter& writer) {
  if (!bound) return;
  writer.Integer(key);
  writer.List(2);
  WriteNumber(bound->value, writer);
  writer.Bool(bound->inclusive);
}

void WriteLength(Key key, const std::optional<std::int64_t>& length, WireWriter& writer) {
  if (!length) return;
  writer.Integer(key);
  writer.Integer(*length);
}

// Reads the map of facts; false as soon as something is not as it should be.
class FactReader {
 public:
  explicit FactReader(std::string_view payload) : reader_(payload) {}

  bool ReadAll() {
    if (!Next(WireItem::Kind::kMap)) return false;
    for (std::size_t due = item_.length; due > 0; --due) {
      if (!Next(WireItem::Kind::kInteger) || !ReadFact(item_.integer)) return false;
    }
    return reader_.AtEnd();
  }

  Refinement facts;
  bool is_null = false;

 private:
  bool Next(WireItem::Kind kind) { return reader_.Next(item_) && item_.kind == kind; }

  bool ReadFact(std::int64_t key) {
    switch (key) {
      case kNull:
        if (!Next(WireItem::Kind::kBool)) return false;
        is_null = item_.flag;
        facts.not_null = !item_.flag;
        return true;
      case kPrefix:
        if (!Next(WireItem::Kind::kText) || !base::IsValidUtf8(item_.bytes)) return false;
        facts.prefix = item_.bytes;
        return true;
      case kLower:
        return ReadBound(facts.lower);
      case kUpper:
        return ReadBound(facts.upper);
      case kMinLength:
        return ReadLength(facts.min_length);
      case kMaxLength:
        return ReadLength(facts.max_length);
      default:
        return reader_.Skip();
    }
  }

  bool ReadBound(std::optional<Refinement::Bound>& bound) {
    if (!Next(WireItem::Kind::kList) || item_.length != 2 || !reader_.Next(item_)) return false;
    std::optional<Number> number = ToNumber(item_);
    if (!number || !Next(WireItem::Kind::kBool)) return false;
    bound = Refinement::Bound{*std::move(number), item_.flag};
    return true;
  }

  bool ReadLength(std::optional<std::int64_t>& length) {
    if (!Next(WireItem::Kind::kInteger)) return false;
    length = item_.integer;
    return true;
  }

  WireReader reader_;
  WireItem item_;
};

// The value that the facts leave no choice about.
std::optional<Value> OnlyValue(const Refinement& facts, const Type& type) {
  if (!facts.not_null) return std::nullopt;
  if (facts.max_length == 0) {
    return type.kind() == TypeKind::kMap ? Value::Map({}) : Value::List({});
  }
  if (facts.lower && facts.lower == facts.upper && facts.lower->inclusive) {
    return Value::Of(facts.lower->value);
  }
  return std::nullopt;
}

}  // namespace

std::string EncodeRefinement(const Refinement& refinement, const Type& type) {
  const Refinement facts = Suitable(refinement, type);
  const int count = int{facts.not_null} + int{!facts.prefix.empty()} +
                    int{facts.lower.has_value()} + int{facts.upper.has_value()} +
                    int{facts.min_length.has_value()} + int{facts.max_length.has_value()};
  if (count == 0) return {};
  WireWriter writer;
  writer.Map(count);
  if (facts.not_null) {
    writer.Integer(kNull);
    writer.Bool(false);
  }
  if (!facts.prefix.empty()) {
    writer.Integer(kPrefix);
    writer.Text(facts.prefix);
  }
  WriteBound(kLower, facts.lower, writer);
  WriteBound(kUpper, facts.upper, writer);
  WriteLength(kMinLength, facts.min_length, writer);
  WriteLength(kMaxLength, facts.max_length, writer);
  return writer.Take();
}

Value DecodeRefinement(std::string_view payload, const Type& type) {
  FactReader reader(payload);
  if (payload.size() > kMaxPayload || !reader.ReadAll()) return Value::Unknown();
  if (reader.is_null) return Value::Null();
  Refinement facts = Suitable(reader.facts, type);
  if (std::optional<Value> only = OnlyValue(facts, type)) return *std::move(only);
  return Value::Unknown(std::move(facts));
}

void WriteNumber(const Number& number, WireWriter& writer) {
  if (const std::optional<std::int64_t> integer = number.AsInt64()) return writer.Integer(*integer);
  if (const double* fraction = number.AsExactFraction()) return writer.Real(*fraction);
  writer.Text(number.ToDecimal());
}

std::optional<Number> ToNumber(const WireItem& item) {
  switch (item.kind) {
    case WireItem::Kind::kInteger:
      return Number::From(item.integer);
    case WireItem::Kind::kUnsigned:
      return Number::From(item.unsigned_integer);
    case WireItem::Kind::kReal:
      return Number::From(item.real);
    case WireItem::Kind::kText:
      return Number::ParseDecimal(item.bytes);
    default:
      return std::nullopt;
  }
}

}  // namespace tf::internal
