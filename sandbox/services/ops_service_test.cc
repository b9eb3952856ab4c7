#include "sandbox/services/ops_service.h"

#include <gtest/gtest.h>

namespace sandbox {
namespace {

TEST(OpsKeys, WriteTheHeaderThatOpensTheAccount) {
  EXPECT_EQ(GenieKey("abc"), "GenieKey abc");
  EXPECT_EQ(BasicAuth("me@example.com", "token"), "Basic bWVAZXhhbXBsZS5jb206dG9rZW4=");
}

TEST(OpsKeys, AreFoundByTheWholeHeader) {
  OpsSettings settings;
  settings.keys = {{GenieKey("abc"), true}};
  ASSERT_NE(FindKey(settings, "GenieKey abc"), nullptr);
  EXPECT_TRUE(FindKey(settings, "GenieKey abc")->read_only);
  EXPECT_EQ(FindKey(settings, "GenieKey abcd"), nullptr);
  EXPECT_EQ(FindKey(settings, ""), nullptr);
}

}  // namespace
}  // namespace sandbox
