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

TEST(FormsIn, FindsItInJson) {
  constexpr char kQuoted[] = "s3cret\"<of>&\\Jeanne";
  EXPECT_THAT(FormsIn(R"({"token":"s3cret\"<of>&\\Jeanne"})", kQuoted), Not(IsEmpty()));
  EXPECT_THAT(FormsIn(R"({"token":"s3cret\"\u003cof\u003e\u0026\\Jeanne"})", kQuoted),
              Not(IsEmpty()));
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

// As Terraform stores what a provider remembers of an object.
TEST(Terraform, FailsTheTestWhenASecretIsInPrivateData) {
  std::optional<Terraform> terraform(std::in_place);
  terraform->environment["PAGERDUTY_TOKEN"] = kSecret;
  const std::string data = absl::Base64Escape(absl::StrCat(R"({"note":")", kSecret, R"("})"));
  terraform->Write("terraform.tfstate", absl::StrCat(R"({"private":")", data, R"("})"));
  EXPECT_NONFATAL_FAILURE(terraform.reset(), "PAGERDUTY_TOKEN shows in");
}

TEST(Terraform, FailsTheTestWhenASecretIsInASavedPlan) {
  std::optional<Terraform> terraform(std::in_place);
  terraform->environment["PAGERDUTY_TOKEN"] = kSecret;
  constexpr char kPack[] =
      "import sys, zipfile\n"
      "with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as archive:\n"
      "  archive.writestr('tfplan', 'x' * 1000 + sys.argv[2] + 'x' * 1000)\n";
  const auto packed = testing_support::Run(
      {.arguments = {"python3", "-c", kPack, terraform->folder() + "/saved.plan", kSecret},
       .environment = {},
       .without_variables = {},
       .folder = {}});
  ASSERT_EQ(packed.exit_code, 0) << packed.err;
  EXPECT_NONFATAL_FAILURE(terraform.reset(), "PAGERDUTY_TOKEN shows in a saved plan");
}

TEST(Terraform, FailsTheTestWhenACommandThatRunsBesideItPrintsASecret) {
  std::optional<Terraform> terraform(std::in_place);
  terraform->environment["PAGERDUTY_TOKEN"] = kSecret;
  testing_support::Subprocess(terraform->CommandFor({absl::StrCat("no-such-command-", kSecret)}))
      .Wait();
  EXPECT_NONFATAL_FAILURE(terraform.reset(), "PAGERDUTY_TOKEN shows in");
}

TEST(Terraform, FailsTheTestWhenATemporaryFileIsLeft) {
  std::optional<Terraform> terraform(std::in_place);
  terraform->Write("tmp/plugin-123456/socket", "");
  EXPECT_NONFATAL_FAILURE(terraform.reset(), "is left");
}

TEST(Terraform, FailsTheTestWhenASecretIsPrinted) {
  Terraform terraform;
  terraform.environment["PAGERDUTY_TOKEN"] = kSecret;
  EXPECT_NONFATAL_FAILURE(terraform.Run({absl::StrCat("no-such-command-", kSecret)}),
                          "PAGERDUTY_TOKEN shows in the standard error");
}

}  // namespace
}  // namespace acceptance
