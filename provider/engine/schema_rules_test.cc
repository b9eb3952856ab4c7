#include "provider/engine/schema_rules.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

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

TEST(CheckSchemas, NamesEveryBrokenRule) {
  Diagnostics diagnostics;
  CheckSchemas(Definition(std::make_unique<BrokenProvider>()), diagnostics);
  std::string said;
  for (const Diagnostic& diagnostic : diagnostics.items()) said += diagnostic.detail + "\n";
  EXPECT_NE(said.find("a name is lower-case letters"), std::string::npos) << said;
  EXPECT_NE(said.find("nothing inside a configured set can be computed"), std::string::npos)
      << said;
  EXPECT_NE(said.find("Terraform keeps the name version for itself"), std::string::npos) << said;
}

TEST(CutPathsAtSets, EndsAPathAtTheSet) {
  Diagnostics diagnostics;
  diagnostics.AddError("s", "d", Path::Root().Attribute("tags").Attribute("Key"));
  diagnostics.AddError("s", "d", Path::Root().Attribute("version"));
  CutPathsAtSets(BrokenShape().schema(), diagnostics);
  ASSERT_EQ(diagnostics.items().size(), 2U);
  EXPECT_EQ(diagnostics.items()[0].path.ToString(), "tags");
  EXPECT_EQ(diagnostics.items()[1].path.ToString(), "version");
}

}  // namespace
}  // namespace tf::engine
