// Reading what Terraform sent along with a call, and writing what goes back. What cannot be read is
// a diagnostic that names the field. For one call on one thread.
#pragma once

#include <string>
#include <string_view>

#include "provider/engine/messages.h"
#include "provider/sdk/schema.h"

namespace tf::engine {

// Reads on after a field that cannot be read, so that every such field is named.
class RequestReader {
 public:
  RequestReader(const Schema& schema, Diagnostics& diagnostics)
      : schema_(schema), diagnostics_(diagnostics) {}

  // The value of a field; null when it is left out, or cannot be read.
  Value Read(const Encoded& field, const std::string& what);
  // A value that must be an object, for requests that make no sense without it.
  Value ReadObject(const Encoded& field, const std::string& what);

  bool failed() const { return failed_; }

 private:
  void Fail(const std::string& what, const std::string& why);

  const Schema& schema_;
  Diagnostics& diagnostics_;
  bool failed_ = false;
};

// Damaged private data is no reason to stop: what it held is lost, and the user is told.
PrivateData ReadPrivate(std::string_view bytes, Diagnostics& diagnostics);

// A value as it goes back.
std::string Encode(const Value& value, const Schema& schema);

}  // namespace tf::engine
