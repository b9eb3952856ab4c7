#include <optional>
#include <utility>

#include "provider/value/json.h"
#include "provider/value/json_text.h"
#include "provider/value/misfit.h"

namespace tf {
namespace {

using internal::Misfit;
using ValueOrMisfit = tl::expected<Value, Misfit>;

// Gives JSON that was read without a type the shape of one. Takes the values apart as it goes.
class Fitter {
 public:
  explicit Fitter(UnknownAttributes unknown_attributes) : unknown_attributes_(unknown_attributes) {}

  ValueOrMisfit Fit(Value json, const Type& type, int depth) const {
    if (depth > kMaxDepth) return tl::unexpected(Misfit::TooDeep());
    if (json.is_null()) return json;
    switch (type.kind()) {
      case TypeKind::kString:
        return FitString(std::move(json), type);
      case TypeKind::kNumber:
        return FitNumber(std::move(json), type);
      case TypeKind::kBool:
        return FitBool(std::move(json), type);
      case TypeKind::kDynamic:
        return FitDynamic(std::move(json), type, depth + 1);
      case TypeKind::kMap:
        return FitMap(std::move(json), type, depth + 1);
      case TypeKind::kObject:
        return FitObject(std::move(json), type, depth + 1);
      default:
        return FitList(std::move(json), type, depth + 1);
    }
  }

 private:
  static ValueOrMisfit Mismatch(const Value& json, const Type& type) {
    return tl::unexpected(Misfit::Expected(type, Describe(json)));
  }

  static ValueOrMisfit FitString(Value json, const Type& type) {
    if (json.AsString() != nullptr) return json;
    if (const Number* number = json.AsNumber()) return Value::String(number->ToDecimal());
    if (const bool* flag = json.AsBool()) return Value::String(*flag ? "true" : "false");
    return Mismatch(json, type);
  }

  static ValueOrMisfit FitNumber(Value json, const Type& type) {
    if (json.AsNumber() != nullptr) return json;
    if (const std::string* text = json.AsString()) {
      if (std::optional<Number> number = Number::ParseDecimal(*text)) {
        return Value::Of(*std::move(number));
      }
    }
    return Mismatch(json, type);
  }

  static ValueOrMisfit FitBool(Value json, const Type& type) {
    if (json.AsBool() != nullptr) return json;
    if (const std::string* text = json.AsString()) {
      if (*text == "true" || *text == "1") return Value::Bool(true);
      if (*text == "false" || *text == "0") return Value::Bool(false);
    }
    return Mismatch(json, type);
  }

  ValueOrMisfit FitDynamic(Value json, const Type& type, int depth) const {
    const Value* type_json = json.Find("type");
    Value* value = json.FindMutable("value");
    if (type_json == nullptr || value == nullptr || json.AsMap()->size() != 2) {
      return tl::unexpected(Misfit("expected a dynamic value with \"type\" and \"value\""));
    }
    tl::expected<Type, std::string> dynamic_type = Type::FromJson(*type_json);
    if (!dynamic_type) return tl::unexpected(Misfit(dynamic_type.error()));
    if (dynamic_type->kind() == TypeKind::kDynamic && !value->is_null()) {
      return Mismatch(*value, type);
    }
    ValueOrMisfit fitted = Fit(std::move(*value), *dynamic_type, depth);
    if (!fitted) return fitted;
    return Value::Dynamic(*std::move(dynamic_type), *std::move(fitted));
  }

  ValueOrMisfit FitList(Value json, const Type& type, int depth) const {
    Value::Elements* elements = json.AsListMutable();
    if (elements == nullptr) return Mismatch(json, type);
    const bool tuple = type.kind() == TypeKind::kTuple;
    if (tuple && elements->size() != type.elements().size()) {
      return tl::unexpected(Misfit::Length(type, elements->size()));
    }
    for (std::size_t i = 0; i < elements->size(); ++i) {
      Value& element = (*elements)[i];
      ValueOrMisfit fitted =
          Fit(std::move(element), tuple ? type.elements()[i] : type.element(), depth);
      if (!fitted) {
        return tl::unexpected(
            std::move(fitted.error()).Under(PathStep::Index(static_cast<std::int64_t>(i))));
      }
      element = *std::move(fitted);
    }
    return json;
  }

  ValueOrMisfit FitMap(Value json, const Type& type, int depth) const {
    Value::Entries* entries = json.AsMapMutable();
    if (entries == nullptr) return Mismatch(json, type);
    for (auto& [key, element] : *entries) {
      ValueOrMisfit fitted = Fit(std::move(element), type.element(), depth);
      if (!fitted) return tl::unexpected(std::move(fitted.error()).Under(PathStep::Key(key)));
      element = *std::move(fitted);
    }
    return json;
  }

  ValueOrMisfit FitObject(Value json, const Type& type, int depth) const {
    if (json.AsMap() == nullptr) return Mismatch(json, type);
    if (unknown_attributes_ == UnknownAttributes::kRefuse) {
      for (const auto& [name, attribute] : *json.AsMap()) {
        if (type.Find(name) == nullptr) return tl::unexpected(Misfit::Foreign(name));
      }
    }
    Value::Entries attributes;
    attributes.reserve(type.attributes().size());
    for (const auto& [name, of_attribute] : type.attributes()) {
      Value* attribute = json.FindMutable(name);
      ValueOrMisfit fitted =
          attribute != nullptr ? Fit(std::move(*attribute), of_attribute, depth) : Value::Null();
      if (!fitted) {
        return tl::unexpected(std::move(fitted.error()).Under(PathStep::Attribute(name)));
      }
      attributes.emplace_back(name, *std::move(fitted));
    }
    return Value::Map(std::move(attributes));
  }

  UnknownAttributes unknown_attributes_;
};

}  // namespace

tl::expected<Value, std::string> DecodeJson(std::string_view json, const Type& type,
                                            UnknownAttributes unknown_attributes) {
  tl::expected<Value, std::string> read = ReadJson(json);
  if (!read) return read;
  ValueOrMisfit fitted = Fitter(unknown_attributes).Fit(*std::move(read), type, 1);
  if (!fitted) return tl::unexpected(std::move(fitted.error()).ToSentence());
  return *std::move(fitted);
}

}  // namespace tf
