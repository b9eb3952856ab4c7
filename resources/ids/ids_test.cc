#include "resources/ids/ids.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace ids {
namespace {

static_assert(!std::is_convertible_v<std::string, UserId>);
static_assert(!std::is_constructible_v<UserId, ExternalUserId>);

TEST(Id, ComparesAndOrdersByItsText) {
  EXPECT_EQ(UserId("a"), UserId("a"));
  EXPECT_NE(UserId("a"), UserId("b"));
  EXPECT_LT(UserId("a"), UserId("b"));
}

TEST(Id, IsEmptyUntilGivenAText) {
  EXPECT_TRUE(UserId().empty());
  EXPECT_EQ(UserId("primary").value(), "primary");
}

}  // namespace
}  // namespace ids
