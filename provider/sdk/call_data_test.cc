#include "provider/sdk/call_data.h"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace tf {
namespace {

TEST(Call, SharesWhatWasConfigured) {
  CallData data;
  data.configured = Configured(std::make_shared<std::string>("shared"));
  EXPECT_EQ(Call(data).configured<std::string>(), "shared");
}

TEST(Call, SharesAConstantAsOne) {
  CallData data;
  data.configured = Configured(std::make_shared<const std::string>("shared"));
  EXPECT_EQ(Call(data).configured<const std::string>(), "shared");
  EXPECT_THROW(Call(data).configured<std::string>(), std::logic_error);
}

TEST(Call, ThrowsWhenAskedForAnotherTypeThanWasConfigured) {
  CallData data;
  EXPECT_THROW(Call(data).configured<int>(), std::logic_error);
  data.configured = Configured(std::make_shared<std::string>("shared"));
  EXPECT_THROW(Call(data).configured<int>(), std::logic_error);
}

}  // namespace
}  // namespace tf
