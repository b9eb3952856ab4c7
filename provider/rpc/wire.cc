#include "provider/rpc/wire.h"

#include "base/text.h"

namespace tf::rpc {

engine::Encoded ToEncoded(const tfplugin6::DynamicValue& value) {
  return {.msgpack = value.msgpack(), .json = value.json()};
}

ClientCapabilities ToCapabilities(const tfplugin6::ClientCapabilities& capabilities) {
  return {.deferral_allowed = capabilities.deferral_allowed(),
          .write_only_attributes_allowed = capabilities.write_only_attributes_allowed(),
          .store_planned_private = capabilities.store_planned_private()};
}

std::string ToText(std::string_view text) {
  return base::IsValidUtf8(text) ? std::string(text) : base::CleanLines(text);
}

void SetPath(const Path& path, tfplugin6::AttributePath& out) {
  for (const PathStep& step : path.steps()) {
    tfplugin6::AttributePath::Step& added = *out.add_steps();
    switch (step.kind) {
      case PathStep::Kind::kAttribute:
        added.set_attribute_name(ToText(step.name));
        break;
      case PathStep::Kind::kKey:
        added.set_element_key_string(ToText(step.name));
        break;
      case PathStep::Kind::kIndex:
        added.set_element_key_int(step.index);
        break;
    }
  }
}

void SetDiagnostic(const Diagnostic& diagnostic, tfplugin6::Diagnostic& out) {
  out.set_severity(diagnostic.severity == Severity::kWarning ? tfplugin6::Diagnostic::WARNING
                                                             : tfplugin6::Diagnostic::ERROR);
  // What an API or a user wrote may be in here, and ends up in a terminal.
  out.set_summary(base::CleanLines(diagnostic.summary));
  out.set_detail(base::CleanLines(diagnostic.detail));
  if (diagnostic.path.empty()) return;
  // Terraform looks for a longer path among nested blocks, which no schema here has, finds nothing
  // and shows the whole block. The path of the top-level attribute shows the line to correct.
  out.mutable_attribute()->add_steps()->set_attribute_name(
      ToText(diagnostic.path.steps().front().name));
}

}  // namespace tf::rpc
