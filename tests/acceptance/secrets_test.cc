#include "tests/acceptance/secrets.h"

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/acceptance/terraform.h"

namespace acceptance {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kSecret[] = "s3cret/key+of=Jeanne";

TEST(FormsIn, FindsASecretAsItIs) {
  EXPECT_THAT(FormsIn(absl::StrCat("token=", kSecret, "\n"), kSecret), Not(IsEmpty()));
}

TEST(FormsIn, FindsItInAUrl) {
  EXPECT_THAT(FormsIn("https://host/?key=s3cret%2Fkey%2Bof%3DJeanne", kSecret), Not(IsEmpty()));
}

TEST(FormsIn, FindsItInBase64WhateverIsAround) {
  for (const std::string user : {"", "a", "ab", "abc", "me@example.com:"}) {
    const std::string basic = absl::StrCat(user, kSecret);
    EXPECT_THAT(FormsIn(absl::StrCat("Basic ", absl::Base64Escape(basic)), kSecret), Not(IsEmpty()))
        << user;
    EXPECT_THAT(FormsIn(absl::WebSafeBase64Escape(basic + ":x"), kSecret), Not(IsEmpty())) << user;
  }
}

TEST(FormsIn, FindsNothingInOtherText) {
  EXPECT_THAT(FormsIn("s3cret key of Jeanne, czNjcmV0", kSecret), IsEmpty());
}

TEST(Terraform, FailsTheTestWhenASecretIsLeftInAFile) {
  std::optional<Terraform> terraform(std::in_place);
  terraform->environment["PAGERDUTY_TOKEN"] = kSecret;
  terraform->Write("planted.log", absl::StrCat("Authorization: Token token=", kSecret));
  EXPECT_NONFATAL_FAILURE(terraform.reset(), "PAGERDUTY_TOKEN shows in");
}

TEST(Terraform, FailsTheTestWhenASecretIsPrinted) {
  Terraform terraform;
  terraform.environment["PAGERDUTY_TOKEN"] = kSecret;
  EXPECT_NONFATAL_FAILURE(terraform.Run({absl::StrCat("no-such-command-", kSecret)}),
                          "PAGERDUTY_TOKEN shows in the standard error");
}

}  // namespace
}  // namespace acceptance
