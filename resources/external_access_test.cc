#include "resources/external_access.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>

namespace incident_provider {
namespace {

using Reason = oncall::NoAccess::Reason;

oncall::Settings Read(ProviderModel block) {
  // As FillFromEnvironment leaves it.
  if (block.pagerduty.is_null()) block.pagerduty = PagerDutyModel{};
  if (block.opsgenie.is_null()) block.opsgenie = OpsgenieModel{};
  if (block.jsm.is_null()) block.jsm = JsmModel{};
  oncall::Settings settings{.incident = oncall::NoAccess{}};
  ReadExternalAccess(block, "agent", settings);
  return settings;
}

// "missing attribute VARIABLE", or "" when there is access.
template <class Access>
std::string Lack(const Access& access) {
  const auto* no_access = std::get_if<oncall::NoAccess>(&access);
  if (no_access == nullptr) return "";
  return (no_access->reason == Reason::kMissing ? "missing " : "unknown ") + no_access->attribute +
         " " + no_access->variable;
}

TEST(ReadExternalAccess, NamesTheFirstCredentialThatIsMissing) {
  const auto settings = Read({});
  EXPECT_EQ(Lack(settings.pagerduty), "missing pagerduty.token PAGERDUTY_TOKEN");
  EXPECT_EQ(Lack(settings.opsgenie), "missing opsgenie.api_key OPSGENIE_API_KEY");
  EXPECT_EQ(Lack(settings.jsm), "missing jsm.api_token ATLASSIAN_OPS_API_TOKEN");
  EXPECT_EQ(Lack(Read({.jsm = JsmModel{.email = "a@b.example", .api_token = "t"}}).jsm),
            "missing jsm.cloud_id ATLASSIAN_OPS_CLOUD_ID");
}

TEST(ReadExternalAccess, TakesTheRegionOrTheEndpoint) {
  const auto origin = [](const PagerDutyModel& block) {
    const auto settings = Read({.pagerduty = block});
    const auto* options = std::get_if<pagerduty::Options>(&settings.pagerduty);
    return options == nullptr ? "" : options->endpoint.Origin();
  };
  EXPECT_EQ(origin({.token = "t"}), "https://api.pagerduty.com");
  EXPECT_EQ(origin({.token = "t", .region = "eu"}), "https://api.eu.pagerduty.com");
  EXPECT_EQ(origin({.token = "t", .region = "eu", .endpoint = "http://127.0.0.1:1/pagerduty"}),
            "http://127.0.0.1:1");
}

TEST(ReadExternalAccess, GivesEverySystemItsCredentialAndTheTimeouts) {
  const auto settings =
      Read({.opsgenie = OpsgenieModel{.api_key = "key"},
            .jsm = JsmModel{.cloud_id = "cloud", .email = "a@b.example", .api_token = "t"},
            .request_timeout = "7s"});
  const auto* opsgenie = std::get_if<opsgenie::Options>(&settings.opsgenie);
  ASSERT_NE(opsgenie, nullptr);
  EXPECT_EQ(opsgenie->api_key, "key");
  EXPECT_EQ(opsgenie->request_timeout, absl::Seconds(7));
  const auto* jsm = std::get_if<jsm::Options>(&settings.jsm);
  ASSERT_NE(jsm, nullptr);
  EXPECT_EQ(jsm->endpoint.Origin(), "https://api.atlassian.com");
  EXPECT_EQ(jsm->cloud_id, "cloud");
  EXPECT_EQ(jsm->email, "a@b.example");
  EXPECT_EQ(jsm->user_agent, "agent");
}

TEST(ReadExternalAccess, NamesWhatIsOnlyKnownAfterApply) {
  ProviderModel block;
  block.pagerduty = tf::Attr<PagerDutyModel>::Unknown();
  block.opsgenie = OpsgenieModel{.api_key = tf::Attr<std::string>::Unknown()};
  const auto settings = Read(block);
  EXPECT_EQ(Lack(settings.pagerduty), "unknown pagerduty ");
  EXPECT_EQ(Lack(settings.opsgenie), "unknown opsgenie.api_key OPSGENIE_API_KEY");
}

TEST(ReadExternalAccess, AnUnknownTimeoutWithdrawsAccess) {
  ProviderModel block{.pagerduty = PagerDutyModel{.token = "t"}};
  block.retry_timeout = tf::Attr<std::string>::Unknown();
  const auto settings = Read(block);
  EXPECT_EQ(Lack(settings.pagerduty), "unknown retry_timeout ");
  EXPECT_EQ(Lack(settings.opsgenie), "missing opsgenie.api_key OPSGENIE_API_KEY");
}

}  // namespace
}  // namespace incident_provider
