#include "provider/sdk/private_data.h"

#include <utility>
#include <vector>

#include "provider/value/json.h"

namespace tf {
namespace {

const Type& TextsType() {
  static const Type type = Type::Map(Type::String());
  return type;
}

}  // namespace

tl::expected<PrivateData, std::string> PrivateData::Decode(std::string_view bytes) {
  PrivateData data;
  if (bytes.empty()) return data;
  auto decoded = DecodeJson(bytes, TextsType());
  if (!decoded) return tl::unexpected(decoded.error());
  const auto* members = decoded->AsMap();
  if (members == nullptr) return tl::unexpected(std::string("it is not a map of texts"));
  for (const auto& [name, text] : *members) {
    if (const std::string* s = text.AsString()) data.texts_.emplace(name, *s);
  }
  return data;
}

std::string PrivateData::Encode() const {
  if (texts_.empty()) return {};
  std::vector<std::pair<std::string, Value>> members;
  members.reserve(texts_.size());
  for (const auto& [name, text] : texts_) members.emplace_back(name, Value::String(text));
  return EncodeJson(Value::Map(std::move(members)), TextsType());
}

std::optional<std::string> PrivateData::Get(std::string_view name) const {
  auto found = texts_.find(name);
  if (found == texts_.end()) return std::nullopt;
  return found->second;
}

void PrivateData::Set(std::string name, std::string text) {
  texts_.insert_or_assign(std::move(name), std::move(text));
}

void PrivateData::Erase(std::string_view name) {
  auto found = texts_.find(name);
  if (found != texts_.end()) texts_.erase(found);
}

}  // namespace tf
