// Shape<Model> declares a model's attributes, one expression each: name, type, mode, default,
// checks, change rule, documentation and member. Schema, decoding, encoding, validation, planning
// and documentation follow from it.
//
//   struct PetModel {
//     tf::Attr<std::string> name;
//     tf::Attr<std::int64_t> age;
//     tf::Attr<std::string> id;
//   };
//
//   const tf::Shape<PetModel>& PetShape() {
//     static const tf::Shape<PetModel> shape{
//         tf::About("A pet."),
//         tf::Required("name", &PetModel::name).Check(tf::NotBlank()).Doc("What it answers to."),
//         tf::Optional("age", &PetModel::age).Default(1).Check(tf::Between{0, 40}).Doc("Years."),
//         tf::Computed("id", &PetModel::id).Stable().Doc("Given by the shelter."),
//     };
//     return shape;
//   }
//
// Every member is an Attr of
//   std::string, bool, std::int64_t, double, Number (exact), or of
//   std::vector (a list), Set or std::map<std::string, ...> of these, or of
//   another model, alone or in one of the three; its line then takes that model's shape as well.
// A collection with one unknown element is unknown as a whole, and null elements are refused. A
// member without a line, a check of another type and a nested model without its shape do not
// compile. What Terraform refuses is found by Engine::CheckDefinition: inside a set that users
// configure nothing may be computed or have a default.
//
// Shapes are function-local statics: never copied, never destroyed, safe to share between threads.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "provider/sdk/arity.h"
#include "provider/sdk/line.h"
#include "provider/sdk/schema.h"

namespace tf {

// What the schema as a whole is for.
struct About {
  explicit About(std::string about) : text(std::move(about)) {}
  std::string text;
};

// Which edition of a resource's own schema this is; 0 unless said. Raise it when a state that is
// stored already would be misread, and let the resource be one that Upgrades.
struct Version {
  explicit Version(std::int64_t version) : number(version) {}
  std::int64_t number;
};

// A check over several attributes of one model, of a nested one as well. It runs on configurations,
// where any attribute may be null or unknown. Its paths begin at the model's own attributes.
template <class Model>
struct Rule {
  std::function<void(const Model&, Diagnostics&)> check;
};

template <class Model>
class Shape {
 public:
  // Lines in any order, at most one About and one Version, any number of Rules.
  template <class... Parts>
  explicit Shape(Parts... parts) {
    static_assert(internal::AllMembersAreAttrs<Model>, "a model is a plain struct of tf::Attr");
    static_assert(internal::OneLinePerMember<Model, Parts...>,
                  "every member of the model needs one line, and only one");
    Building building;
    (Take(building, std::move(parts)), ...);
    // Objects keep their attributes sorted; encoded in this order they need no sorting each time.
    std::ranges::sort(building.members, {}, &Member::name);
    body_ = new Body{
        Schema(std::move(building.attributes), std::move(building.about), building.version),
        std::move(building.members), std::move(building.rules), std::move(building.nested_rules)};
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
  // The same for a nested object; null when there are no rules. See Attribute::nested_rules.
  const Attribute::NestedRules& nested_rules() const { return body_->nested_rules; }

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
    Attribute::NestedRules nested_rules;
  };
  struct Building {
    std::vector<Attribute> attributes;
    std::vector<Member> members;
    std::string about;
    std::int64_t version = 0;
    std::vector<std::function<void(const Model&, Diagnostics&)>> rules;
    Attribute::NestedRules nested_rules;
    // Where the lines so far lead to in a model, to find two that lead to one place.
    Model model;
    std::vector<const void*> taken;
  };

  void Take(Building& building, About&& about) const { building.about = std::move(about.text); }
  void Take(Building& building, Version&& version) const { building.version = version.number; }
  void Take(Building& building, Rule<Model> rule) const {
    building.rules.push_back(std::move(rule.check));
    building.nested_rules = [this](const Value& object, const Path& at, Diagnostics& diagnostics) {
      CheckNested(object, at, diagnostics);
    };
  }
  template <class T>
  void Take(Building& building, Line<Model, T> line) const;
  // What does not fit the model is left to the decoding of the whole.
  void CheckNested(const Value& object, const Path& at, Diagnostics& diagnostics) const;

  const Body* body_;  // never deleted: calls on other threads may outlive the end of main
};

// ---- Definitions

template <class Model>
template <class T>
void Shape<Model>::Take(Building& building, Line<Model, T> line) const {
  const void* const place = &(building.model.*line.member_);
  line.attribute_.member_taken = std::ranges::count(building.taken, place) > 0;
  building.taken.push_back(place);
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
  Path path = at.Attribute("");
  for (const Member& member : body_->members) {
    const Value* value = object.Find(member.name);
    path.Rename(member.name);
    member.decode(value != nullptr ? *value : Value::Null(), path, found, model);
  }
  diagnostics.Append(found);
  if (found.has_error()) return std::nullopt;
  return model;
}

template <class Model>
void Shape<Model>::CheckNested(const Value& object, const Path& at,
                               Diagnostics& diagnostics) const {
  Diagnostics misfits, found;
  if (const auto model = Decode(object, misfits, at)) CheckRules(*model, found);
  for (Diagnostic diagnostic : found.items()) {
    diagnostic.path = at.Join(diagnostic.path);
    diagnostics.Add(std::move(diagnostic));
  }
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
