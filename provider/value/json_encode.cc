#include <cmath>
#include <utility>

#include "provider/value/json.h"
#include "provider/value/json_text.h"

namespace tf {
namespace {

class Writer {
 public:
  void Write(const Value& value, const Type& type) {
    if (const Typed* typed = value.AsDynamic();
        typed != nullptr && type.kind() == TypeKind::kDynamic) {
      json_ += "{\"value\":";
      Write(typed->value, typed->type);
      json_.append(",\"type\":").append(typed->type.ToJson()).append("}");
      return;
    }
    switch (type.kind()) {
      case TypeKind::kString:
        if (const std::string* text = value.AsString()) return Append(QuoteJson(*text));
        break;
      case TypeKind::kNumber:
        if (const Number* number = value.AsNumber()) return WriteNumber(*number);
        break;
      case TypeKind::kBool:
        if (const bool* flag = value.AsBool()) return Append(*flag ? "true" : "false");
        break;
      case TypeKind::kDynamic:
        break;
      case TypeKind::kMap:
        if (value.AsMap() != nullptr) return WriteMap(*value.AsMap(), type);
        break;
      case TypeKind::kObject:
        if (value.AsMap() != nullptr) return WriteObject(value, type);
        break;
      default:
        if (value.AsList() != nullptr) return WriteList(*value.AsList(), type);
    }
    Append("null");
  }

  std::string Take() { return std::move(json_); }

 private:
  void Append(std::string_view text) { json_ += text; }

  void Separate(char open) {
    if (json_.back() != open) json_ += ',';
  }

  void WriteList(const Value::Elements& elements, const Type& type) {
    const std::vector<Type>& of_tuple = type.elements();
    json_ += '[';
    for (std::size_t i = 0; i < elements.size(); ++i) {
      Separate('[');
      Write(elements[i], i < of_tuple.size() ? of_tuple[i] : type.element());
    }
    json_ += ']';
  }

  // Readers of JSON refuse what no double is near to, and take the text of any number for one.
  void WriteNumber(const Number& number) {
    const std::string decimal = number.ToDecimal();
    Append(std::isfinite(number.AsDouble()) ? decimal : QuoteJson(decimal));
  }

  void WriteMap(const Value::Entries& entries, const Type& type) {
    json_ += '{';
    for (const auto& [key, element] : entries) {
      Separate('{');
      json_.append(QuoteJson(key)).append(":");
      Write(element, type.element());
    }
    json_ += '}';
  }

  void WriteObject(const Value& object, const Type& type) {
    static const Value null;
    json_ += '{';
    for (const auto& [name, of_attribute] : type.attributes()) {
      Separate('{');
      json_.append(QuoteJson(name)).append(":");
      const Value* attribute = object.Find(name);
      Write(attribute != nullptr ? *attribute : null, of_attribute);
    }
    json_ += '}';
  }

  std::string json_;
};

}  // namespace

std::string EncodeJson(const Value& value, const Type& type) {
  Writer writer;
  writer.Write(value, type);
  return writer.Take();
}

}  // namespace tf
