#include "provider/engine/schema_rules.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "provider/sdk/checks.h"

namespace tf::engine {
namespace {

struct TagModel {
  Attr<std::string> Key;
};

struct BlockModel {
  Attr<std::string> version;
  Attr<Set<TagModel>> tags;
};

const Shape<TagModel>& TagShape() {
  static const Shape<TagModel> shape{Optional("Key", &TagModel::Key).Default("x")};
  return shape;
}

// Breaks three rules at once.
const Shape<BlockModel>& BrokenShape() {
  static const Shape<BlockModel> shape{Optional("version", &BlockModel::version),
                                       Optional("tags", &BlockModel::tags, TagShape())};
  return shape;
}

class BrokenProvider final : public Provider<BlockModel> {
 public:
  const Shape<BlockModel>& shape() const override { return BrokenShape(); }
  void Configure(ConfigureCall<BlockModel>&) override {}
};

struct NoModel {};

const Shape<NoModel>& NoShape() {
  static const Shape<NoModel> shape{About("Nothing.")};
  return shape;
}

struct BoxModel {
  Attr<std::string> colour;
};

const Shape<BoxModel>& BoxShape() {
  static const Shape<BoxModel> shape{Optional("colour", &BoxModel::colour).Default("red")};
  return shape;
}

// What is said about the definition, without what is the same each time.
std::string Broken(const Definition& definition) {
  Diagnostics diagnostics;
  CheckSchemas(definition, diagnostics);
  std::string said;
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    said += diagnostic.detail.substr(0, diagnostic.detail.find(" This is a bug")) + "\n";
  }
  return said;
}

TEST(CheckSchemas, NamesEveryBrokenRule) {
  const std::string said = Broken(Definition(std::make_unique<BrokenProvider>()));
  EXPECT_NE(said.find("a name is lower-case letters"), std::string::npos) << said;
  EXPECT_NE(said.find("nothing inside a configured set can be computed"), std::string::npos)
      << said;
  EXPECT_NE(said.find("Terraform keeps the name version for itself"), std::string::npos) << said;
}

struct PartModel {
  Attr<std::string> label;
  Attr<std::string> unit;
};

const Shape<PartModel>& PartShape() {
  static const Shape<PartModel> shape{
      Optional("label", &PartModel::label).Replaces().Local(),
      Optional("unit", &PartModel::unit).EqualWhen(std::equal_to<std::string>()),
  };
  return shape;
}

struct KitModel {
  Attr<std::string> name;
  Attr<PartModel> part;
  Attr<Set<PartModel>> parts;
  Attr<std::int64_t> size;
};

const Shape<KitModel>& KitShape() {
  static const Shape<KitModel> shape{
      Optional("name", &KitModel::name).Stable(),
      Optional("part", &KitModel::part, PartShape()),
      Optional("parts", &KitModel::parts, PartShape()),
      Computed("size", &KitModel::size).Check(AtLeast{1}),
  };
  return shape;
}

class Kit final : public Resource<KitModel> {
 public:
  const Shape<KitModel>& shape() const override { return KitShape(); }
  void Create(CreateCall<KitModel>&) override {}
  void Read(ReadCall<KitModel>&) override {}
  void Update(UpdateCall<KitModel>&) override {}
  void Delete(DeleteCall<KitModel>&) override {}
};

struct LookUpModel {
  Attr<std::string> name;
  Attr<std::string> host;
  Attr<BoxModel> box;
};

const Shape<LookUpModel>& LookUpShape() {
  static const Shape<LookUpModel> shape{
      Optional("name", &LookUpModel::name).Default("x"),
      Optional("host", &LookUpModel::host).Replaces().EqualWhen(std::equal_to<std::string>()),
      Optional("box", &LookUpModel::box, BoxShape()),
  };
  return shape;
}

class LookUp final : public DataSource<LookUpModel> {
 public:
  const Shape<LookUpModel>& shape() const override { return LookUpShape(); }
  void Read(DataCall<LookUpModel>&) override {}
};

class SoundProvider final : public Provider<NoModel> {
 public:
  const Shape<NoModel>& shape() const override { return NoShape(); }
  void Configure(ConfigureCall<NoModel>&) override {}
};

TEST(CheckSchemas, NamesWhatHasNoEffectInAResource) {
  Definition definition(std::make_unique<SoundProvider>());
  definition.Add("test_kit", std::make_unique<Kit>());
  EXPECT_EQ(Broken(definition),
            "In test_kit.name: Stable needs Computed or OptionalComputed.\n"
            "In test_kit.part.label: Replaces has no effect inside a nested object.\n"
            "In test_kit.part.label: Local has no effect inside a nested object.\n"
            "In test_kit.parts.label: Replaces has no effect inside a nested object.\n"
            "In test_kit.parts.label: Local has no effect inside a nested object.\n"
            "In test_kit.parts.unit: EqualWhen has no effect inside a set.\n"
            "In test_kit.size: nobody can set what Check and WarnUnless would look at.\n");
}

struct TwinModel {
  Attr<std::string> first;
  Attr<std::string> second;
};

const Shape<TwinModel>& TwinShape() {
  static const Shape<TwinModel> shape{
      Optional("first", &TwinModel::first),
      Optional("second", &TwinModel::first),
  };
  return shape;
}

struct TwinsModel {
  Attr<TwinModel> twins;
};

class Twins final : public DataSource<TwinsModel> {
 public:
  const Shape<TwinsModel>& shape() const override {
    static const Shape<TwinsModel> shape{Optional("twins", &TwinsModel::twins, TwinShape())};
    return shape;
  }
  void Read(DataCall<TwinsModel>&) override {}
};

TEST(CheckSchemas, NamesTwoLinesForOneMember) {
  Definition definition(std::make_unique<SoundProvider>());
  definition.Add("test_twins", std::make_unique<Twins>());
  EXPECT_EQ(Broken(definition),
            "In test_twins.twins.second: its member has another line as well.\n");
}

TEST(CheckSchemas, NamesWhatHasNoEffectInADataSource) {
  Definition definition(std::make_unique<SoundProvider>());
  definition.Add("test_look_up", std::make_unique<LookUp>());
  EXPECT_EQ(Broken(definition),
            "In test_look_up.box.colour: Default has an effect in resources only.\n"
            "In test_look_up.host: Replaces, Local, Stable and EqualWhen have an effect in "
            "resources only.\n"
            "In test_look_up.name: Default has an effect in resources only.\n");
}

struct ShelfModel {
  Attr<std::int64_t> height;
  Attr<std::vector<BoxModel>> boxes;
  Attr<std::vector<BoxModel>> empty;
};

class Shelf final : public Resource<ShelfModel> {
 public:
  const Shape<ShelfModel>& shape() const override {
    static const Shape<ShelfModel> shape{
        Optional("height", &ShelfModel::height).Default(0).Check(AtLeast{1}),
        Optional("boxes", &ShelfModel::boxes, BoxShape()).Default({BoxModel{}}),
        Optional("empty", &ShelfModel::empty, BoxShape()).Default({}),
    };
    return shape;
  }
  void Create(CreateCall<ShelfModel>&) override {}
  void Read(ReadCall<ShelfModel>&) override {}
  void Update(UpdateCall<ShelfModel>&) override {}
  void Delete(DeleteCall<ShelfModel>&) override {}
};

TEST(CheckSchemas, NamesDefaultsThatCannotBe) {
  Definition definition(std::make_unique<SoundProvider>());
  definition.Add("test_shelf", std::make_unique<Shelf>());
  EXPECT_EQ(Broken(definition),
            "In test_shelf.boxes: a default cannot hold objects whose members are computed or have "
            "a default.\n"
            "In test_shelf.height: its default must be 1 or more.\n");
}

class Versioned final : public DataSource<NoModel> {
 public:
  const Shape<NoModel>& shape() const override {
    static const Shape<NoModel> shape{Version(-1)};
    return shape;
  }
  void Read(DataCall<NoModel>&) override {}
};

TEST(CheckSchemas, NamesVersionsThatCannotBe) {
  Definition definition(std::make_unique<SoundProvider>());
  definition.Add("test_versioned", std::make_unique<Versioned>());
  EXPECT_EQ(Broken(definition),
            "In test_versioned: Version has an effect in resources only.\n"
            "In test_versioned: a version is 0 or more.\n");
}

TEST(CheckSchemas, NamesNamesThatAreTwiceOrOfTwoProviders) {
  Definition definition(std::make_unique<SoundProvider>());
  definition.Add("store_shelf", std::make_unique<Twins>());
  definition.Add("test_twins", std::make_unique<Twins>());
  definition.Add("test_twins", std::make_unique<Twins>());
  const std::string said = Broken(definition);
  EXPECT_NE(
      said.find("\"test_twins\" is there twice.\n"
                "\"test_twins\" and \"store_shelf\" start with the types of two providers.\n"),
      std::string::npos)
      << said;
}

TEST(CutPathsAtSets, EndsAPathAtTheSet) {
  const Path tags = Path::Root().Attribute("tags");
  const Path version = Path::Root().Attribute("version");
  std::vector<Path> paths = {tags.Attribute("Key"), version, tags.Index(0).Attribute("Key")};
  CutPathsAtSets(BrokenShape().schema(), paths);
  EXPECT_EQ(paths, (std::vector<Path>{tags, version, tags}));
}

}  // namespace
}  // namespace tf::engine
