#include "resources/provider_model.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/support/data_source_driver.h"

namespace incident_provider {
namespace {

using testing_support::CheckRules;

TEST(ProviderShape, AcceptsAnEmptyBlock) { EXPECT_EQ(CheckRules(ProviderShape(), {}), ""); }

TEST(ProviderShape, AcceptsHttpForLoopbackHostsOnly) {
  EXPECT_EQ(CheckRules(ProviderShape(), {.endpoint = "http://127.0.0.1:8080/incident"}), "");
  EXPECT_EQ(CheckRules(ProviderShape(), {.endpoint = "http://api.example"}),
            "error endpoint: Invalid value for endpoint\n"
            "The attribute endpoint cannot be used: \"http://api.example\" must use https; http is "
            "accepted for loopback hosts only.\n");
}

TEST(ProviderShape, RefusesABadEndpointOfEverySystem) {
  EXPECT_EQ(CheckRules(ProviderShape(), {.pagerduty = PagerDutyModel{.endpoint = "pagerduty"},
                                         .opsgenie = OpsgenieModel{.endpoint = "ftp://x"},
                                         .jsm = JsmModel{.endpoint = "https://x/?a=b"}}),
            "error pagerduty.endpoint: Invalid value for pagerduty.endpoint\n"
            "The attribute pagerduty.endpoint cannot be used: \"pagerduty\" is not a URL; it "
            "should look like https://host or https://host/path.\n"
            "error opsgenie.endpoint: Invalid value for opsgenie.endpoint\n"
            "The attribute opsgenie.endpoint cannot be used: \"ftp://x\" must use https.\n"
            "error jsm.endpoint: Invalid value for jsm.endpoint\n"
            "The attribute jsm.endpoint cannot be used: \"https://x/?a=b\" must not have a query "
            "(\"?...\").\n");
}

TEST(ProviderShape, DoesNotRepeatAnEndpointThatMayHoldAPassword) {
  EXPECT_EQ(CheckRules(ProviderShape(), {.endpoint = "https://user:secret@api.example"}),
            "error endpoint: Invalid value for endpoint\n"
            "The attribute endpoint cannot be used: an endpoint must not have a user name or "
            "password.\n");
}

TEST(ProviderShape, MarksSecretsAsSensitive) {
  const tf::Schema& schema = ProviderShape().schema();
  EXPECT_TRUE(schema.Find("api_key")->sensitive);
  const auto is_sensitive = [&](const char* object, const char* member) {
    for (const tf::Attribute& attribute : schema.Find(object)->nested) {
      if (attribute.name == member) return attribute.sensitive;
    }
    return false;
  };
  EXPECT_TRUE(is_sensitive("pagerduty", "token"));
  EXPECT_TRUE(is_sensitive("opsgenie", "api_key"));
  EXPECT_TRUE(is_sensitive("jsm", "api_token"));
  EXPECT_FALSE(is_sensitive("jsm", "email"));
}

TEST(CheckSecret, RefusesBlanksAndLineEnds) {
  EXPECT_EQ(CheckSecret("inc_0123"), std::nullopt);
  EXPECT_EQ(CheckSecret(" \n"), "must not be blank");
  EXPECT_EQ(CheckSecret("inc_0123\n"),
            "must be printable ASCII text without blanks and line ends (if it comes from a file, "
            "trimspace() removes the last line end)");
}

TEST(CheckRegion, AcceptsTheTwoRegions) {
  EXPECT_EQ(CheckRegion("us"), std::nullopt);
  EXPECT_EQ(CheckRegion("eu"), std::nullopt);
  EXPECT_EQ(CheckRegion("EU"), "must be \"us\" or \"eu\"");
}

TEST(CheckDriftMode, AcceptsTheFourModes) {
  for (const char* mode : {"off", "warn", "error", "resync"}) {
    EXPECT_EQ(CheckDriftMode(mode), std::nullopt);
  }
  EXPECT_EQ(CheckDriftMode(""), "must be \"off\", \"warn\", \"error\" or \"resync\"");
}

}  // namespace
}  // namespace incident_provider
