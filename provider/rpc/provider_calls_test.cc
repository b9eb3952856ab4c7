#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "provider/rpc/calls.h"
#include "tests/toy_provider/zoo.h"

namespace tf::rpc {
namespace {

class ProviderCalls : public testing::Test {
 protected:
  engine::Engine engine_{[] { return zoo::Define(); }};
  const Call call_{engine_, {}};
};

TEST_F(ProviderCalls, MetadataListsTheTypes) {
  pb::GetMetadata::Response response;
  Answer(call_, pb::GetMetadata::Request(), response);
  ASSERT_EQ(response.resources_size(), 1);
  EXPECT_EQ(response.resources(0).type_name(), "zoo_pet");
  ASSERT_EQ(response.data_sources_size(), 1);
  EXPECT_EQ(response.data_sources(0).type_name(), "zoo_census");
  EXPECT_TRUE(response.server_capabilities().get_provider_schema_optional());
}

TEST_F(ProviderCalls, SchemaHasTheProviderAndEveryType) {
  pb::GetProviderSchema::Response response;
  Answer(call_, pb::GetProviderSchema::Request(), response);
  EXPECT_TRUE(response.provider().has_block());
  EXPECT_TRUE(response.resource_schemas().contains("zoo_pet"));
  EXPECT_TRUE(response.data_source_schemas().contains("zoo_census"));
  EXPECT_EQ(response.diagnostics_size(), 0);
}

TEST_F(ProviderCalls, SchemaAnnouncesOnlyWhatIsAnswered) {
  pb::GetProviderSchema::Response response;
  Answer(call_, pb::GetProviderSchema::Request(), response);
  EXPECT_TRUE(response.server_capabilities().plan_destroy());
  EXPECT_TRUE(response.server_capabilities().move_resource_state());
  EXPECT_TRUE(response.server_capabilities().get_provider_schema_optional());
  EXPECT_FALSE(response.server_capabilities().generate_resource_config());
  EXPECT_FALSE(response.has_provider_meta());
}

TEST_F(ProviderCalls, ValidConfigurationIsAccepted) {
  pb::ValidateProviderConfig::Request validate;
  validate.mutable_config()->set_json(R"({"keeper":"Ada"})");
  pb::ValidateProviderConfig::Response validated;
  Answer(call_, validate, validated);
  EXPECT_EQ(validated.diagnostics_size(), 0);

  pb::ConfigureProvider::Request configure;
  configure.mutable_config()->set_json(R"({"keeper":"Ada"})");
  pb::ConfigureProvider::Response configured;
  Answer(call_, configure, configured);
  EXPECT_EQ(configured.diagnostics_size(), 0);
}

TEST_F(ProviderCalls, GarbageIsAnError) {
  pb::ConfigureProvider::Request configure;
  configure.mutable_config()->set_msgpack("\xc1");
  pb::ConfigureProvider::Response configured;
  Answer(call_, configure, configured);
  ASSERT_EQ(configured.diagnostics_size(), 1);
  EXPECT_EQ(configured.diagnostics(0).severity(), pb::Diagnostic::ERROR);
}

TEST_F(ProviderCalls, StopIsHarmlessWhenNothingRuns) {
  pb::StopProvider::Response response;
  Answer(call_, pb::StopProvider::Request(), response);
  EXPECT_EQ(response.error(), "");
}

}  // namespace
}  // namespace tf::rpc
