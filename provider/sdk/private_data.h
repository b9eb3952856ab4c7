// What a resource keeps beside its state and users do not see: small texts (UTF-8) by name.
// Terraform stores them unencrypted, so nothing secret goes here. A value type.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace tf {

class PrivateData {
 public:
  // Reads what Encode wrote; empty bytes are empty data. Anything else is refused with a sentence.
  static tl::expected<PrivateData, std::string> Decode(std::string_view bytes);

  // Empty data is no bytes at all.
  std::string Encode() const;

  std::optional<std::string> Get(std::string_view name) const;
  void Set(std::string name, std::string text);
  void Erase(std::string_view name);
  bool empty() const { return texts_.empty(); }

  friend bool operator==(const PrivateData&, const PrivateData&) = default;

 private:
  std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace tf
