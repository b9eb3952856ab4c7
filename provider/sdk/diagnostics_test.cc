#include "provider/sdk/diagnostics.h"

#include <gtest/gtest.h>

namespace tf {
namespace {

TEST(Diagnostics, AWarningIsNoError) {
  Diagnostics diagnostics;
  diagnostics.AddWarning("s", "d");
  EXPECT_FALSE(diagnostics.has_error());
  diagnostics.AddError("s", "d");
  EXPECT_TRUE(diagnostics.has_error());
}

TEST(Diagnostics, TheSameOneIsKeptOnce) {
  Diagnostics diagnostics;
  diagnostics.AddError("s", "d", Path::Root().Attribute("a"));
  diagnostics.AddError("s", "d", Path::Root().Attribute("a"));
  diagnostics.AddError("s", "d", Path::Root().Attribute("b"));
  Diagnostics others = diagnostics;
  diagnostics.Append(others);
  EXPECT_EQ(diagnostics.items().size(), 2u);
}

}  // namespace
}  // namespace tf
