#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "provider/value/misfit.h"
#include "provider/value/msgpack.h"
#include "provider/value/refinement_wire.h"
#include "provider/value/wire.h"

namespace tf {
namespace {

using internal::Misfit;
using internal::WireItem;
using internal::WireReader;
using Kind = WireItem::Kind;
using MaybeMisfit = std::optional<Misfit>;

// A list may announce as many elements as there are bytes left, and an element takes far more room
// than its byte.
constexpr std::size_t kMaxReserve = 1024;

std::string_view Describe(const WireItem& item) {
  switch (item.kind) {
    case Kind::kNil:
      return "null";
    case Kind::kBool:
      return "a bool";
    case Kind::kInteger:
    case Kind::kUnsigned:
    case Kind::kReal:
      return "a number";
    case Kind::kText:
      return "a string";
    case Kind::kBinary:
      return "binary data";
    case Kind::kList:
      return "a list";
    case Kind::kMap:
      return "a map";
    case Kind::kExtension:
      return "an unknown value";
  }
  return "something else";
}

// Reads into a place that exists, because returning an expected value at every level would move
// each value twice.
class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : reader_(bytes) {}

  tl::expected<Value, std::string> DecodeAll(const Type& type) {
    Value value;
    MaybeMisfit misfit = Read(type, 1, value);
    if (!misfit && !reader_.AtEnd()) misfit = Misfit("there are bytes after the value");
    if (misfit) return tl::unexpected(std::move(*misfit).ToSentence());
    return value;
  }

 private:
  static Misfit Garbled() { return Misfit("the bytes end early or are not MessagePack"); }

  MaybeMisfit Read(const Type& type, int depth, Value& value) {
    if (depth > kMaxDepth) return Misfit::TooDeep();
    WireItem item;
    if (!reader_.Next(item)) return Garbled();
    if (item.kind == Kind::kNil) return std::nullopt;
    if (item.kind == Kind::kExtension) return ReadUnknown(item, type, value);
    switch (type.kind()) {
      case TypeKind::kString:
        return ReadString(item, type, value);
      case TypeKind::kNumber:
        return ReadNumber(item, type, value);
      case TypeKind::kBool:
        if (item.kind != Kind::kBool) return Misfit::Expected(type, Describe(item));
        value = Value::Bool(item.flag);
        return std::nullopt;
      case TypeKind::kDynamic:
        return ReadDynamic(item, type, depth + 1, value);
      case TypeKind::kMap:
        return ReadMap(item, type, depth + 1, value);
      case TypeKind::kObject:
        return ReadObject(item, type, depth + 1, value);
      case TypeKind::kList:
      case TypeKind::kSet:
      case TypeKind::kTuple:
        return ReadList(item, type, depth + 1, value);
    }
    return Garbled();
  }

  static MaybeMisfit ReadUnknown(const WireItem& item, const Type& type, Value& value) {
    value = item.extension == internal::kRefinementExtension && item.bytes.size() > 1
                ? internal::DecodeRefinement(item.bytes, type)
                : Value::Unknown();
    return std::nullopt;
  }

  static MaybeMisfit ReadString(const WireItem& item, const Type& type, Value& value) {
    if (!item.IsText()) return Misfit::Expected(type, Describe(item));
    if (!base::IsValidUtf8(item.bytes)) return Misfit("the text is not valid UTF-8");
    value = Value::String(std::string(item.bytes));
    return std::nullopt;
  }

  static MaybeMisfit ReadNumber(const WireItem& item, const Type& type, Value& value) {
    std::optional<Number> number = internal::ToNumber(item);
    if (number) {
      value = Value::Of(*std::move(number));
      return std::nullopt;
    }
    if (item.kind == Kind::kReal) return Misfit("the number is not finite");
    if (item.kind == Kind::kText) return Misfit("the text is not a number");
    return Misfit::Expected(type, Describe(item));
  }

  MaybeMisfit ReadDynamic(const WireItem& item, const Type& type, int depth, Value& value) {
    if (item.kind != Kind::kList) return Misfit::Expected(type, Describe(item));
    WireItem json;
    if (item.length != 2 || !reader_.Next(json) || !json.IsText()) {
      return Misfit("expected a type and a value in a dynamic value");
    }
    tl::expected<Type, std::string> dynamic_type = Type::FromJson(json.bytes);
    if (!dynamic_type) return Misfit(std::move(dynamic_type.error()));
    Value typed;
    if (MaybeMisfit misfit = Read(*dynamic_type, depth, typed)) return misfit;
    value = Value::Dynamic(*std::move(dynamic_type), std::move(typed));
    return std::nullopt;
  }

  MaybeMisfit ReadList(const WireItem& item, const Type& type, int depth, Value& value) {
    if (item.kind != Kind::kList) return Misfit::Expected(type, Describe(item));
    const bool tuple = type.kind() == TypeKind::kTuple;
    if (tuple && item.length != type.elements().size()) return Misfit::Length(type, item.length);
    Value::Elements elements;
    elements.reserve(std::min(item.length, kMaxReserve));
    for (std::size_t i = 0; i < item.length; ++i) {
      const Type& of_element = tuple ? type.elements()[i] : type.element();
      if (MaybeMisfit misfit = Read(of_element, depth, elements.emplace_back())) {
        return std::move(*misfit).Under(PathStep::Index(static_cast<std::int64_t>(i)));
      }
    }
    value = Value::List(std::move(elements));
    return std::nullopt;
  }

  MaybeMisfit ReadMap(const WireItem& item, const Type& type, int depth, Value& value) {
    if (item.kind != Kind::kMap) return Misfit::Expected(type, Describe(item));
    Value::Entries entries;
    entries.reserve(std::min(item.length, kMaxReserve));
    for (std::size_t i = 0; i < item.length; ++i) {
      WireItem key;
      if (!reader_.Next(key)) return Garbled();
      if (!key.IsText()) return Misfit("a key is not a string");
      if (!base::IsValidUtf8(key.bytes)) return Misfit("a key is not valid UTF-8");
      auto& [name, element] = entries.emplace_back(std::string(key.bytes), Value());
      if (MaybeMisfit misfit = Read(type.element(), depth, element)) {
        return std::move(*misfit).Under(PathStep::Key(name));
      }
    }
    value = Value::Map(std::move(entries));
    if (value.AsMap()->size() != item.length) return Misfit("a key is there twice");
    return std::nullopt;
  }

  MaybeMisfit ReadObject(const WireItem& item, const Type& type, int depth, Value& value) {
    if (item.kind != Kind::kMap) return Misfit::Expected(type, Describe(item));
    const Type::Attributes& attributes = type.attributes();
    Value::Entries entries;
    entries.reserve(std::min(item.length, attributes.size()));
    for (std::size_t i = 0; i < item.length; ++i) {
      WireItem key;
      if (!reader_.Next(key)) return Garbled();
      if (!key.IsText()) return Misfit("a key is not a string");
      // Terraform writes the attributes in our order, so there is rarely anything to look for.
      const bool in_order = i < attributes.size() && attributes[i].first == key.bytes;
      const Type* of_attribute = in_order ? &attributes[i].second : type.Find(key.bytes);
      if (of_attribute == nullptr) return Misfit::Foreign(base::CleanText(key.bytes));
      auto& [name, attribute] = entries.emplace_back(std::string(key.bytes), Value());
      if (MaybeMisfit misfit = Read(*of_attribute, depth, attribute)) {
        return std::move(*misfit).Under(PathStep::Attribute(name));
      }
    }
    value = Value::Map(std::move(entries));
    return CheckComplete(value, type, item.length);
  }

  // All keys are the type's, so there are too few or one is there twice when the numbers differ.
  static MaybeMisfit CheckComplete(const Value& object, const Type& type, std::size_t length) {
    const std::size_t distinct = object.AsMap()->size();
    if (distinct != length) return Misfit("a key is there twice");
    if (distinct == type.attributes().size()) return std::nullopt;
    for (const auto& [name, of_attribute] : type.attributes()) {
      if (object.Find(name) == nullptr) return Misfit::Missing(name);
    }
    return std::nullopt;
  }

  WireReader reader_;
};

}  // namespace

tl::expected<Value, std::string> DecodeMsgpack(std::string_view bytes, const Type& type) {
  return Decoder(bytes).DecodeAll(type);
}

}  // namespace tf
