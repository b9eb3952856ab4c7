#include "provider/sdk/adapters.h"

#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tf {
namespace {

using ::testing::ElementsAre;

struct BoxModel {
  Attr<std::string> label;
};
struct OtherModel {};

struct Box : Resource<BoxModel> {
  const Shape<BoxModel>& shape() const override {
    static const Shape<BoxModel> shape{Required("label", &BoxModel::label)};
    return shape;
  }
  void Create(CreateCall<BoxModel>&) override {}
  void Read(ReadCall<BoxModel>&) override {}
  void Update(UpdateCall<BoxModel>&) override {}
  void Delete(DeleteCall<BoxModel>&) override {}
};

class BoxThatImports : public Box, public Imports<BoxModel> {
 public:
  void Import(ImportCall<BoxModel>&) override {}
};
class BoxThatImportsInPrivate : public Box, Imports<BoxModel> {
  void Import(ImportCall<BoxModel>&) override {}
};
class BoxThatImportsAnother : public Box, public Imports<OtherModel> {
  void Import(ImportCall<OtherModel>&) override {}
};

TEST(Definition, ACapabilityWithoutEffectDoesNotCompile) {
  static_assert(!internal::kIsLost<Imports, Box, BoxModel>);
  static_assert(!internal::kIsLost<Imports, BoxThatImports, BoxModel>);
  static_assert(internal::kIsLost<Imports, BoxThatImportsInPrivate, BoxModel>);
  static_assert(internal::kIsLost<Imports, BoxThatImportsAnother, BoxModel>);
  static_assert(internal::IsOffered<Box>);
  static_assert(!internal::IsOffered<std::string>);
}

struct NoSettings {};
struct Boxes final : Provider<NoSettings> {
  const Shape<NoSettings>& shape() const override {
    static const Shape<NoSettings> shape{About("Boxes.")};
    return shape;
  }
  void Configure(ConfigureCall<NoSettings>&) override {}
};

TEST(Definition, TheFirstOfANameStandsAndTheSecondIsRemembered) {
  Definition definition(std::make_unique<Boxes>());
  definition.Add("boxes_box", std::make_unique<Box>());
  definition.Add("boxes_box", std::make_unique<BoxThatImports>());
  EXPECT_FALSE(definition.resources().at("boxes_box")->imports());
  EXPECT_THAT(definition.repeated(), ElementsAre("boxes_box"));
}

}  // namespace
}  // namespace tf
