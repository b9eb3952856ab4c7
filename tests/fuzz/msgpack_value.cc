// Values from the wire, of the type that the first byte chooses.
#include <array>

#include "provider/value/json.h"
#include "provider/value/msgpack.h"
#include "tests/fuzz/target.h"

namespace {

const tf::Type& TypeFor(unsigned char choice) {
  using tf::Type;
  static const std::array types{
      Type::Dynamic(),
      Type::String(),
      Type::Number(),
      Type::Set(Type::Object({{"rotation_id", Type::String()}, {"layer_id", Type::String()}})),
      Type::Object({{"id", Type::String()},
                    {"days", Type::Number()},
                    {"wait", Type::Bool()},
                    {"sources", Type::List(Type::Dynamic())},
                    {"tags", Type::Map(Type::String())}}),
      Type::Tuple({Type::Bool(), Type::List(Type::Number())}),
  };
  return types[choice % types.size()];
}

}  // namespace

void Fuzz(std::string_view input) {
  if (input.empty()) return;
  const tf::Type& type = TypeFor(static_cast<unsigned char>(input.front()));
  const auto value = tf::DecodeMsgpack(input.substr(1), type);
  if (!value) {
    HOLDS(!value.error().empty());
    return;
  }
  const std::string bytes = tf::EncodeMsgpack(*value, type);
  const auto again = tf::DecodeMsgpack(bytes, type);
  HOLDS(again && *again == *value);
  HOLDS(tf::EncodeMsgpack(*again, type) == bytes);
}
