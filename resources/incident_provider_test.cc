#include "resources/incident_provider.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "provider/engine/engine.h"
#include "provider/value/msgpack.h"
#include "resources/http/fakes.h"
#include "tests/support/data_source_driver.h"

namespace incident_provider {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing_support::Said;

using Variables = std::map<std::string, std::string>;

Outside OutsideWith(Variables variables, const http::FakePlatform& fakes = {}) {
  return {.version = "1.2.0",
          .environment =
              [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            if (found == variables.end()) return std::nullopt;
            return found->second;
          },
          .platform = fakes.platform()};
}

oncall::Settings Read(const ProviderModel& block, Variables variables = {}) {
  tf::Diagnostics diagnostics;
  auto settings = ReadSettings(block, OutsideWith(std::move(variables)), "1.11.4", diagnostics);
  EXPECT_EQ(Said(diagnostics), "");
  return settings;
}

incident::Options OptionsOf(const oncall::Settings& settings) {
  const auto* options = std::get_if<incident::Options>(&settings.incident);
  EXPECT_NE(options, nullptr);
  return options != nullptr ? *options : incident::Options{};
}

oncall::NoAccess NoAccessOf(const oncall::Settings& settings) {
  const auto* no_access = std::get_if<oncall::NoAccess>(&settings.incident);
  EXPECT_NE(no_access, nullptr);
  return no_access != nullptr ? *no_access : oncall::NoAccess{};
}

TEST(ReadSettings, UsesTheDefaultsForWhatIsLeftOut) {
  const auto settings = Read({.api_key = "key"});
  const auto options = OptionsOf(settings);
  EXPECT_EQ(options.api_key, "key");
  EXPECT_EQ(options.endpoint.Origin(), "https://api.incident.io");
  EXPECT_EQ(options.requests_per_minute, 1200);
  EXPECT_EQ(options.request_timeout, absl::Seconds(30));
  EXPECT_EQ(options.retry_timeout, absl::Minutes(5));
  EXPECT_EQ(settings.drift_check, oncall::DriftCheck::kWarn);
}

TEST(ReadSettings, TakesEverythingFromTheBlock) {
  const auto settings = Read({.api_key = "key",
                              .endpoint = "http://127.0.0.1:8080/incident/",
                              .drift_check = "error",
                              .requests_per_minute = 60,
                              .request_timeout = "90s",
                              .retry_timeout = "1h30m"});
  const auto options = OptionsOf(settings);
  EXPECT_EQ(options.endpoint.Origin(), "http://127.0.0.1:8080");
  EXPECT_EQ(options.endpoint.prefix, "/incident");
  EXPECT_EQ(options.requests_per_minute, 60);
  EXPECT_EQ(options.request_timeout, absl::Seconds(90));
  EXPECT_EQ(options.retry_timeout, absl::Minutes(90));
  EXPECT_EQ(settings.drift_check, oncall::DriftCheck::kError);
}

TEST(ReadSettings, TakesAHugeAllowanceAsTheLargestThereIs) {
  const auto settings = Read({.api_key = "key", .requests_per_minute = std::int64_t{1} << 40});
  EXPECT_EQ(OptionsOf(settings).requests_per_minute, std::numeric_limits<int>::max());
}

TEST(ReadSettings, PrefersTheBlockToTheEnvironment) {
  const auto settings = Read({.api_key = "key", .endpoint = "https://a.example"},
                             {{"INCIDENT_API_KEY", "other"},
                              {"INCIDENT_ENDPOINT", "https://b.example"},
                              {"INCIDENT_DRIFT_CHECK", "off"}});
  EXPECT_EQ(OptionsOf(settings).api_key, "key");
  EXPECT_EQ(OptionsOf(settings).endpoint.Origin(), "https://a.example");
  EXPECT_EQ(settings.drift_check, oncall::DriftCheck::kOff);
}

TEST(ReadSettings, HasNoAccessWithoutAKey) {
  const auto no_access = NoAccessOf(Read({}));
  EXPECT_EQ(no_access.reason, oncall::NoAccess::Reason::kMissing);
  EXPECT_EQ(no_access.attribute, "api_key");
  EXPECT_EQ(no_access.variable, "INCIDENT_API_KEY");
}

TEST(ReadSettings, NamesTheAttributeThatIsNotKnownYet) {
  ProviderModel block{.api_key = "key"};
  block.endpoint = tf::Attr<std::string>::Unknown();
  EXPECT_EQ(NoAccessOf(Read(block)).reason, oncall::NoAccess::Reason::kUnknown);
  EXPECT_EQ(NoAccessOf(Read(block)).attribute, "endpoint");

  block = {.api_key = "key"};
  block.retry_timeout = tf::Attr<std::string>::Unknown();
  EXPECT_EQ(NoAccessOf(Read(block)).attribute, "retry_timeout");

  block = {};
  block.api_key = tf::Attr<std::string>::Unknown();  // the variable does not stand in for it
  EXPECT_EQ(NoAccessOf(Read(block, {{"INCIDENT_API_KEY", "other"}})).attribute, "api_key");
}

TEST(ReadSettings, ChecksNothingInAModeThatIsNotKnownYet) {
  ProviderModel block{.api_key = "key"};
  block.drift_check = tf::Attr<std::string>::Unknown();
  EXPECT_EQ(Read(block, {{"INCIDENT_DRIFT_CHECK", "error"}}).drift_check, oncall::DriftCheck::kOff);
}

TEST(ReadSettings, IntroducesItselfWithTheVersionsAndWhatTheUserAppends) {
  EXPECT_EQ(OptionsOf(Read({.api_key = "key"})).user_agent,
            "terraform-provider-incident/1.2.0 (Terraform/1.11.4)");
  EXPECT_EQ(OptionsOf(Read({.api_key = "key"}, {{"TF_APPEND_USER_AGENT", " ci/7\r\nX-Evil: 1 "}}))
                .user_agent,
            "terraform-provider-incident/1.2.0 (Terraform/1.11.4) ci/7 X-Evil: 1");
}

class DefinedProviderTest : public ::testing::Test {
 protected:
  // Configures with an empty block; the diagnostics as text.
  std::string Configure(Variables variables) {
    tf::engine::Engine engine(
        [&] { return DefineProvider(OutsideWith(std::move(variables), fakes_)); });
    const tf::Type& type = engine.definition().provider().schema().type();
    const std::string config = tf::EncodeMsgpack(tf::NullObject(type), type);
    return Said(engine.Configure("1.11.4", {config, {}}, {}));
  }

  http::FakePlatform fakes_;
};

TEST_F(DefinedProviderTest, FollowsTerraformsRulesForSchemas) {
  tf::engine::Engine engine([&] { return DefineProvider(OutsideWith({}, fakes_)); });
  EXPECT_EQ(Said(engine.CheckDefinition()), "");
}

TEST_F(DefinedProviderTest, OffersResourcesAndDataSources) {
  const tf::Definition definition = DefineProvider(OutsideWith({}, fakes_));
  const auto names = [](const auto& offered) {
    std::vector<std::string> list;
    for (const auto& entry : offered) list.push_back(entry.first);
    return list;
  };
  EXPECT_THAT(names(definition.resources()), ElementsAre("incident_schedule_replica"));
  EXPECT_THAT(
      names(definition.data_sources()),
      ElementsAre("incident_schedule", "incident_schedule_mirror", "incident_schedule_replica",
                  "incident_schedule_replicas", "incident_user"));
}

TEST_F(DefinedProviderTest, DocumentsEveryAttribute) {
  const tf::Definition definition = DefineProvider(OutsideWith({}, fakes_));
  const std::function<void(const std::string&, const std::vector<tf::Attribute>&)> check =
      [&](const std::string& owner, const std::vector<tf::Attribute>& attributes) {
        for (const tf::Attribute& attribute : attributes) {
          EXPECT_TRUE(attribute.doc.ends_with('.')) << owner << "." << attribute.name;
          check(owner + "." + attribute.name, attribute.nested);
        }
      };
  check("provider", definition.provider().schema().attributes());
  for (const auto& [name, offered] : definition.resources()) {
    check(name, offered->schema().attributes());
  }
  for (const auto& [name, offered] : definition.data_sources()) {
    check(name, offered->schema().attributes());
  }
}

TEST_F(DefinedProviderTest, IsConfiguredWithoutARequestAndWithoutAKey) {
  EXPECT_EQ(Configure({}), "");
  EXPECT_EQ(Configure({{"INCIDENT_API_KEY", "key"}}), "");
  EXPECT_THAT(fakes_.transport->log(), IsEmpty());
}

TEST_F(DefinedProviderTest, RefusesABadVariable) {
  EXPECT_EQ(Configure({{"INCIDENT_ENDPOINT", "http://api.example"}}),
            "error : Invalid value in INCIDENT_ENDPOINT\n"
            "The environment variable INCIDENT_ENDPOINT cannot be used: \"http://api.example\" "
            "must use https; http is accepted for loopback hosts only.\n");
}

}  // namespace
}  // namespace incident_provider
