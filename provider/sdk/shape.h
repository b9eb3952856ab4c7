// Shape<Model> declares a model's attributes, one expression each: name, type, mode, default,
// checks, change rule, documentation and member. Schema, decoding, encoding, validation, planning
// and documentation follow from it.
//
//   struct PetModel { tf::Attr<std::string> name; tf::Attr<std::int64_t> age; tf::Attr<std::string>
//   id; };
//
//   const tf::Shape<PetModel>& PetShape() {
//     static const tf::Shape<PetModel> shape{
//         tf::About("A pet."),
//         tf::Required("name", &PetModel::name).Check(tf::NotBlank()).Doc("What it answers to."),
//         tf::Optional("age", &PetModel::age).Default(1).Check(tf::Between(0, 40)).Doc("In
//         years."), tf::Computed("id", &PetModel::id).Stable().Doc("Given by the shelter."),
//     };
//     return shape;
//   }
//
// Every member is an Attr; a member without a line, a check of another type and a nested model
// without its shape do not compile. Shapes are function-local statics: never copied, never
// destroyed, safe to share between threads.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "provider/sdk/codec.h"
#include "provider/sdk/schema.h"
#include "provider/sdk/shape_internal.h"

namespace tf {

// What the schema as a whole is for.
struct About {
  explicit About(std::string about) : text(std::move(about)) {}
  std::string text;
};

// A check over several attributes of one model. It runs on configurations, where any attribute may
// be null or unknown.
template <class Model>
struct Rule {
  std::function<void(const Model&, Diagnostics&)> check;
};

// One attribute: made by Required, Optional, Computed and OptionalComputed below, refined by its
// own methods.
template <class Model, class T>
class Line {
 public:
  using ModelType = Model;

  Line(std::string name, Mode mode, Attr<T> Model::*member, internal::Wire<T> wire);

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
  // What is planned when the configuration leaves the attribute out.
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
  Line Doc(std::string doc) && { return attribute_.doc = std::move(doc), std::move(*this); }
  Line Deprecated(std::string instead) && {
    return attribute_.deprecated = std::move(instead), std::move(*this);
  }
  Line Sensitive() && { return attribute_.sensitive = true, std::move(*this); }
  Line Replaces() && { return attribute_.replaces = true, std::move(*this); }
  Line Local() && { return attribute_.local = true, std::move(*this); }
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

template <class Model>
class Shape {
 public:
  // Lines in any order, at most one About, any number of Rules.
  template <class... Parts>
    requires internal::OneLinePerMember<Model, Parts...>
  explicit Shape(Parts... parts) {
    Building building;
    (Take(building, std::move(parts)), ...);
    body_ = new Body{Schema(std::move(building.attributes), std::move(building.about), 0),
                     std::move(building.members), std::move(building.rules)};
  }
  Shape(const Shape&) = delete;
  Shape& operator=(const Shape&) = delete;

  const Schema& schema() const { return body_->schema; }

  // `object` is known and conforms to the schema's type. What does not fit a member is an error
  // under `at`.
  std::optional<Model> Decode(const Value& object, Diagnostics& diagnostics,
                              const Path& at = Path::Root()) const;

  // The whole object, every attribute present.
  Value Encode(const Model& model) const;

  // Runs the rules over several attributes.
  void CheckRules(const Model& model, Diagnostics& diagnostics) const {
    for (const auto& rule : body_->rules) rule(model, diagnostics);
  }

 private:
  struct Member {
    std::string name;
    std::function<void(const Value&, const Path&, Diagnostics&, Model&)> decode;
    std::function<Value(const Model&)> encode;
  };
  struct Body {
    Schema schema;
    std::vector<Member> members;
    std::vector<std::function<void(const Model&, Diagnostics&)>> rules;
  };
  struct Building {
    std::vector<Attribute> attributes;
    std::vector<Member> members;
    std::string about;
    std::vector<std::function<void(const Model&, Diagnostics&)>> rules;
  };

  static void Take(Building& building, About&& about) { building.about = std::move(about.text); }
  static void Take(Building& building, Rule<Model> rule) {
    building.rules.push_back(std::move(rule.check));
  }
  template <class T>
  static void Take(Building& building, Line<Model, T> line);

  const Body* body_;  // never deleted: calls on other threads may outlive the end of main
};

// ---- The four kinds of line. The second form takes the shape of a nested model, for a member that
// is an Attr of the
// ---- model itself or of a std::vector, Set or std::map of it.

template <class Model, PlainValue T>
Line<Model, T> Required(std::string name, Attr<T> Model::*member) {
  return {std::move(name), Mode::kRequired, member, internal::PlainWire<T>()};
}
template <class Model, class T>
Line<Model, T> Required(std::string name, Attr<T> Model::*member,
                        const Shape<internal::ElementOf<T>>& nested) {
  return {std::move(name), Mode::kRequired, member, internal::NestedWire<T>(nested)};
}
template <class Model, PlainValue T>
Line<Model, T> Optional(std::string name, Attr<T> Model::*member) {
  return {std::move(name), Mode::kOptional, member, internal::PlainWire<T>()};
}
template <class Model, class T>
Line<Model, T> Optional(std::string name, Attr<T> Model::*member,
                        const Shape<internal::ElementOf<T>>& nested) {
  return {std::move(name), Mode::kOptional, member, internal::NestedWire<T>(nested)};
}
template <class Model, PlainValue T>
Line<Model, T> Computed(std::string name, Attr<T> Model::*member) {
  return {std::move(name), Mode::kComputed, member, internal::PlainWire<T>()};
}
template <class Model, class T>
Line<Model, T> Computed(std::string name, Attr<T> Model::*member,
                        const Shape<internal::ElementOf<T>>& nested) {
  return {std::move(name), Mode::kComputed, member, internal::NestedWire<T>(nested)};
}
template <class Model, PlainValue T>
Line<Model, T> OptionalComputed(std::string name, Attr<T> Model::*member) {
  return {std::move(name), Mode::kOptionalComputed, member, internal::PlainWire<T>()};
}
template <class Model, class T>
Line<Model, T> OptionalComputed(std::string name, Attr<T> Model::*member,
                                const Shape<internal::ElementOf<T>>& nested) {
  return {std::move(name), Mode::kOptionalComputed, member, internal::NestedWire<T>(nested)};
}

// ---- Definitions
// -----------------------------------------------------------------------------------------------

template <class Model, class T>
Line<Model, T>::Line(std::string name, Mode mode, Attr<T> Model::*member, internal::Wire<T> wire)
    : member_(member), wire_(std::move(wire)) {
  attribute_.name = std::move(name);
  attribute_.mode = mode;
  attribute_.type = wire_.type;
  attribute_.nesting = wire_.nesting;
  attribute_.nested = wire_.nested;
}

template <class Model>
template <class T>
void Shape<Model>::Take(Building& building, Line<Model, T> line) {
  building.members.push_back(
      {line.attribute_.name,
       [member = line.member_, decode = line.wire_.decode_attr](
           const Value& value, const Path& path, Diagnostics& diagnostics, Model& model) {
         model.*member = decode(value, path, diagnostics);
       },
       [member = line.member_, encode = line.wire_.encode](const Model& model) {
         return EncodeAttr(model.*member, encode);
       }});
  building.attributes.push_back(std::move(line.attribute_));
}

template <class Model>
std::optional<Model> Shape<Model>::Decode(const Value& object, Diagnostics& diagnostics,
                                          const Path& at) const {
  Diagnostics found;
  Model model;
  for (const Member& member : body_->members) {
    const Value* value = object.Find(member.name);
    member.decode(value != nullptr ? *value : Value::Null(), at.Attribute(member.name), found,
                  model);
  }
  diagnostics.Append(found);
  if (found.has_error()) return std::nullopt;
  return model;
}

template <class Model>
Value Shape<Model>::Encode(const Model& model) const {
  std::vector<std::pair<std::string, Value>> members;
  members.reserve(body_->members.size());
  for (const Member& member : body_->members)
    members.emplace_back(member.name, member.encode(model));
  return Value::Map(std::move(members));
}

}  // namespace tf
