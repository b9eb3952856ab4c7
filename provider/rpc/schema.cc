#include "provider/rpc/schema.h"

#include "provider/rpc/wire.h"

namespace tf::rpc {
namespace {

using tfplugin6::StringKind;

void SetMode(Mode mode, tfplugin6::Schema::Attribute& out) {
  out.set_required(mode == Mode::kRequired);
  out.set_optional(mode == Mode::kOptional || mode == Mode::kOptionalComputed);
  out.set_computed(mode == Mode::kComputed || mode == Mode::kOptionalComputed);
}

tfplugin6::Schema::Object::NestingMode NestingOf(Nesting nesting) {
  using Object = tfplugin6::Schema::Object;
  switch (nesting) {
    case Nesting::kSingle:
      return Object::SINGLE;
    case Nesting::kList:
      return Object::LIST;
    case Nesting::kSet:
      return Object::SET;
    case Nesting::kMap:
      return Object::MAP;
    case Nesting::kNone:
      break;
  }
  return Object::INVALID;
}

void SetAttribute(const Attribute& attribute, tfplugin6::Schema::Attribute& out) {
  out.set_name(attribute.name);
  out.set_description(ToText(attribute.doc));
  out.set_description_kind(StringKind::MARKDOWN);
  SetMode(attribute.mode, out);
  // Terraform fills the default in as a value that the provider computed.
  if (attribute.default_value) out.set_computed(true);
  out.set_sensitive(attribute.sensitive);
  if (!attribute.deprecated.empty()) {
    out.set_deprecated(true);
    out.set_deprecation_message(ToText(attribute.deprecated));
  }
  if (attribute.nesting == Nesting::kNone) {
    out.set_type(attribute.type.ToJson());
    return;
  }
  tfplugin6::Schema::Object& object = *out.mutable_nested_type();
  object.set_nesting(NestingOf(attribute.nesting));
  for (const Attribute& nested : attribute.nested) SetAttribute(nested, *object.add_attributes());
}

}  // namespace

void SetSchema(const Schema& schema, tfplugin6::Schema& out) {
  out.set_version(schema.version());
  tfplugin6::Schema::Block& block = *out.mutable_block();
  block.set_version(schema.version());
  block.set_description(ToText(schema.doc()));
  block.set_description_kind(StringKind::MARKDOWN);
  for (const Attribute& attribute : schema.attributes()) {
    SetAttribute(attribute, *block.add_attributes());
  }
}

}  // namespace tf::rpc
