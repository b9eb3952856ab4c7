// The real provider's program, as far as it goes without the services behind it: Terraform asks all
// of this before it configures a provider, and `terraform validate` asks nothing else.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "proto/tfplugin6/tfplugin6.pb.h"
#include "tests/protocol/provider_process.h"

namespace protocol_test {
namespace {

namespace pb = tfplugin6;
using Json = nlohmann::json;
using testing::Contains;
using testing::IsEmpty;
using testing::Key;
using testing::Not;
using testing::SizeIs;

constexpr char kReplica[] = "incident_schedule_replica";

std::string PathOf(const std::string& method) { return "/tfplugin6.Provider/" + method; }

class IncidentProvider : public testing::Test {
 protected:
  template <typename Message>
  typename Message::Response Ask(const std::string& method,
                                 const typename Message::Request& request) {
    return Call<typename Message::Response>(channel_, PathOf(method), request);
  }

  pb::GetProviderSchema::Response Schema() {
    return Ask<pb::GetProviderSchema>("GetProviderSchema", {});
  }

  // A replica's configuration: everything null but what is given, as Terraform sends it.
  std::string ReplicaConfig(const Json& given) {
    Json config = Json::object();
    const auto schemas = Schema().resource_schemas();
    for (const auto& attribute : schemas.at(kReplica).block().attributes()) {
      config[attribute.name()] = nullptr;
    }
    config.update(given);
    return config.dump();
  }

  pb::ValidateResourceConfig::Response Validate(const Json& given) {
    pb::ValidateResourceConfig::Request request;
    request.set_type_name(kReplica);
    request.mutable_config()->set_json(ReplicaConfig(given));
    return Ask<pb::ValidateResourceConfig>("ValidateResourceConfig", request);
  }

  ProviderProcess provider_{IncidentProgram()};
  std::shared_ptr<grpc::Channel> channel_ = provider_.Connect();
};

const Json kGiven{
    {"schedule_id", "01SCHEDULE"},
    {"replica_provider", "pagerduty"},
    {"replica_provider_id", "PABC123"},
    {"replica_fallback_user_id", "PUSER01"},
    {"sources", {{{"rotation_id", "01ROTATION"}, {"layer_id", "01LAYER"}}}},
};

TEST_F(IncidentProvider, HasASchemaWithoutFault) {
  const auto schema = Schema();
  EXPECT_THAT(schema.diagnostics(), IsEmpty());
  EXPECT_THAT(schema.resource_schemas(), Contains(Key(kReplica)));
  for (const char* name : {"incident_schedule", "incident_schedule_mirror", kReplica,
                           "incident_schedule_replicas", "incident_user"}) {
    EXPECT_THAT(schema.data_source_schemas(), Contains(Key(name)));
  }
}

TEST_F(IncidentProvider, AcceptsAReplica) {
  EXPECT_THAT(Validate(kGiven).diagnostics(), IsEmpty());
}

TEST_F(IncidentProvider, PutsAnErrorOnItsAttribute) {
  Json given = kGiven;
  given["mirror_window_days"] = 91;
  const auto response = Validate(given);
  ASSERT_THAT(response.diagnostics(), SizeIs(1));
  EXPECT_EQ(response.diagnostics(0).severity(), pb::Diagnostic::ERROR);
  ASSERT_EQ(response.diagnostics(0).attribute().steps_size(), 1);
  EXPECT_EQ(response.diagnostics(0).attribute().steps(0).attribute_name(), "mirror_window_days");
}

TEST_F(IncidentProvider, ExplainsThatItIsNotConfigured) {
  pb::ReadResource::Request request;
  request.set_type_name(kReplica);
  request.mutable_current_state()->set_json(ReplicaConfig(kGiven));
  const auto response = Ask<pb::ReadResource>("ReadResource", request);
  ASSERT_THAT(response.diagnostics(), SizeIs(1));
  EXPECT_EQ(response.diagnostics(0).severity(), pb::Diagnostic::ERROR);
}

TEST_F(IncidentProvider, SurvivesGarbageInEveryValue) {
  pb::ReadResource::Request request;
  request.set_type_name(kReplica);
  for (const std::string garbage : {"\xc1", "\xdd\xff\xff\xff\xff", "\xc7\xff\x0c", "\x81\xa1"}) {
    request.mutable_current_state()->set_msgpack(garbage);
    request.set_private_(garbage);
    EXPECT_THAT(Ask<pb::ReadResource>("ReadResource", request).diagnostics(), Not(IsEmpty()));
  }
  for (const std::string garbage : {"{", "[]", "{\"sources\":7}", "\xff"}) {
    pb::UpgradeResourceState::Request upgrade;
    upgrade.set_type_name(kReplica);
    upgrade.mutable_raw_state()->set_json(garbage);
    EXPECT_THAT(Ask<pb::UpgradeResourceState>("UpgradeResourceState", upgrade).diagnostics(),
                SizeIs(1));
  }
  EXPECT_TRUE(provider_.alive());
}

// The full runtime would cost start-up time and size.
TEST_F(IncidentProvider, NeedsOnlyTheLiteRuntimeOfProtocolBuffers) {
  const auto libraries = testing_support::Run({.arguments = {"readelf", "-d", INCIDENT_PROVIDER}});
  ASSERT_EQ(libraries.exit_code, 0) << libraries.err;
  EXPECT_THAT(libraries.out, Not(testing::HasSubstr("libprotobuf.so")));
}

}  // namespace
}  // namespace protocol_test
