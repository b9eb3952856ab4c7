#include "provider/engine/request.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "provider/value/json.h"
#include "provider/value/msgpack.h"

namespace tf::engine {

Value RequestReader::Read(const Encoded& field, const std::string& what) {
  if (field.msgpack.empty() && field.json.empty()) return Value::Null();
  auto value = field.msgpack.empty() ? DecodeJson(field.json, schema_.type())
                                     : DecodeMsgpack(field.msgpack, schema_.type());
  if (value) return *std::move(value);
  Fail(what, absl::StrCat("cannot be read: ", value.error()));
  return Value::Null();
}

Value RequestReader::ReadObject(const Encoded& field, const std::string& what) {
  const bool failed_before = std::exchange(failed_, false);
  Value value = Read(field, what);
  if (!failed_ && !value.is_known()) {
    Fail(what, absl::StrCat("is ", std::string(Describe(value))));
  }
  failed_ = failed_ || failed_before;
  return value;
}

void RequestReader::Fail(const std::string& what, const std::string& why) {
  failed_ = true;
  diagnostics_.AddError(
      "Unreadable request",
      absl::StrCat("The ", what, " that Terraform sent ", why,
                   ". This is a bug in Terraform or in the provider; please report it."));
}

PrivateData ReadPrivate(std::string_view bytes, Diagnostics& diagnostics) {
  auto data = PrivateData::Decode(bytes);
  if (data) return *std::move(data);
  diagnostics.AddWarning(
      "Private data ignored",
      absl::StrCat("The provider's private data in the state cannot be read: ", data.error(),
                   ". The provider goes on without it and replaces it at the next apply."));
  return {};
}

std::string Encode(const Value& value, const Schema& schema) {
  return value.is_null() ? std::string() : EncodeMsgpack(value, schema.type());
}

}  // namespace tf::engine
