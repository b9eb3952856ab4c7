// The state file's attributes, of the type that the first byte chooses.
#include <array>

#include "provider/value/json.h"
#include "tests/fuzz/target.h"

namespace {

const tf::Type& TypeFor(unsigned char choice) {
  using tf::Type;
  static const std::array types{
      Type::Dynamic(),
      Type::Number(),
      Type::Map(Type::Dynamic()),
      Type::Object({{"id", Type::String()},
                    {"mirror_window_days", Type::Number()},
                    {"wait_for_sync", Type::Bool()},
                    {"sources", Type::Set(Type::Object({{"rotation_id", Type::String()}}))}}),
  };
  return types[choice % types.size()];
}

}  // namespace

void Fuzz(std::string_view input) {
  if (input.empty()) return;
  const tf::Type& type = TypeFor(static_cast<unsigned char>(input.front()));
  for (const auto unknown : {tf::UnknownAttributes::kRefuse, tf::UnknownAttributes::kDrop}) {
    const auto value = tf::DecodeJson(input.substr(1), type, unknown);
    if (!value) {
      HOLDS(!value.error().empty());
      continue;
    }
    const auto again = tf::DecodeJson(tf::EncodeJson(*value, type), type);
    HOLDS(again && *again == *value);
  }
}
