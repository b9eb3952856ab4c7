#include "resources/environment.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <optional>
#include <string>

#include "tests/support/data_source_driver.h"

namespace incident_provider {
namespace {

using testing_support::Said;

using Variables = std::map<std::string, std::string>;

struct Filled {
  ProviderModel block;
  std::string said;
};

Filled Fill(const ProviderModel& config, const Variables& variables) {
  const Environment environment = [&](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
  tf::Diagnostics diagnostics;
  ProviderModel block = FillFromEnvironment(config, environment, diagnostics);
  return {std::move(block), Said(diagnostics)};
}

TEST(FillFromEnvironment, FillsEveryGap) {
  const Filled filled = Fill({}, {{"INCIDENT_API_KEY", "key"},
                                  {"INCIDENT_ENDPOINT", "https://incident.example"},
                                  {"INCIDENT_DRIFT_CHECK", "error"},
                                  {"PAGERDUTY_TOKEN", "token"},
                                  {"PAGERDUTY_SERVICE_REGION", "eu"},
                                  {"PAGERDUTY_ENDPOINT", "https://pagerduty.example"},
                                  {"OPSGENIE_API_KEY", "genie"},
                                  {"OPSGENIE_REGION", "eu"},
                                  {"OPSGENIE_ENDPOINT", "https://opsgenie.example"},
                                  {"ATLASSIAN_OPS_CLOUD_ID", "cloud"},
                                  {"ATLASSIAN_OPS_API_EMAIL_ADDRESS", "ops@x.io"},
                                  {"ATLASSIAN_OPS_API_TOKEN", "atlassian"},
                                  {"ATLASSIAN_OPS_ENDPOINT", "http://localhost:1/jsm"}});
  EXPECT_EQ(filled.said, "");
  const ProviderModel& block = filled.block;
  EXPECT_EQ(block.api_key, "key");
  EXPECT_EQ(block.endpoint, "https://incident.example");
  EXPECT_EQ(block.drift_check, "error");
  EXPECT_EQ(block.pagerduty->token, "token");
  EXPECT_EQ(block.pagerduty->region, "eu");
  EXPECT_EQ(block.pagerduty->endpoint, "https://pagerduty.example");
  EXPECT_EQ(block.opsgenie->api_key, "genie");
  EXPECT_EQ(block.opsgenie->region, "eu");
  EXPECT_EQ(block.opsgenie->endpoint, "https://opsgenie.example");
  EXPECT_EQ(block.jsm->cloud_id, "cloud");
  EXPECT_EQ(block.jsm->email, "ops@x.io");
  EXPECT_EQ(block.jsm->api_token, "atlassian");
  EXPECT_EQ(block.jsm->endpoint, "http://localhost:1/jsm");
}

TEST(FillFromEnvironment, LetsTheBlockWinMemberByMember) {
  const Filled filled = Fill({.pagerduty = PagerDutyModel{.region = "us"}},
                             {{"PAGERDUTY_TOKEN", "token"}, {"PAGERDUTY_SERVICE_REGION", "eu"}});
  EXPECT_EQ(filled.block.pagerduty->token, "token");
  EXPECT_EQ(filled.block.pagerduty->region, "us");
}

TEST(FillFromEnvironment, LeavesAloneWhatIsNotKnownYet) {
  ProviderModel config;
  config.api_key = tf::Attr<std::string>::Unknown();
  config.jsm = tf::Attr<JsmModel>::Unknown();
  const Filled filled =
      Fill(config, {{"INCIDENT_API_KEY", "key"}, {"ATLASSIAN_OPS_API_TOKEN", "a b"}});
  EXPECT_EQ(filled.said, "");
  EXPECT_TRUE(filled.block.api_key.is_unknown());
  EXPECT_TRUE(filled.block.jsm.is_unknown());
}

TEST(FillFromEnvironment, TakesAnEmptyVariableAsNotSet) {
  const Filled filled = Fill({}, {{"INCIDENT_API_KEY", ""}, {"INCIDENT_ENDPOINT", ""}});
  EXPECT_EQ(filled.said, "");
  EXPECT_TRUE(filled.block.api_key.is_null());
  EXPECT_TRUE(filled.block.endpoint.is_null());
}

TEST(FillFromEnvironment, NamesTheVariableThatIsRefused) {
  EXPECT_EQ(Fill({}, {{"INCIDENT_API_KEY", " "}}).said,
            "error : Invalid value in INCIDENT_API_KEY\n"
            "The environment variable INCIDENT_API_KEY must not be blank.\n");
  EXPECT_EQ(Fill({}, {{"INCIDENT_DRIFT_CHECK", "loud"}}).said,
            "error : Invalid value in INCIDENT_DRIFT_CHECK\n"
            "The environment variable INCIDENT_DRIFT_CHECK must be \"off\", \"warn\", \"error\" or "
            "\"resync\".\n");
  EXPECT_EQ(Fill({}, {{"OPSGENIE_REGION", "mars"}}).said,
            "error : Invalid value in OPSGENIE_REGION\n"
            "The environment variable OPSGENIE_REGION must be \"us\" or \"eu\".\n");
}

TEST(ProcessEnvironment, TellsWhetherAVariableIsSet) {
  EXPECT_EQ(ProcessEnvironment()("INCIDENT_TEST_VARIABLE_NOBODY_SETS"), std::nullopt);
  const char* path = std::getenv("PATH");
  ASSERT_NE(path, nullptr);
  EXPECT_EQ(ProcessEnvironment()("PATH"), path);
}

}  // namespace
}  // namespace incident_provider
