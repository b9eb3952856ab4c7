#include "resources/http/message.h"

#include <gtest/gtest.h>

namespace http {
namespace {

TEST(Response, FindsAHeaderWhateverItsCase) {
  const Response response{200, {{"Retry-After", "1"}, {"retry-after", "2"}}, ""};
  EXPECT_EQ(response.Find("RETRY-AFTER"), "1");
  EXPECT_EQ(response.Find("Date"), std::nullopt);
}

TEST(Response, IsOkFrom200To299) {
  EXPECT_FALSE((Response{199, {}, {}}).ok());
  EXPECT_TRUE((Response{200, {}, {}}).ok());
  EXPECT_TRUE((Response{299, {}, {}}).ok());
  EXPECT_FALSE((Response{300, {}, {}}).ok());
}

TEST(MethodName, IsTheWordOnTheWire) {
  EXPECT_EQ(MethodName(Method::kGet), "GET");
  EXPECT_EQ(MethodName(Method::kPost), "POST");
  EXPECT_EQ(MethodName(Method::kDelete), "DELETE");
}

}  // namespace
}  // namespace http
