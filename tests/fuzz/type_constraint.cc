// Type expressions, as dynamic values carry them.
#include "provider/value/type.h"
#include "tests/fuzz/target.h"

void Fuzz(std::string_view input) {
  const auto type = tf::Type::FromJson(input);
  if (!type) {
    HOLDS(!type.error().empty());
    return;
  }
  const auto again = tf::Type::FromJson(type->ToJson());
  HOLDS(again && *again == *type);
}
