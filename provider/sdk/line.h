// One line of a Shape: an attribute's name, mode, default, checks, change rule and documentation,
// and the member that holds it. Checks never see null or unknown.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "provider/sdk/schema.h"
#include "provider/sdk/wire.h"

namespace tf {

// Made by Required, Optional, Computed or OptionalComputed, refined by its own methods.
template <class Model, class T>
class Line {
 public:
  Line(std::string name, Mode mode, Attr<T> Model::*member, internal::Wire<T> wire)
      : member_(member), wire_(std::move(wire)) {
    attribute_.name = std::move(name);
    attribute_.mode = mode;
    attribute_.type = wire_.type;
    attribute_.nesting = wire_.nesting;
    attribute_.nested = wire_.nested;
    attribute_.nested_rules = wire_.nested_rules;
    attribute_.rounds = wire_.rounds;
  }

  // A check that answers what is wrong with a known value: an error in validation.
  template <class C>
    requires std::is_invocable_r_v<std::optional<std::string>, const C&, const T&>
  Line Check(C check) && {
    attribute_.checks.push_back(Erase(std::move(check)));
    return std::move(*this);
  }
  // The same as advice: a warning.
  template <class C>
    requires std::is_invocable_r_v<std::optional<std::string>, const C&, const T&>
  Line WarnUnless(C check) && {
    attribute_.advisory.push_back(Erase(std::move(check)));
    return std::move(*this);
  }
  // What is planned when the configuration leaves the attribute out. In resources only.
  Line Default(T value) && {
    attribute_.default_value = wire_.encode(value);
    return std::move(*this);
  }
  // Two spellings of one meaning are no change; the spelling that is there stays.
  template <class Same>
    requires std::is_invocable_r_v<bool, const Same&, const T&, const T&>
  Line EqualWhen(Same same) && {
    attribute_.same = [same, decode = wire_.decode](const Value& a, const Value& b) {
      Diagnostics ignored;
      auto left = decode(a, Path::Root(), ignored), right = decode(b, Path::Root(), ignored);
      return left && right && same(*left, *right);
    };
    return std::move(*this);
  }
  // For the registry page and for editors: a sentence or two, Markdown.
  Line Doc(std::string doc) && { return attribute_.doc = std::move(doc), std::move(*this); }
  // Using it is a warning that says what to use instead.
  Line Deprecated(std::string instead) && {
    return attribute_.deprecated = std::move(instead), std::move(*this);
  }
  // Hidden in plans and outputs; plain in the state.
  Line Sensitive() && { return attribute_.sensitive = true, std::move(*this); }
  // A change cannot be made in place: Terraform deletes and creates. An OptionalComputed value that
  // the user leaves out is then not unknown in the plan of a change, but stays what it is.
  Line Replaces() && { return attribute_.replaces = true, std::move(*this); }
  // A setting of the provider's own behaviour: changing it alone leaves computed values known.
  Line Local() && { return attribute_.local = true, std::move(*this); }
  // A computed value that no change in place alters, as an id.
  Line Stable() && { return attribute_.stable = true, std::move(*this); }

 private:
  template <class>
  friend class Shape;

  template <class C>
  Attribute::Requirement Erase(C check) const {
    return [check = std::move(check),
            decode = wire_.decode](const Value& value) -> std::optional<std::string> {
      Diagnostics ignored;  // a value of another type is reported where the model is decoded
      auto decoded = decode(value, Path::Root(), ignored);
      return decoded ? check(*decoded) : std::optional<std::string>();
    };
  }

  Attribute attribute_;
  Attr<T> Model::*member_;
  internal::Wire<T> wire_;
};

// ---- The four kinds of line. A member that holds a nested model, alone or in a std::vector, Set
// or std::map, comes with that model's shape: Optional("tags", &PetModel::tags, TagShape()). The
// line goes on referring to it, so that a temporary one does not compile.

// The user has to set it.
template <class Model, class T, class... Nested>
  requires internal::Declarable<T, Nested...>
Line<Model, T> Required(std::string name, Attr<T> Model::*member, Nested&&... nested) {
  return {std::move(name), Mode::kRequired, member, internal::WireOf<T>(nested...)};
}

// Null, or its default, when the user leaves it out.
template <class Model, class T, class... Nested>
  requires internal::Declarable<T, Nested...>
Line<Model, T> Optional(std::string name, Attr<T> Model::*member, Nested&&... nested) {
  return {std::move(name), Mode::kOptional, member, internal::WireOf<T>(nested...)};
}

// The provider alone sets it. Unknown in the plan of a create, and of every change unless Stable.
template <class Model, class T, class... Nested>
  requires internal::Declarable<T, Nested...>
Line<Model, T> Computed(std::string name, Attr<T> Model::*member, Nested&&... nested) {
  return {std::move(name), Mode::kComputed, member, internal::WireOf<T>(nested...)};
}

// The provider fills it in when the user leaves it out.
template <class Model, class T, class... Nested>
  requires internal::Declarable<T, Nested...>
Line<Model, T> OptionalComputed(std::string name, Attr<T> Model::*member, Nested&&... nested) {
  return {std::move(name), Mode::kOptionalComputed, member, internal::WireOf<T>(nested...)};
}

}  // namespace tf
