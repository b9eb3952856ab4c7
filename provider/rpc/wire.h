// The small parts of which requests and answers are made, between Protocol Buffers and the SDK's
// types. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "proto/tfplugin6/tfplugin6.pb.h"
#include "provider/engine/engine.h"
#include "provider/sdk/diagnostics.h"
#include "provider/value/path.h"

namespace tf::rpc {

// A view into `value`.
engine::Encoded ToEncoded(const tfplugin6::DynamicValue& value);

ClientCapabilities ToCapabilities(const tfplugin6::ClientCapabilities& capabilities);

// Text as Protocol Buffers demand it: unchanged when it is valid UTF-8, as a key has to be, else
// cleaned.
std::string ToText(std::string_view text);

void SetPath(const Path& path, tfplugin6::AttributePath& out);
void SetDiagnostic(const Diagnostic& diagnostic, tfplugin6::Diagnostic& out);

template <typename Response>
void AddDiagnostics(const Diagnostics& diagnostics, Response& response) {
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    SetDiagnostic(diagnostic, *response.add_diagnostics());
  }
}

// Puts a value into the field that `field` makes. No bytes mean null, which is a field left out.
template <typename MakeField>
void SetValue(std::string msgpack, const MakeField& field) {
  if (!msgpack.empty()) field()->set_msgpack(std::move(msgpack));
}

// Gives the answer one error. The few answers that have no list of diagnostics have another place
// for it.
template <typename Response>
void SetError(std::string summary, std::string detail, Response& response) {
  const Diagnostic error{Severity::kError, std::move(summary), std::move(detail), Path::Root()};
  if constexpr (requires { response.add_diagnostics(); }) {
    SetDiagnostic(error, *response.add_diagnostics());
  } else if constexpr (requires { response.add_diagnostic(); }) {
    SetDiagnostic(error, *response.add_diagnostic());
  } else if constexpr (requires { response.mutable_completed(); }) {
    SetDiagnostic(error, *response.mutable_completed()->add_diagnostics());
  } else if constexpr (requires { response.mutable_error()->set_text(""); }) {
    response.mutable_error()->set_text(base::CleanLines(error.summary + ": " + error.detail));
  } else {
    response.set_error(base::CleanLines(error.summary + ": " + error.detail));
  }
}

}  // namespace tf::rpc
