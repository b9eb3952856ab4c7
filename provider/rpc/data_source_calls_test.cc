#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "provider/rpc/calls.h"
#include "tests/toy_provider/zoo.h"

namespace tf::rpc {
namespace {

constexpr char kDogs[] = R"({"species":"dog","names":null})";

class DataSourceCalls : public testing::Test {
 protected:
  DataSourceCalls() {
    pb::ConfigureProvider::Request request;
    request.mutable_config()->set_json(R"({"keeper":null})");
    pb::ConfigureProvider::Response response;
    Answer(call_, request, response);
  }

  engine::Engine engine_{[] { return zoo::Define(); }};
  const Call call_{engine_, {}};
};

TEST_F(DataSourceCalls, ValidConfigurationIsAccepted) {
  pb::ValidateDataResourceConfig::Request request;
  request.set_type_name("zoo_census");
  request.mutable_config()->set_json(kDogs);
  pb::ValidateDataResourceConfig::Response response;
  Answer(call_, request, response);
  EXPECT_EQ(response.diagnostics_size(), 0);
}

TEST_F(DataSourceCalls, ReadAnswersAState) {
  pb::ReadDataSource::Request request;
  request.set_type_name("zoo_census");
  request.mutable_config()->set_json(kDogs);
  pb::ReadDataSource::Response response;
  Answer(call_, request, response);
  EXPECT_EQ(response.diagnostics_size(), 0);
  EXPECT_THAT(response.state().msgpack(), testing::HasSubstr("dog"));
}

TEST_F(DataSourceCalls, AnUnknownTypeIsAnError) {
  pb::ReadDataSource::Request request;
  request.set_type_name("zoo_nothing");
  pb::ReadDataSource::Response response;
  Answer(call_, request, response);
  EXPECT_FALSE(response.has_state());
  ASSERT_EQ(response.diagnostics_size(), 1);
  EXPECT_EQ(response.diagnostics(0).severity(), pb::Diagnostic::ERROR);
}

}  // namespace
}  // namespace tf::rpc
