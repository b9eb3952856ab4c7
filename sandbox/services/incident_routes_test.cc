#include "sandbox/services/incident_routes.h"

#include <gtest/gtest.h>

#include "nlohmann/json.hpp"
#include "sandbox/services/test_world.h"

namespace sandbox {
namespace {

const std::vector<std::string> kIds = {"A", "B", "C"};

TEST(PageSizeOf, TakesNumbersFromOneToTheMost) {
  EXPECT_EQ(PageSizeOf(Ask("GET", "/x", ""), 250), 25);
  EXPECT_EQ(PageSizeOf(Ask("GET", "/x?page_size=250", ""), 250), 250);
  EXPECT_EQ(PageSizeOf(Ask("GET", "/x?page_size=251", ""), 250), std::nullopt);
  EXPECT_EQ(PageSizeOf(Ask("GET", "/x?page_size=two", ""), 250), std::nullopt);
}

TEST(PageOf, ContinuesAfterAnIdAndEndsAfterAnUnknownOne) {
  const Slice first = PageOf(Ask("GET", "/x", ""), kIds, 2);
  EXPECT_EQ(first.begin, 0U);
  EXPECT_EQ(first.end, 2U);
  EXPECT_EQ(PageOf(Ask("GET", "/x?after=B", ""), kIds, 2).begin, 2U);
  EXPECT_EQ(PageOf(Ask("GET", "/x?after=Z", ""), kIds, 2).begin, 3U);
}

TEST(PaginationMeta, NamesTheLastIdUnlessThePageIsTheLast) {
  EXPECT_EQ(PaginationMeta(kIds, {0, 2}, 2)["after"], "B");
  EXPECT_FALSE(PaginationMeta(kIds, {2, 3}, 2).contains("after"));
}

}  // namespace
}  // namespace sandbox
