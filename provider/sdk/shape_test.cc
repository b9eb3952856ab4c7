#include "provider/sdk/shape.h"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "provider/sdk/checks.h"
#include "provider/value/json.h"

namespace tf {
namespace {

struct Wheel {
  Attr<std::string> side;
  Attr<std::int64_t> inches;
  friend bool operator==(const Wheel&, const Wheel&) = default;
};

struct Car {
  Attr<std::string> name;
  Attr<bool> electric;
  Attr<std::vector<std::string>> owners;
  Attr<std::map<std::string, double>> prices;
  Attr<Wheel> spare;
  Attr<std::vector<Wheel>> list;
  Attr<Set<Wheel>> set;
  Attr<std::map<std::string, Wheel>> map;
};

const Shape<Wheel>& WheelShape() {
  static const Shape<Wheel> shape{
      Required("side", &Wheel::side).Check(NotBlank()),
      Optional("inches", &Wheel::inches),
  };
  return shape;
}

const Shape<Car>& CarShape() {
  static const Shape<Car> shape{
      About("A car."),
      Required("name", &Car::name).Doc("What it is called."),
      Optional("electric", &Car::electric).Default(true),
      Optional("owners", &Car::owners).Check(AtLeastOne()),
      Optional("prices", &Car::prices).Sensitive(),
      Optional("spare", &Car::spare, WheelShape()),
      Optional("list", &Car::list, WheelShape()),
      OptionalComputed("set", &Car::set, WheelShape()),
      Computed("map", &Car::map, WheelShape()),
  };
  return shape;
}

Value Object(std::string_view json) {
  auto value = DecodeJson(json, CarShape().schema().type());
  EXPECT_TRUE(value) << value.error();
  return value ? *value : Value();
}

constexpr char kFullCar[] = R"({
  "name": "T", "electric": false, "owners": ["Ann", "Bob"], "prices": {"eur": 1.5},
  "spare": {"side": "left", "inches": 17}, "list": [{"side": "right"}], "set": [{"side": "a"}, {"side": "b"}],
  "map": {"k": {"side": "c", "inches": 3}}})";

TEST(Shape, TypesFollowFromTheMembers) {
  EXPECT_EQ(
      CarShape().schema().type().ToJson(),
      R"(["object",{"electric":"bool","list":["list",["object",{"inches":"number","side":"string"}]],)"
      R"("map":["map",["object",{"inches":"number","side":"string"}]],"name":"string","owners":["list","string"],)"
      R"("prices":["map","number"],"set":["set",["object",{"inches":"number","side":"string"}]],)"
      R"("spare":["object",{"inches":"number","side":"string"}]}])");
}

TEST(Shape, LinesBecomeAttributes) {
  const Schema& schema = CarShape().schema();
  EXPECT_EQ(schema.doc(), "A car.");
  EXPECT_EQ(schema.Find("name")->mode, Mode::kRequired);
  EXPECT_EQ(schema.Find("name")->doc, "What it is called.");
  EXPECT_TRUE(schema.Find("electric")->computed());
  EXPECT_TRUE(schema.Find("prices")->sensitive);
  EXPECT_EQ(schema.Find("map")->mode, Mode::kComputed);
  EXPECT_EQ(schema.Find("set")->nesting, Nesting::kSet);
  EXPECT_EQ(schema.Find("nothing"), nullptr);
}

TEST(Shape, EncodingWhatWasDecodedGivesTheSameObject) {
  const Value object = Object(kFullCar);
  Diagnostics diagnostics;
  auto car = CarShape().Decode(object, diagnostics);
  ASSERT_TRUE(car);
  EXPECT_TRUE(Equal(CarShape().Encode(*car), object, CarShape().schema().type()));
  EXPECT_EQ(*car->owners, (std::vector<std::string>{"Ann", "Bob"}));
  EXPECT_EQ(*car->spare->inches, 17);
  EXPECT_TRUE(car->list->at(0).inches.is_null());
  EXPECT_EQ(*car->set, (Set<Wheel>{{"b", {}}, {"a", {}}}));
}

TEST(Shape, NullAndUnknownAreSeenByTheModel) {
  Value object = Object(R"({"name": "T"})");
  *object.FindMutable("owners") = Value::List({Value::String("Ann"), Value::Unknown()});
  *object.FindMutable("spare") = Value::Unknown();
  *object.FindMutable("list") =
      Value::List({Value::Map({{"side", Value::Unknown()}, {"inches", Value::Null()}})});
  Diagnostics diagnostics;
  auto car = CarShape().Decode(object, diagnostics);
  ASSERT_TRUE(car);
  EXPECT_TRUE(car->owners.is_unknown());
  EXPECT_TRUE(car->spare.is_unknown());
  ASSERT_TRUE(car->list.is_known());
  EXPECT_TRUE(car->list->at(0).side.is_unknown());
  EXPECT_TRUE(car->electric.is_null());
}

TEST(Shape, AValueThatDoesNotFitIsAnErrorOnItsPath) {
  Diagnostics diagnostics;
  auto car = CarShape().Decode(Object(R"({"name": "T", "list": [{"side": "a", "inches": 1.5}]})"),
                               diagnostics);
  EXPECT_FALSE(car);
  ASSERT_EQ(diagnostics.items().size(), 1u);
  EXPECT_EQ(diagnostics.items()[0].path.ToString(), "list[0].inches");
  EXPECT_EQ(diagnostics.items()[0].detail, "The attribute list[0].inches must be a whole number.");
}

TEST(Shape, ChecksSeeTheTypedValue) {
  const Attribute& side = *WheelShape().schema().Find("side");
  EXPECT_EQ(side.checks[0](Value::String(" ")), "must not be blank");
  EXPECT_EQ(side.checks[0](Value::String("left")), std::nullopt);
}

struct Rack {
  Attr<std::vector<Wheel>> wheels;
};

TEST(Shape, ChecksDoNotSeeACollectionWithAnUnknownElement) {
  static int asked = 0;  // as long-lived as the shape
  static const Shape<Rack> shape{
      Optional("wheels", &Rack::wheels, WheelShape())
          .Check([](const std::vector<Wheel>&) -> std::optional<std::string> {
            ++asked;
            return "must be better";
          })
          .EqualWhen([](const auto&, const auto&) { return ++asked > 0; }),
  };
  const Attribute& wheels = *shape.schema().Find("wheels");
  const Value half = Value::List({Value::Map({{"side", Value::String("a")}}), Value::Unknown()});
  asked = 0;
  EXPECT_EQ(wheels.checks[0](half), std::nullopt);
  EXPECT_FALSE(wheels.same(half, half));
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(wheels.checks[0](Value::List({})), "must be better");
}

struct Sample {
  Attr<double> grams;
  Attr<Number> exact;
};

struct Samples {
  Attr<std::map<std::string, Set<double>>> grams;
  Attr<Set<Sample>> set;
  Attr<std::string> name;
};

TEST(Shape, AttributesKnowWhetherADoubleRoundsThem) {
  static const Shape<Sample> sample{Optional("grams", &Sample::grams),
                                    Optional("exact", &Sample::exact)};
  static const Shape<Samples> shape{Optional("grams", &Samples::grams),
                                    Optional("set", &Samples::set, sample),
                                    Optional("name", &Samples::name)};
  EXPECT_TRUE(shape.schema().Find("grams")->rounds);
  EXPECT_TRUE(shape.schema().Find("set")->rounds);
  EXPECT_TRUE(sample.schema().Find("grams")->rounds);
  EXPECT_FALSE(sample.schema().Find("exact")->rounds);
  EXPECT_FALSE(shape.schema().Find("name")->rounds);
}

struct Pair {
  Attr<std::string> first;
  Attr<std::string> second;
};

struct Cached {
  Attr<std::string> first;
  std::string cache;
  Attr<std::string> second;
};

template <class NestedShape>
concept Nests = requires(NestedShape&& nested) {
  Optional("spare", &Car::spare, std::forward<NestedShape>(nested));
};

TEST(Shape, ANestedShapeOutlivesItsLine) {
  static_assert(Nests<const Shape<Wheel>&>);
  static_assert(Nests<Shape<Wheel>&>);
  static_assert(!Nests<Shape<Wheel>>, "a temporary one");
  static_assert(!Nests<const Shape<Wheel>>, "a temporary one");
  static_assert(!Nests<const Shape<Car>&>, "of another model");
}

TEST(Shape, WhatIsWrongDoesNotCompile) {
  using First = decltype(Required("first", &Pair::first));
  using Second = decltype(Required("second", &Pair::second));
  static_assert(internal::OneLinePerMember<Pair, First, Second, About>);
  static_assert(!internal::OneLinePerMember<Pair, First>, "a member without a line");
  static_assert(!internal::OneLinePerMember<Pair, First, Second, Second>, "more than members");
  static_assert(internal::AllMembersAreAttrs<Pair>);
  static_assert(!internal::AllMembersAreAttrs<Cached>, "a member that no line can have");

  static_assert(!std::is_invocable_v<Between, const std::string&>, "a check for another type");
  static_assert(std::is_invocable_v<NotBlank, const std::string&>);
  static_assert(std::is_invocable_v<AtLeastOne, const std::vector<std::string>&>);
  static_assert(!std::is_invocable_v<AtLeastOne, const std::int64_t&>);

  static_assert(PlainValue<std::vector<std::string>>);
  static_assert(!PlainValue<Wheel>, "a nested model needs its shape");
  static_assert(!PlainValue<std::vector<Wheel>>);
}

}  // namespace
}  // namespace tf
