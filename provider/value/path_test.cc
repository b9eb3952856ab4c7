#include "provider/value/path.h"

#include <gtest/gtest.h>

namespace tf {
namespace {

TEST(Path, StartsAtTheRoot) {
  EXPECT_TRUE(Path::Root().empty());
  EXPECT_EQ(Path::Root().ToString(), "");
}

TEST(Path, ReadsAsUsersWriteIt) {
  EXPECT_EQ(Path::Root().Attribute("sources").Index(0).Attribute("rotation_id").ToString(),
            "sources[0].rotation_id");
  EXPECT_EQ(Path::Root().Attribute("tags").Key("a").ToString(), "tags[\"a\"]");
  EXPECT_EQ(Path::Root().Key("say \"a\\b\"").ToString(), R"(["say \"a\\b\""])");
}

TEST(Path, LeavesThePathItExtendsAlone) {
  const Path tags = Path::Root().Attribute("tags");
  const Path entry = tags.Key("a");
  EXPECT_EQ(tags.steps().size(), 1u);
  EXPECT_EQ(entry.steps().back(), PathStep::Key("a"));
}

TEST(Path, JoinsTwo) {
  const Path inner = Path::Root().Attribute("key");
  EXPECT_EQ(Path::Root().Attribute("tags").Index(1).Join(inner).ToString(), "tags[1].key");
  EXPECT_EQ(inner.Join(Path::Root()), inner);
  EXPECT_EQ(Path::Root().Join(inner), inner);
}

TEST(Path, TellsKindsOfStepsApart) {
  EXPECT_EQ(Path::Root().Attribute("a"), Path::Root().Attribute("a"));
  EXPECT_FALSE(Path::Root().Attribute("a") == Path::Root().Key("a"));
  EXPECT_FALSE(Path::Root().Index(0) == Path::Root().Index(1));
}

}  // namespace
}  // namespace tf
