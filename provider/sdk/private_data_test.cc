#include "provider/sdk/private_data.h"

#include <gtest/gtest.h>

namespace tf {
namespace {

TEST(PrivateData, ComesBackAsItWasWritten) {
  PrivateData data;
  data.Set("replaces", "01ABC");
  data.Set("order", "a,b");
  data.Set("order", "b,a");
  auto read = PrivateData::Decode(data.Encode());
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, data);
  EXPECT_EQ(read->Get("order"), "b,a");
  EXPECT_EQ(read->Get("nothing"), std::nullopt);
}

TEST(PrivateData, NothingIsNoBytes) {
  PrivateData data;
  data.Set("a", "b");
  data.Erase("a");
  EXPECT_EQ(data.Encode(), "");
  EXPECT_TRUE(PrivateData::Decode("")->empty());
}

TEST(PrivateData, RefusesWhatItDidNotWrite) {
  EXPECT_FALSE(PrivateData::Decode("garbage"));
  EXPECT_FALSE(PrivateData::Decode("[1]"));
  EXPECT_EQ(PrivateData::Decode("null").error(), "it is not a map of texts");
}

}  // namespace
}  // namespace tf
